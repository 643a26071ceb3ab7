"""Planning a calibration, starting it, opening the answers, and writing the reference."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from review_app.domain.access import Actor, Permission, demand
from review_app.domain.audit_codes import AuditCode
from review_app.domain.calibrations import (
    CALIBRATION_STEPS,
    FEWEST_PARTICIPANTS,
    CalibrationMode,
    CalibrationState,
    CalibrationStep,
)
from review_app.domain.calibrations import CalibrationStep as Step
from review_app.domain.errors import IllegalTransition, Incomplete, Invalid, NotFound, NotPermitted
from review_app.domain.events import CalibrationScored, CalibrationStarted
from review_app.domain.personal_data import refuse_personal_numbers
from review_app.domain.scoring import AnswerValue
from review_app.domain.workflow import after
from review_app.features.calibrations import queries, queries_comparing
from review_app.features.calibrations.texts import checked_text
from review_app.kernel import clock
from review_app.kernel.unit_of_work import Work, unit_of_work
from review_app.models import (
    Calibration,
    CalibrationCase,
    CalibrationParticipant,
    Case,
    ReferenceAnswer,
)

MOST_CASES = 20


@dataclass(frozen=True, slots=True)
class Planned:
    """What is said of a calibration when it is planned.

    ``task_title`` is what the participants' task is called; in the open it is the title itself.
    """

    title: str
    mode: CalibrationMode
    version_id: int
    person_ids: Collection[int]
    task_title: str = ""
    engagement_id: int | None = None
    due_on: date | None = None

    @property
    def name_of_task(self) -> str:
        """The name under which the participants meet it."""
        is_hidden = self.mode is CalibrationMode.HIDDEN
        return (self.task_title if is_hidden else self.title).strip()


def plan(actor: Actor, *, planned: Planned) -> Calibration:
    """Begin a calibration; its cases are chosen next.

    :raises Invalid: when a hidden one has no name for the task or the planner takes part in it, for
        fewer than two people, somebody who cannot review, or an unknown checklist or engagement.
    """
    for field in ("title", "task_title"):
        refuse_personal_numbers(getattr(planned, field), field=field)
    with unit_of_work(actor) as work:
        demand(actor, Permission.CALIBRATION_RUN)
        _check(actor, planned)
        found = work.add(
            Calibration(
                title=planned.title.strip(),
                task_title=planned.name_of_task,
                mode=planned.mode,
                version_id=planned.version_id,
                engagement_id=planned.engagement_id,
                due_on=planned.due_on,
                created_by_id=actor.id,
                participants=[
                    CalibrationParticipant(person_id=id_) for id_ in sorted(planned.person_ids)
                ],
            )
        )
        work.log(AuditCode.CALIBRATION_PLANNED, found, mode=planned.mode.value)
    return found


def _check(actor: Actor, planned: Planned) -> None:
    if not planned.name_of_task:
        raise Invalid(field="task_title", reason="missing")
    people = set(planned.person_ids)
    if len(people) < FEWEST_PARTICIPANTS:
        raise Invalid(field="people", reason="too-few")
    if planned.mode is CalibrationMode.HIDDEN and actor.id in people:
        raise Invalid(field="people", reason="knows-of-it")
    if planned.version_id not in {version.id for version in queries.list_versions(actor)}:
        raise Invalid(field="version", reason="unknown")
    running = {engagement.id for engagement in queries.list_engagements(actor)}
    if planned.engagement_id is not None and planned.engagement_id not in running:
        raise Invalid(field="engagement", reason="not-running")
    able = {person.id for person in queries.able_people(actor, planned.engagement_id or 0)}
    if not people <= able:
        raise Invalid(field="people", reason="unknown")


def add_case(actor: Actor, key: str, *, reference: str) -> Calibration:
    """Take a case into the calibration by its number or key.

    :raises Invalid: when there is no such case, somebody reviews it, a participant handles it, or
        it was taken before.
    """
    with unit_of_work(actor) as work:
        found = _still_choosing(work, key)
        case = queries.find_case(actor, reference)
        if case.id in {row.case_id for row in found.cases}:
            raise Invalid(field="case", reason="twice")
        _take(work, found, [case])
    return found


def add_by_chance(actor: Actor, key: str, *, count: int, only_reviewed: bool = True) -> Calibration:
    """Take cases by chance, among those that were reviewed before or among all.

    :raises Invalid: for a number that cannot be meant, or when there is no case to choose.
    """
    if not 1 <= count <= MOST_CASES:
        raise Invalid(field="count", reason="not-a-count")
    with unit_of_work(actor) as work:
        found = _still_choosing(work, key)
        cases = queries.cases_by_chance(actor, found, count=count, only_reviewed=only_reviewed)
        if not cases:
            raise Invalid(field="count", reason="none")
        _take(work, found, cases)
    return found


def _take(work: Work, found: Calibration, cases: Sequence[Case]) -> None:
    if any(case.caseworker_id in found.participant_ids for case in cases):
        raise Invalid(field="case", reason="own-case")
    if len(found.cases) + len(cases) > MOST_CASES:
        raise Invalid(field="case", reason="too-many")
    last = max((row.position for row in found.cases), default=0)
    for position, case in enumerate(cases, start=last + 1):
        found.cases.append(CalibrationCase(case_id=case.id, position=position))
    work.log(AuditCode.CALIBRATION_CASES_CHANGED, found, added=len(cases))


def drop_case(actor: Actor, key: str, *, case_key: str) -> None:
    """Take a case out again before it starts."""
    with unit_of_work(actor) as work:
        found = _still_choosing(work, key)
        row = next((row for row in found.cases if row.key == case_key), None)
        if row is None:
            raise NotFound(thing="case", key=case_key)
        work.session.delete(row)
        work.log(AuditCode.CALIBRATION_CASES_CHANGED, found, removed=1)


def start(actor: Actor, key: str) -> Calibration:
    """Give everybody the cases.

    :raises Incomplete: without a case.
    :raises Invalid: when a participant handles one of the cases by now.
    """
    with unit_of_work(actor) as work:
        found = _step(work, key, Step.START)
        if not found.cases:
            raise Incomplete(field="cases")
        if any(_handles(found, row) for row in found.cases):
            raise Invalid(field="case", reason="own-case")
        engaged: set[int] = set()
        if found.engagement_id is not None:
            engaged = queries.engaged_among(
                actor, found.participant_ids, engagement_id=found.engagement_id
            )
        work.tell(
            CalibrationStarted(
                found.id,
                found.task_title,
                found.version_id,
                found.due_on,
                {person: found.scored_by(person) for person in sorted(found.participant_ids)},
                {
                    person: found.engagement_id if person in engaged else None
                    for person in sorted(found.participant_ids)
                },
                actor.id,
            )
        )
        work.log(AuditCode.CALIBRATION_STARTED, found, cases=len(found.cases))
    return found


def _handles(found: Calibration, row: CalibrationCase) -> bool:
    """Say whether somebody who scores a case handles it by now."""
    scorers = found.participant_ids if row.scored_by_id is None else {row.scored_by_id}
    return row.case.caseworker_id in scorers


def open_answers(actor: Actor, key: str) -> Calibration:
    """Open all answers to everybody who takes part; what is not handed in is left out."""
    with unit_of_work(actor) as work:
        found = _step(work, key, Step.OPEN)
        found.opened_at = clock.now()
        work.tell(CalibrationScored(found.id))
        work.log(AuditCode.CALIBRATION_OPENED, found)
    return found


def close(actor: Actor, key: str, *, conclusion: str) -> Calibration:
    """End the comparing with what was concluded.

    :raises Invalid: without a conclusion, or when it is too long or holds a personal number.
    """
    words = checked_text(conclusion, field="conclusion")
    with unit_of_work(actor) as work:
        found = _step(work, key, Step.CLOSE)
        found.closed_at, found.conclusion = clock.now(), words
        work.log(AuditCode.CALIBRATION_CLOSED, found)
    return found


def cancel(actor: Actor, key: str) -> Calibration:
    """Give the calibration up; what was handed in is never opened."""
    with unit_of_work(actor) as work:
        found = _step(work, key, Step.CANCEL)
        work.tell(CalibrationScored(found.id))
        work.log(AuditCode.CALIBRATION_CANCELLED, found)
    return found


def refer(
    actor: Actor, key: str, *, place_key: str, criterion_key: str, value: AnswerValue, reason: str
) -> ReferenceAnswer:
    """Say what the answer should be, and why; it can be changed until the calibration closes.

    :raises NotPermitted: for participants before the answers are opened, and for own casework.
    :raises Invalid: without a reason, or when it is too long or holds a personal number.
    """
    words = checked_text(reason, field="reason")
    with unit_of_work(actor) as work:
        found = queries.get_calibration(actor, key, to_run=True)
        work.hold(found)
        if found.state not in queries_comparing.REFERENCE_STATES or found.bridges_id is not None:
            raise IllegalTransition(state=found.state.value, step="refer")
        if not queries_comparing.may_refer(actor, found):
            raise NotPermitted(permission=Permission.CALIBRATION_RUN.value)
        places = queries_comparing.places_of(actor, found)
        place = next((row for row in places if row.key == place_key), None)
        if place is None:
            raise NotFound(thing="case", key=place_key)
        criterion = queries_comparing.get_criterion(actor, found, key=criterion_key)
        spot = {"case_id": place.case_id, "criterion_id": criterion.id}
        row = queries_comparing.reference_to(actor, found, **spot) or ReferenceAnswer(
            calibration_id=found.id, **spot
        )
        row.value, row.reason = value, words
        row.given_at, row.given_by_id = clock.now(), actor.id
        work.add(row)
        work.log(AuditCode.CALIBRATION_REFERENCE_GIVEN, found, criterion=criterion.code)
    return row


def _still_choosing(work: Work, key: str) -> Calibration:
    found = queries.get_calibration(work.actor, key, to_run=True)
    work.hold(found)
    # The cases of a bridge are those of its round, in the order of the draw.
    if found.state is not CalibrationState.PLANNED or found.bridges_id is not None:
        raise IllegalTransition(state=found.state.value, step="change")
    return found


def _step(work: Work, key: str, step: CalibrationStep) -> Calibration:
    found = queries.get_calibration(work.actor, key, to_run=True)
    work.hold(found)
    found.state = after(CALIBRATION_STEPS, found.state, step)
    return found
