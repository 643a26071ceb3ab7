"""The forms of remarks, their measures, answers and endings."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import DateField, RadioField, SelectField, StringField, TextAreaField
from wtforms.fields import SelectChoice
from wtforms.validators import InputRequired, Length, ValidationError

from review_app.domain.access import Actor
from review_app.domain.kinds import RemarkSender
from review_app.domain.scoring import Severity
from review_app.features.remarks import queries
from review_app.features.remarks.service import Told
from review_app.kernel import clock
from review_app.kernel.forms import HouseForm, not_blank
from review_app.kernel.words import words
from review_app.models import Remark

SHORT = Length(max=200)
LONG = Length(max=5_000, message=_l("Write at most 5,000 characters."))
WRITTEN = [InputRequired(), not_blank, LONG]


def _not_ahead(_form: Any, field: Any) -> None:
    if field.data and field.data > clock.today():
        raise ValidationError(_("The day lies ahead."))


class RemarkForm(HouseForm):
    """What is known of a remark."""

    received_on = DateField(_l("Received on"), [InputRequired(), _not_ahead])
    sender = SelectField(_l("From"), [InputRequired()])
    sender_name = StringField(_l("Who it was, and their reference"), [SHORT])
    text = TextAreaField(_l("What was remarked"), WRITTEN)
    law_reference = StringField(_l("Law reference"), [SHORT])
    case = StringField(_l("Case"), [SHORT])
    severity = RadioField(_l("Severity"), [InputRequired()])
    owner = SelectField(_l("Owner"), [InputRequired()])
    due_on = DateField(_l("To be answered by"), [InputRequired()])

    def told(self) -> Told:
        """Return what was filled in."""
        return Told(
            self.received_on.data,
            RemarkSender(self.sender.data),
            self.text.data,
            Severity(self.severity.data),
            self.owner.data,
            self.due_on.data,
            self.sender_name.data or "",
            self.law_reference.data or "",
            self.case.data or "",
        )


class MeasureForm(HouseForm):
    """What is done about a remark."""

    text = TextAreaField(_l("What is done"), WRITTEN)
    owner = SelectField(_l("Who does it"), [InputRequired()])
    due_on = DateField(_l("By when"), [InputRequired()])


class AnswerForm(HouseForm):
    """What was answered."""

    answer = TextAreaField(_l("What was answered"), WRITTEN)
    answered_on = DateField(_l("Sent on"), [InputRequired(), _not_ahead])


class CloseForm(HouseForm):
    """Why nothing more is needed."""

    close_reason = TextAreaField(_l("Why it is closed"), WRITTEN)
    closed_on = DateField(_l("Closed on"), [InputRequired(), _not_ahead])


def remark_form(actor: Actor, remark: Remark | None = None) -> RemarkForm:
    """Return the form of a new remark, or of one that stands."""
    given: dict[str, Any] = {"severity": Severity.MATERIAL.value, "received_on": clock.today()}
    if remark is not None:
        given = {
            "severity": remark.severity.value,
            "sender": remark.sender.value,
            "owner": remark.owner.key,
            "case": remark.case.key if remark.case else "",
        }
    form = RemarkForm(obj=remark, **given)
    form.sender.choices = _choices(words(RemarkSender))
    form.severity.choices = _choices(words(Severity))
    form.owner.choices = _owners(actor)
    return form


def measure_form(actor: Actor) -> MeasureForm:
    """Return the form of a measure."""
    form = MeasureForm()
    form.owner.choices = _owners(actor)
    return form


def _owners(actor: Actor) -> list[SelectChoice]:
    return _choices([(p.key, p.name) for p in queries.owners_to_choose(actor)])


def _choices(pairs: list[tuple[str, str]]) -> list[SelectChoice]:
    return [SelectChoice(code, name) for code, name in pairs]
