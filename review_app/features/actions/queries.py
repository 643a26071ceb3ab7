"""Finding actions, what is late first."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload, selectinload

from review_app.domain.access import Actor
from review_app.domain.errors import NotFound
from review_app.domain.workflow import ActionState
from review_app.kernel import clock
from review_app.kernel.db import db
from review_app.kernel.paging import Page, after_row, page_of
from review_app.models import Action, LearningSession, Person, PlanLook
from review_app.models.visibility import visible_actions, visible_sessions

MOST_EXPORTED = 5_000


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which actions are asked for; ``owner`` is a person's key, empty for everybody."""

    state: ActionState = ActionState.OPEN
    own_only: bool = True
    owner: str = ""
    late_only: bool = False
    plans_only: bool = False


MINE = Wanted()


def list_actions(actor: Actor, *, wanted: Wanted = MINE, after: str | None = None) -> Page[Action]:
    """Return actions in one state by the day they are due: what is overdue comes first."""
    query = _wanted(actor, wanted).options(joinedload(Action.owner), joinedload(Action.case))
    query = after_row(query, after, value=Action.due_on, id_=Action.id)
    rows = db.session.scalars(query).all()
    return page_of(rows, lambda action: (action.due_on, action.id))


def every_action(actor: Actor, *, wanted: Wanted) -> Sequence[Action]:
    """Return all the actions that are asked for, at most 5,000."""
    query = _wanted(actor, wanted).options(joinedload(Action.owner), joinedload(Action.verified_by))
    query = query.order_by(Action.due_on, Action.id).limit(MOST_EXPORTED)
    return db.session.scalars(query).all()


def owners(actor: Actor) -> list[tuple[str, str]]:
    """Return key and name of those whose actions the actor may read, by name."""
    ids = visible_actions(actor).with_only_columns(Action.owner_id)
    people = select(Person.key, Person.name).where(Person.id.in_(ids)).order_by(Person.name)
    return [(key, name) for key, name in db.session.execute(people)]


def _wanted(actor: Actor, wanted: Wanted) -> Select[Action]:
    query = visible_actions(actor).where(Action.state == wanted.state)
    if wanted.own_only:
        query = query.where(Action.owner_id == actor.id)
    if wanted.owner:
        query = query.where(Action.owner.has(Person.key == wanted.owner))
    if wanted.late_only:
        query = query.where(Action.state == ActionState.OPEN, Action.due_on < clock.today())
    if wanted.plans_only:
        query = query.where(Action.looks.any())
    return query


def get_action(actor: Actor, key: str) -> Action:
    """Return one action.

    :raises NotFound: when there is none, or none the actor may know of.
    """
    looks = selectinload(Action.looks).joinedload(PlanLook.answered_by)
    found = db.session.scalar(visible_actions(actor).where(Action.key == key).options(looks))
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
