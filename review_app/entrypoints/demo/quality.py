"""Colleagues who read each other's reviews, and who calibrate how they read the checklist."""

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from review_app.domain.access import OPERATOR
from review_app.domain.calibrations import CalibrationMode
from review_app.domain.kinds import RoundPurpose
from review_app.domain.second_reading import ReadingRules, ReviewerReply
from review_app.domain.workflow import ChecklistVersionState, ReviewState, RoundState
from review_app.entrypoints.demo import scoring
from review_app.entrypoints.demo.people import Town, read_story
from review_app.features.calibrations import (
    queries_bridges,
    queries_comparing,
    service,
    service_bridges,
)
from review_app.features.calibrations.service import Planned
from review_app.features.calibrations.service_bridges import PlannedBridge
from review_app.features.reviews import service as reviews
from review_app.features.reviews import service_second_reading, service_strictness
from review_app.kernel import clock
from review_app.kernel.db import db
from review_app.kernel.unit_of_work import unit_of_work
from review_app.models import Calibration, Case, ChecklistVersion, Review, Round, SecondReading

if TYPE_CHECKING:
    from review_app.entrypoints.demo.scoring import Pens

ORGANISER = "Signe Syren"
SCORERS = ("Maja Morgenfrue", "Niels Nellike")


def ask_for_readings(town: Town, key: str, *, share_percent: int) -> None:
    """Have a share of a round's reviews read by a colleague."""
    rules = ReadingRules(share_percent)
    service_second_reading.set_rules(town.actor(ORGANISER), key, rules=rules)


def read_what_waits(town: Town, found: Round) -> None:
    """Read what waits in a round: the first is returned and handed in again, the rest pass."""
    words = read_story("quality")["second_reading"]
    waiting = select(SecondReading).join(Review, Review.id == SecondReading.review_id)
    waiting = waiting.where(Review.round_id == found.id).order_by(SecondReading.id)
    for n, reading in enumerate(db.session.scalars(waiting).all()):
        reader = town.actor(town.person(reading.reader_id).name)
        if n == 0:
            _return_one(town, reading, words)
        service_second_reading.pass_on(
            reader, reading.key, differing=[point.criterion.key for point in reading.points]
        )


def _return_one(town: Town, reading: SecondReading, words: dict[str, str]) -> None:
    reviewer = town.actor(town.person(reading.reviewer_id).name)
    asked = reading.review.answers[0].criterion.key
    service_second_reading.return_it(
        town.actor(town.person(reading.reader_id).name),
        reading.key,
        comments={asked: words["question"]},
    )
    service_second_reading.reply(
        reviewer,
        reading.review.key,
        criterion_key=asked,
        kind=ReviewerReply.KEPT,
        text=words["kept"],
    )
    reviews.submit(reviewer, reading.review.key)


def calibrate(town: Town, version: ChecklistVersion, today: date, pens: "Pens") -> None:
    """Walk a calibration to its conclusion."""
    told = read_story("quality")["closed"]
    clock.travel(clock.local(today - timedelta(days=told["days_ago"]), 9))
    found = _start(town, version, told)
    for review in _parts(found):
        _score(town, review, pens)
    actor = town.actor(ORGANISER)
    service.open_answers(actor, found.key)
    with unit_of_work(OPERATOR):
        for line in queries_comparing.compare(actor, found):
            if line.spread is not None and line.spread.is_low:
                _refer(town, found, line, told)
    service.close(actor, found.key, conclusion=told["conclusion"])


def _refer(
    town: Town, found: Calibration, line: queries_comparing.Compared, told: dict[str, Any]
) -> None:
    actor = town.actor(ORGANISER)
    for row in queries_comparing.answers_to(actor, found, criterion=line.criterion):
        given = next(iter(row.given.values()), None)
        if given is not None:
            service.refer(
                actor,
                found.key,
                place_key=row.place.key,
                criterion_key=line.criterion.key,
                value=given.value,
                reason=told["reference"],
            )


def leave_one_open(town: Town, version: ChecklistVersion, pens: "Pens") -> None:
    """Start a calibration in which the first participant has handed in one case."""
    found = _start(town, version, read_story("quality")["open"])
    _score(town, _parts(found)[0], pens)


def look_at_own_scoring(town: Town) -> None:
    """Let the scorers look at how they score beside others; the first lets others see it too."""
    first, *_others = scorers = [town.actor(name) for name in SCORERS]
    for scorer in scorers:
        service_strictness.show_me(scorer)
    service_strictness.open_to_others(first)


def bridge(town: Town) -> None:
    """Score some cases of the last closed round again with the version that was just published."""
    pens = scoring.Pens.of(20263)  # their own, so that the story after it stays as it is
    actor = town.actor(ORGANISER)
    told = read_story("quality")["bridge"]
    retired = ChecklistVersion.state == ChecklistVersionState.RETIRED
    latest = select(Round).join(Round.version).where(retired, Round.state == RoundState.CLOSED)
    latest = latest.where(Round.purpose == RoundPurpose.MEASURE).order_by(Round.closed_at.desc())
    found = db.session.scalars(latest.limit(1)).one()
    version = queries_bridges.other_versions(actor, found)[0]
    planned = PlannedBridge(told["title"], version_id=version.id, count=told["cases"])
    made = service_bridges.plan(actor, found.key, planned=planned)
    service.start(actor, made.key)
    with unit_of_work(OPERATOR):
        for review in _parts(made):
            scoring.score_again(town.actor(town.person(review.reviewer_id).name), review, pens)
    service.open_answers(actor, made.key)


def _start(town: Town, version: ChecklistVersion, told: dict[str, Any]) -> Calibration:
    actor = town.actor(ORGANISER)
    found = service.plan(
        actor,
        planned=Planned(
            title=told["title"],
            mode=CalibrationMode.OPEN,
            version_id=version.id,
            person_ids=[town.people[name].id for name in SCORERS],
            due_on=clock.today() + timedelta(days=7),
        ),
    )
    for key in _reviewed_cases(found, told["cases"]):
        service.add_case(actor, found.key, reference=key)
    return service.start(actor, found.key)


def _reviewed_cases(found: Calibration, count: int) -> list[str]:
    """Return keys of the cases that were settled first and that no participant handles."""
    settled = select(Review.case_id).where(Review.state == ReviewState.SETTLED)
    query = select(Case.key).where(
        Case.id.in_(settled), Case.caseworker_id.not_in(found.participant_ids)
    )
    return list(db.session.scalars(query.order_by(Case.id).limit(count)))


def _parts(found: Calibration) -> list[Review]:
    own = select(Review).join(Round, Round.id == Review.round_id)
    own = own.where(Round.calibration_id == found.id).order_by(Review.id)
    return list(db.session.scalars(own))


def _score(town: Town, review: Review, pens: "Pens") -> None:
    actor = town.actor(town.person(review.reviewer_id).name)
    scoring.score(actor, review, pens, progress=1)
    scoring.hand_in(actor, review, pens)
