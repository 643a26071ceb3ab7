"""What a bridge between two versions is planned from, and what it shows once it is opened."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import Select, and_, select
from sqlalchemy.orm import joinedload

from review_app.domain.access import Actor, Permission, demand
from review_app.domain.bridging import Bridged, bridge, pair
from review_app.domain.errors import NotFound
from review_app.domain.kinds import RoundPurpose
from review_app.domain.scoring import AnswerValue
from review_app.domain.workflow import ChecklistVersionState, ReviewState, RoundState
from review_app.features.calibrations import queries
from review_app.features.calibrations.queries_comparing import criteria_of, places_of
from review_app.kernel.db import db
from review_app.models import (
    Calibration,
    CalibrationCase,
    Case,
    Checklist,
    ChecklistSection,
    ChecklistVersion,
    Criterion,
    Review,
    ReviewAnswer,
    Round,
    RoundCase,
)
from review_app.models.reviews import counted_value
from review_app.models.visibility import visible_calibrations, visible_rounds

Values = dict[tuple[int, str], AnswerValue]  # by case and the criterion's code


@dataclass(frozen=True, slots=True)
class Line:
    """A criterion that both versions ask, and what the two found."""

    criterion: Criterion
    told: Bridged


@dataclass(frozen=True, slots=True)
class Result:
    """A bridge from the older version to the newer one, on so many cases."""

    older: ChecklistVersion
    newer: ChecklistVersion
    cases: int
    lines: Sequence[Line]
    only_older: Sequence[str]
    only_newer: Sequence[str]


def round_to_bridge(actor: Actor, key: str) -> Round:
    """Return a closed round drawn at random, with its version.

    Only a closed one: what is scored again can sway no review, and tells nobody who reviewed what
    as long as two must not know of each other.

    :raises NotFound: when there is none that the actor may know of.
    """
    demand(actor, Permission.CALIBRATION_RUN)
    query = visible_rounds(actor).where(
        Round.key == key,
        Round.state == RoundState.CLOSED,
        Round.purpose == RoundPurpose.MEASURE,
        Round.version_id.is_not(None),
    )
    found = db.session.scalar(
        query.options(joinedload(Round.version).joinedload(ChecklistVersion.checklist))
    )
    if found is None:
        raise NotFound(thing="round", key=key)
    return found


def list_bridges(
    actor: Actor, *, round_key: str = "", checklist: str = ""
) -> Sequence[Calibration]:
    """Return the bridges the actor may read, of one round or of a checklist by its code."""
    demand(actor, Permission.CALIBRATION_READ)
    query = (
        visible_calibrations(actor)
        .join(Round, Round.id == Calibration.bridges_id)
        .join(ChecklistVersion, ChecklistVersion.id == Calibration.version_id)
        .join(Checklist, Checklist.id == ChecklistVersion.checklist_id)
        .options(
            joinedload(Calibration.version),
            joinedload(Calibration.bridges).joinedload(Round.version),
        )
    )
    if round_key:
        query = query.where(Round.key == round_key)
    if checklist:
        query = query.where(Checklist.code == checklist)
    return db.session.scalars(query.order_by(Calibration.id)).all()


def other_versions(actor: Actor, found: Round) -> Sequence[ChecklistVersion]:
    """Return the versions of the round's checklist that it was not scored with, newest first."""
    demand(actor, Permission.CALIBRATION_RUN)
    assert found.version is not None
    query = select(ChecklistVersion).where(
        ChecklistVersion.checklist_id == found.version.checklist_id,
        ChecklistVersion.id != found.version_id,
        ChecklistVersion.state != ChecklistVersionState.DRAFT,
    )
    return db.session.scalars(query.order_by(ChecklistVersion.number.desc())).all()


def cases_to_bridge(actor: Actor, found: Round) -> list[tuple[int, int]]:
    """Return the cases that can be scored again and by whom, in the order of the draw.

    Left out are those whose reviewer cannot take part today or handles the case by now, and those
    that somebody is reviewing.
    """
    able = [person.id for person in queries.able_people(actor)]
    busy = select(Review.case_id).where(
        Review.state.in_(queries.UNFINISHED), Review.apart_for_id.is_(None)
    )
    query = (
        select(Review.case_id, Review.reviewer_id)
        .join(RoundCase, RoundCase.id == Review.round_case_id)
        .join(Case, Case.id == Review.case_id)
        .where(
            Review.round_id == found.id,
            Review.second_of_id.is_(None),
            Review.state == ReviewState.SETTLED,
            Review.reviewer_id.in_(able),
            Review.case_id.not_in(busy),
            Case.caseworker_id.is_distinct_from(Review.reviewer_id),
        )
        .order_by(RoundCase.position)
    )
    return [(case_id, reviewer_id) for case_id, reviewer_id in db.session.execute(query)]


def result(actor: Actor, found: Calibration) -> Result | None:
    """Return how both versions turned out on the same cases; nothing before it is opened.

    Both sides are what the reviewer answered themselves, before anybody objected or corrected. Only
    cases handed in a second time count, and none that the actor handles.
    """
    demand(actor, Permission.CALIBRATION_READ, found)
    if found.bridges is None or not found.is_opened:
        return None
    readable = [place.case_id for place in places_of(actor, found)]
    before, again = _first_answers(found, readable), _second_answers(found, readable)
    scored = {case_id for case_id, _code in again}
    versions = _versions([found.bridges.version_id, found.version_id])
    (older, newer) = sorted(versions, key=lambda version: version.number)
    is_newer_again = newer.id == found.version_id
    values = (before, again) if is_newer_again else (again, before)
    asked = {c.code: c for c in criteria_of(actor, found)}
    first_asked = _codes(found.bridges.version_id)
    pairs = {
        code: pair(_pairs(code, scored, *values)) for code in asked if code in set(first_asked)
    }
    told = bridge(pairs)
    only = [c for c in first_asked if c not in asked], [c for c in asked if c not in pairs]
    only_older, only_newer = only if is_newer_again else (only[1], only[0])
    lines = [Line(asked[code], one) for code, one in told.items()]
    return Result(older, newer, len(scored), lines, only_older, only_newer)


def _pairs(
    code: str, cases: Iterable[int], older: Values, newer: Values
) -> Iterable[tuple[AnswerValue, AnswerValue]]:
    for case_id in cases:
        place = (case_id, code)
        if place in older and place in newer:
            yield older[place], newer[place]


def _versions(ids: Sequence[int | None]) -> Sequence[ChecklistVersion]:
    return db.session.scalars(select(ChecklistVersion).where(ChecklistVersion.id.in_(ids))).all()


def _codes(version_id: int | None) -> Sequence[str]:
    query = select(Criterion.code).join(ChecklistSection)
    query = query.where(ChecklistSection.version_id == version_id)
    return db.session.scalars(query.order_by(ChecklistSection.position, Criterion.position)).all()


def _first_answers(found: Calibration, case_ids: Sequence[int]) -> Values:
    theirs = and_(
        CalibrationCase.case_id == Review.case_id,
        CalibrationCase.scored_by_id == Review.reviewer_id,
    )
    query = _answers(case_ids).join(CalibrationCase, theirs)
    return _read(
        query.where(
            CalibrationCase.calibration_id == found.id,
            Review.round_id == found.bridges_id,
            Review.state != ReviewState.CANCELLED,
        )
    )


def _second_answers(found: Calibration, case_ids: Sequence[int]) -> Values:
    query = _answers(case_ids).join(Round, Round.id == Review.round_id)
    return _read(
        query.where(Round.calibration_id == found.id, Review.state == ReviewState.COMPARED)
    )


def _answers(case_ids: Sequence[int]) -> Select[int, str, AnswerValue | None]:
    value = counted_value()
    return (
        select(Review.case_id, Criterion.code, value)
        .join(ReviewAnswer, ReviewAnswer.review_id == Review.id)
        .join(Criterion, Criterion.id == ReviewAnswer.criterion_id)
        .where(Review.case_id.in_(case_ids), value.is_not(None))
    )


def _read(query: Select[int, str, AnswerValue | None]) -> Values:
    return {(case, code): value for case, code, value in db.session.execute(query) if value}
