"""What actions do when a session agrees on something or takes it back."""

from review_app.domain.access import Actor
from review_app.domain.events import ActionAgreed, ActionWithdrawn
from review_app.features.actions import service


def open_action(actor: Actor, happened: ActionAgreed) -> None:
    """Open an action for what a session agreed."""
    service.open_action(
        actor,
        outcome_id=happened.outcome_id,
        case_id=happened.case_id,
        owner_id=happened.owner_id,
        text=happened.text,
        due_on=happened.due_on,
        look_again_on=happened.look_again_on,
    )


def withdraw_action(actor: Actor, happened: ActionWithdrawn) -> None:
    """Drop the action of an outcome that reopened minutes no longer hold."""
    service.withdraw(actor, outcome_id=happened.outcome_id)
