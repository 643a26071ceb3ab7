"""The form on which a step is decided, and the one on which somebody says yes or no."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import DateField, RadioField, TextAreaField
from wtforms.fields import SelectChoice
from wtforms.validators import InputRequired, Length, ValidationError

from review_app.domain.assent import AssentAnswer
from review_app.domain.openness import Detail, level
from review_app.features.openness.queries import Standing
from review_app.features.openness.service import Wanted
from review_app.kernel import clock
from review_app.kernel.forms import HouseForm, not_blank
from review_app.kernel.words import word

CLOSED = "closed"
LONG = Length(max=2_000, message=_l("Write at most 2,000 characters."))


class StepForm(HouseForm):
    """What is shown from when on, why, and on which legal basis."""

    detail = RadioField(_l("They are shown"), [InputRequired()])
    effective_on = DateField(_l("From"), [InputRequired()])
    reason = TextAreaField(_l("Why"), [InputRequired(), not_blank, LONG])
    legal_basis = TextAreaField(_l("Legal basis"), [InputRequired(), not_blank, LONG])

    def validate_effective_on(self, field: DateField) -> None:
        """A step never works backwards."""
        if field.data and field.data < clock.today():
            raise ValidationError(_("The day is over. Choose today or later."))

    def wanted(self, standing: Standing) -> Wanted:
        """Return what was filled in, of the family and audience of *standing*."""
        chosen = self.detail.data
        return Wanted(
            standing.family,
            standing.audience,
            None if chosen == CLOSED else Detail(chosen),
            self.effective_on.data,
            self.reason.data,
            self.legal_basis.data,
        )


class AnswerForm(HouseForm):
    """Yes or no to being named; a withdrawal has a button of its own."""

    answer = RadioField(_l("Your answer"), [InputRequired()])


def step_form(standing: Standing) -> StepForm:
    """Return the form with the details that may be chosen: one step further, or anything less."""
    form = StepForm(effective_on=clock.today())
    less = [detail for detail in Detail if level(detail) < level(standing.detail)]
    further = [standing.following] if isinstance(standing.following, Detail) else []
    choices = [SelectChoice(one.value, word(one)) for one in (*further, *reversed(less))]
    if standing.detail is not None:
        choices.append(SelectChoice(CLOSED, _("Nothing any more")))
    form.detail.choices = choices
    if form.detail.data is None and further:
        form.detail.data = further[0].value
    return form


def answer_form() -> AnswerForm:
    """Return the form of an answer."""
    form = AnswerForm()
    form.answer.choices = [
        SelectChoice(AssentAnswer.YES.value, _("Yes, my figures may be shown with my name")),
        SelectChoice(AssentAnswer.NO.value, _("No, not with my name")),
    ]
    return form
