"""The pages on which objections are decided, and response periods made longer."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from review_app.domain.access import Permission, can
from review_app.domain.errors import Invalid
from review_app.domain.scoring import AnswerValue
from review_app.domain.workflow import ObjectionState, ObjectionStep
from review_app.features.reviews import (
    forms,
    forms_response,
    queries_objections,
    service_extension,
    service_objections,
)
from review_app.features.reviews.queries_objections import ObjectionView
from review_app.features.reviews.routes import read_sheet
from review_app.features.reviews.routes_comparing import blueprint
from review_app.features.reviews.service_objections import Decision
from review_app.kernel.forms import HouseForm
from review_app.kernel.gate import current_actor, requires
from review_app.kernel.reading_log import note_reading
from review_app.models import Objection

__all__ = ["blueprint"]


@blueprint.get("/objections")
@requires(Permission.OBJECTION_READ)
def list_objections() -> ResponseReturnValue:
    """List the objections: to be decided, decided, or left as dilemmas."""
    view = forms.code_of(ObjectionView, request.args.get("view"), field="view")
    view = view or ObjectionView.OPEN
    page = queries_objections.list_objections(
        current_actor(), view=view, after=request.args.get("after")
    )
    return render_template("reviews/objections.html", page=page, view=view)


@blueprint.get("/objections/<key>")
@requires(Permission.OBJECTION_READ)
def show_objection(key: str) -> ResponseReturnValue:
    """Show the reviewer's answer and the caseworker's argument side by side."""
    return _show(_read(key))


def _read(key: str) -> Objection:
    actor = current_actor()
    objection = queries_objections.get_objection(actor, key)
    note_reading(actor, objection, case_key=objection.review.case.key, purpose="objection-read")
    return objection


def _show(objection: Objection, **sent: HouseForm) -> str:
    """Draw the page; *sent* are forms that were sent and cannot be used so."""
    actor = current_actor()
    own: dict[str, HouseForm] = {}
    if objection.decided_at is None and can(actor, Permission.OBJECTION_DECIDE, objection):
        own["decision_form"] = forms_response.decision_form(objection)
    if objection.decided_at is None and can(actor, Permission.OBJECTION_REPLY, objection):
        own["reply_form"] = forms_response.ReplyForm(data={"reply": objection.reply})
    if objection.state is ObjectionState.DILEMMA and can(
        actor, Permission.OBJECTION_DECIDE, objection
    ):
        own["propose_form"] = forms_response.propose_form(objection)
    found = queries_objections.lay_out(actor, objection)
    shown = {"found": found, "objection": objection, "review": objection.review}
    return render_template("reviews/objection.html", **shown, **own | sent)


@blueprint.post("/objections/<key>/reply")
@requires(Permission.OBJECTION_REPLY)
def reply_to_objection(key: str) -> ResponseReturnValue:
    """Add the reply of whoever gave the answer."""
    form = forms_response.ReplyForm()
    if not form.validate():
        return _show(_read(key), reply_form=form)
    service_objections.reply(current_actor(), key, text=form.reply.data or "")
    flash(_("Saved."), "success")
    return redirect(url_for("reviews.show_objection", key=key))


@blueprint.post("/objections/<key>/decide")
@requires(Permission.OBJECTION_DECIDE)
def decide_objection(key: str) -> ResponseReturnValue:
    """Decide on an objection."""
    objection = _read(key)
    form = forms_response.decision_form(objection)
    if not (form.validate() and _decided(key, form)):
        return _show(objection, decision_form=form)
    flash(_("Decided. The caseworker is told, with your reason."), "success")
    return redirect(url_for("reviews.show_objection", key=key))


@blueprint.post("/objections/<key>/propose-change")
@requires(Permission.OBJECTION_DECIDE)
def propose_change(key: str) -> ResponseReturnValue:
    """Propose a change of the checklist because of a dilemma."""
    form = forms_response.ProposeForm()
    if not form.validate():
        return _show(_read(key), propose_form=form)
    text, evidence = form.text.data or "", form.evidence.data or ""
    service_objections.propose_change(current_actor(), key, text=text, evidence=evidence)
    flash(_("Proposed. It waits for a decision among the proposals for the checklists."), "success")
    return redirect(url_for("reviews.show_objection", key=key))


def _decided(key: str, form: forms_response.DecisionForm) -> bool:
    third = AnswerValue(form.value.data) if form.value.data else None
    decision = Decision(ObjectionStep(form.step.data), form.reason.data or "", third)
    try:
        service_objections.decide(current_actor(), key, decision=decision)
    except Invalid as refusal:
        form.refuse(refusal)
        return False
    return True


@blueprint.route("/<key>/extend", methods=["GET", "POST"])
@requires(Permission.REVIEW_EXTEND)
def extend_response(key: str) -> ResponseReturnValue:
    """Make the response period longer."""
    sheet = read_sheet(key, "review-read")
    form = forms_response.ExtensionForm()
    if form.validate_on_submit() and _extended(key, form):
        flash(_("The response period is longer now."), "success")
        return redirect(url_for("reviews.show", key=key))
    return render_template("reviews/extend.html", form=form, review=sheet.review)


def _extended(key: str, form: forms_response.ExtensionForm) -> bool:
    try:
        service_extension.extend(
            current_actor(), key, due_on=form.due_on.data, reason=form.reason.data or ""
        )
    except Invalid as refusal:
        form.refuse(refusal)
        return False
    return True


@blueprint.post("/<key>/decision-read")
@requires(Permission.REVIEW_RESPOND)
def read_decision(key: str) -> ResponseReturnValue:
    """Note that the caseworker has read what was decided."""
    service_objections.read_decision(current_actor(), key)
    return redirect(url_for("reviews.show", key=key))
