"""What is asked about reports, their receivers and their day."""

from datetime import date

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, SelectField, StringField, TextAreaField
from wtforms.fields import SelectChoice
from wtforms.validators import InputRequired, Length

from review_app.domain.access import Actor
from review_app.domain.errors import Conflict, Refusal
from review_app.domain.monthly_report import LAST_DRAFT_DAY
from review_app.features.reports import queries
from review_app.kernel.forms import HouseForm, not_blank
from review_app.kernel.i18n import LANGUAGES, show_month


class DraftForm(HouseForm):
    """Which month to make a report of."""

    month = SelectField(_l("Month"), [InputRequired()])

    @property
    def month_on(self) -> date:
        """The first day of the month chosen."""
        return date.fromisoformat(self.month.data)


def draft_form(actor: Actor) -> DraftForm:
    """Build the form with the months that are over and have no report."""
    form = DraftForm()
    form.month.choices = [
        SelectChoice(day.isoformat(), show_month(day)) for day in queries.months_to_choose(actor)
    ]
    return form


class CommentForm(HouseForm):
    """What the management says about the month."""

    comment = TextAreaField(
        _l("Comment from the management"),
        description=_l(
            "What the month shows, what it does not, and what you will do. It is read by everybody "
            "who gets the report: name no citizen and no caseworker. Markdown is allowed."
        ),
    )
    revision = HiddenField()

    def read(self) -> int:
        """Return the revision the writer had before them; 0 when it was lost."""
        given = str(self.revision.data)
        return int(given) if given.isdigit() else 0

    def show(self, refusal: Refusal, revision: int) -> bool:
        """Say why it was refused, and return whether somebody else wrote meanwhile.

        :param revision: of the comment that stands, which the writer has before them now.
        """
        if isinstance(refusal, Conflict):
            self.revision.raw_data, self.revision.data = None, str(revision)
            return True
        told = _("A report names no caseworker. Remove: %(names)s", names=refusal.facts["names"])
        self.comment.errors = [told]
        return False


class ReviseForm(HouseForm):
    """Why an issued report is made anew."""

    reason = StringField(
        _l("Why a revision is needed"),
        [InputRequired(), not_blank, Length(max=500)],
        description=_l("Stands in the new report. The old one stays in the archive as it is."),
    )


class PersonForm(HouseForm):
    """A person of the house who is to get the reports."""

    person = SelectField(_l("Person"), [InputRequired()])


def person_form(actor: Actor) -> PersonForm:
    """Build the form with those who do not get them yet."""
    form = PersonForm()
    people = queries.people_to_choose(actor)
    form.person.choices = [SelectChoice(person.key, person.name) for person in people]
    return form


class AddressForm(HouseForm):
    """An address outside the house that is to get the reports."""

    email = StringField(_l("E-mail"), [InputRequired(), Length(max=254)])
    language = SelectField(
        _l("Language"), choices=[SelectChoice(code, name) for code, name in LANGUAGES.items()]
    )

    def show(self, refusal: Refusal) -> None:
        """Say beside the field why it was refused."""
        is_known = isinstance(refusal, Conflict)
        told = _("This address gets them already.") if is_known else _("Write an e-mail address.")
        self.email.errors = [told]


class DayForm(HouseForm):
    """On which day of the month the draft is made."""

    on_day = SelectField(_l("Make the draft on this day of the following month"))


def day_form(actor: Actor) -> DayForm:
    """Build the form with the day chosen now."""
    form = DayForm(data={"on_day": str(queries.schedule(actor) or "")})
    days = [SelectChoice(str(day), str(day)) for day in range(1, LAST_DRAFT_DAY + 1)]
    form.on_day.choices = [SelectChoice("", _l("Never: by hand alone")), *days]
    return form
