"""The forms of how cases are drawn, of taking more of them, and of a file that is missing."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Any, ClassVar

from flask import request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import (
    DecimalField,
    IntegerField,
    RadioField,
    SelectField,
    TextAreaField,
)
from wtforms.fields import SelectChoice
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from review_app.domain.actors import Actor
from review_app.domain.designs import MOST_POINTS, Grouping, ListOrder, SamplingDesign, WeightRule
from review_app.domain.draw import Method
from review_app.domain.errors import Invalid
from review_app.domain.planning import Allocation
from review_app.features.rounds import queries_draws, queries_planning
from review_app.features.rounds.presenters_designs import GUESS, Wishes, fault_words
from review_app.kernel.forms import HouseForm, not_blank
from review_app.kernel.words import words
from review_app.models import Draw, Round

WEIGHT_FIELDS = tuple(WeightRule.__dataclass_fields__)
POINTS = NumberRange(0, MOST_POINTS)


class Silent:
    """Leaves "(optional)" away where it would say nothing: the field always has a value."""

    field_flags: ClassVar[dict[str, bool]] = {"silent": True}

    def __call__(self, _form: Any, _field: Any) -> None:
        """Accept anything."""


class DesignForm(HouseForm):
    """How cases are drawn and how many; below, what one wants to know before choosing a number."""

    method = RadioField(_l("Method"), [Silent(), Optional()])
    size = IntegerField(_l("Number of cases"), [Silent(), Optional(), NumberRange(min=1)])
    stratify_by = SelectField(_l("Groups by"), [Silent()])
    allocation = SelectField(_l("Cases from each group"), [Silent()])
    per_stratum = IntegerField(
        _l("Cases from each group, at most"), [Silent(), Optional(), NumberRange(1)]
    )
    order_by = SelectField(_l("Order of the list"), [Silent()])
    deadline_missed_points = IntegerField(_l("Own deadline missed"), [Silent(), Optional(), POINTS])
    open_long_points = IntegerField(_l("Open long"), [Silent(), Optional(), POINTS])
    open_long_days = IntegerField(
        _l("Open longer than, days"), [Silent(), Optional(), NumberRange(1, 9999)]
    )
    caseworkers_points = IntegerField(_l("Several caseworkers"), [Silent(), Optional(), POINTS])
    least_caseworkers = IntegerField(_l("At least"), [Silent(), Optional(), NumberRange(2, 99)])
    case_type_points = IntegerField(_l("Type of case"), [Silent(), Optional(), POINTS])
    case_type = SelectField(_l("Which type"), [Silent()])
    margin_points = DecimalField(
        _l("Give or take, percentage points"), [Optional(), NumberRange(0.1, 50)]
    )
    guess_percent = DecimalField(
        _l("Share you expect to fail, percent"), [Optional(), NumberRange(0.1, 99.9)]
    )
    tolerance_percent = DecimalField(
        _l("At most so many percent wrong"), [Optional(), NumberRange(0.1, 50)]
    )
    design_effect = DecimalField(
        _l("Times more cases than a simple draw"), [Optional(), NumberRange(1, 5)]
    )
    confidence_percent = SelectField(
        _l("How sure"),
        [Silent()],
        choices=[SelectChoice(str(n), f"{n} %") for n in (80, 90, 95, 99)],
    )

    def chosen(self) -> SamplingDesign:
        """Return the design.

        :raises Invalid: when something is missing for the method.
        """
        method = Method(self.method.data or Method.SIMPLE)
        stratified = method is Method.STRATIFIED
        weighted = method is Method.PROPORTIONAL
        fixed = stratified and self.allocation.data == Allocation.FIXED
        rule = {name: self[name].data for name in WEIGHT_FIELDS}
        return SamplingDesign(
            method=method,
            size=None if fixed or method is Method.CENSUS else self.size.data,
            stratify_by=self.stratify_by.data or Grouping.TEAM.value if stratified else "",
            allocation=self.allocation.data or Allocation.PROPORTIONAL.value,
            per_stratum=self.per_stratum.data if fixed else None,
            guesses=_guesses(request.form) if stratified else {},
            order_by=self.order_by.data or ListOrder.OPENED.value
            if method is Method.SYSTEMATIC
            else "",
            weights=WeightRule(**{n: v for n, v in rule.items() if v} if weighted else {}),
        )

    def wishes(self) -> Wishes:
        """Return what the person wants to know before choosing a number."""
        shares = [self.margin_points.data, self.guess_percent.data, self.tolerance_percent.data]
        margin, guess, tolerance = (Fraction(s) / 100 if s else None for s in shares)
        effect = self.design_effect.data
        return Wishes(
            margin,
            guess or Fraction(1, 2),
            tolerance,
            int(self.confidence_percent.data or 95),
            Fraction(effect) if effect else None,
        )

    def tell(self, refusal: Invalid) -> None:
        """Say beside the field what was refused."""
        name = str(refusal.facts["field"])
        field = self[name] if name in self else self.method  # noqa: SIM401 - a form has no get
        field.errors = [*field.errors, fault_words(refusal)]


def _guesses(given: Mapping[str, str]) -> dict[str, int]:
    """Return the percentages typed in beside the groups, by the group's key."""
    found = {}
    for name, text in given.items():
        if name.startswith(GUESS) and text.strip():
            if not text.strip().isdecimal():
                raise Invalid(field="guesses", reason="percent")
            found[name.removeprefix(GUESS)] = int(text)
    return found


class ExtendForm(HouseForm):
    """Why more cases are taken, and whether results were known."""

    more = IntegerField(_l("Number of cases to add"), [Silent(), Optional(), NumberRange(0)])
    results_seen = RadioField(
        _l("Had anybody seen results when this was decided?"),
        [InputRequired(_l("Answer yes or no."))],
        choices=[SelectChoice("yes", _l("Yes")), SelectChoice("no", _l("No"))],
    )
    reason = TextAreaField(
        _l("Why are more cases taken?"), [InputRequired(), not_blank, Length(max=2000)]
    )

    def added(self, draw: Draw) -> dict[str, int]:
        """Return how many cases to add, by stratum code."""
        if not draw.strata:
            return {"": self.more.data or 0}
        texts = {one.code: request.form.get(f"more-{one.code}", "").strip() for one in draw.strata}
        if not all(text.isdecimal() or not text for text in texts.values()):
            raise Invalid(field="more", reason="not-more")
        return {code: int(text or 0) for code, text in texts.items()}

    def tell(self, refusal: Invalid) -> None:
        """Say beside the field what was refused."""
        words_of = {
            "not-more": _("Write how many cases to add: one at least."),
            "reserve-too-small": _("There are not that many cases left."),
            "not-extendable": _("A draw by this method cannot be extended."),
        }
        said = words_of.get(str(refusal.facts["reason"]), _("This cannot be right."))
        self.more.errors = [*self.more.errors, said]


class MissingForm(HouseForm):
    """Where was looked for a file."""

    note = TextAreaField(
        _l("Where was looked for it?"), [InputRequired(), not_blank, Length(max=2000)]
    )


def design_form(actor: Actor, found: Round, *, total: int) -> DesignForm:
    """Build the form of method and size, filled in with what was chosen before."""
    design = queries_draws.design_of(actor, found) or SamplingDesign(size=max(1, min(40, total)))
    kept: dict[str, Any] = {
        name: getattr(design, name)
        for name in ("size", "stratify_by", "allocation", "per_stratum", "order_by")
    }
    kept |= {name: getattr(design.weights, name) for name in WEIGHT_FIELDS}
    kept |= {"method": design.method.value, "confidence_percent": "95"}
    kept["stratify_by"] = design.stratify_by or Grouping.TEAM.value
    kept["order_by"] = design.order_by or ListOrder.OPENED.value
    form = DesignForm(data=kept)
    for field, kind in (
        (form.method, Method),
        (form.stratify_by, Grouping),
        (form.allocation, Allocation),
        (form.order_by, ListOrder),
    ):
        field.choices = [SelectChoice(code, name) for code, name in words(kind)]
    form.case_type.choices = [
        SelectChoice("", _("None")),
        *(SelectChoice(name, name) for name in queries_planning.list_case_types(actor)),
    ]
    return form
