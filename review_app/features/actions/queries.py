"""Finding actions, what is late first."""

from sqlalchemy.orm import joinedload

from review_app.domain.access import Actor
from review_app.domain.errors import NotFound
from review_app.domain.workflow import ActionState
from review_app.kernel.db import db
from review_app.kernel.paging import Page, after_row, page_of
from review_app.models import Action, LearningSession
from review_app.models.visibility import visible_actions, visible_sessions


def list_actions(
    actor: Actor,
    *,
    state: ActionState = ActionState.OPEN,
    own_only: bool = True,
    after: str | None = None,
) -> Page[Action]:
    """Return actions in one state by the day they are due: what is overdue comes first."""
    query = visible_actions(actor).where(Action.state == state)
    if own_only:
        query = query.where(Action.owner_id == actor.id)
    query = query.options(joinedload(Action.owner), joinedload(Action.case))
    query = after_row(query, after, value=Action.due_on, id_=Action.id)
    rows = db.session.scalars(query).all()
    return page_of(rows, lambda action: (action.due_on, action.id))


def get_action(actor: Actor, key: str) -> Action:
    """Return one action.

    :raises NotFound: when there is none, or none the actor may know of.
    """
    found = db.session.scalar(visible_actions(actor).where(Action.key == key))
    if found is None:
        raise NotFound(thing="action", key=key)
    return found


def session_of(actor: Actor, action: Action) -> LearningSession | None:
    """Return the session an action was agreed in, if the actor may know of it."""
    if action.outcome is None:
        return None
    query = visible_sessions(actor).where(LearningSession.id == action.outcome.session_id)
    return db.session.scalar(query)


def of_outcome(actor: Actor, outcome_id: int) -> Action | None:
    """Return the action an outcome opened, if the actor may know of it."""
    query = visible_actions(actor).where(Action.outcome_id == outcome_id)
    return db.session.scalar(query.order_by(Action.id.desc()).limit(1))
