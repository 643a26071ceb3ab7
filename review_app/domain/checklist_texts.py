"""What a version of a checklist says, as plain values: compared, checked and put in files."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields

from review_app.domain.applies_when import Clause, Conditional
from review_app.domain.scoring import EXPLAINED, AnswerValue, Severity

EVERY_ANSWER = tuple(value.value for value in AnswerValue)
EXPLAINED_ANSWERS = tuple(value.value for value in AnswerValue if value in EXPLAINED)


@dataclass(frozen=True, slots=True)
class CriterionText:
    """All that a reviewer reads or a score uses of one criterion; ``code`` says which it is.

    The fields have the names of the table's columns; an empty text is no text.
    """

    code: str
    question_da: str = ""
    question_en: str = ""
    guidance_da: str = ""
    guidance_en: str = ""
    met_da: str = ""
    met_en: str = ""
    partly_met_da: str = ""
    partly_met_en: str = ""
    not_met_da: str = ""
    not_met_en: str = ""
    note_duty_da: str = ""
    note_duty_en: str = ""
    law_reference: str = ""
    is_law_confirmed: bool = False
    weight: int = 1
    default_severity: str = Severity.MATERIAL.value
    is_critical: bool = False
    critical_effect_da: str = ""
    critical_effect_en: str = ""
    allowed_answers: tuple[str, ...] = EVERY_ANSWER
    comment_on: tuple[str, ...] = EXPLAINED_ANSWERS
    evidence_on: tuple[str, ...] = ()
    applies_when: tuple[Clause, ...] = ()
    shown_fact: str = ""
    asks_for_file: bool = False


@dataclass(frozen=True, slots=True)
class SectionText:
    """A heading with its criteria in the order in which they are read."""

    title_da: str
    title_en: str
    applies_when: tuple[Clause, ...] = ()
    criteria: tuple[CriterionText, ...] = ()


#: The fields of a criterion, in the order in which they are read.
CRITERION_FIELDS = tuple(field.name for field in fields(CriterionText))
LANGUAGES = ("da", "en")


def criteria_of(sections: Iterable[SectionText]) -> list[CriterionText]:
    """Return all criteria in the order in which they are read."""
    return [criterion for section in sections for criterion in section.criteria]


def conditionals_of(sections: Sequence[SectionText]) -> list[Conditional]:
    """Return every criterion with the clauses of its section and its own."""
    return [
        Conditional(criterion.code, (*section.applies_when, *criterion.applies_when))
        for section in sections
        for criterion in section.criteria
    ]
