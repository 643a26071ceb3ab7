"""The pages of what sessions propose that a checklist should say; on the checklists' blueprint."""

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from review_app.domain.access import Permission
from review_app.features.checklists import forms, service_proposals
from review_app.features.checklists import queries_proposals as queries
from review_app.features.checklists.routes import blueprint
from review_app.kernel.gate import current_actor, requires

__all__ = ["blueprint"]


@blueprint.get("/proposals")
@requires(Permission.CHANGE_PROPOSAL_READ)
def list_proposals() -> ResponseReturnValue:
    """List what is proposed and what was decided."""
    return render_template("checklists/proposals.html", **_shown())


@blueprint.post("/proposals/<key>")
@requires(Permission.CHANGE_PROPOSAL_DECIDE)
def decide_proposal(key: str) -> ResponseReturnValue:
    """Accept or reject a proposal."""
    actor = current_actor()
    proposal = queries.get_proposal(actor, key)
    form = forms.DecisionForm(prefix=f"p{key}-")
    if not form.validate_on_submit():
        shown = _shown()
        shown["forms"][key] = form
        return render_template("checklists/proposals.html", **shown), 422
    decide = service_proposals.accept if form.accepts else service_proposals.reject
    decided = decide(actor, proposal.key, reason=form.reason.data or "")
    if decided.version is not None:
        flash(_("Accepted. Now write it into the draft."), "success")
        return redirect(url_for("checklists.show_version", key=decided.version.key))
    accepted = _("Accepted. The next version of the checklist takes it up.")
    flash(accepted if form.accepts else _("Rejected, with your reason."), "success")
    return redirect(url_for("checklists.list_proposals"))


def _shown() -> dict[str, Any]:
    waiting, decided = queries.list_proposals(current_actor())
    keys = [line.proposal.key for line in waiting]
    blank = {key: forms.DecisionForm(formdata=None, prefix=f"p{key}-") for key in keys}
    return {"waiting": waiting, "decided": decided, "forms": blank}
