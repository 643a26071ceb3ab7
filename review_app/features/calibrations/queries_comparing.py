"""What was answered in a calibration, criterion by criterion, once it is opened."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from review_app.domain import agreement
from review_app.domain.access import Actor, Permission, can, demand
from review_app.domain.calibrations import (
    CalibrationState,
    GivenAnswer,
    Spread,
    against_reference,
    spread,
)
from review_app.domain.errors import NotFound
from review_app.domain.scoring import AnswerValue
from review_app.domain.workflow import ReviewState
from review_app.kernel.db import db
from review_app.models import (
    Calibration,
    CalibrationCase,
    ChecklistSection,
    Criterion,
    ReferenceAnswer,
    Review,
    ReviewAnswer,
    Round,
)
from review_app.models.reviews import counted_value

REFERENCE_STATES = (
    CalibrationState.PLANNED,
    CalibrationState.SCORING,
    CalibrationState.COMPARING,
)


@dataclass(frozen=True, slots=True)
class Compared:
    """One criterion and how far the participants agree on it; nothing before it is opened."""

    criterion: Criterion
    spread: Spread | None


@dataclass(frozen=True, slots=True)
class CaseAnswers:
    """One case under one criterion: the reference answer, and who answered what, by person."""

    place: CalibrationCase
    reference: ReferenceAnswer | None
    given: dict[int, GivenAnswer]


def sees_reference(actor: Actor, found: Calibration) -> bool:
    """Say whether the actor may know the reference answers: who scores, not before it is over."""
    return found.is_opened or actor.id not in found.participant_ids


def may_refer(actor: Actor, found: Calibration) -> bool:
    """Say whether the actor may write reference answers now."""
    is_on = found.state in REFERENCE_STATES and found.bridges_id is None
    return is_on and sees_reference(actor, found) and can(actor, Permission.CALIBRATION_RUN, found)


def criteria_of(_actor: Actor, found: Calibration) -> Sequence[Criterion]:
    """Return the criteria in the order in which they are read."""
    return db.session.scalars(
        select(Criterion)
        .join(ChecklistSection, ChecklistSection.id == Criterion.section_id)
        .where(ChecklistSection.version_id == found.version_id)
        .order_by(ChecklistSection.position, Criterion.position)
    ).all()


def get_criterion(actor: Actor, found: Calibration, *, key: str) -> Criterion:
    """Return one criterion of the calibration's checklist.

    :raises NotFound: when it has none of that key.
    """
    for criterion in criteria_of(actor, found):
        if criterion.key == key:
            return criterion
    raise NotFound(thing="criterion", key=key)


def places_of(actor: Actor, found: Calibration) -> list[CalibrationCase]:
    """Return the cases, but none that the actor handles: nobody reviews their own casework."""
    return [row for row in found.cases if row.case.caseworker_id != actor.id]


def compare(actor: Actor, found: Calibration) -> list[Compared]:
    """Return every criterion, with how far the participants agree once it is opened."""
    demand(actor, Permission.CALIBRATION_READ, found)
    answers = defaultdict(list)
    for given in _given(actor, found):
        answers[given.criterion_id].append(given)
    references: dict[int, dict[int, AnswerValue]] = defaultdict(dict)
    for row in _references(found):
        references[row.criterion_id][row.case_id] = row.value
    return [
        Compared(
            criterion,
            spread(answers[criterion.id], references[criterion.id]) if found.is_opened else None,
        )
        for criterion in criteria_of(actor, found)
    ]


def spread_of(actor: Actor, found: Calibration, *, criterion: Criterion) -> Spread | None:
    """Return how far the participants agree on one criterion; nothing before it is opened."""
    lines = [line for line in compare(actor, found) if line.criterion.id == criterion.id]
    return lines[0].spread if lines else None


def own_result(actor: Actor, found: Calibration) -> agreement.Calibration | None:
    """Return how the actor's own answers stand to the reference; shown to nobody else."""
    if not found.is_opened or actor.id not in found.participant_ids:
        return None
    reference = {(row.case_id, row.criterion_id): row.value for row in _references(found)}
    return against_reference(_given(actor, found), reference, person_id=actor.id or 0)


def answers_to(actor: Actor, found: Calibration, *, criterion: Criterion) -> list[CaseAnswers]:
    """Return, case by case, what was answered to one criterion and what the reference says."""
    demand(actor, Permission.CALIBRATION_READ, found)
    by_case: dict[int, dict[int, GivenAnswer]] = defaultdict(dict)
    for given in _given(actor, found, criterion_id=criterion.id):
        by_case[given.case_id][given.person_id] = given
    references = {}
    if sees_reference(actor, found):
        rows = [row for row in _references(found) if row.criterion_id == criterion.id]
        references = {row.case_id: row for row in rows}
    return [
        CaseAnswers(place, references.get(place.case_id), by_case[place.case_id])
        for place in places_of(actor, found)
    ]


def reference_to(
    _actor: Actor, found: Calibration, *, case_id: int, criterion_id: int
) -> ReferenceAnswer | None:
    """Return the reference answer, if one was given."""
    own = (ReferenceAnswer.case_id == case_id, ReferenceAnswer.criterion_id == criterion_id)
    query = select(ReferenceAnswer).where(ReferenceAnswer.calibration_id == found.id, *own)
    return db.session.scalar(query)


def _references(found: Calibration) -> Sequence[ReferenceAnswer]:
    query = select(ReferenceAnswer).where(ReferenceAnswer.calibration_id == found.id)
    return db.session.scalars(query.options(joinedload(ReferenceAnswer.given_by))).all()


def _given(
    actor: Actor, found: Calibration, *, criterion_id: int | None = None
) -> list[GivenAnswer]:
    """Return what was handed in, but nothing before it is opened and nothing of own casework."""
    if not found.is_opened:
        return []
    value = counted_value()
    readable = [row.case_id for row in places_of(actor, found)]
    query = (
        select(
            Review.reviewer_id,
            Review.case_id,
            ReviewAnswer.criterion_id,
            value,
            ReviewAnswer.comment,
        )
        .join(Round, Round.id == Review.round_id)
        .join(ReviewAnswer, ReviewAnswer.review_id == Review.id)
        .where(
            Round.calibration_id == found.id,
            Review.state == ReviewState.COMPARED,
            Review.case_id.in_(readable),
            value.is_not(None),
        )
        .order_by(Review.case_id, Review.reviewer_id)
    )
    if criterion_id is not None:
        query = query.where(ReviewAnswer.criterion_id == criterion_id)
    rows = db.session.execute(query)
    return [GivenAnswer(who, case, asked, v, note or "") for who, case, asked, v, note in rows if v]
