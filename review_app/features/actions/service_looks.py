"""Looking at a citizen's plan again: as planned, adjusted or dropped, and when next."""

from dataclasses import dataclass
from datetime import date

from review_app.domain.access import Actor, Permission, demand
from review_app.domain.actions import LookAnswer, check_look
from review_app.domain.audit_codes import AuditCode
from review_app.domain.errors import NotFound
from review_app.domain.personal_data import refuse_personal_numbers
from review_app.domain.workflow import ACTION_STEPS, ActionState, ActionStep, after
from review_app.features.actions import queries
from review_app.kernel import clock
from review_app.kernel.drafts import discard_draft
from review_app.kernel.unit_of_work import unit_of_work
from review_app.models import Action, PlanLook


@dataclass(frozen=True, slots=True)
class Look:
    """What a look at the plan showed, and the local day of the next."""

    answer: LookAnswer
    text: str = ""
    next_on: date | None = None


def answer_look(actor: Actor, key: str, *, look: Look) -> Action:
    """Answer the look at a plan that is to come; it may be answered before its day.

    A dropped plan drops the action that is still open with it.

    :raises NotFound: when no look is to come.
    :raises Incomplete: when words or the next day are missing.
    :raises Invalid: when the next day has been.
    """
    with unit_of_work(actor) as work:
        action = queries.get_action(actor, key)
        work.hold(action)
        demand(actor, Permission.ACTION_DO, action)
        coming = action.next_look
        if coming is None or action.state is ActionState.DROPPED:
            raise NotFound(thing="plan-look", key=key)
        check_look(look.answer, look.text, look.next_on, today=clock.today())
        refuse_personal_numbers(look.text, field="text")
        coming.answer, coming.text = look.answer, look.text.strip() or None
        coming.answered_at, coming.answered_by_id = clock.now(), actor.id
        if look.next_on is not None:
            action.looks.append(PlanLook(due_on=look.next_on))
        elif action.state is ActionState.OPEN:
            action.state = after(ACTION_STEPS, action.state, ActionStep.DROP)
            action.drop_reason = look.text.strip()
        discard_draft(actor, f"plan-look/{key}")
        work.log(AuditCode.ACTION_LOOKED_AGAIN, action, answer=look.answer)
    return action
