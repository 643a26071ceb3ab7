"""Looks at plans, the list as a file, and one's due days in a calendar."""

from flask import Response, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from review_app.domain.access import Permission
from review_app.features.actions import (
    forms,
    presenters,
    presenters_calendar,
    queries,
    queries_calendar,
    service_calendar,
    service_looks,
)
from review_app.features.actions.routes import blueprint, step, wanted
from review_app.kernel.downloads import as_file
from review_app.kernel.gate import current_actor, requires

__all__ = ["blueprint"]


@blueprint.get("/actions.csv")
@requires(Permission.ACTION_READ)
def export() -> ResponseReturnValue:
    """Give the actions the filters leave as a file."""
    rows = queries.every_action(current_actor(), wanted=wanted())
    return as_file(presenters.as_csv(current_actor(), rows), "actions.csv")


@blueprint.post("/<key>/look")
@requires(Permission.ACTION_DO)
def answer_look(key: str) -> ResponseReturnValue:
    """Say what a look at the citizen's plan showed."""
    form = forms.LookForm()

    def answer() -> None:
        service_looks.answer_look(current_actor(), key, look=form.look())

    return step(key, form, "look_form", answer)


@blueprint.get("/calendar")
@requires(Permission.ACCOUNT_USE)
def show_calendar() -> ResponseReturnValue:
    """Show the secret address of one's due days."""
    feed = queries_calendar.own_feed(current_actor())
    address = presenters_calendar.address(feed) if feed else ""
    return render_template("actions/calendar.html", feed=feed, address=address)


@blueprint.post("/calendar/make")
@requires(Permission.ACCOUNT_USE)
def make_calendar() -> ResponseReturnValue:
    """Make an address, in the place of the one before."""
    service_calendar.make_feed(current_actor())
    flash(_("The address is made."), "success")
    return redirect(url_for("actions.show_calendar"))


@blueprint.post("/calendar/end")
@requires(Permission.ACCOUNT_USE)
def end_calendar() -> ResponseReturnValue:
    """End the address."""
    service_calendar.end_feed(current_actor())
    flash(_("The address leads nowhere any more."), "success")
    return redirect(url_for("actions.show_calendar"))


@blueprint.get("/calendar/<token>.ics")
@requires(Permission.CALENDAR_READ)
def calendar(token: str) -> Response:
    """Give the due days of whoever made the address to their calendar program."""
    person, due = queries_calendar.open_feed(current_actor(), token)
    content = presenters_calendar.as_calendar(due, language=person.language or "da")
    answer = as_file(content, "due.ics")
    answer.headers["X-Robots-Tag"] = "noindex, nofollow"
    answer.headers["Cache-Control"] = "private, no-store"
    return answer
