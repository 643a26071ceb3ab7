"""Proposing a change of the checklist because of what a calibration shows."""

from review_app.domain.access import Actor, Permission, demand
from review_app.domain.errors import IllegalTransition
from review_app.domain.events import ChangeProposed
from review_app.domain.kinds import ProposalBasis
from review_app.domain.personal_data import refuse_personal_numbers
from review_app.features.calibrations import queries, queries_comparing
from review_app.features.calibrations.texts import checked_text
from review_app.kernel.unit_of_work import unit_of_work
from review_app.models import Calibration


def propose_change(
    actor: Actor, key: str, *, criterion_key: str, text: str, evidence: str
) -> Calibration:
    """Propose a change of the checklist because of what the answers to a criterion show.

    :raises IllegalTransition: before the answers are opened.
    :raises Invalid: when nothing is proposed, or it is too long or holds a personal number.
    """
    words = checked_text(text, field="text")
    refuse_personal_numbers(evidence, field="evidence")
    with unit_of_work(actor) as work:
        found = queries.get_calibration(actor, key, to_run=True)
        demand(actor, Permission.CHANGE_PROPOSAL_MAKE)
        if not found.is_opened:
            raise IllegalTransition(state=found.state.value, step="propose-change")
        criterion = queries_comparing.get_criterion(actor, found, key=criterion_key)
        work.tell(
            ChangeProposed(
                session_id=None,
                outcome_id=None,
                criterion_id=criterion.id,
                text=words,
                basis=ProposalBasis.CALIBRATION,
                source_id=found.id,
                evidence=evidence.strip(),
            )
        )
    return found
