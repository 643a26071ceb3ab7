"""Writing workflow standards down, changing them, and publishing them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from review_app.domain.access import Actor, Permission, demand
from review_app.domain.audit_codes import AuditCode
from review_app.domain.errors import Incomplete, Invalid
from review_app.domain.personal_data import refuse_personal_numbers
from review_app.domain.workflow import (
    WORKFLOW_VERSION_STEPS,
    WorkflowVersionState,
    WorkflowVersionStep,
    after,
)
from review_app.domain.workflow_standards import MOST_STEPS, check_branch, moved, next_code
from review_app.features.workflow_standards import queries
from review_app.kernel import clock
from review_app.kernel.unit_of_work import unit_of_work
from review_app.models import (
    WorkflowStandard,
    WorkflowStep,
    WorkflowStepCriterion,
    WorkflowStepNote,
    WorkflowVersion,
)

HEAD = ("title_da", "title_en", "purpose_da", "purpose_en", "case_type")
NEEDED_OF_HEAD = ("title_da", "title_en")
TEXTS = (
    "who_da",
    "who_en",
    "what_da",
    "what_en",
    "when_da",
    "when_en",
    "noted_da",
    "noted_en",
    "branch_da",
    "branch_en",
)
NEEDED = ("who_da", "who_en", "what_da", "what_en")
COPIED = ("position", "code", *TEXTS, "branch_to", "rule_set_code", "rule_code")


@dataclass(frozen=True, slots=True)
class Links:
    """What a step points at: a rule, criteria by checklist's key and code, notes by key."""

    branch_to: str = ""
    rule: tuple[str, str] | None = None
    criteria: Sequence[tuple[str, str]] = ()
    note_keys: Sequence[str] = ()


def start_standard(
    actor: Actor, *, values: Mapping[str, str | None], owner_key: str = ""
) -> WorkflowVersion:
    """Begin a new standard; returns its first draft, without steps.

    :param values: the fields of ``HEAD``.
    :param owner_key: who answers for it; the actor when nobody is named.
    """
    with unit_of_work(actor) as work:
        demand(actor, Permission.WORKFLOW_STANDARD_EDIT)
        assert actor.id is not None
        owner_id = _owner_id(actor, owner_key) if owner_key else actor.id
        standard = work.add(WorkflowStandard(owner_id=owner_id))
        work.log(AuditCode.WORKFLOW_STANDARD_ADDED, standard)
        texts = _texts(values, HEAD, needed=NEEDED_OF_HEAD)
        version = work.add(WorkflowVersion(standard_id=standard.id, number=1, **texts))
        work.log(AuditCode.WORKFLOW_VERSION_DRAFTED, version, number=1)
    return version


def save_head(
    actor: Actor, key: str, *, values: Mapping[str, str | None], owner_key: str
) -> WorkflowVersion:
    """Change what a draft is called and is for, and who answers for the standard.

    :raises IllegalTransition: when the version is no longer a draft.
    """
    with unit_of_work(actor) as work:
        version = _draft(actor, key)
        for name, text in _texts(values, HEAD, needed=NEEDED_OF_HEAD).items():
            setattr(version, name, text)
        work.log(AuditCode.WORKFLOW_VERSION_EDITED, version)
        owner_id = _owner_id(actor, owner_key)
        if owner_id != version.standard.owner_id:
            version.standard.owner_id = owner_id
            work.log(AuditCode.WORKFLOW_STANDARD_OWNER_CHANGED, version.standard, owner_id=owner_id)
    return version


def start_draft(actor: Actor, key: str, *, reason: str) -> WorkflowVersion:
    """Copy a version into a new draft; returns the draft that is there when there is one."""
    with unit_of_work(actor) as work:
        source = queries.get_version(actor, key)
        demand(actor, Permission.WORKFLOW_STANDARD_EDIT)
        refuse_personal_numbers(reason, field="reason")
        newest = queries.versions_of(actor, source)[0]
        if newest.state is WorkflowVersionState.DRAFT:
            return newest
        draft = WorkflowVersion(
            standard_id=source.standard_id,
            number=newest.number + 1,
            reason=reason.strip() or None,
            **{name: getattr(source, name) for name in HEAD},
        )
        draft.steps = [_copy(step) for step in source.steps]
        work.add(draft)
        work.log(AuditCode.WORKFLOW_VERSION_DRAFTED, draft, number=draft.number)
    return draft


def _copy(step: WorkflowStep) -> WorkflowStep:
    return WorkflowStep(
        **{name: getattr(step, name) for name in COPIED},
        criteria=[
            WorkflowStepCriterion(
                checklist_id=line.checklist_id, criterion_code=line.criterion_code
            )
            for line in step.criteria
        ],
        notes=[WorkflowStepNote(note_id=line.note_id) for line in step.notes],
    )


def add_step(
    actor: Actor, key: str, *, values: Mapping[str, str | None], links: Links
) -> WorkflowStep:
    """Add a step at the end of a draft.

    :raises Invalid: when the draft is full, or the step points at nothing there is.
    """
    with unit_of_work(actor) as work:
        version = _draft(actor, key)
        if len(version.steps) >= MOST_STEPS:
            raise Invalid(field="step", reason="too many")
        code = next_code(queries.codes_of(actor, version.standard_id))
        step = WorkflowStep(code=code, position=len(version.steps) + 1)
        _write(actor, version, step, values, links)
        version.steps.append(step)
        work.log(AuditCode.WORKFLOW_VERSION_EDITED, version, added=code)
    return step


def save_step(
    actor: Actor, key: str, *, step_key: str, values: Mapping[str, str | None], links: Links
) -> WorkflowStep:
    """Change a step of a draft.

    :raises Invalid: when it points at nothing there is.
    """
    with unit_of_work(actor) as work:
        version = _draft(actor, key)
        step = queries.get_step(actor, key, step_key=step_key)
        _write(actor, version, step, values, links)
        work.log(AuditCode.WORKFLOW_VERSION_EDITED, version, step=step.code)
    return step


def move_step(actor: Actor, key: str, *, step_key: str, by: int) -> WorkflowStep:
    """Move a step of a draft *by* places down, or up when below 0."""
    with unit_of_work(actor) as work:
        version = _draft(actor, key)
        step = queries.get_step(actor, key, step_key=step_key)
        order = moved([other.code for other in version.steps], step.code, by=by)
        _number(version, order)
        work.log(AuditCode.WORKFLOW_VERSION_EDITED, version, moved=step.code)
    return step


def remove_step(actor: Actor, key: str, *, step_key: str) -> None:
    """Take a step out of a draft.

    :raises Invalid: when another step leads to it.
    """
    with unit_of_work(actor) as work:
        version = _draft(actor, key)
        step = queries.get_step(actor, key, step_key=step_key)
        if any(other.branch_to == step.code for other in version.steps):
            raise Invalid(field="step", reason="led to")
        version.steps.remove(step)
        _number(version, [other.code for other in version.steps])
        work.log(AuditCode.WORKFLOW_VERSION_EDITED, version, removed=step.code)


def publish(actor: Actor, key: str, *, reason: str, effective_on: date) -> WorkflowVersion:
    """Lock a draft and let it be the standard from *effective_on*; the one before it retires.

    :raises Incomplete: when it has no step.
    :raises IllegalTransition: when it is no draft.
    """
    with unit_of_work(actor) as work:
        version = queries.get_version(actor, key)
        demand(actor, Permission.WORKFLOW_STANDARD_PUBLISH)
        refuse_personal_numbers(reason, field="reason")
        state = after(WORKFLOW_VERSION_STEPS, version.state, WorkflowVersionStep.PUBLISH)
        if not version.steps:
            raise Incomplete(fields=["steps"])
        _retire_the_one_before(version)
        version.state, version.reason, version.effective_on = state, reason.strip(), effective_on
        version.published_at, version.published_by_id = clock.now(), actor.id
        work.log(AuditCode.WORKFLOW_VERSION_PUBLISHED, version, number=version.number)
    return version


def _retire_the_one_before(version: WorkflowVersion) -> None:
    for other in version.standard.versions:
        if other.state is WorkflowVersionState.PUBLISHED:
            other.state = after(WORKFLOW_VERSION_STEPS, other.state, WorkflowVersionStep.RETIRE)


def _draft(actor: Actor, key: str) -> WorkflowVersion:
    version = queries.get_version(actor, key)
    demand(actor, Permission.WORKFLOW_STANDARD_EDIT)
    after(WORKFLOW_VERSION_STEPS, version.state, WorkflowVersionStep.EDIT)
    return version


def _texts(
    values: Mapping[str, str | None], names: Iterable[str], *, needed: Iterable[str]
) -> dict[str, str | None]:
    texts = {name: (values.get(name) or "").strip() or None for name in names}
    for name, text in texts.items():
        refuse_personal_numbers(text or "", field=name)
    if missing := [name for name in needed if not texts[name]]:
        raise Incomplete(fields=missing)
    return texts


def _write(
    actor: Actor,
    version: WorkflowVersion,
    step: WorkflowStep,
    values: Mapping[str, str | None],
    links: Links,
) -> None:
    texts = _texts(values, TEXTS, needed=NEEDED)
    codes = [other.code for other in version.steps]
    for condition in (texts["branch_da"], texts["branch_en"]):
        check_branch(step.code, links.branch_to, condition=condition, codes=codes)
    for name, text in texts.items():
        setattr(step, name, text)
    step.branch_to = links.branch_to or None
    step.rule_set_code, step.rule_code = _known_rule(actor, links)
    _point(step, _known_criteria(actor, links), _known_notes(actor, links))


def _point(step: WorkflowStep, criteria: set[tuple[int, str]], note_ids: set[int]) -> None:
    kept = [line for line in step.criteria if (line.checklist_id, line.criterion_code) in criteria]
    there = {(line.checklist_id, line.criterion_code) for line in kept}
    step.criteria = kept + [
        WorkflowStepCriterion(checklist_id=checklist_id, criterion_code=code)
        for checklist_id, code in sorted(criteria - there)
    ]
    kept_notes = [line for line in step.notes if line.note_id in note_ids]
    new_notes = note_ids - {line.note_id for line in kept_notes}
    step.notes = kept_notes + [WorkflowStepNote(note_id=id_) for id_ in sorted(new_notes)]


def _known_rule(actor: Actor, links: Links) -> tuple[str | None, str | None]:
    if links.rule is None:
        return None, None
    known = {(rule.rule_set.code, rule.code) for rule in queries.rules_to_choose(actor)}
    if links.rule not in known:
        raise Invalid(field="rule", reason="unknown")
    return links.rule


def _known_criteria(actor: Actor, links: Links) -> set[tuple[int, str]]:
    if not links.criteria:
        return set()
    known = {(k.key, c.code): (k.id, c.code) for k, c in queries.criteria_to_choose(actor)}
    if unknown := [named for named in links.criteria if named not in known]:
        raise Invalid(field="criteria", reason="unknown", count=len(unknown))
    return {known[named] for named in links.criteria}


def _known_notes(actor: Actor, links: Links) -> set[int]:
    if not links.note_keys:
        return set()
    known = {note.key: note.id for note in queries.notes_to_choose(actor)}
    return {known[key] for key in links.note_keys if key in known}


def _number(version: WorkflowVersion, order: Sequence[str]) -> None:
    for step in version.steps:
        step.position = order.index(step.code) + 1


def _owner_id(actor: Actor, key: str) -> int:
    for person in queries.owners_to_choose(actor):
        if person.key == key:
            return person.id
    raise Invalid(field="owner", reason="unknown")
