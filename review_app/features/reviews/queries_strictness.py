"""How somebody scores beside the others of the same rounds, and who may see it.

Only rounds that are closed count: nobody learns anything here of what is still reviewed blindly.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from review_app.domain.access import OPERATOR, Actor, Permission, demand
from review_app.domain.errors import NotFound
from review_app.domain.kinds import RoundPurpose
from review_app.domain.reviewer_quality import Apart, Drift, Scored, apart_from_others, drift
from review_app.domain.scoring import AnswerValue, is_failed
from review_app.domain.workflow import ReviewState, RoundState
from review_app.kernel import clock
from review_app.kernel.db import db
from review_app.models import (
    ChecklistSection,
    Criterion,
    Person,
    Review,
    ReviewAnswer,
    Round,
    StrictnessShowing,
)
from review_app.models.reviews import counted_value
from review_app.models.visibility import visible_rounds, visible_showings

LATEST_ROUNDS = 12
DECIDED = (AnswerValue.MET, AnswerValue.PARTLY_MET, AnswerValue.NOT_MET)


@dataclass(frozen=True, slots=True)
class Strictness:
    """How a reviewer scores: in all, by section of the checklist (da, en), and over time."""

    showing: StrictnessShowing
    rounds: int
    whole: Apart
    sections: Sequence[tuple[tuple[str, str], Apart]]
    over_time: Drift


@dataclass(frozen=True, slots=True)
class _Told:
    """What one review answered in one section."""

    round_id: int
    reviewer_id: int
    review_id: int
    section: tuple[str, str]
    decided: int
    failed: int


def own_showing(actor: Actor) -> StrictnessShowing | None:
    """Return the last time the actor was shown how they score."""
    own = visible_showings(actor).where(StrictnessShowing.person_id == actor.id)
    return db.session.scalar(own.order_by(StrictnessShowing.shown_on.desc()).limit(1))


def waiting_showings(actor: Actor) -> Sequence[StrictnessShowing]:
    """Return what the actor was shown and others do not see yet."""
    own = visible_showings(actor).where(StrictnessShowing.person_id == actor.id)
    return db.session.scalars(own.where(StrictnessShowing.opens_on > clock.today())).all()


def shown_today(actor: Actor) -> bool:
    """Say whether the actor was shown it today."""
    own = own_showing(actor)
    return own is not None and own.shown_on == clock.today()


def list_opened(actor: Actor) -> Sequence[StrictnessShowing]:
    """Return the latest opened showing of every other reviewer, by name: nobody is ranked."""
    demand(actor, Permission.STRICTNESS_READ)
    today = clock.today()
    latest = (
        select(StrictnessShowing.person_id, func.max(StrictnessShowing.shown_on).label("day"))
        .where(StrictnessShowing.opens_on <= today)
        .group_by(StrictnessShowing.person_id)
        .subquery()
    )
    query = visible_showings(actor).join(Person, Person.id == StrictnessShowing.person_id)
    query = query.join(
        latest,
        (latest.c.person_id == StrictnessShowing.person_id)
        & (latest.c.day == StrictnessShowing.shown_on),
    )
    query = query.where(StrictnessShowing.person_id != (actor.id or 0))
    return db.session.scalars(
        query.options(joinedload(StrictnessShowing.person)).order_by(Person.name)
    ).all()


def get_showing(actor: Actor, key: str) -> StrictnessShowing:
    """Return one showing.

    :raises NotFound: when there is none, or none the actor may know of.
    """
    query = visible_showings(actor).where(StrictnessShowing.key == key)
    found = db.session.scalar(query.options(joinedload(StrictnessShowing.person)))
    if found is None:
        raise NotFound(thing="showing", key=key)
    return found


def strictness(actor: Actor, showing: StrictnessShowing) -> Strictness:
    """Return how the reviewer scored, as known when the day of the showing began."""
    demand(actor, Permission.STRICTNESS_READ, showing)
    rounds = _closed_rounds(showing.person_id, before=showing.shown_on)
    told = _answers(rounds)
    sections = sorted({one.section for one in told if one.reviewer_id == showing.person_id})
    whole = _lines(told)
    return Strictness(
        showing,
        len(rounds),
        apart_from_others(whole, reviewer_id=showing.person_id),
        [
            (
                name,
                apart_from_others(
                    _lines([one for one in told if one.section == name]),
                    reviewer_id=showing.person_id,
                ),
            )
            for name in sections
        ],
        drift(whole, rounds, reviewer_id=showing.person_id),
    )


def _closed_rounds(person_id: int, *, before: date) -> list[int]:
    """Return the last rounds drawn at random in which the person reviewed, oldest first."""
    took_part = select(Review.round_id).where(
        Review.reviewer_id == person_id, Review.state != ReviewState.CANCELLED
    )
    query = visible_rounds(OPERATOR).where(
        Round.purpose == RoundPurpose.MEASURE,
        Round.state == RoundState.CLOSED,
        Round.closed_at < clock.local(before),
        Round.id.in_(took_part),
    )
    query = query.order_by(Round.closed_at.desc(), Round.id.desc()).limit(LATEST_ROUNDS)
    return [found.id for found in reversed(db.session.scalars(query).all())]


def _answers(round_ids: Sequence[int]) -> list[_Told]:
    """Return the answers that decide, counted by review and section; each reviewer's own."""
    value = counted_value()
    names = (ChecklistSection.title_da, ChecklistSection.title_en)
    query = (
        select(Review.round_id, Review.reviewer_id, Review.id, *names, value, func.count())
        .join(ReviewAnswer, ReviewAnswer.review_id == Review.id)
        .join(Criterion, Criterion.id == ReviewAnswer.criterion_id)
        .join(ChecklistSection, ChecklistSection.id == Criterion.section_id)
        .where(
            Review.round_id.in_(round_ids),
            Review.state != ReviewState.CANCELLED,
            value.in_(DECIDED),
        )
        .group_by(Review.round_id, Review.reviewer_id, Review.id, *names, value)
    )
    return [
        _Told(round_id, reviewer, review, (da, en), count, count if is_failed(given) else 0)
        for round_id, reviewer, review, da, en, given, count in db.session.execute(query)
    ]


def _lines(told: Sequence[_Told]) -> list[Scored]:
    by_reviewer: dict[tuple[int, int], list[_Told]] = defaultdict(list)
    for one in told:
        by_reviewer[one.round_id, one.reviewer_id].append(one)
    return [
        Scored(
            round_id,
            reviewer_id,
            cases=len({one.review_id for one in lines}),
            decided=sum(one.decided for one in lines),
            failed=sum(one.failed for one in lines),
        )
        for (round_id, reviewer_id), lines in by_reviewer.items()
    ]
