"""Finding workflow standards and what their steps point at."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload, selectinload

from review_app.domain.access import Actor, Permission, Role, demand
from review_app.domain.errors import NotFound
from review_app.domain.rule_sets import RuleSetState
from review_app.domain.workflow import (
    ChecklistVersionState,
    LearningNoteState,
    WorkflowVersionState,
)
from review_app.kernel import clock
from review_app.kernel.db import db
from review_app.models import (
    Appointment,
    Checklist,
    ChecklistSection,
    ChecklistVersion,
    Criterion,
    DeadlineRule,
    LearningNote,
    Person,
    RuleSet,
    WorkflowStandard,
    WorkflowStep,
    WorkflowStepCriterion,
    WorkflowVersion,
)
from review_app.models.visibility import visible_notes, visible_workflow_versions

READABLE = (LearningNoteState.PUBLISHED, LearningNoteState.STALE)
OWNERS = (Role.COORDINATOR, Role.MANAGER)


@dataclass(frozen=True, slots=True)
class Pointed:
    """What the steps of a version point at, by how they name it, as they stand today."""

    rules: dict[tuple[str | None, str | None], DeadlineRule]
    criteria: dict[tuple[int, str], Criterion]
    notes: dict[int, LearningNote]


def list_versions(actor: Actor) -> Sequence[WorkflowVersion]:
    """Return what is in use or being written, standard by standard."""
    demand(actor, Permission.WORKFLOW_STANDARD_READ)
    query = (
        visible_workflow_versions(actor)
        .where(WorkflowVersion.state != WorkflowVersionState.RETIRED)
        .options(joinedload(WorkflowVersion.standard).joinedload(WorkflowStandard.owner))
        .order_by(WorkflowVersion.standard_id, WorkflowVersion.number)
    )
    return db.session.scalars(query).all()


def get_version(actor: Actor, key: str) -> WorkflowVersion:
    """Return one version with its steps.

    :raises NotFound: when there is none, or it is a draft the actor may not know of.
    """
    demand(actor, Permission.WORKFLOW_STANDARD_READ)
    version = db.session.scalar(
        visible_workflow_versions(actor)
        .where(WorkflowVersion.key == key)
        .options(
            joinedload(WorkflowVersion.standard).joinedload(WorkflowStandard.owner),
            joinedload(WorkflowVersion.published_by),
            selectinload(WorkflowVersion.steps).selectinload(WorkflowStep.criteria),
            selectinload(WorkflowVersion.steps).selectinload(WorkflowStep.notes),
        )
    )
    if version is None:
        raise NotFound(thing="workflow standard", key=key)
    return version


def get_step(actor: Actor, key: str, *, step_key: str) -> WorkflowStep:
    """Return one step of a version.

    :raises NotFound: when the version has none of that key.
    """
    for step in get_version(actor, key).steps:
        if step.key == step_key:
            return step
    raise NotFound(thing="step", key=step_key)


def versions_of(actor: Actor, version: WorkflowVersion) -> Sequence[WorkflowVersion]:
    """Return all versions of the same standard that the actor may read, the newest first."""
    query = visible_workflow_versions(actor).where(
        WorkflowVersion.standard_id == version.standard_id
    )
    return db.session.scalars(query.order_by(WorkflowVersion.number.desc())).all()


def version_before(actor: Actor, version: WorkflowVersion) -> WorkflowVersion | None:
    """Return the version that *version* follows, with its steps, if there is one."""
    earlier = [v for v in versions_of(actor, version) if v.number < version.number]
    return get_version(actor, earlier[0].key) if earlier else None


def pointed_at(actor: Actor, *versions: WorkflowVersion) -> Pointed:
    """Return the rules, criteria and notes that the steps name; three statements.

    A rule is that of the version in force today, a criterion that of the checklist's newest
    version in use; a note is left out where the actor may not read it.
    """
    steps = [step for version in versions for step in version.steps]
    criteria = {(line.checklist_id, line.criterion_code) for s in steps for line in s.criteria}
    return Pointed(
        _rules({step.rule_code for step in steps if step.rule_code}),
        _criteria({checklist_id for checklist_id, _ in criteria}, {code for _, code in criteria}),
        _notes(actor, {line.note_id for step in steps for line in step.notes}),
    )


def _rules(codes: set[str]) -> dict[tuple[str | None, str | None], DeadlineRule]:
    today = clock.today()
    query = (
        select(DeadlineRule)
        .join(RuleSet)
        .where(
            DeadlineRule.code.in_(codes),
            RuleSet.state == RuleSetState.PUBLISHED,
            or_(RuleSet.valid_from_on.is_(None), RuleSet.valid_from_on <= today),
            or_(RuleSet.valid_to_on.is_(None), RuleSet.valid_to_on >= today),
        )
        .options(joinedload(DeadlineRule.rule_set))
        .order_by(RuleSet.number)
    )
    return {(rule.rule_set.code, rule.code): rule for rule in db.session.scalars(query)}


def _criteria(checklist_ids: set[int], codes: set[str]) -> dict[tuple[int, str], Criterion]:
    query = (
        select(Criterion)
        .join(ChecklistSection)
        .join(ChecklistVersion)
        .where(
            ChecklistVersion.checklist_id.in_(checklist_ids),
            Criterion.code.in_(codes),
            ChecklistVersion.state != ChecklistVersionState.DRAFT,
        )
        .options(joinedload(Criterion.section).joinedload(ChecklistSection.version))
        .order_by(ChecklistVersion.number)
    )
    return {(c.section.version.checklist_id, c.code): c for c in db.session.scalars(query)}


def _notes(actor: Actor, ids: set[int]) -> dict[int, LearningNote]:
    query = visible_notes(actor).where(LearningNote.id.in_(ids), LearningNote.state.in_(READABLE))
    return {note.id: note for note in db.session.scalars(query)}


def rules_to_choose(actor: Actor) -> Sequence[DeadlineRule]:
    """Return the rules in the published sets, by set and place."""
    demand(actor, Permission.WORKFLOW_STANDARD_EDIT)
    query = (
        select(DeadlineRule)
        .join(RuleSet)
        .where(RuleSet.state == RuleSetState.PUBLISHED)
        .options(joinedload(DeadlineRule.rule_set))
        .order_by(RuleSet.code, RuleSet.number.desc(), DeadlineRule.position)
    )
    newest = {(r.rule_set.code, r.code): r for r in reversed(db.session.scalars(query).all())}
    return list(reversed(newest.values()))


def criteria_to_choose(actor: Actor) -> Sequence[tuple[Checklist, Criterion]]:
    """Return the criteria of the checklists in use, in reading order."""
    demand(actor, Permission.WORKFLOW_STANDARD_EDIT)
    rows = db.session.execute(
        select(Checklist, Criterion)
        .join(ChecklistVersion, ChecklistVersion.checklist_id == Checklist.id)
        .join(ChecklistSection, ChecklistSection.version_id == ChecklistVersion.id)
        .join(Criterion, Criterion.section_id == ChecklistSection.id)
        .where(ChecklistVersion.state == ChecklistVersionState.PUBLISHED)
        .order_by(Checklist.id, ChecklistSection.position, Criterion.position)
    )
    return [(checklist, criterion) for checklist, criterion in rows]


def notes_to_choose(actor: Actor) -> Sequence[LearningNote]:
    """Return the published notes the actor may read, by title."""
    query = visible_notes(actor).where(LearningNote.state.in_(READABLE))
    return db.session.scalars(query.order_by(LearningNote.title, LearningNote.id)).all()


def owners_to_choose(actor: Actor) -> Sequence[Person]:
    """Return those who can answer for a standard: coordinators and managers."""
    demand(actor, Permission.WORKFLOW_STANDARD_EDIT)
    appointed = select(Appointment.person_id).where(Appointment.role.in_(OWNERS))
    query = select(Person).where(Person.is_active, Person.id.in_(appointed))
    return db.session.scalars(query.order_by(Person.name)).all()


def codes_of(actor: Actor, standard_id: int) -> list[str]:
    """Return the codes of all steps that any version of the standard has had."""
    demand(actor, Permission.WORKFLOW_STANDARD_EDIT)
    query = select(WorkflowStep.code).join(WorkflowVersion)
    return list(db.session.scalars(query.where(WorkflowVersion.standard_id == standard_id)))


@dataclass(frozen=True, slots=True)
class StepOfCriterion:
    """A step that a criterion looks at, by its version's key, its code and its number."""

    version_key: str
    code: str
    number: int


def steps_of_criteria(actor: Actor, checklist_id: int) -> dict[str, list[StepOfCriterion]]:
    """Return, by criterion code, the steps in the published standards; one statement."""
    rows = db.session.execute(
        visible_workflow_versions(actor)
        .join(WorkflowStep, WorkflowStep.version_id == WorkflowVersion.id)
        .join(WorkflowStepCriterion, WorkflowStepCriterion.step_id == WorkflowStep.id)
        .where(
            WorkflowVersion.state == WorkflowVersionState.PUBLISHED,
            WorkflowStepCriterion.checklist_id == checklist_id,
        )
        .with_only_columns(
            WorkflowStepCriterion.criterion_code,
            WorkflowVersion.key,
            WorkflowStep.code,
            WorkflowStep.position,
        )
        .order_by(WorkflowVersion.id, WorkflowStep.position)
    )
    found: dict[str, list[StepOfCriterion]] = {}
    for criterion_code, version_key, code, number in rows:
        step = StepOfCriterion(version_key, code, number)
        found.setdefault(criterion_code, []).append(step)
    return found
