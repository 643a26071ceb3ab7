"""The pages of what should be changed in a checklist; on the checklists' blueprint."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from review_app.domain.access import Permission
from review_app.features.checklists import forms_proposals as forms
from review_app.features.checklists import presenters_proposals as presenters
from review_app.features.checklists import queries_proposals as queries
from review_app.features.checklists import service_proposals
from review_app.features.checklists.routes import blueprint
from review_app.kernel.forms import HouseForm
from review_app.kernel.gate import current_actor, requires

__all__ = ["blueprint"]


@blueprint.get("/proposals")
@requires(Permission.CHANGE_PROPOSAL_READ)
def list_proposals() -> ResponseReturnValue:
    """List what is proposed and what was decided."""
    actor = current_actor()
    waiting = queries.open_proposals(actor)
    decided = queries.decided_proposals(actor, after=request.args.get("after") or None)
    counts = queries.entry_counts(actor, [*waiting, *decided.rows])
    page = "checklists/proposals.html"
    return render_template(page, waiting=waiting, decided=decided, entries=counts)


@blueprint.route("/proposals/new", methods=["GET", "POST"])
@requires(Permission.CHANGE_PROPOSAL_MAKE)
def new_proposal() -> ResponseReturnValue:
    """Propose a change of a criterion, a new one, or something about a whole checklist."""
    actor = current_actor()
    key = request.values.get("criterion", "")
    criterion = queries.criterion_to_change(actor, key) if key else None
    form = forms.proposal_form(
        actor, criterion=criterion, checklist=request.args.get("checklist", "")
    )
    told = presenters.measured(actor, request.values.get("sealed", ""), criterion=criterion)
    form.sealed.data = request.values.get("sealed") if told else ""
    if form.validate_on_submit():
        return _propose(form, told)
    page = "checklists/new_proposal.html"
    return render_template(page, form=form, criterion=criterion, told=told, say=presenters)


def _propose(
    form: forms.ProposalForm, told: service_proposals.Measured | None
) -> ResponseReturnValue:
    about = {} if form.criterion.data else {"subject": form.subject.data}
    made = service_proposals.propose(
        current_actor(),
        text=form.text.data or "",
        criterion_key=form.criterion.data or "",
        checklist_key="" if form.criterion.data else form.checklist.data,
        evidence=form.evidence.data or "",
        measured=told,
        **about,
    )
    flash(_("Thank you. The coordinators decide, and you can follow it here."), "success")
    return redirect(url_for("checklists.show_proposal", key=made.key))


@blueprint.get("/proposals/<key>")
@requires(Permission.CHANGE_PROPOSAL_READ)
def show_proposal(key: str) -> ResponseReturnValue:
    """Show a proposal, what it rests on, what was said, and what became of it."""
    return _page(key)


@blueprint.post("/proposals/<key>")
@requires(Permission.CHANGE_PROPOSAL_DECIDE)
def decide_proposal(key: str) -> ResponseReturnValue:
    """Accept or reject a proposal."""
    actor = current_actor()
    form = forms.decision_form(actor, proposal=queries.get_proposal(actor, key))
    if not form.validate_on_submit():
        return _page(key, decision=form), 422
    reason = form.reason.data or ""
    if not form.accepts:
        service_proposals.reject(actor, key, reason=reason)
        flash(_("Rejected, with your reason."), "success")
        return redirect(url_for("checklists.show_proposal", key=key))
    chosen = form.checklist.data if form.checklist else ""
    decided = service_proposals.accept(actor, key, reason=reason, checklist_key=chosen)
    flash(presenters.accepted(decided), "success")
    return redirect(presenters.after_acceptance(decided))


@blueprint.post("/proposals/<key>/say")
@requires(Permission.CHANGE_PROPOSAL_DISCUSS)
def discuss_proposal(key: str) -> ResponseReturnValue:
    """Say something about a proposal."""
    form = forms.EntryForm(prefix="say-")
    if not form.validate_on_submit():
        return _page(key, entry=form), 422
    service_proposals.say(current_actor(), key, text=form.text.data or "")
    return redirect(url_for("checklists.show_proposal", key=key, _anchor="discussion"))


@blueprint.post("/proposals/<key>/evidence")
@requires(Permission.CHANGE_PROPOSAL_DISCUSS)
def support_proposal(key: str) -> ResponseReturnValue:
    """Add to what a proposal rests on."""
    actor = current_actor()
    form = forms.evidence_form(actor)
    if not form.validate_on_submit():
        return _page(key, evidence=form), 422
    service_proposals.add_evidence(
        actor, key, text=form.evidence.data or "", session_key=form.session.data or ""
    )
    return redirect(url_for("checklists.show_proposal", key=key, _anchor="evidence"))


@blueprint.post("/proposals/<key>/written-in")
@requires(Permission.CHECKLIST_EDIT)
def write_proposal_in(key: str) -> ResponseReturnValue:
    """Tick a proposal off in the draft, or take the tick back."""
    actor = current_actor()
    if request.form.get("done") == "no":
        proposal = service_proposals.take_out(actor, key)
    else:
        code = request.form.get("criterion", "")
        proposal = service_proposals.write_in(actor, key, criterion_code=code)
    return redirect(presenters.after_acceptance(proposal))


def _page(key: str, **shown: HouseForm) -> str:
    actor = current_actor()
    proposal = queries.get_proposal(actor, key)
    blank = {"formdata": None}
    return render_template(
        "checklists/proposal.html",
        proposal=proposal,
        evidence=queries.evidence_of(actor, proposal),
        source=queries.source_of(actor, proposal),
        decision=shown.get("decision") or forms.decision_form(actor, proposal=proposal),
        entry=shown.get("entry") or forms.EntryForm(prefix="say-", **blank),
        support=shown.get("evidence") or forms.evidence_form(actor),
        say=presenters,
    )
