"""The pages of urgent findings."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from review_app.domain.access import Permission, can
from review_app.domain.errors import Invalid
from review_app.domain.kinds import UrgentKind
from review_app.domain.workflow import UrgentState, UrgentStep
from review_app.features.reviews import forms_urgent, queries_urgent, service_urgent
from review_app.features.reviews.routes_correction import blueprint
from review_app.kernel import clock
from review_app.kernel.gate import current_actor, requires
from review_app.kernel.reading_log import note_reading
from review_app.models import Case

__all__ = ["blueprint"]


@blueprint.get("/urgent")
@requires(Permission.URGENT_FINDING_READ)
def list_urgent() -> ResponseReturnValue:
    """List the urgent findings the person may know of."""
    is_open = request.args.get("view") != "closed"
    page = queries_urgent.list_urgent(
        current_actor(), is_open=is_open, after=request.args.get("after")
    )
    return render_template("reviews/urgent_list.html", page=page, is_open=is_open, now=clock.now())


@blueprint.route("/urgent/new/<case_key>", methods=["GET", "POST"])
@requires(Permission.URGENT_FINDING_RAISE)
def raise_urgent(case_key: str) -> ResponseReturnValue:
    """Tell the manager and the coordinators at once."""
    case = queries_urgent.get_case(current_actor(), case_key)
    form = forms_urgent.urgent_form()
    if form.validate_on_submit():
        key = _raised(case, form)
        if key:
            flash(_("The manager and the coordinators have it among their tasks now."), "success")
            return redirect(url_for("reviews.show_urgent", key=key))
    return render_template("reviews/urgent_new.html", form=form, case=case)


def _raised(case: Case, form: forms_urgent.UrgentForm) -> str:
    try:
        found = service_urgent.raise_finding(
            current_actor(),
            case.key,
            kind=UrgentKind(form.kind.data),
            text=form.text.data or "",
            hours=int(form.hours.data),
        )
    except Invalid as refusal:
        form.refuse(refusal)
        return ""
    return found.key


@blueprint.get("/urgent/<key>")
@requires(Permission.URGENT_FINDING_READ)
def show_urgent(key: str) -> ResponseReturnValue:
    """Show one urgent finding, with a note that can be copied into the case system."""
    return _show(key, forms_urgent.ClosingForm(formdata=None))


def _show(key: str, form: forms_urgent.ClosingForm) -> str:
    actor = current_actor()
    found = queries_urgent.get_urgent(actor, key)
    note_reading(actor, found, case_key=found.case.key, purpose="urgent-finding-read")
    may_handle = can(actor, Permission.URGENT_FINDING_HANDLE, found)
    may_withdraw = can(actor, Permission.URGENT_FINDING_WITHDRAW, found)
    return render_template(
        "reviews/urgent.html",
        found=found,
        form=form,
        may_take=may_handle and found.state is UrgentState.OPEN,
        may_finish=may_handle and found.state is UrgentState.ACKNOWLEDGED,
        may_withdraw=may_withdraw and found.closed_at is None,
        is_late=found.closed_at is None and found.due_at < clock.now(),
    )


@blueprint.post("/urgent/<key>/acknowledge")
@requires(Permission.URGENT_FINDING_HANDLE)
def acknowledge_urgent(key: str) -> ResponseReturnValue:
    """Take an urgent finding on."""
    service_urgent.acknowledge(current_actor(), key)
    return redirect(url_for("reviews.show_urgent", key=key))


@blueprint.post("/urgent/<key>/handled")
@requires(Permission.URGENT_FINDING_HANDLE)
def handle_urgent(key: str) -> ResponseReturnValue:
    """Say what was done."""
    return _close(key, UrgentStep.HANDLE)


@blueprint.post("/urgent/<key>/withdraw")
@requires(Permission.URGENT_FINDING_WITHDRAW)
def withdraw_urgent(key: str) -> ResponseReturnValue:
    """Take an urgent finding back, with the reason."""
    return _close(key, UrgentStep.WITHDRAW)


def _close(key: str, step: UrgentStep) -> ResponseReturnValue:
    form = forms_urgent.ClosingForm()
    if not form.validate():
        return _show(key, form)
    service_urgent.close(current_actor(), key, step=step, done=form.done.data or "")
    return redirect(url_for("reviews.show_urgent", key=key))
