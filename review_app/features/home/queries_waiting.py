"""What waits for a person: one statement over every area's tables, most urgent first."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Date,
    Select,
    String,
    and_,
    cast,
    func,
    literal,
    not_,
    null,
    or_,
    select,
    union_all,
)
from sqlalchemy.orm import InstrumentedAttribute

from review_app.domain.access import Actor, Permission, may_ever
from review_app.domain.kinds import Party
from review_app.domain.waiting import WaitingKind
from review_app.domain.workflow import (
    ActionState,
    FeedbackState,
    LearningNoteState,
    LearningSessionState,
    ReviewState,
)
from review_app.kernel import clock
from review_app.kernel.db import db
from review_app.models import (
    Action,
    Case,
    Draw,
    DrawContribution,
    Feedback,
    LearningCase,
    LearningNote,
    LearningSession,
    Review,
    Round,
    SessionParticipant,
)
from review_app.models.reviews import is_final
from review_app.models.visibility import (
    case_name,
    visible_actions,
    visible_contributions,
    visible_feedback,
    visible_notes,
    visible_reviews,
    visible_sessions,
)

MOST_SHOWN = 60
Line = Select[str, str, str, date | None]
Text = ColumnElement[str] | InstrumentedAttribute[str]
Day = ColumnElement[Any] | InstrumentedAttribute[date | None]


@dataclass(frozen=True, slots=True)
class Waiting:
    """One thing that waits for a person: what it is, which, and by which local day."""

    kind: WaitingKind
    key: str
    title: str
    due_on: date | None


def list_waiting(actor: Actor) -> list[Waiting]:
    """Return what waits for *actor*: what is due first, then what has no date."""
    waiting = union_all(*_sources(actor)).subquery()
    rows = db.session.execute(
        select(waiting)
        .order_by(waiting.c.due_on.asc().nulls_last(), waiting.c.kind)
        .limit(MOST_SHOWN)
    )
    return [Waiting(WaitingKind(kind), key, title, due_on) for kind, key, title, due_on in rows]


def count_waiting(actor: Actor) -> int:
    """Return how many things wait for *actor*; one statement."""
    waiting = union_all(*_sources(actor)).subquery()
    return db.session.scalar(select(func.count()).select_from(waiting)) or 0


def _sources(actor: Actor) -> Iterator[Line]:
    yield from _reviews(actor)
    yield from _draws(actor)
    yield from _feedback(actor)
    yield from _sessions(actor)
    yield from _actions(actor)
    if may_ever(actor, Permission.NOTE_PUBLISH):
        yield from _notes(actor)


def _line(
    query: Select[*tuple[object, ...]],
    kind: WaitingKind,
    key: Text,
    title: Text,
    due_on: Day | None,
) -> Line:
    by = cast(null(), Date) if due_on is None else due_on
    return query.with_only_columns(
        literal(kind.value).label("kind"),
        key.label("key"),
        cast(title, String).label("title"),
        by.label("due_on"),
        maintain_column_froms=True,
    )


def _reviews(actor: Actor) -> Iterator[Line]:
    seen = visible_reviews(actor).join(Case, Case.id == Review.case_id)
    seen = seen.join(Round, Round.id == Review.round_id)
    title = Round.title + ": " + case_name(actor)
    yield _line(
        seen.where(
            Review.reviewer_id == actor.id,
            Review.state.in_([ReviewState.ASSIGNED, ReviewState.IN_PROGRESS]),
        ),
        WaitingKind.SCORE,
        Review.key,
        title,
        Review.due_on,
    )
    yield _line(
        seen.where(
            Review.caseworker_id == actor.id,
            Review.state == ReviewState.IN_RESPONSE,
            not_(is_final(clock.today())),
        ),
        WaitingKind.RESPOND,
        Review.key,
        title,
        Review.response_due_on,
    )


def _draws(actor: Actor) -> Iterator[Line]:
    seen = visible_contributions(actor).join(Draw, Draw.id == DrawContribution.draw_id)
    seen = seen.join(Round, Round.id == Draw.round_id).where(Draw.abandoned_at.is_(None))
    yield _line(
        seen.where(DrawContribution.commitment.is_(None)),
        WaitingKind.CONTRIBUTE_TO_DRAW,
        Draw.key,
        Round.title,
        None,
    )
    yield _line(
        seen.where(
            Draw.commit_text.is_not(None),
            DrawContribution.is_own_secret,
            DrawContribution.revealed_at.is_(None),
            Draw.reveal_due_on >= clock.today(),
        ),
        WaitingKind.OPEN_SECRET,
        Draw.key,
        Round.title,
        Draw.reveal_due_on,
    )


def _feedback(actor: Actor) -> Iterator[Line]:
    seen = visible_feedback(actor).join(LearningCase, LearningCase.id == Feedback.learning_case_id)
    seen = seen.join(Case, Case.id == LearningCase.case_id)
    yield _line(
        seen.where(Feedback.author_id == actor.id, Feedback.state == FeedbackState.DRAFT),
        WaitingKind.WRITE_FEEDBACK,
        Feedback.key,
        case_name(actor),
        None,
    )
    if may_ever(actor, Permission.FEEDBACK_PASS_ON):
        sent = seen.where(Feedback.state == FeedbackState.SENT)
        yield _line(sent, WaitingKind.PASS_ON_FEEDBACK, Feedback.key, case_name(actor), None)
    yield _line(
        seen.where(Feedback.caseworker_id == actor.id, Feedback.state == FeedbackState.IN_DIALOGUE),
        WaitingKind.ACKNOWLEDGE_FEEDBACK,
        Feedback.key,
        case_name(actor),
        None,
    )


def _sessions(actor: Actor) -> Iterator[Line]:
    mine = visible_sessions(actor).join(
        SessionParticipant,
        and_(
            SessionParticipant.session_id == LearningSession.id,
            SessionParticipant.person_id == actor.id,
            SessionParticipant.party != Party.GUEST,
        ),
    )
    starts_on = func.date(LearningSession.starts_at, type_=Date)
    yield _line(
        mine.where(
            LearningSession.state == LearningSessionState.POSITIONS,
            SessionParticipant.position_written_at.is_(None),
        ),
        WaitingKind.WRITE_POSITION,
        LearningSession.key,
        LearningSession.title,
        starts_on,
    )
    yield _line(
        mine.where(
            LearningSession.state == LearningSessionState.SIGNING,
            SessionParticipant.signed_at.is_(None),
            SessionParticipant.dissented_at.is_(None),
        ),
        WaitingKind.SIGN_MINUTES,
        LearningSession.key,
        LearningSession.title,
        None,
    )


def _actions(actor: Actor) -> Iterator[Line]:
    seen = visible_actions(actor)
    yield _line(
        seen.where(Action.owner_id == actor.id, Action.state == ActionState.OPEN),
        WaitingKind.DO_ACTION,
        Action.key,
        func.substr(Action.text, 1, 120),
        Action.due_on,
    )
    if may_ever(actor, Permission.ACTION_VERIFY):
        done = seen.where(Action.owner_id != actor.id, Action.state == ActionState.DONE)
        title = func.substr(Action.text, 1, 120)
        yield _line(done, WaitingKind.VERIFY_ACTION, Action.key, title, None)


def _notes(actor: Actor) -> Iterator[Line]:
    seen = visible_notes(actor)
    in_review = seen.where(LearningNote.state == LearningNoteState.IN_REVIEW)
    yield _line(in_review, WaitingKind.REVIEW_NOTE, LearningNote.key, LearningNote.title, None)
    is_over = and_(
        LearningNote.state == LearningNoteState.PUBLISHED,
        LearningNote.review_by_on < clock.today(),
    )
    yield _line(
        seen.where(or_(LearningNote.state == LearningNoteState.STALE, is_over)),
        WaitingKind.CONFIRM_NOTE,
        LearningNote.key,
        LearningNote.title,
        LearningNote.review_by_on,
    )
