"""A workflow standard as one reads it: the steps with all they point at, and what changed."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from review_app.domain.workflow_standards import (
    StepChange,
    StepChangeKind,
    StepText,
    differences,
)
from review_app.features.workflow_standards.queries import Pointed
from review_app.kernel.i18n import in_language
from review_app.kernel.rule_words import terms
from review_app.models import (
    Criterion,
    DeadlineRule,
    LearningNote,
    WorkflowStep,
    WorkflowVersion,
)

LANES = 6  # as many colours as the style sheet has; a further one begins anew
CHANGE_NAMES = {
    StepChangeKind.ADDED: (_l("Added"), "success"),
    StepChangeKind.CHANGED: (_l("Changed"), "info"),
    StepChangeKind.MOVED: (_l("Moved"), "neutral"),
    StepChangeKind.REMOVED: (_l("Removed"), "error"),
}
FIELD_NAMES = {
    "who_da": _l("Who, in Danish"),
    "who_en": _l("Who, in English"),
    "what_da": _l("Does what, in Danish"),
    "what_en": _l("Does what, in English"),
    "when_da": _l("When, in Danish"),
    "when_en": _l("When, in English"),
    "rule": _l("Rule with a deadline"),
    "noted_da": _l("What is noted where, in Danish"),
    "noted_en": _l("What is noted where, in English"),
    "branch_da": _l("If ..., in Danish"),
    "branch_en": _l("If ..., in English"),
    "branch_to": _l("then go to"),
    "criteria": _l("Criteria that look at this step"),
    "notes": _l("Learning notes that help"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """One step of the flow; ``lane`` is the number of whoever does it, from 1.

    ``branch_number`` is the step one goes to under its condition; ``unknown`` holds the codes of
    criteria that no version in use has any more.
    """

    step: WorkflowStep
    number: int
    lane: int
    rule: DeadlineRule | None
    criteria: Sequence[Criterion]
    unknown: Sequence[str]
    notes: Sequence[LearningNote]
    branch_number: int | None

    @property
    def colour(self) -> int:
        """Which of the style sheet's lanes colours it."""
        return (self.lane - 1) % LANES + 1


def lanes(version: WorkflowVersion) -> list[str]:
    """Return who takes part, in the order in which they first do something."""
    return list(dict.fromkeys(in_language(step, "who") for step in version.steps))


def lines(version: WorkflowVersion, pointed: Pointed) -> list[Line]:
    """Return the steps in order."""
    people = lanes(version)
    numbers = {step.code: n for n, step in enumerate(version.steps, start=1)}
    return [
        Line(
            step,
            number,
            people.index(in_language(step, "who")) + 1,
            pointed.rules.get((step.rule_set_code, step.rule_code)),
            [pointed.criteria[key] for key in _named(step) if key in pointed.criteria],
            [code for id_, code in _named(step) if (id_, code) not in pointed.criteria],
            [pointed.notes[n.note_id] for n in step.notes if n.note_id in pointed.notes],
            numbers.get(step.branch_to or ""),
        )
        for number, step in enumerate(version.steps, start=1)
    ]


def _named(step: WorkflowStep) -> list[tuple[int, str]]:
    return [(line.checklist_id, line.criterion_code) for line in step.criteria]


def rule_in_words(rule: DeadlineRule) -> str:
    """Return what a rule with a deadline asks."""
    return terms(rule)


def changes(before: WorkflowVersion, after: WorkflowVersion, pointed: Pointed) -> list[StepChange]:
    """Return what differs between two versions, step by step."""
    return differences(_told(before, pointed), _told(after, pointed))


def _told(version: WorkflowVersion, pointed: Pointed) -> list[StepText]:
    whats = {step.code: in_language(step, "what") for step in version.steps}
    return [
        StepText(
            code=step.code,
            who_da=step.who_da,
            who_en=step.who_en,
            what_da=step.what_da,
            what_en=step.what_en,
            when_da=step.when_da or "",
            when_en=step.when_en or "",
            rule=step.rule_code or "",
            noted_da=step.noted_da or "",
            noted_en=step.noted_en or "",
            branch_da=step.branch_da or "",
            branch_en=step.branch_en or "",
            branch_to=whats.get(step.branch_to or "", ""),
            criteria=tuple(line.criterion_code for line in step.criteria),
            notes=tuple(
                pointed.notes[n.note_id].title for n in step.notes if n.note_id in pointed.notes
            ),
        )
        for step in version.steps
    ]


def value(told: StepText, name: str) -> str:
    """Return what a field of a step says."""
    found = getattr(told, name)
    return ", ".join(found) if isinstance(found, tuple) else str(found)


def led_to(version: WorkflowVersion, step: WorkflowStep) -> list[int]:
    """Return the numbers of the steps that lead to *step* under a condition."""
    return [other.position for other in version.steps if other.branch_to == step.code]


def why_it_stays(version: WorkflowVersion, step: WorkflowStep) -> str:
    """Say why a step cannot be removed; nothing when it can."""
    numbers = led_to(version, step)
    if not numbers:
        return ""
    return str(
        _("Step %(numbers)s leads to it.", numbers=", ".join(str(number) for number in numbers))
    )
