"""What waits for a person: one statement over every area's tables, most urgent first."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from sqlalchemy import (
    func,
    select,
    union_all,
)

from review_app.domain.access import Actor, Permission, may_ever
from review_app.domain.waiting import WaitingKind
from review_app.features.home import (
    queries_waiting_cases,
    queries_waiting_figures,
    queries_waiting_learning,
    queries_waiting_responses,
)
from review_app.features.home.waiting_lines import Line, kind_of
from review_app.kernel.db import db

MOST_SHOWN = 60


@dataclass(frozen=True, slots=True)
class Waiting:
    """One thing that waits for a person: what it is, which, and by which local day."""

    kind: WaitingKind
    key: str
    title: str
    due_on: date | None


def list_waiting(actor: Actor, *, most: int | None = MOST_SHOWN) -> list[Waiting]:
    """Return what waits for *actor*: at *most* so many, what is due first."""
    waiting = union_all(*_sources(actor)).subquery()
    rows = db.session.execute(
        select(waiting)
        .order_by(
            waiting.c.kind != WaitingKind.URGENT_FINDING.value,  # before everything else
            waiting.c.due_on.asc().nulls_last(),
            waiting.c.kind,
        )
        .limit(most)
    )
    return [Waiting(WaitingKind(kind), key, title, due_on) for kind, key, title, due_on in rows]


def count_waiting(actor: Actor) -> int:
    """Return how many things wait for *actor*; one statement."""
    waiting = union_all(*_sources(actor)).subquery()
    return db.session.scalar(select(func.count()).select_from(waiting)) or 0


def kinds_that_wait(actor: Actor) -> set[WaitingKind]:
    """Return what could wait for whoever holds the actor's roles; asks nothing of the database."""
    return {kind_of(source) for source in _sources(actor)}


def _sources(actor: Actor) -> Iterator[Line]:
    yield from queries_waiting_cases.reviews(actor)
    yield from queries_waiting_responses.responses(actor)
    yield from queries_waiting_responses.urgent(actor)
    yield from queries_waiting_cases.draws(actor)
    yield from queries_waiting_learning.feedback(actor)
    yield from queries_waiting_learning.sessions(actor)
    yield from queries_waiting_learning.actions(actor)
    if may_ever(actor, Permission.INDICATOR_ENTER):
        yield from queries_waiting_figures.indicators(actor)
    if may_ever(actor, Permission.REMARK_HANDLE):
        yield from queries_waiting_figures.remarks(actor)
    if may_ever(actor, Permission.NOTE_PUBLISH):
        yield from queries_waiting_learning.notes(actor)
    if may_ever(actor, Permission.CHANGE_PROPOSAL_DECIDE):
        yield from queries_waiting_learning.proposals(actor)
