"""The forms of rule sets and their rules."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    DateField,
    Field,
    IntegerField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.fields import SelectChoice
from wtforms.validators import InputRequired, Length, NumberRange, Optional, Regexp, ValidationError

from review_app.domain.deadline_rules import CaseField, ChosenBy, RuleKind, StartsFrom, Unit
from review_app.kernel.forms import HouseForm, not_blank
from review_app.kernel.words import words
from review_app.models import DeadlineRule, RuleSet

LISTS = (
    "start_activities",
    "evidence_activities",
    "stop_activities",
    "resume_activities",
    "exempting_activities",
    "lawful_activities",
)
PLAIN = (
    "is_active",
    "kind",
    "starts_from",
    "starts_anew",
    "chosen_by",
    "value",
    "unit",
    "counts_from",
    "needed",
    "is_pro_rata",
    "quota_percent",
    "closing_counts",
    "warning_days",
    "local_value",
    "valid_from_on",
    "valid_to_on",
    "are_dates_certain",
)
TEXTS = ("law_reference", "source_url", "note_da", "note_en")
CONDITIONS = (1, 2)
LONGEST = 3650


def lines_of(text: str | None) -> list[str]:
    """Return what stands on the lines of a text, without the empty ones."""
    return [" ".join(line.split()) for line in (text or "").splitlines() if line.strip()]


def _names(label: Any) -> TextAreaField:
    return TextAreaField(label, [Length(max=2000)])


class CopyForm(HouseForm):
    """From when the next version is in force, and what it is for."""

    valid_from_on = DateField(_l("In force from"), [InputRequired()])
    reason = StringField(
        _l("What is the new version for?"), [InputRequired(), not_blank, Length(max=500)]
    )


class ConfirmForm(HouseForm):
    """Who answers for the rules."""

    confirmation = StringField(
        _l("Who has held the rules against the law, and when?"),
        [InputRequired(), not_blank, Length(max=500)],
    )


class RuleSetForm(HouseForm):
    """What a set says for all of its rules."""

    name_da = StringField(_l("Name in Danish"), [InputRequired(), not_blank, Length(max=200)])
    name_en = StringField(_l("Name in English"), [InputRequired(), not_blank, Length(max=200)])
    valid_from_on = DateField(_l("In force from"), [Optional()])
    first_absence_activities = _names(_l("Events that tell the first absence day"))

    def values(self) -> dict[str, Any]:
        """Return what was written, ready for the service."""
        return {
            "name_da": self.name_da.data.strip(),
            "name_en": self.name_en.data.strip(),
            "valid_from_on": self.valid_from_on.data,
            "first_absence_activities": lines_of(self.first_absence_activities.data),
        }


class RuleForm(HouseForm):
    """Everything a rule is made of."""

    code = StringField(
        _l("Code"),
        [InputRequired(), Regexp(r"^[A-Za-z0-9.-]{1,40}$", message=_l("Letters and digits only."))],
    )
    name_da = StringField(_l("Name in Danish"), [InputRequired(), not_blank, Length(max=200)])
    name_en = StringField(_l("Name in English"), [InputRequired(), not_blank, Length(max=200)])
    is_active = BooleanField(_l("Measured: deadlines are computed from it"))
    kind = RadioField(_l("What it asks of a case"), coerce=RuleKind)
    value = IntegerField(_l("How long"), [InputRequired(), NumberRange(0, LONGEST)])
    unit = SelectField(_l("Counted in"), coerce=Unit)
    counts_from = RadioField(_l("The first day of the count"), coerce=int)
    starts_from = RadioField(_l("What starts the clock"), coerce=StartsFrom)
    start_activities = _names(_l("Events that start the clock"))
    starts_anew = BooleanField(_l("The clock starts anew with each of them"))
    evidence_activities = _names(_l("Events that meet the rule"))
    closing_counts = BooleanField(_l("Closing the case meets the rule"))
    needed = IntegerField(_l("How many of them"), [InputRequired(), NumberRange(1, 100)], default=1)
    is_pro_rata = BooleanField(_l("A case closed early owes the whole part of the number"))
    quota_percent = IntegerField(
        _l("Percent of the group that shall"), [Optional(), NumberRange(1, 100)]
    )
    stop_activities = _names(_l("Events that stop the clock"))
    resume_activities = _names(_l("Events that let it go on"))
    exempting_activities = _names(_l("Events that exempt the case"))
    lawful_activities = _names(_l("Events that are a lawful reason for being late"))
    warning_days = IntegerField(
        _l("Days of warning before it is due"),
        [InputRequired(), NumberRange(0, LONGEST)],
        default=0,
    )
    local_value = IntegerField(
        _l("The house's own stricter goal"), [Optional(), NumberRange(0, LONGEST)]
    )
    chosen_by = RadioField(_l("Which day says whether the rule was in force"), coerce=ChosenBy)
    valid_from_on = DateField(_l("In force from"), [Optional()])
    valid_to_on = DateField(_l("In force to"), [Optional()])
    are_dates_certain = BooleanField(_l("These dates are certain"))
    condition_1_field = SelectField(_l("The rule is about cases by their"))
    condition_1_values = _names(_l("Which must be one of"))
    condition_1_excludes = BooleanField(_l("Must not be one of them"))
    condition_2_field = SelectField(_l("And by their"))
    condition_2_values = _names(_l("Which must be one of"))
    condition_2_excludes = BooleanField(_l("Must not be one of them"))
    law_reference = StringField(_l("Law reference"), [Length(max=200)])
    source_url = StringField(_l("Source"), [Length(max=1000)])
    note_da = TextAreaField(_l("Remarks in Danish"), [Length(max=2000)])
    note_en = TextAreaField(_l("Remarks in English"), [Length(max=2000)])

    def validate_evidence_activities(self, field: Field) -> None:
        """Ask how a measured rule is met."""
        needs = self.is_active.data and self.kind.data is not RuleKind.OWN_DEADLINE
        if needs and not (lines_of(field.data) or self.closing_counts.data):
            raise ValidationError(_("Name at least one event, or let closing the case meet it."))

    def validate_start_activities(self, field: Field) -> None:
        """Ask for the event where one starts the clock."""
        needs = self.is_active.data and self.starts_from.data is StartsFrom.EVENT
        if needs and not lines_of(field.data):
            raise ValidationError(_("Name at least one event that starts the clock."))

    def validate_resume_activities(self, field: Field) -> None:
        """Ask how a clock that stops goes on."""
        if lines_of(self.stop_activities.data) and not lines_of(field.data):
            raise ValidationError(_("Name the event that lets the clock go on."))

    def validate_kind(self, field: Field) -> None:
        """Ask for the share where the rule is about the group."""
        if field.data is RuleKind.GROUP_QUOTA and self.quota_percent.data is None:
            raise ValidationError(_("Say below how many percent of the group."))

    def validate_local_value(self, field: Field) -> None:
        """Hold the house's goal to be the stricter one."""
        if field.data is not None and field.data >= (self.value.data or 0):
            raise ValidationError(_("The house's goal is a smaller number than the rule's."))

    def validate_valid_to_on(self, field: Field) -> None:
        """Hold the dates in order."""
        if field.data and self.valid_from_on.data and field.data < self.valid_from_on.data:
            raise ValidationError(_("This lies before the day it is in force from."))

    def values(self) -> dict[str, Any]:
        """Return what was written, ready for the service."""
        return {
            "name_da": self.name_da.data.strip(),
            "name_en": self.name_en.data.strip(),
            **{name: self[name].data for name in PLAIN},
            **{name: lines_of(self[name].data) for name in LISTS},
            **{name: (self[name].data or "").strip() or None for name in TEXTS},
            "conditions": self._conditions(),
        }

    def _conditions(self) -> dict[str, Any]:
        kept = {}
        for n in CONDITIONS:
            values = lines_of(self[f"condition_{n}_values"].data)
            field = self[f"condition_{n}_field"].data
            if field and values:
                excludes = self[f"condition_{n}_excludes"].data
                kept[field] = {"values": values, "excludes": excludes}
        return kept


def rule_set_form(rule_set: RuleSet) -> RuleSetForm:
    """Build the form, filled from the draft."""
    return RuleSetForm(
        name_da=rule_set.name_da,
        name_en=rule_set.name_en,
        valid_from_on=rule_set.valid_from_on,
        first_absence_activities="\n".join(rule_set.first_absence_activities),
    )


def rule_form(rule: DeadlineRule | None = None) -> RuleForm:
    """Build the form, filled from *rule* when it is there already."""
    form = RuleForm(data=_filled(rule) if rule else _usual())
    for name, kind in (
        ("kind", RuleKind),
        ("unit", Unit),
        ("starts_from", StartsFrom),
        ("chosen_by", ChosenBy),
    ):
        form[name].choices = [SelectChoice(code, text) for code, text in words(kind)]
    form.counts_from.choices = [
        SelectChoice(0, _("The day after")),
        SelectChoice(1, _("The very day: the end of week 8 is that day plus 55")),
    ]
    fields = [SelectChoice("", _("No condition")), *(SelectChoice(*c) for c in words(CaseField))]
    for n in CONDITIONS:
        form[f"condition_{n}_field"].choices = fields
    if rule is not None:
        del form.code
    return form


def _usual() -> dict[str, Any]:
    return {
        "is_active": True,
        "kind": RuleKind.SINGLE_DEADLINE,
        "unit": Unit.CALENDAR_DAYS,
        "counts_from": 0,
        "starts_from": StartsFrom.FIRST_ABSENCE,
        "chosen_by": ChosenBy.FIRST_ABSENCE,
        "needed": 1,
        "warning_days": 0,
        "are_dates_certain": True,
    }


def _filled(rule: DeadlineRule) -> dict[str, Any]:
    data = {name: getattr(rule, name) for name in ("name_da", "name_en", *PLAIN, *TEXTS)}
    data |= {name: "\n".join(getattr(rule, name)) for name in LISTS}
    for n, (field, told) in zip(CONDITIONS, rule.conditions.items(), strict=False):
        data[f"condition_{n}_field"] = field
        data[f"condition_{n}_values"] = "\n".join(told["values"])
        data[f"condition_{n}_excludes"] = bool(told.get("excludes"))
    return data
