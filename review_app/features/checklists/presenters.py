"""Words for what a version says, how two differ, and what is to be mended."""

from collections.abc import Iterable
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from review_app.domain.applies_when import CaseField, Clause, ClauseKind
from review_app.domain.checklist_files import Problem
from review_app.domain.checklist_texts import CriterionText
from review_app.domain.checklists import ChangeKind, Fault, FaultKind, FieldChange
from review_app.domain.scoring import AnswerValue, Severity
from review_app.domain.shown_facts import DayField, FactKind, ShownFact
from review_app.domain.word_difference import Piece, PieceKind, word_difference
from review_app.kernel.words import word

CHANGE_TONES = {
    ChangeKind.ADDED: "success",
    ChangeKind.CHANGED: "info",
    ChangeKind.MOVED: "neutral",
    ChangeKind.REMOVED: "error",
}
FIELD_NAMES = {
    "title_da": _l("Title in Danish"),
    "title_en": _l("Title in English"),
    "question_da": _l("Question in Danish"),
    "question_en": _l("Question in English"),
    "guidance_da": _l("What to look for, in Danish"),
    "guidance_en": _l("What to look for, in English"),
    "met_da": _l("Met looks like this, in Danish"),
    "met_en": _l("Met looks like this, in English"),
    "partly_met_da": _l("Partly met looks like this, in Danish"),
    "partly_met_en": _l("Partly met looks like this, in English"),
    "not_met_da": _l("Not met looks like this, in Danish"),
    "not_met_en": _l("Not met looks like this, in English"),
    "note_duty_da": _l("What must be noted, in Danish"),
    "note_duty_en": _l("What must be noted, in English"),
    "law_reference": _l("Law reference"),
    "is_law_confirmed": _l("Law reference confirmed"),
    "weight": _l("Weight in the score"),
    "default_severity": _l("How much a deviation matters"),
    "is_critical": _l("Critical"),
    "critical_effect_da": _l("Why it is critical, in Danish"),
    "critical_effect_en": _l("Why it is critical, in English"),
    "allowed_answers": _l("Answers on offer"),
    "comment_on": _l("Answers that need a comment"),
    "evidence_on": _l("Answers that need evidence"),
    "applies_when": _l("Asked when"),
    "shown_fact": _l("Fact of the case beside the question"),
    "asks_for_file": _l("Asks for the case file"),
}
FAULTS = {
    FaultKind.NO_CRITERIA: _l("It has no criterion."),
    FaultKind.EMPTY_SECTION: _l("A section has no criterion: give it one or remove it."),
    FaultKind.SAME_CODE: _l("Two criteria have this code."),
    FaultKind.NO_QUESTION_DA: _l("The question lacks in Danish."),
    FaultKind.NO_QUESTION_EN: _l("The question lacks in English."),
    FaultKind.WEIGHT: _l("The weight must be from 1 to 10."),
    FaultKind.FEW_ANSWERS: _l("It offers fewer than two answers."),
    FaultKind.CONDITION: _l("Its condition looks at a criterion that does not come before it:"),
}
PROBLEMS = {
    "alias": _l("References are not read; write the text out."),
    "answers": _l("Write answers as met, partly-met, not-met, not-applicable, cannot-be-assessed."),
    "code": _l("A code has letters, digits, hyphens and dots only."),
    "damaged": _l("The file is damaged or is no checklist."),
    "empty-file": _l("The file is empty."),
    "long": _l("The text is too long."),
    "missing": _l("Something must stand here."),
    "personal-number": _l("This looks like a CPR number. Personal numbers are never stored here."),
    "same-code": _l("Another criterion of the file has this code."),
    "severity": _l("Write minor, material or serious."),
    "too-large": _l("The file is larger than 500 kB."),
    "too-many-rows": _l("A checklist has at most 500 criteria."),
    "unknown": _l("This is no condition or fact that can be read."),
    "unknown-column": _l("There is no such column."),
    "weight": _l("The weight must be a whole number from 1 to 10."),
    "yes-or-no": _l("Write yes or no."),
}
# The reason the starter checklists carry; the others are people's own words.
REASON_NAMES = {"starter": _l("Starter checklist that comes with the product")}


def clause_words(clause: Clause) -> str:
    """Say a condition in words."""
    if clause.kind is ClauseKind.ANSWER:
        names = [str(word(AnswerValue(value))) for value in clause.values]
        return str(
            _("%(code)s is answered: %(values)s", code=clause.subject, values=_either(names))
        )
    if clause.kind is ClauseKind.FIELD:
        name = word(CaseField(clause.subject))
        return str(_("%(field)s is %(values)s", field=name, values=_either(list(clause.values))))
    if clause.kind is ClauseKind.HAPPENED:
        return str(_("“%(activity)s” has happened", activity=clause.subject))
    return str(_("“%(activity)s” has not happened", activity=clause.subject))


def stored_clauses(stored: Iterable[dict[str, Any]]) -> list[str]:
    """Say stored conditions in words."""
    return [clause_words(Clause.read(each)) for each in stored]


def fact_words(stored: str) -> str:
    """Say which fact stands beside a question."""
    fact = ShownFact.read(stored)
    if fact.kind is FactKind.FIELD:
        return str(word(DayField(fact.subject)))
    said = {
        FactKind.FIRST: _("Day of the first “%(activity)s”", activity=fact.subject),
        FactKind.LAST: _("Day of the last “%(activity)s”", activity=fact.subject),
        FactKind.COUNT: _("How many times “%(activity)s”", activity=fact.subject),
    }
    return str(said[fact.kind])


def pieces_of(change: FieldChange) -> list[Piece]:
    """Return the pieces of what a field was and is: word by word for texts, whole for the rest."""
    before, after = (_said(change.name, value) for value in (change.before, change.after))
    if isinstance(change.before, str) and change.name != "shown_fact":
        return word_difference(before, after)
    both = (Piece(PieceKind.DELETED, before), Piece(PieceKind.INSERTED, after))
    return [piece for piece in both if piece.text]


def fault_words(fault: Fault) -> str:
    """Say what is to be mended."""
    return " ".join(filter(None, (str(FAULTS[fault.kind]), fault.subject)))


def problem_words(problem: Problem) -> str:
    """Say why a cell of a file cannot be used."""
    return str(PROBLEMS[problem.reason])


def whole_text(criterion: CriterionText) -> list[FieldChange]:
    """Return all fields in which a criterion differs from an empty one."""
    plain = CriterionText("")
    return [
        FieldChange(name, getattr(plain, name), getattr(criterion, name))
        for name in FIELD_NAMES
        if hasattr(criterion, name) and getattr(criterion, name) != getattr(plain, name)
    ]


def _either(values: list[str]) -> str:
    return str(_(" or ").join(values))


def _said(name: str, value: Any) -> str:
    if isinstance(value, bool):
        return str(_("Yes") if value else _("No"))
    if name == "default_severity":
        return str(word(Severity(value)))
    if name == "shown_fact":
        return fact_words(value) if value else ""
    if name == "applies_when":
        return "; ".join(map(clause_words, value)) or _("always asked")
    if isinstance(value, tuple):
        return ", ".join(str(word(AnswerValue(each))) for each in value) or _("none")
    return str(value)
