"""The forms of editing and publishing a checklist."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    DateField,
    IntegerField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.fields import SelectChoice
from wtforms.validators import (
    InputRequired,
    Length,
    NumberRange,
    Optional,
)

from review_app.domain.scoring import Severity
from review_app.kernel.forms import HouseForm, not_blank
from review_app.kernel.i18n import in_language
from review_app.kernel.words import words
from review_app.models import ChecklistVersion, Criterion

TEXTS = ("question_da", "question_en", "guidance_da", "guidance_en", "law_reference")


class ReasonForm(HouseForm):
    """Why a new version is started."""

    reason = StringField(
        _l("What is the new version for?"), [InputRequired(), not_blank, Length(max=500)]
    )


class PublishForm(HouseForm):
    """Why, and from when, a version is used."""

    reason = TextAreaField(
        _l("What has changed, and why?"), [InputRequired(), not_blank, Length(max=2000)]
    )
    effective_on = DateField(_l("In use from"), [InputRequired()])


class CriterionForm(HouseForm):
    """Everything a reviewer reads, and how much it counts."""

    section = SelectField(_l("Section"), coerce=int, validators=[Optional()])
    question_da = StringField(
        _l("Question in Danish"), [InputRequired(), not_blank, Length(max=500)]
    )
    question_en = StringField(
        _l("Question in English"), [InputRequired(), not_blank, Length(max=500)]
    )
    guidance_da = TextAreaField(_l("What to look for, in Danish"), [Length(max=2000)])
    guidance_en = TextAreaField(_l("What to look for, in English"), [Length(max=2000)])
    law_reference = StringField(_l("Law reference"), [Length(max=200)])
    is_law_confirmed = BooleanField(_l("Our legal owner has confirmed the law reference"))
    weight = IntegerField(
        _l("Weight in the score"), [InputRequired(), NumberRange(1, 10)], default=1
    )
    default_severity = RadioField(
        _l("How much does a deviation usually matter?"), [InputRequired()], coerce=Severity
    )
    is_critical = BooleanField(
        _l("Critical: a case that fails it is not in accordance, unless the reviewer says why")
    )
    asks_for_file = BooleanField(
        _l("It asks whether the case file can be produced: a case without a file fails it")
    )
    is_same_meaning = BooleanField(
        _l("It still means the same, so that figures before and after can be compared"),
        default=True,
    )

    def values(self) -> dict[str, Any]:
        """Return what was written, ready for the service."""
        texts = {name: (self[name].data or "").strip() or None for name in TEXTS}
        others = ("is_law_confirmed", "weight", "default_severity", "is_critical", "asks_for_file")
        return {**texts, **{name: self[name].data for name in others}}


def criterion_form(version: ChecklistVersion, criterion: Criterion | None = None) -> CriterionForm:
    """Build the form, filled from *criterion* when it is there already."""
    form = CriterionForm(obj=criterion)
    form.section.choices = [
        SelectChoice(section.position, in_language(section, "title"))
        for section in version.sections
    ]
    form.default_severity.choices = [
        SelectChoice(severity, name) for severity, name in words(Severity)
    ]
    if criterion is not None:
        del form.section
    else:
        del form.is_same_meaning
        form.default_severity.data = form.default_severity.data or Severity.MATERIAL
    return form
