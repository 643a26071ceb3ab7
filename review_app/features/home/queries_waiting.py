"""What waits for a person: one statement over every area's tables, most urgent first."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from sqlalchemy import CompoundSelect, Select, func, select, union_all

from review_app.domain.access import Actor, Permission, may_ever
from review_app.domain.waiting import WaitingKind
from review_app.features.home import (
    queries_waiting_cases,
    queries_waiting_figures,
    queries_waiting_learning,
    queries_waiting_notes,
    queries_waiting_responses,
)
from review_app.features.home.waiting_lines import Line, kind_of
from review_app.kernel import audit_log, clock
from review_app.kernel.db import db
from review_app.kernel.markdown import to_plain

MOST_SHOWN = 60
Lines = Select[*tuple[Any, ...]]


@dataclass(frozen=True, slots=True)
class Waiting:
    """One thing that waits for a person: what it is, which, and by which local day."""

    kind: WaitingKind
    key: str
    title: str
    due_on: date | None


def list_waiting(actor: Actor, *, most: int | None = MOST_SHOWN) -> list[Waiting]:
    """Return what waits for *actor*: at *most* so many, what is due first."""
    return _read(_listing(actor, most, today=clock.today()))


def list_news(actor: Actor) -> list[Waiting]:
    """Return all that *actor* may be told of: what waits, and what is new to read."""
    lines = union_all(*_sources(actor), queries_waiting_notes.new_notes(actor))
    return _read(_in_order(lines, None))


# Putting the statements together costs more than running them: they are kept for the person and
# the day they ask about. So the sources ask for the day, never for the moment.
@lru_cache(maxsize=256)
def _listing(actor: Actor, most: int | None, *, today: date) -> Lines:
    del today  # part of what is kept
    return _in_order(union_all(*_sources(actor)), most)


def _in_order(lines: CompoundSelect[str, str, str, date | None], most: int | None) -> Lines:
    waiting = lines.subquery()
    return (
        select(waiting)
        .order_by(
            waiting.c.kind != WaitingKind.URGENT_FINDING.value,  # before everything else
            waiting.c.due_on.asc().nulls_last(),
            waiting.c.kind,
            waiting.c.title,
            waiting.c.key,  # the same order each time, whatever else changed
        )
        .limit(most)
    )


def _read(lines: Lines) -> list[Waiting]:
    rows = db.session.execute(lines)
    return [_waiting(WaitingKind(kind), key, title, due_on) for kind, key, title, due_on in rows]


def _waiting(kind: WaitingKind, key: str, title: str, due_on: date | None) -> Waiting:
    # A proposal has no title but its own words, which are Markdown.
    plain = to_plain(title) if kind is WaitingKind.DECIDE_PROPOSAL else title
    return Waiting(kind, key, plain, due_on)


def count_waiting(actor: Actor) -> int:
    """Return how many things wait for *actor*; one statement."""
    return db.session.scalar(counting(actor, clock.today())) or 0


def standing_count(actor: Actor) -> int:
    """Return :func:`count_waiting`, counted anew only after something was entered in the log.

    For the frame of every page. What waits hangs on the actor, the day and evidence alone, and no
    evidence changes without an entry (:mod:`review_app.kernel.unit_of_work`); so a count stands as
    long as the last entry is the same. The entry is read first: what changes in between is counted
    early, and under an entry that is the last one no more.
    """
    return counted_at(actor, today=clock.today(), head=audit_log.head(db.session()))


@lru_cache(maxsize=1024)
def counted_at(actor: Actor, *, today: date, head: audit_log.Anchor | None) -> int:
    """Return :func:`count_waiting`, once for a day and a last entry of the log."""
    del today, head  # part of what is kept
    return count_waiting(actor)


@lru_cache(maxsize=256)  # as _listing
def counting(actor: Actor, _today: date) -> Select[int]:
    """Return the statement of :func:`count_waiting`."""
    waiting = union_all(*_sources(actor)).subquery()
    return select(func.count()).select_from(waiting)


def kinds_that_wait(actor: Actor) -> set[WaitingKind]:
    """Return what the actor's roles could be told of; asks nothing of the database."""
    sources = [*_sources(actor), queries_waiting_notes.new_notes(actor)]
    return {kind_of(source) for source in sources}


def _sources(actor: Actor) -> Iterator[Line]:
    yield from queries_waiting_cases.reviews(actor)
    yield from queries_waiting_responses.responses(actor)
    yield from queries_waiting_responses.urgent(actor)
    yield from queries_waiting_cases.draws(actor)
    yield from queries_waiting_learning.feedback(actor)
    yield from queries_waiting_learning.deliverables(actor)
    yield from queries_waiting_learning.sessions(actor)
    yield from queries_waiting_learning.actions(actor)
    if may_ever(actor, Permission.INDICATOR_ENTER):
        yield from queries_waiting_figures.indicators(actor)
    if may_ever(actor, Permission.REMARK_HANDLE):
        yield from queries_waiting_figures.remarks(actor)
    if may_ever(actor, Permission.REPORT_COMMENT):
        yield from queries_waiting_figures.reports(actor)
    if may_ever(actor, Permission.ASSENT_GIVE):
        yield from queries_waiting_figures.questions(actor)
    if may_ever(actor, Permission.NOTE_PUBLISH):
        yield from queries_waiting_notes.notes(actor)
    yield from queries_waiting_notes.questions(actor)
    if may_ever(actor, Permission.CHANGE_PROPOSAL_DECIDE):
        yield from queries_waiting_learning.proposals(actor)
