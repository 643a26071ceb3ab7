"""What a person wants mail about."""

from flask_babel import lazy_gettext as _l
from wtforms import SelectField
from wtforms.fields import SelectChoice
from wtforms.validators import InputRequired

from review_app.domain.access import Actor
from review_app.domain.notifications import Frequency
from review_app.domain.waiting import WaitingKind
from review_app.features.home import presenters, queries_notifications
from review_app.kernel.forms import HouseForm
from review_app.kernel.words import word, words

HOURS = range(6, 19)


class MailForm(HouseForm):
    """The hour of the digests; :func:`mail_form` adds a choice for each kind."""

    hour = SelectField(_l("When the mail of the day goes out"), [InputRequired()], coerce=int)

    @property
    def by_kind(self) -> dict[WaitingKind, SelectField]:
        """The choices of how often, by kind."""
        return {kind: self[kind.value] for kind in WaitingKind if kind.value in self}

    @property
    def frequencies(self) -> dict[WaitingKind, Frequency]:
        """What was chosen."""
        return {kind: Frequency(field.data) for kind, field in self.by_kind.items()}


def mail_form(actor: Actor) -> MailForm:
    """Build the form for the kinds of things that can wait for *actor*, as it is chosen now."""

    class MailFormOfThisPerson(MailForm):
        pass

    for kind in sorted(presenters.kinds_that_wait(actor), key=word):
        setattr(MailFormOfThisPerson, kind.value, SelectField(word(kind)))
    wishes = queries_notifications.get_wishes(actor)
    often = {kind.value: wishes.frequency(kind).value for kind in WaitingKind}
    form = MailFormOfThisPerson(data={"hour": wishes.hour, **often})
    form.hour.choices = [SelectChoice(hour, f"{hour:02}:00") for hour in HOURS]
    for field in form.by_kind.values():
        field.choices = [SelectChoice(code, name) for code, name in words(Frequency)]
    return form
