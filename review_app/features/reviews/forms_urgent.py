"""Forms of urgent findings."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import RadioField, TextAreaField
from wtforms.validators import InputRequired, Length

from review_app.domain.errors import Invalid
from review_app.domain.kinds import UrgentKind
from review_app.domain.urgent import HOURS
from review_app.kernel.forms import HouseForm, not_blank
from review_app.kernel.words import words

LONGEST = Length(max=4000)


class UrgentForm(HouseForm):
    """What is urgent about a case."""

    kind = RadioField(_l("What is it?"), [InputRequired()])
    text = TextAreaField(_l("What has happened?"), [InputRequired(), not_blank, LONGEST])
    hours = RadioField(_l("When must somebody have seen to it?"), [InputRequired()], default="24")

    def refuse(self, refusal: Invalid) -> None:
        """Say which words speak of a review."""
        found = refusal.facts.get("words", "")
        told = _("Write about the case alone, without: %(words)s.", words=found)
        self.text.errors = [told if found else _("Write something here.")]


class ClosingForm(HouseForm):
    """What was done, or why it is withdrawn."""

    done = TextAreaField(
        _l("What was done, or why is it withdrawn?"), [InputRequired(), not_blank, LONGEST]
    )


def urgent_form() -> UrgentForm:
    """Build the form with its choices."""
    form = UrgentForm()
    form.kind.choices = words(UrgentKind)
    form.hours.choices = [(str(n), _("Within %(hours)s hours", hours=n)) for n in HOURS]
    return form
