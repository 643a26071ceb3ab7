"""Words and choices of the scoring page, and what its script must know."""

import json
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, NamedTuple

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from jinja2.runtime import Macro

from review_app.domain.access import Actor
from review_app.domain.applies_when import Clause, ClauseKind
from review_app.domain.scoring import AnswerValue
from review_app.domain.shown_facts import DayField, FactKind, ShownFact
from review_app.features.reviews.queries_scoring import Mark, next_to_score
from review_app.features.reviews.sheet import Line, Sheet
from review_app.kernel.i18n import in_language, show_day
from review_app.kernel.words import word
from review_app.models import ChecklistVersion, Criterion, Review
from review_app.models.locked_checklists import AskedCriterion
from review_app.models.reviews import BEING_SCORED

# The keys that give an answer; its number stays the same where others are not offered.
ANSWER_KEYS = {
    AnswerValue.MET: "1",
    AnswerValue.PARTLY_MET: "2",
    AnswerValue.NOT_MET: "3",
    AnswerValue.NOT_APPLICABLE: "4 n",
    AnswerValue.CANNOT_BE_ASSESSED: "5 u",
}
KEYS = [
    ("1 2 3 4 5", _l("Answer the criterion you are at")),
    ("n", _l("Not applicable")),
    ("u", _l("Cannot be assessed")),
    ("j", _l("Next criterion")),
    ("k", _l("Previous criterion")),
    ("m", _l("Next with something missing")),
    ("c", _l("Write the comment")),
    ("s", _l("Use a sentence you keep")),
    ("e", _l("Point to evidence")),
    ("r", _l("What met and not met look like")),
    ("Ctrl Enter", _l("Done writing, to the next criterion")),
    ("Esc", _l("Back from writing to the criterion")),
    ("?", _l("Show these keys")),
]
RUBRIC = ("met", "partly_met", "not_met")


class Choice(NamedTuple):
    """An answer as the page offers it."""

    value: str
    number: str
    keys: str
    words: str


def choices() -> list[Choice]:
    """Return every answer with its key and its words."""
    return [
        Choice(value.value, keys[0], keys, str(word(value))) for value, keys in ANSWER_KEYS.items()
    ]


def rubric_of(criterion: Criterion | AskedCriterion, code: str = "") -> list[tuple[str, str]]:
    """Return what met, partly met and not met look like, as far as the checklist says so."""
    told = ((name, in_language(criterion, name, code)) for name in RUBRIC)
    return [(str(word(AnswerValue(name.replace("_", "-")))), text) for name, text in told if text]


def written(macro: Macro, asked: AskedCriterion, w: Mapping[str, Any], given: str = "") -> str:
    """Return what *macro* writes of a criterion in the language of *w*; written once, then kept.

    :param given: what else it depends on: the answer. Nothing that belongs to one review may.
    """
    key = (macro.name, w["lang"], given)
    if key not in asked.written:
        asked.written[key] = macro(asked, w, given).strip()  # nothing to tell is no text
    return asked.written[key]


def condition_words(criterion: Criterion, version: ChecklistVersion) -> list[str]:
    """Say on paper when a criterion is asked; a person follows it there."""
    numbers = {
        each.code: f"{section.position}.{place}"
        for section in version.sections
        for place, each in enumerate(section.criteria, start=1)
    }
    return [_clause_words(clause, numbers) for clause in criterion.conditional.clauses]


def _clause_words(clause: Clause, numbers: Mapping[str, str]) -> str:
    if clause.kind is ClauseKind.ANSWER:
        values = ", ".join(str(word(AnswerValue(value))) for value in clause.values)
        number = numbers.get(clause.subject, clause.subject)
        return str(_("Only if %(number)s is answered: %(values)s", number=number, values=values))
    if clause.kind is ClauseKind.FIELD:
        return str(_("Only in cases of: %(values)s", values=", ".join(clause.values)))
    if clause.kind is ClauseKind.HAPPENED:
        return str(_("Only if this happened: %(event)s", event=clause.subject))
    return str(_("Only if this did not happen: %(event)s", event=clause.subject))


def fact_words(line: Line, review: Review) -> str:
    """Say the fact of the case that stands beside a question; empty when it asks for none."""
    if not line.criterion.shown_fact:
        return ""
    shown = ShownFact.read(line.criterion.shown_fact)
    if shown.kind is FactKind.FIELD:
        name = {
            DayField.OPENED_ON: _("Opened"),
            DayField.CLOSED_ON: _("Closed"),
            DayField.DEADLINE_ON: _("Deadline"),
        }[DayField(shown.subject)]
        return f"{name}: {show_day(line.fact) if isinstance(line.fact, date) else '–'}"
    if isinstance(line.fact, date):
        first = shown.kind is FactKind.FIRST
        wording = _("%(event)s, first time: %(day)s") if first else _("%(event)s, last: %(day)s")
        return str(wording % {"event": shown.subject, "day": show_day(line.fact)})
    if line.fact:
        times = ngettext("%(num)s time", "%(num)s times", int(line.fact))
        return f"{shown.subject}: {times}"
    if review.assessed_on is None:
        return str(_("%(event)s: none in the case", event=shown.subject))
    day = show_day(review.assessed_on)
    return str(_("%(event)s: none by %(day)s", event=shown.subject, day=day))


def for_the_script(sheet: Sheet) -> str:
    """Return, as JSON, when each criterion is asked and what it still lacks.

    Conditions on other answers are followed in the page; those on the case are settled here.
    """
    return json.dumps([_told(line) for line in sheet.lines], separators=(",", ":"))


def _told(line: Line) -> dict[str, Any]:
    criterion = line.criterion
    told: dict[str, Any] = {"key": criterion.key, "code": criterion.code}
    told["section"] = int(line.number.split(".")[0])
    told["answer"] = line.given.value if line.given else None
    clauses = [
        {"subject": clause.subject, "values": clause.values}
        for clause in criterion.conditional.clauses
        if clause.kind is ClauseKind.ANSWER
    ]
    more = {"when": clauses, "off": line.is_closed_by_the_case, "missing": bool(line.missing)}
    return told | {name: value for name, value in more.items() if value}


def coming_after(actor: Actor, review: Review) -> Review | None:
    """Return the next review to offer whoever has just handed this one in."""
    is_own = review.reviewer_id == actor.id and review.state not in BEING_SCORED
    return next_to_score(actor, than=review) if is_own else None


def state_of(marks: Iterable[Mark]) -> dict[str, Any]:
    """Return what stands now, for a page that is open; ``hidden`` is none before any answer."""
    marks = list(marks)
    hidden = [mark.key for mark in marks if mark.is_hidden]
    versions = {mark.key: mark.revision for mark in marks if mark.revision}
    return {"hidden": hidden if marks else None, "versions": versions}
