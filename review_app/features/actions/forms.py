"""The forms of finishing and dropping an action."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import DateField, RadioField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from review_app.domain.actions import LookAnswer, check_look
from review_app.domain.errors import Incomplete, Invalid
from review_app.features.actions.service_looks import Look
from review_app.kernel import clock
from review_app.kernel.forms import HouseForm, not_blank
from review_app.kernel.words import word

REQUIRED = {
    "text": _l("Say in a sentence what is changed, or why the plan is dropped."),
    "next_on": _l("Say when the plan is looked at next."),
}
NOT_AGAIN = _l("A dropped plan is not looked at again. Leave the day empty.")
NOT_PAST = _l("Choose a day after today.")
LONGEST = Length(max=5_000, message=_l("Write at most 5,000 characters."))


class DoneForm(HouseForm):
    """What shows that an action was done."""

    evidence = TextAreaField(_l("What shows it"), [InputRequired(), not_blank, LONGEST])


class DropForm(HouseForm):
    """Why an action is given up."""

    drop_reason = TextAreaField(_l("Why it is dropped"), [InputRequired(), not_blank, LONGEST])


class LookForm(HouseForm):
    """What a look at the citizen's plan showed, and when it is looked at next."""

    answer = RadioField(_l("How it stands"), [InputRequired()])
    text = TextAreaField(_l("What you saw, and what is changed"), [Optional(), LONGEST])
    next_on = DateField(_l("Look again on"), [Optional()])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.answer.choices = [(one.value, word(one)) for one in LookAnswer]

    def validate(self, extra_validators: Any = None) -> bool:
        """Check what only the answers together show."""
        if not super().validate(extra_validators):
            return False
        look = self.look()
        try:
            check_look(look.answer, look.text, look.next_on, today=clock.today())
        except Incomplete as refusal:
            for name, why in REQUIRED.items():
                if name in str(refusal.facts["fields"]):
                    self[name].errors = [why]
            return False
        except Invalid as refusal:
            is_dropped = refusal.facts["reason"] == LookAnswer.DROPPED
            self.next_on.errors = [NOT_AGAIN if is_dropped else NOT_PAST]
            return False
        return True

    def look(self) -> Look:
        """Return what the service asks for."""
        return Look(LookAnswer(self.answer.data), self.text.data or "", self.next_on.data)
