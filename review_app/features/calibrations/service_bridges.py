"""Planning a bridge: a closed round's cases scored again with another version of its checklist."""

from dataclasses import dataclass
from datetime import date

from review_app.domain.access import Actor
from review_app.domain.audit_codes import AuditCode
from review_app.domain.calibrations import CalibrationMode
from review_app.domain.errors import Invalid
from review_app.domain.personal_data import refuse_personal_numbers
from review_app.features.calibrations import queries_bridges as queries
from review_app.kernel.unit_of_work import unit_of_work
from review_app.models import Calibration, CalibrationCase, CalibrationParticipant


@dataclass(frozen=True, slots=True)
class PlannedBridge:
    """With which version a round's first ``count`` cases of the draw are scored again."""

    title: str
    version_id: int
    count: int
    due_on: date | None = None


def plan(actor: Actor, round_key: str, *, planned: PlannedBridge) -> Calibration:
    """Plan a bridge; whoever reviewed a case scores it again, and everybody knows what it is.

    The cases are the first in the order of the draw that can be scored again: chosen by chance.

    :raises NotFound: when there is no such closed round drawn at random.
    :raises Invalid: for a version that is none to bridge to, or when no case can be scored again.
    """
    refuse_personal_numbers(planned.title, field="title")
    with unit_of_work(actor) as work:
        found = queries.round_to_bridge(actor, round_key)
        if planned.version_id not in {v.id for v in queries.other_versions(actor, found)}:
            raise Invalid(field="version", reason="unknown")
        if planned.count < 1:
            raise Invalid(field="count", reason="not-a-count")
        chosen = queries.cases_to_bridge(actor, found)[: planned.count]
        if not chosen:
            raise Invalid(field="count", reason="none")
        title = planned.title.strip()
        made = work.add(
            Calibration(
                title=title,
                task_title=title,
                mode=CalibrationMode.OPEN,
                version_id=planned.version_id,
                bridges_id=found.id,
                engagement_id=found.engagement_id,
                due_on=planned.due_on,
                created_by_id=actor.id,
                participants=[
                    CalibrationParticipant(person_id=id_)
                    for id_ in sorted({who for _, who in chosen})
                ],
                cases=[
                    CalibrationCase(case_id=case, scored_by_id=who, position=n)
                    for n, (case, who) in enumerate(chosen, start=1)
                ],
            )
        )
        work.log(AuditCode.CALIBRATION_PLANNED, made, mode=made.mode.value, bridges=found.id)
    return made
