"""The forms of indicators: setting one up, targets, values month by month, and pasting."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from wtforms import (
    HiddenField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.fields import SelectChoice
from wtforms.validators import InputRequired, Length, ValidationError

from review_app.domain.access import Actor
from review_app.domain.indicators import IndicatorDirection, IndicatorSource, IndicatorUnit
from review_app.domain.month_cells import read_month, read_number
from review_app.domain.timeliness import Definition
from review_app.features.insights import queries_indicators as queries
from review_app.features.insights.service_indicators import Basis, Naming
from review_app.kernel.forms import HouseForm, not_blank
from review_app.kernel.i18n import in_language
from review_app.kernel.words import words
from review_app.models import Indicator

SHORT, LONG = Length(max=120), Length(max=5_000)


class NamingForm(HouseForm):
    """What an indicator is called, which way is better, and who answers for it."""

    name_da = StringField(_l("Name in Danish"), [InputRequired(), not_blank, SHORT])
    name_en = StringField(_l("Name in English"), [InputRequired(), not_blank, SHORT])
    description = TextAreaField(_l("What is counted, and where the numbers come from"), [LONG])
    direction = RadioField(_l("Which way is better"), [InputRequired()])
    owner = SelectField(_l("Owner"), [InputRequired()])

    def naming(self) -> Naming:
        """Return what was filled in."""
        return Naming(
            self.name_da.data,
            self.name_en.data,
            self.description.data or "",
            IndicatorDirection(self.direction.data),
            self.owner.data,
        )


class NewIndicatorForm(NamingForm):
    """A new indicator: besides its name, what is counted."""

    source = RadioField(_l("Where the numbers come from"), [InputRequired()])
    unit = SelectField(_l("Unit"), [InputRequired()])
    team = SelectField(_l("Of whom"))
    rule_code = SelectField(_l("Rule"))
    definition = SelectField(_l("Definition"))
    activities = SelectMultipleField(_l("Kinds of events to count"))

    def basis(self) -> Basis:
        """Return what is counted."""
        source = IndicatorSource(self.source.data)
        is_timeliness = source is IndicatorSource.TIMELINESS
        return Basis(
            IndicatorUnit(self.unit.data),
            source,
            self.team.data or "",
            self.rule_code.data or "" if is_timeliness else "",
            Definition(self.definition.data) if is_timeliness and self.definition.data else None,
            tuple(self.activities.data or ()) if source is IndicatorSource.TALKS else (),
        )

    def validate_rule_code(self, field: Any) -> None:
        """Demand a rule and a definition where timeliness is computed."""
        if self.source.data == IndicatorSource.TIMELINESS and not field.data:
            raise ValidationError(_("Choose a rule."))

    def validate_activities(self, field: Any) -> None:
        """Demand kinds of events where they are counted."""
        if self.source.data == IndicatorSource.TALKS and not field.data:
            raise ValidationError(_("Choose the kinds of events to count."))

    def validate_team(self, field: Any) -> None:
        """Refuse a team where only the house is counted."""
        if self.source.data == IndicatorSource.ACTIONS and field.data:
            raise ValidationError(_("Actions done in time are counted for the whole house."))


class TargetForm(HouseForm):
    """What is aimed at, and from when."""

    from_month = StringField(_l("From the month"), [InputRequired(), not_blank])
    value = StringField(_l("Target"))

    def validate_from_month(self, field: Any) -> None:
        """Read the month."""
        _read(field, read_month, _("Write a month, for instance 03-2026."))

    def validate_value(self, field: Any) -> None:
        """Read the number."""
        if (field.data or "").strip():
            _read(field, read_number, _("Write a number."))

    @property
    def month(self) -> date:
        """The first day of the month."""
        return read_month(self.from_month.data)

    @property
    def number(self) -> float | None:
        """The target, or nothing."""
        text = (self.value.data or "").strip()
        return read_number(text) if text else None


class PasteForm(HouseForm):
    """Lines of month and value, from the clipboard or a file; stored on the second press."""

    lines = TextAreaField(_l("Months and values, one month a line"), [Length(max=50_000)])
    file = FileField(_l("Or a file (CSV or XLSX)"))
    way = HiddenField()
    reason = TextAreaField(_l("Why values are corrected"), [LONG])


def _read(field: Any, read: Any, message: str) -> None:
    try:
        read(field.data or "")
    except ValueError:
        raise ValidationError(message) from None


def naming_form(actor: Actor, indicator: Indicator) -> NamingForm:
    """Return the form that changes an indicator."""
    form = NamingForm(obj=indicator, owner=indicator.owner.key, direction=indicator.direction.value)
    _offer_naming(actor, form)
    return form


def new_form(actor: Actor) -> NewIndicatorForm:
    """Return the form of a new indicator, with what there is to choose."""
    form = NewIndicatorForm(
        source=IndicatorSource.ENTERED.value, direction=IndicatorDirection.HIGHER.value
    )
    _offer_naming(actor, form)
    form.unit.choices = _choices(words(IndicatorUnit))
    form.source.choices = _choices(words(IndicatorSource))
    teams = [(team.key, team.name) for team in queries.teams_to_choose(actor)]
    form.team.choices = _choices([("", str(_("The whole house"))), *teams])
    rules = queries.rules_to_choose(actor).items()
    named = [(code, in_language(rule, "name")) for code, rule in rules]
    form.rule_code.choices = _choices([("", str(_("Choose a rule"))), *named])
    form.definition.choices = _choices(words(Definition))
    form.activities.choices = _choices([(a, a) for a in queries.activities_to_choose(actor)])
    return form


def _offer_naming(actor: Actor, form: NamingForm) -> None:
    form.direction.choices = _choices(words(IndicatorDirection))
    people = [(person.key, person.name) for person in queries.owners_to_choose(actor)]
    form.owner.choices = _choices(people)


def _choices(pairs: Iterable[tuple[str, str]]) -> list[SelectChoice]:
    return [SelectChoice(code, name) for code, name in pairs]


class GridForm(HouseForm):
    """The twelve months of a year; made by :func:`grid_form`, a field for each."""

    reason = TextAreaField(_l("Why values are corrected"), [LONG])
    months: Mapping[date, str]

    def values(self) -> dict[date, float | None]:
        """Return what was sent, by month; ``None`` where a field was left empty."""
        return {
            m: _number(self[name].data) for m, name in self.months.items() if self[name].raw_data
        }

    def seen(self) -> dict[date, float | None]:
        """Return what the page showed of these months when it was opened."""
        return {month: _number(self[f"{self.months[month]}_seen"].data) for month in self.values()}


def _number(text: str | None) -> float | None:
    return read_number(text) if text and text.strip() else None


def _is_number(_form: Any, field: Any) -> None:
    if (field.data or "").strip():
        _read(field, read_number, _("Write a number."))


def grid_form(months: Mapping[date, tuple[str, str]]) -> GridForm:
    """Return a form with a field for each month: {first day: (name, value in words)}."""
    fields: dict[str, Any] = {"months": {month: f"m{month:%Y_%m}" for month in months}}
    for month, (name, value) in months.items():
        field = fields["months"][month]
        fields[field] = StringField(name, [_is_number, Length(max=40)], default=value)
        fields[f"{field}_seen"] = HiddenField(default=value, validators=[_is_number])
    made: GridForm = type("GridOfMonths", (GridForm,), fields)()
    return made
