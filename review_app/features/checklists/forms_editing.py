"""The forms of a criterion and a section, with the conditions on which they are asked."""

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    FieldList,
    Form,
    FormField,
    HiddenField,
    IntegerField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.fields import SelectChoice
from wtforms.validators import InputRequired, Length, NumberRange, Optional, ValidationError

from review_app.domain.applies_when import Clause, ClauseKind
from review_app.domain.checklists import FEWEST_ANSWERS, HEAVIEST, LIGHTEST
from review_app.domain.errors import Invalid
from review_app.domain.personal_data import has_personal_number
from review_app.domain.scoring import AnswerValue, Severity
from review_app.kernel.forms import HouseForm, not_blank
from review_app.kernel.words import words

LONG_TEXTS = (
    *("guidance_da", "guidance_en", "met_da", "met_en", "partly_met_da", "partly_met_en"),
    *("not_met_da", "not_met_en", "note_duty_da", "note_duty_en"),
    *("critical_effect_da", "critical_effect_en"),
)
TEXTS = ("question_da", "question_en", *LONG_TEXTS, "law_reference", "shown_fact")
OTHERS = ("is_law_confirmed", "weight", "default_severity", "is_critical", "asks_for_file")
LISTS = ("allowed_answers", "comment_on", "evidence_on")
MOST_CLAUSES = 20
Groups = dict[str, list[tuple[str, str]]]


class ClauseForm(Form):
    """One condition; ``subject`` says what it looks at as ``kind:subject``."""

    subject = SelectField(_l("What it depends on"), validate_choice=False)
    answers = SelectMultipleField(_l("Answered"), validate_choice=False)
    values = StringField(_l("One of"), [Length(max=500)])

    def clause(self) -> Clause | None:
        """Return the condition, or nothing when the row was left empty.

        :raises Invalid: when it is not whole.
        """
        kind, _colon, subject = (self.subject.data or "").partition(":")
        if not kind:
            return None
        values = [value.strip() for value in (self.values.data or "").split(",")]
        given = {ClauseKind.ANSWER.value: self.answers.data, ClauseKind.FIELD.value: values}
        return Clause.read({"kind": kind, "subject": subject, "values": given.get(kind)})


class ConditionedForm(HouseForm):
    """What may be asked on conditions only."""

    clauses = FieldList(FormField(ClauseForm), label=_l("Asked when"), max_entries=MOST_CLAUSES)

    def validate_clauses(self, field: FieldList) -> None:
        """Mark the rows that are no whole condition."""
        faults = [str(_said) for row in field if (_said := _fault_of(row.form))]
        if faults:
            raise ValidationError(" ".join(dict.fromkeys(faults)))

    def stored_clauses(self) -> list[dict[str, Any]]:
        """Return the conditions as they are stored."""
        found = [row.form.clause() for row in self.clauses]
        return [clause.stored() for clause in found if clause is not None]

    def changes_rows(self, sent: Mapping[str, str]) -> bool:
        """Add or take away a row when a button asked for that; says whether one did."""
        if "add_clause" in sent:
            self.clauses.append_entry()
        elif "remove_clause" in sent:
            kept = [row for row in self.clauses.entries if row.id != sent["remove_clause"]]
            self.clauses.entries = kept
        return "add_clause" in sent or "remove_clause" in sent

    def offer(self, groups: Groups) -> None:
        """Offer what conditions can look at; what a row has already stays on offer."""
        for row in self.clauses:
            there = {value for group in groups.values() for value, _label in group}
            own = row.form.subject.data
            more = {_("No longer there"): [(own, own.partition(":")[2])]} if own else {}
            row.form.subject.choices = groups if not own or own in there else {**groups, **more}
            row.form.answers.choices = answer_choices()


class SectionForm(ConditionedForm):
    """The titles of a section, and when all of it is asked."""

    title_da = StringField(_l("Title in Danish"), [InputRequired(), not_blank, Length(max=200)])
    title_en = StringField(_l("Title in English"), [InputRequired(), not_blank, Length(max=200)])

    def values(self) -> dict[str, Any]:
        """Return what was written, ready for the service."""
        titles = {"title_da": self.title_da.data, "title_en": self.title_en.data}
        return {**titles, "applies_when": self.stored_clauses()}


class CriterionForm(ConditionedForm):
    """Everything a reviewer reads, what is asked of the answer, and how much it counts."""

    seen = HiddenField()  # what stood when the page was opened
    section = SelectField(_l("Section"), coerce=int, validators=[Optional()])
    question_da = StringField(
        _l("Question in Danish"), [InputRequired(), not_blank, Length(max=500)]
    )
    question_en = StringField(
        _l("Question in English"), [InputRequired(), not_blank, Length(max=500)]
    )
    guidance_da = TextAreaField(_l("What to look for, in Danish"), [Length(max=8000)])
    guidance_en = TextAreaField(_l("What to look for, in English"), [Length(max=8000)])
    note_duty_da = TextAreaField(_l("What must be noted, in Danish"), [Length(max=8000)])
    note_duty_en = TextAreaField(_l("What must be noted, in English"), [Length(max=8000)])
    met_da = TextAreaField(_l("Met looks like this, in Danish"), [Length(max=8000)])
    met_en = TextAreaField(_l("Met looks like this, in English"), [Length(max=8000)])
    partly_met_da = TextAreaField(_l("Partly met looks like this, in Danish"), [Length(max=8000)])
    partly_met_en = TextAreaField(_l("Partly met looks like this, in English"), [Length(max=8000)])
    not_met_da = TextAreaField(_l("Not met looks like this, in Danish"), [Length(max=8000)])
    not_met_en = TextAreaField(_l("Not met looks like this, in English"), [Length(max=8000)])
    law_reference = StringField(_l("Law reference"), [Length(max=200)])
    is_law_confirmed = BooleanField(_l("Our legal owner has confirmed the law reference"))
    allowed_answers = SelectMultipleField(_l("Answers on offer"))
    comment_on = SelectMultipleField(_l("Answers that need a comment"))
    evidence_on = SelectMultipleField(_l("Answers that need evidence"))
    shown_fact = SelectField(_l("Fact of the case beside the question"), validate_choice=False)
    weight = IntegerField(
        _l("Weight in the score"), [InputRequired(), NumberRange(LIGHTEST, HEAVIEST)], default=1
    )
    default_severity = RadioField(
        _l("How much does a deviation usually matter?"), [InputRequired()], coerce=Severity
    )
    is_critical = BooleanField(
        _l("Critical: a case that fails it is not in accordance, unless the reviewer says why")
    )
    critical_effect_da = TextAreaField(_l("Why it is critical, in Danish"), [Length(max=8000)])
    critical_effect_en = TextAreaField(_l("Why it is critical, in English"), [Length(max=8000)])
    asks_for_file = BooleanField(
        _l("It asks whether the case file can be produced: a case without a file fails it")
    )
    is_same_meaning = BooleanField(
        _l("It still means the same, so that figures before and after can be compared"),
        default=True,
    )

    def validate_allowed_answers(self, field: SelectMultipleField) -> None:
        """Ask for more than one answer to choose from."""
        if len(field.data or []) < FEWEST_ANSWERS:
            raise ValidationError(_("Offer at least two answers."))

    def values(self) -> dict[str, Any]:
        """Return what was written, ready for the service."""
        texts = {name: (self[name].data or "").replace("\r\n", "\n").strip() for name in TEXTS}
        offered = self.allowed_answers.data or []
        lists = {name: [v for v in self[name].data or [] if v in offered] for name in LISTS}
        others = {name: self[name].data for name in OTHERS}
        return {**texts, **lists, **others, "applies_when": self.stored_clauses()}


def answer_choices() -> list[SelectChoice]:
    """Return the answers by name."""
    return [SelectChoice(value, name) for value, name in words(AnswerValue)]


def clause_rows(stored: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return what the rows of a form show of stored conditions."""
    return [
        {
            "subject": f"{clause['kind']}:{clause['subject']}",
            "answers": clause.get("values", []),
            "values": ", ".join(clause.get("values", [])) if clause["kind"] == "field" else "",
        }
        for clause in stored
    ]


def _fault_of(row: ClauseForm) -> str:
    if has_personal_number(row.values.data or ""):
        fault = _(
            "This looks like a CPR number. Personal numbers are never stored here; remove it."
        )
        row.values.errors = [fault]
        return str(fault)
    try:
        row.clause()
    except Invalid:
        fault = _("Say which answers or values the condition waits for.")
        row.subject.errors = [fault]
        return str(fault)
    return ""
