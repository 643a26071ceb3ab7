"""Making several cases learning cases at once, from a ranking."""

from collections.abc import Collection
from datetime import date

from review_app.domain.access import Actor
from review_app.domain.errors import Invalid
from review_app.domain.personal_data import refuse_personal_numbers
from review_app.features.feedback import queries_several
from review_app.features.feedback.service import choose_learning_case
from review_app.kernel.unit_of_work import unit_of_work
from review_app.models import LearningCase


def choose_several(
    actor: Actor,
    case_keys: Collection[str],
    *,
    reason: str,
    round_key: str = "",
    author: str = "",
    due_on: date | None = None,
) -> list[LearningCase]:
    """Make each of the cases a learning case for the same reason; all of them or none.

    What made each look hard is kept with it. Those that are learning cases already stay as they
    are.

    :raises Incomplete: without a reason.
    :raises Invalid: when no case is left, or the author cannot be asked for each of them.
    """
    refuse_personal_numbers(reason, field="reason")
    with unit_of_work(actor):
        found = queries_several.list_candidates(actor, case_keys=case_keys, round_key=round_key)
        left = [one for one in found if not one.is_chosen]
        if not left:
            raise Invalid(field="case", reason="none left")
        return [
            choose_learning_case(
                actor,
                reason=reason,
                case_key=one.case.key,
                author=author,
                due_on=due_on,
                ranked=one.ranked,
            )
            for one in left
        ]
