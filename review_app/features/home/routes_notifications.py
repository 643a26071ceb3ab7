"""News of what waits, and what one wants mail about."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from review_app.domain.access import Permission
from review_app.features.home import (
    forms,
    presenters,
    queries_notifications,
    service_notifications,
)
from review_app.features.home.routes import blueprint
from review_app.kernel import mail
from review_app.kernel.gate import current_actor, requires

__all__ = ["blueprint"]


@blueprint.get("/notifications")
@requires(Permission.ACCOUNT_USE)
def list_news() -> ResponseReturnValue:
    """Show what is new among what waits, and what was seen before."""
    news = queries_notifications.list_news(current_actor())
    return render_template(
        "home/notifications.html",
        unread=[line for line in news if line.notification.is_unread],
        seen=[line for line in news if not line.notification.is_unread],
    )


@blueprint.post("/notifications/read")
@requires(Permission.ACCOUNT_USE)
def mark_read() -> ResponseReturnValue:
    """Mark all news as read."""
    service_notifications.mark_read(current_actor())
    return redirect(url_for("home.list_news"))


@blueprint.route("/go/<key>")
@requires(Permission.ACCOUNT_USE)
def follow_news(key: str) -> ResponseReturnValue:
    """Go to what a notification is about; its news is read thereby."""
    thing = service_notifications.follow(current_actor(), key)
    if thing is None:
        flash(_("That no longer waits for you."), "info")
        return redirect(url_for("home.list_news"))
    kind, thing_key = thing
    return redirect(presenters.link(presenters.PLACES[kind], thing_key))


@blueprint.route("/notifications/mail", methods=["GET", "POST"])
@requires(Permission.ACCOUNT_USE)
def choose_mail() -> ResponseReturnValue:
    """Choose what one gets mail about."""
    form = forms.mail_form(current_actor())
    if form.validate_on_submit():
        service_notifications.choose_mail(
            current_actor(), hour=form.hour.data, frequencies=form.frequencies
        )
        flash(_("Saved."), "success")
        return redirect(url_for("home.choose_mail"))
    return render_template("home/mail.html", form=form, is_mail_on=mail.is_on())


@blueprint.route("/mail/stop/<token>", methods=["GET", "POST"])
@requires(Permission.MAIL_STOP)
def stop_mail(token: str) -> ResponseReturnValue:
    """Stop mail of the kinds a signed link names: on POST, since mail programs open links."""
    _person, kinds = queries_notifications.asked_to_stop(current_actor(), token)
    is_stopped = request.method == "POST"
    if is_stopped:
        service_notifications.stop_mail(current_actor(), token)
    return render_template("home/stop_mail.html", kinds=kinds, is_stopped=is_stopped)
