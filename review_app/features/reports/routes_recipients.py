"""Pages of who gets the reports, and what the links in mails lead to."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from review_app.domain.access import Permission
from review_app.domain.errors import Conflict, Invalid
from review_app.features.reports import forms, presenters, presenters_files, queries
from review_app.features.reports import service_recipients as service
from review_app.features.reports.routes import blueprint
from review_app.kernel import mail
from review_app.kernel.downloads import as_file
from review_app.kernel.gate import current_actor, requires

__all__ = ["blueprint"]


@blueprint.get("/recipients")
@requires(Permission.REPORT_SEND)
def list_recipients() -> ResponseReturnValue:
    """Show who gets the reports, and when drafts are made."""
    return _page()


def _page(**more: Any) -> str:
    actor = current_actor()
    shown = {
        "recipients": queries.list_recipients(actor),
        "person_form": forms.person_form(actor),
        "address_form": forms.AddressForm(formdata=None),
        "day_form": forms.day_form(actor),
        "is_mail_on": mail.is_on(),
    }
    return render_template("reports/recipients.html", **{**shown, **more})


@blueprint.post("/recipients/people")
@requires(Permission.REPORT_SEND)
def add_person() -> ResponseReturnValue:
    """Have a colleague get the reports."""
    form = forms.person_form(current_actor())
    if not form.validate():
        return _page(person_form=form), 422
    service.add_person(current_actor(), form.person.data)
    flash(_("Added. The next report goes to them too."), "success")
    return redirect(url_for("reports.list_recipients"))


@blueprint.post("/recipients/addresses")
@requires(Permission.REPORT_SEND)
def add_address() -> ResponseReturnValue:
    """Have an address get the reports."""
    form = forms.AddressForm()
    if form.validate():
        try:
            email = form.email.data or ""
            service.add_address(current_actor(), email, language=form.language.data)
            flash(_("Added. The next report goes to them too."), "success")
            return redirect(url_for("reports.list_recipients"))
        except (Conflict, Invalid) as refusal:
            form.show(refusal)
    return _page(address_form=form), 422


@blueprint.post("/recipients/<key>/end")
@requires(Permission.REPORT_SEND)
def end_recipient(key: str) -> ResponseReturnValue:
    """Send a receiver no more."""
    service.end(current_actor(), key)
    flash(_("They get no more reports."), "success")
    return redirect(url_for("reports.list_recipients"))


@blueprint.post("/schedule")
@requires(Permission.REPORT_SEND)
def set_day() -> ResponseReturnValue:
    """Choose on which day drafts are made."""
    form = forms.day_form(current_actor())
    if not form.validate():
        return _page(day_form=form), 422
    service.set_day(current_actor(), int(form.on_day.data) if form.on_day.data else None)
    flash(_("Saved."), "success")
    return redirect(url_for("reports.list_recipients"))


@blueprint.get("/mail/<token>")
@requires(Permission.REPORT_FOLLOW_LINK)
def follow_link(token: str) -> ResponseReturnValue:
    """Show a receiver outside the house what was issued, to be downloaded."""
    found = queries.follow_link(current_actor(), token)
    return render_template("reports/linked.html", found=found, token=token, say=presenters)


@blueprint.get("/mail/<token>/report-<lang>.pdf")
@requires(Permission.REPORT_FOLLOW_LINK)
def download_linked(token: str, lang: str) -> ResponseReturnValue:
    """Give a receiver outside the house the PDF."""
    report, file = queries.linked_file(current_actor(), token, language=lang)
    return as_file(file.content, presenters_files.name(report, f"-{lang}.pdf"))


@blueprint.route("/stop/<token>", methods=["GET", "POST"])
@requires(Permission.REPORT_FOLLOW_LINK)
def stop_mail(token: str) -> ResponseReturnValue:
    """Send a receiver no more: on POST, since mail programs open links."""
    queries.asked_to_stop(current_actor(), token)
    is_stopped = request.method == "POST"
    if is_stopped:
        service.stop(current_actor(), token)
    return render_template("reports/stop.html", is_stopped=is_stopped)
