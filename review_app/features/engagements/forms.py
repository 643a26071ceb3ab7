"""The form of an engagement."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    DateField,
    IntegerField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.fields import SelectChoice
from wtforms.validators import InputRequired, Length, NumberRange, Optional, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from review_app.domain.access import Actor
from review_app.domain.kinds import DataRole, EngagementPurpose
from review_app.features.engagements import queries
from review_app.kernel.forms import HouseForm, not_blank
from review_app.kernel.words import words
from review_app.models import Engagement


class CheckboxesField(SelectMultipleField):
    """Some of few, as a list of check boxes."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class EngagementForm(HouseForm):
    """What a firm is to do, how much of it, and when."""

    title = StringField(_l("Title"), [InputRequired(), not_blank, Length(max=200)])
    firm = SelectField(_l("Firm"), [InputRequired()])
    purpose = SelectField(_l("Purpose"), [InputRequired()])
    quota = IntegerField(
        _l("Quota"), [InputRequired(), NumberRange(1, 10_000, _l("Write a number from 1 on."))]
    )
    starts_on = DateField(_l("First day"), [InputRequired()])
    ends_on = DateField(_l("Last day"), [InputRequired()])
    data_role = SelectField(_l("Role under data-protection law"), [InputRequired()])
    agreement_reference = StringField(_l("Agreement on personal data"), [Length(max=200)])
    needs_second_eyes = BooleanField(_l("A second pair of eyes before feedback is sent"))
    members = CheckboxesField(_l("Consultants"))

    def validate_ends_on(self, field: DateField) -> None:
        """Refuse a last day before the first."""
        if self.starts_on.data and field.data and field.data < self.starts_on.data:
            raise ValidationError(str(_l("The last day cannot be before the first.")))

    def values(self) -> dict[str, Any]:
        """Return what the service asks for."""
        return {
            "title": self.title.data,
            "firm_key": self.firm.data,
            "purpose": EngagementPurpose(self.purpose.data),
            "data_role": DataRole(self.data_role.data),
            "needs_second_eyes": self.needs_second_eyes.data,
            "quota": self.quota.data,
            "starts_on": self.starts_on.data,
            "ends_on": self.ends_on.data if self.ends_on else self.starts_on.data,
            "agreement_reference": self.agreement_reference.data or "",
            "member_keys": self.members.data,
        }


class ExtendForm(HouseForm):
    """A later last day, and why."""

    ends_on = DateField(_l("New last day"), [InputRequired()])
    reason = TextAreaField(_l("Reason"), [InputRequired(), not_blank, Length(max=2000)])

    def values(self) -> dict[str, Any]:
        """Return what the service asks for."""
        return {"ends_on": self.ends_on.data, "reason": self.reason.data}


class CloseForm(HouseForm):
    """Why an engagement ends before its last day."""

    reason = TextAreaField(_l("Reason"), [InputRequired(), not_blank, Length(max=2000)])


class DeliverableForm(HouseForm):
    """What is to be delivered, and by when."""

    title = StringField(
        _l("What is to be delivered"), [InputRequired(), not_blank, Length(max=200)]
    )
    due_on = DateField(_l("No later than"), [InputRequired()])


class DeliveryForm(HouseForm):
    """When it came, and where it is."""

    delivered_on = DateField(_l("Delivered on"), [Optional()])
    note = StringField(_l("Where it is filed"), [Length(max=500)])

    def values(self) -> dict[str, Any]:
        """Return what the service asks for."""
        return {"delivered_on": self.delivered_on.data, "note": self.note.data or ""}


def engagement_form(actor: Actor, engagement: Engagement | None = None) -> EngagementForm:
    """Build the form, filled in with *engagement* when there is one."""
    filled = _values(engagement) if engagement else None
    form = EngagementForm(obj=engagement, data=filled)
    form.firm.choices = [SelectChoice(f.key, f.name) for f in queries.firms(actor)]
    form.purpose.choices = [SelectChoice(code, name) for code, name in words(EngagementPurpose)]
    form.data_role.choices = [SelectChoice(code, name) for code, name in words(DataRole)]
    if engagement is not None:
        del form.ends_on  # moved by extending and by ending early, each with a reason
    form.members.choices = [
        SelectChoice(p.key, f"{p.name}, {p.firm.name if p.firm else ''}")
        for p in queries.consultants(actor)
    ]
    return form


def _values(engagement: Engagement) -> dict[str, Any]:
    return {
        "firm": engagement.firm.key,
        "purpose": engagement.purpose.value,
        "data_role": engagement.data_role.value,
        "members": [member.person.key for member in engagement.members],
    }
