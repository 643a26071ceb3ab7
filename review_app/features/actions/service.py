"""What happens to an action from the promise to the proof."""

from datetime import date

from review_app.domain.access import Actor, Permission, demand
from review_app.domain.audit_codes import AuditCode
from review_app.domain.errors import Incomplete
from review_app.domain.personal_data import refuse_personal_numbers
from review_app.domain.workflow import ACTION_STEPS, ActionState, ActionStep, after
from review_app.features.actions import queries
from review_app.kernel import clock
from review_app.kernel.drafts import discard_draft
from review_app.kernel.unit_of_work import unit_of_work
from review_app.models import Action, PlanLook

WITHDRAWN = "withdrawn"  # a code, not a sentence: the page says it in the reader's language


def open_action(
    actor: Actor,
    *,
    outcome_id: int,
    case_id: int | None,
    owner_id: int,
    text: str,
    due_on: date,
    look_again_on: date | None = None,
) -> Action:
    """Open the action of an outcome, or bring it up to date while it is open.

    An action that is done already stays as it was done. A plan is looked at again on
    *look_again_on* whether its steps are done or not.
    """
    with unit_of_work(actor) as work:
        action = queries.of_outcome(actor, outcome_id)
        if action is None:
            action = work.add(
                Action(
                    outcome_id=outcome_id,
                    case_id=case_id,
                    owner_id=owner_id,
                    text=text,
                    due_on=due_on,
                    looks=[PlanLook(due_on=look_again_on)] if look_again_on else [],
                )
            )
            work.log(AuditCode.ACTION_OPENED, action, owner_id=owner_id)
        elif action.state is ActionState.OPEN:
            action.owner_id, action.text, action.due_on = owner_id, text, due_on
            if look_again_on and action.next_look:
                action.next_look.due_on = look_again_on
            work.log(AuditCode.ACTION_CHANGED, action, owner_id=owner_id)
    return action


def withdraw(actor: Actor, *, outcome_id: int) -> None:
    """Drop the open action of an outcome that was taken back."""
    with unit_of_work(actor) as work:
        action = queries.of_outcome(actor, outcome_id)
        if action is not None and action.state is ActionState.OPEN:
            action.state = after(ACTION_STEPS, action.state, ActionStep.DROP)
            action.drop_reason = WITHDRAWN
            work.log(AuditCode.ACTION_DROPPED, action)


def finish(actor: Actor, key: str, *, evidence: str) -> Action:
    """Mark an action done, and say what shows it.

    :raises Incomplete: when nothing shows it.
    """
    with unit_of_work(actor) as work:
        action = queries.get_action(actor, key)
        work.hold(action)
        demand(actor, Permission.ACTION_DO, action)
        action.state = after(ACTION_STEPS, action.state, ActionStep.FINISH)
        if not evidence.strip():
            raise Incomplete(fields=["evidence"])
        refuse_personal_numbers(evidence, field="evidence")
        action.evidence, action.done_at, action.done_by_id = evidence.strip(), clock.now(), actor.id
        discard_draft(actor, f"action-done/{key}")
        work.log(AuditCode.ACTION_DONE, action)
    return action


def verify(actor: Actor, key: str) -> Action:
    """Confirm, as another person than owner and doer, that an action was done."""
    with unit_of_work(actor) as work:
        action = queries.get_action(actor, key)
        work.hold(action)
        demand(actor, Permission.ACTION_VERIFY, action)
        action.state = after(ACTION_STEPS, action.state, ActionStep.VERIFY)
        action.verified_at, action.verified_by_id = clock.now(), actor.id
        work.log(AuditCode.ACTION_VERIFIED, action)
    return action


def drop(actor: Actor, key: str, *, reason: str) -> Action:
    """Give an action up, and say why.

    :raises Incomplete: without a reason.
    """
    with unit_of_work(actor) as work:
        action = queries.get_action(actor, key)
        work.hold(action)
        demand(actor, Permission.ACTION_DO, action)
        action.state = after(ACTION_STEPS, action.state, ActionStep.DROP)
        if not reason.strip():
            raise Incomplete(fields=["drop_reason"])
        refuse_personal_numbers(reason, field="drop_reason")
        action.drop_reason = reason.strip()
        discard_draft(actor, f"action-drop/{key}")
        work.log(AuditCode.ACTION_DROPPED, action)
    return action


def reopen(actor: Actor, key: str) -> Action:
    """Take a done or dropped action up again."""
    with unit_of_work(actor) as work:
        action = queries.get_action(actor, key)
        work.hold(action)
        demand(actor, Permission.ACTION_DO, action)
        action.state = after(ACTION_STEPS, action.state, ActionStep.REOPEN)
        action.done_at, action.done_by_id, action.drop_reason = None, None, None
        work.log(AuditCode.ACTION_REOPENED, action)
    return action
