"""The final report of an engagement: counts alone, each the same on the page and in the PDF."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Select, func, select

from review_app.domain.access import Actor, Permission, may_ever
from review_app.domain.estimation import is_withheld
from review_app.domain.kinds import LearningSessionKind, OutcomeKind, RoundPurpose
from review_app.domain.workflow import ActionState, FeedbackState, LearningSessionState
from review_app.features.engagements import queries
from review_app.features.engagements.queries import Standing
from review_app.kernel.db import db
from review_app.models import (
    Action,
    Criterion,
    Engagement,
    Feedback,
    Finding,
    LearningSession,
    Review,
    Round,
    SessionOutcome,
)
from review_app.models.engagement_progress import NOT_SENT
from review_app.models.reviews import BEING_SCORED, HANDED_IN
from review_app.models.visibility import counted_reviews

ACKNOWLEDGED = (FeedbackState.ACKNOWLEDGED, FeedbackState.CLOSED)
TO_BE_HELD = (LearningSessionState.PLANNED, LearningSessionState.POSITIONS)
TO_BE_CLOSED = (LearningSessionState.HELD, LearningSessionState.SIGNING)


@dataclass(frozen=True, slots=True)
class Deviation:
    """How often a criterion was not, or only partly, met, and in how many cases."""

    criterion: Criterion | None
    findings: int
    cases: int


@dataclass(frozen=True, slots=True)
class OpenMatters:
    """What is not finished: counts."""

    feedback_to_write: int
    feedback_to_pass_on: int
    feedback_to_answer: int
    reviews: int
    sessions_to_hold: int
    sessions_to_close: int
    actions: int
    deliverables: int

    @property
    def total(self) -> int:
        """How many in all."""
        return sum(getattr(self, name) for name in self.__dataclass_fields__)


@dataclass(frozen=True, slots=True)
class Report:
    """What an engagement came to, as it stands when read.

    ``deviations`` are ``None`` for those who may not read the rows while the cases, or those who
    handled them, are too few. They are counts of cases picked on purpose: never a percentage.
    """

    standing: Standing
    cases: int
    feedback_sent: int
    feedback_acknowledged: int
    sessions: Sequence[tuple[LearningSessionKind, int]]
    outcomes: Sequence[tuple[OutcomeKind, int]]
    reviewed: int
    deviations: Sequence[Deviation] | None
    open: OpenMatters


def report_of(actor: Actor, key: str) -> Report:
    """Return the report of one engagement; a constant number of statements."""
    standing = queries.standing_of(actor, key)
    engagement = standing.engagement
    feedback = _counts(Feedback.state, Feedback.engagement_id == engagement.id)
    sessions = _counts(LearningSession.state, LearningSession.engagement_id == engagement.id)
    reviewed, deviations = _deviations(actor, engagement)
    return Report(
        standing,
        queries.count_cases(actor, engagement),
        feedback_sent=sum(n for state, n in feedback.items() if state not in NOT_SENT),
        feedback_acknowledged=sum(feedback.get(state, 0) for state in ACKNOWLEDGED),
        sessions=_held(engagement),
        outcomes=_outcomes(engagement),
        reviewed=reviewed,
        deviations=deviations,
        open=OpenMatters(
            feedback_to_write=sum(feedback.get(state, 0) for state in NOT_SENT),
            feedback_to_pass_on=feedback.get(FeedbackState.SENT, 0),
            feedback_to_answer=feedback.get(FeedbackState.IN_DIALOGUE, 0),
            reviews=_reviews_left(actor, engagement),
            sessions_to_hold=sum(sessions.get(state, 0) for state in TO_BE_HELD),
            sessions_to_close=sum(sessions.get(state, 0) for state in TO_BE_CLOSED),
            actions=_actions_left(engagement),
            deliverables=sum(one.delivered_on is None for one in engagement.deliverables),
        ),
    )


def _counts(column: object, condition: object) -> dict[object, int]:
    query = select(column, func.count()).where(condition).group_by(column)  # type: ignore[call-overload]
    return dict(db.session.execute(query).all())


def _held(engagement: Engagement) -> list[tuple[LearningSessionKind, int]]:
    held = LearningSession.held_at.is_not(None) & (LearningSession.engagement_id == engagement.id)
    found = _counts(LearningSession.kind, held)
    return [(kind, found[kind]) for kind in LearningSessionKind if kind in found]


def _of_its_sessions(engagement: Engagement) -> Select[int]:
    query = select(SessionOutcome.id).join(
        LearningSession, LearningSession.id == SessionOutcome.session_id
    )
    return query.where(
        LearningSession.engagement_id == engagement.id, SessionOutcome.withdrawn_at.is_(None)
    )


def _outcomes(engagement: Engagement) -> list[tuple[OutcomeKind, int]]:
    found = _counts(SessionOutcome.kind, SessionOutcome.id.in_(_of_its_sessions(engagement)))
    return [(kind, found[kind]) for kind in OutcomeKind if kind in found]


def _actions_left(engagement: Engagement) -> int:
    of_it = Action.outcome_id.in_(_of_its_sessions(engagement))
    query = select(func.count()).where(of_it, Action.state == ActionState.OPEN)
    return db.session.scalar(query) or 0


def _reviews_left(actor: Actor, engagement: Engagement) -> int:
    query = select(func.count()).where(
        Review.engagement_id == engagement.id,
        Review.state.in_(BEING_SCORED),
        counted_reviews(actor),
    )
    return db.session.scalar(query) or 0


def _deviations(actor: Actor, engagement: Engagement) -> tuple[int, list[Deviation] | None]:
    """Count by criterion what the reviews of its ``learn`` rounds found."""
    learned = (
        Review.engagement_id == engagement.id,
        Review.state.in_(HANDED_IN),
        counted_reviews(actor),
        Review.round_id.in_(select(Round.id).where(Round.purpose == RoundPurpose.LEARN)),
    )
    cases, caseworkers = db.session.execute(
        select(
            func.count(Review.case_id.distinct()), func.count(Review.caseworker_id.distinct())
        ).where(*learned)
    ).one()
    if not may_ever(actor, Permission.FIGURES_READ_SMALL) and is_withheld(cases, caseworkers):
        return cases, None
    rows = db.session.execute(
        select(Finding.criterion_id, func.count(), func.count(Review.case_id.distinct()))
        .join(Review, Review.id == Finding.review_id)
        .where(*learned, Finding.is_set_aside.is_(False), Finding.copy_of_id.is_(None))
        .group_by(Finding.criterion_id)
        .order_by(func.count().desc(), Finding.criterion_id)
    ).all()
    named = select(Criterion).where(Criterion.id.in_([row[0] for row in rows]))
    criteria: dict[int | None, Criterion] = {one.id: one for one in db.session.scalars(named)}
    return cases, [Deviation(criteria.get(id_), found, in_cases) for id_, found, in_cases in rows]
