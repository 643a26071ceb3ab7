"""How proposals and what they rest on are put to readers."""

from collections.abc import Mapping
from typing import Any

from flask import url_for
from flask_babel import gettext as _

from review_app.domain.access import Actor
from review_app.features.checklists import queries_proposals as queries
from review_app.features.checklists.service_proposals import Measured
from review_app.kernel.i18n import show_number, show_share
from review_app.kernel.sealed import unseal
from review_app.models import ChangeProposal, Criterion

FIGURE = "agreement on a criterion"  # what the figures' pages seal an agreement for


def measured(actor: Actor, sealed: str, *, criterion: Criterion | None) -> Measured | None:
    """Return the figure that an address carries, if it is about *criterion* and open to *actor*."""
    facts = unseal(sealed, purpose=FIGURE) if sealed and criterion else None
    if facts is None or criterion is None or facts.get("criterion") != criterion.key:
        return None
    found = queries.round_of_figure(actor, str(facts.get("round")))
    return Measured(found.id, facts["figure"]) if found else None


def figure(told: Mapping[str, Any]) -> str:
    """Say how far two reviewers agreed."""
    said = _(
        "Two reviewers gave the same answer in %(agreed)s of %(compared)s cases (%(share)s).",
        agreed=told["agreed"],
        compared=told["compared"],
        share=show_share(told["agreed"] / told["compared"]),
    )
    if told.get("ac1") is None:
        return str(said)
    corrected = _("Corrected for luck (AC1): %(value)s.", value=show_number(told["ac1"], 2))
    return f"{said} {corrected}"


def accepted(proposal: ChangeProposal) -> str:
    """Say what comes next for an accepted proposal."""
    if proposal.version is not None:
        return str(_("Accepted. Now write it into the draft."))
    return str(_("Accepted. The next version of the checklist takes it up."))


def after_acceptance(proposal: ChangeProposal) -> str:
    """Return the address where one goes on with an accepted proposal."""
    if proposal.version is None:
        return url_for("checklists.show_proposal", key=proposal.key)
    return url_for("checklists.show_version", key=proposal.version.key, _anchor="proposals")


def title(proposal: ChangeProposal) -> str:
    """Return what a proposal is called in lists: what it is about."""
    if proposal.criterion is not None:
        return str(_("Criterion %(code)s", code=proposal.criterion.code))
    return str(_("Proposal"))
