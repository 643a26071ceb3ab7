"""The overview's other lines, and the search over everything the person may see."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import Select, case, func, literal, select, union_all

from review_app.domain.access import Actor, Permission, may_ever
from review_app.domain.case_deadlines import DeadlineState
from review_app.domain.workflow import (
    LearningNoteState,
    ReviewState,
    RoundState,
)
from review_app.kernel import clock, search
from review_app.kernel.db import db
from review_app.models import (
    Case,
    CaseDeadline,
    Engagement,
    LearningNote,
    LearningSession,
    Receipt,
    Review,
    Round,
)
from review_app.models.engagement_progress import done_of_engagement
from review_app.models.engagements import runs_on
from review_app.models.visibility import (
    counted_as_handed_in,
    counted_reviews,
    visible_cases,
    visible_deadlines,
    visible_engagements,
    visible_notes,
    visible_receipts,
    visible_rounds,
    visible_sessions,
)

ROUND, ENGAGEMENT = "round", "engagement"
MOST_NEW, MOST_FOUND = 5, 20
SOON_DAYS = 14  # how far ahead the due list looks when it is opened
READABLE = (LearningNoteState.PUBLISHED, LearningNoteState.STALE)


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a round or an engagement is; ``kind`` is ``round`` or ``engagement``."""

    kind: str
    key: str
    title: str
    done: int
    total: int


@dataclass(frozen=True, slots=True)
class Found:
    """What a search found."""

    notes: Sequence[LearningNote]
    sessions: Sequence[LearningSession]
    cases: Sequence[Case]

    @property
    def count(self) -> int:
        """How many things in all."""
        return len(self.notes) + len(self.sessions) + len(self.cases)


def progress(actor: Actor) -> list[Progress]:
    """Return how far the rounds and engagements are that run now; one statement, counts only."""
    lines = union_all(*_rounds(actor), _engagements(actor))
    rows = db.session.execute(lines).all()
    return [Progress(row.kind, row.key, row.title, row.done, row.total) for row in rows]


def _rounds(actor: Actor) -> list[Select[*tuple[object, ...]]]:
    of_round = select(func.count()).where(
        Review.round_id == Round.id,
        Review.state != ReviewState.CANCELLED,
        counted_reviews(actor),
    )
    # While it is being reviewed, what is handed in counts; then what is settled.
    steps = [
        (RoundState.REVIEWING, counted_as_handed_in(actor)),
        (RoundState.RESPONDING, Review.state == ReviewState.SETTLED),
    ]
    return [
        visible_rounds(actor)
        .where(Round.state == state)
        .with_only_columns(
            literal(ROUND).label("kind"),
            Round.key.label("key"),
            Round.title.label("title"),
            of_round.where(done).scalar_subquery().label("done"),
            of_round.scalar_subquery().label("total"),
        )
        for state, done in steps
    ]


def _engagements(actor: Actor) -> Select[*tuple[object, ...]]:
    return (
        visible_engagements(actor)
        .where(runs_on(clock.today()))
        .with_only_columns(
            literal(ENGAGEMENT).label("kind"),
            Engagement.key.label("key"),
            Engagement.title.label("title"),
            done_of_engagement(actor).label("done"),
            Engagement.quota.label("total"),
        )
    )


def deadlines(actor: Actor) -> tuple[int, int] | None:
    """Return how many deadlines are overdue and how many fall due soon, in the actor's cases.

    :returns: ``None`` for whoever reads no rows of the due list.
    """
    if not (may_ever(actor, Permission.DEADLINE_LIST) and may_ever(actor, Permission.CASE_READ)):
        return None
    today = clock.today()
    overdue = func.sum(case((CaseDeadline.due_on < today, 1), else_=0))
    query = visible_deadlines(actor).where(
        CaseDeadline.state == DeadlineState.OPEN,
        CaseDeadline.due_on <= today + timedelta(days=SOON_DAYS),
    )
    late, all_ = db.session.execute(query.with_only_columns(overdue, func.count())).one()
    return (late or 0, all_ - (late or 0))


def new_to_read(actor: Actor) -> Sequence[LearningNote]:
    """Return the newest published notes that the actor has not marked as read."""
    read = visible_receipts(actor).with_only_columns(Receipt.note_id)
    return db.session.scalars(
        visible_notes(actor)
        .where(LearningNote.state.in_(READABLE), LearningNote.id.not_in(read))
        .order_by(LearningNote.published_at.desc(), LearningNote.id.desc())
        .limit(MOST_NEW)
    ).all()


def find(actor: Actor, words: str) -> Found:
    """Return the notes, sessions and cases that fit *words* and that the actor may see.

    Cases are found by their key alone: a case number must not stand in an address.
    """
    return Found(
        _matching(visible_notes(actor), LearningNote, search.Searchable.NOTE, words),
        _matching(visible_sessions(actor), LearningSession, search.Searchable.SESSION, words),
        db.session.scalars(
            visible_cases(actor).where(Case.key == words.strip().lower()).limit(MOST_FOUND)
        ).all(),
    )


def _matching(query: Any, table: Any, kind: search.Searchable, words: str) -> Sequence[Any]:
    hits = search.matching(kind, words)
    if hits is None:
        return []
    query = query.join(hits, hits.c.thing_id == table.id)
    found: Sequence[Any] = db.session.scalars(
        query.order_by(hits.c.badness, table.id.desc()).limit(MOST_FOUND)
    ).all()
    return found
