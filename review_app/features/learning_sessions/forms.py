"""The forms of planning a session, its agenda, and the positions before it."""

from collections.abc import Mapping
from datetime import time
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import (
    DateField,
    FileField,
    HiddenField,
    IntegerField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
    TimeField,
)
from wtforms.fields import SelectChoice
from wtforms.validators import InputRequired, Length, NumberRange
from wtforms.widgets import CheckboxInput, ListWidget

from review_app.domain.access import Actor
from review_app.domain.errors import Incomplete, Invalid
from review_app.domain.kinds import LearningSessionKind
from review_app.features.learning_sessions.agenda import ABOUT
from review_app.features.learning_sessions.queries_agenda import Point
from review_app.features.learning_sessions.service import Plan
from review_app.features.learning_sessions.service_material import Given
from review_app.kernel import clock
from review_app.kernel.forms import HouseForm, not_blank
from review_app.kernel.i18n import in_language
from review_app.models import LearningSession

LONGEST = Length(max=20_000, message=_l("Write at most 20,000 characters."))
MINUTES = NumberRange(5, 600, _l("Write a number of minutes from 5 to 600."))
REFUSED = {
    "twice": _l("The same person cannot take two places at the table."),
    "two engagements": _l("Everybody from outside must belong to the same engagement."),
    "after the engagement": _l("The engagement has ended by then; choose an earlier day."),
    "cannot be invited": _l("This person cannot be invited here."),
    "no series": _l("A three-party talk is about one case; plan a follow-up instead."),
    "unknown": _l("This cannot be chosen any more."),
}


MATERIAL_REFUSED = {
    "not of the web": _l("Begin the address with https://."),
    "large": _l("The file is larger than 10 MB."),
    "kind": _l("Only PDF, PNG, JPEG and PowerPoint files (pptx, without macros) can be added."),
    "personal-number": _l("Here stands a CPR number. Remove it, also from the name."),
}
GROUPS = {
    "learning-case": _l("Learning cases"),
    "feedback": _l("Feedback"),
    "finding": _l("Findings"),
    "dilemma": _l("Dilemmas"),
    "urgent-finding": _l("Urgent findings"),
    "criterion": _l("Read differently in the calibration"),
}


class CheckboxesField(SelectMultipleField):
    """Some of few, as a list of check boxes."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class SessionForm(HouseForm):
    """When, where, what kind, and who is at the table."""

    revision = HiddenField(default="0")
    kind = SelectField(_l("Kind of session"), [InputRequired()])
    title = StringField(_l("Title"), [InputRequired(), not_blank, Length(max=200)])
    starts_on = DateField(_l("Day"), [InputRequired()])
    starts_time = TimeField(_l("Time"), [InputRequired()], default=time(9, 0))
    minutes_planned = IntegerField(_l("Length in minutes"), [InputRequired(), MINUTES], default=60)
    place = StringField(_l("Place"), [Length(max=200)])
    caseworker = SelectField(_l("Caseworker"))
    coordinator = SelectField(_l("Coordinator"), [InputRequired()])
    third = SelectField(_l("Third party"))
    guests = CheckboxesField(_l("Others who take part"))
    team = SelectField(_l("Everybody in the team"), default="")
    profession = SelectField(_l("Everybody with the profession"), default="")
    calibration = SelectField(_l("About the calibration"), default="")
    every_weeks = SelectField(_l("Comes back"), coerce=int, default=0)

    def plan(self, *, follows: str = "") -> Plan:
        """Return what the service asks for; *follows* is the key of the session before."""
        at = self.starts_time.data
        return Plan(
            kind=LearningSessionKind(self.kind.data),
            title=self.title.data,
            starts_at=clock.local(self.starts_on.data, at.hour, at.minute),
            minutes_planned=self.minutes_planned.data,
            place=self.place.data or "",
            caseworker=self.caseworker.data,
            coordinator=self.coordinator.data,
            third=self.third.data,
            guests=tuple(self.guests.data),
            team=self.team.data,
            profession=self.profession.data,
            calibration=self.calibration.data,
            every_weeks=self.every_weeks.data if "every_weeks" in self else 0,
            follows=follows,
        )

    def show(self, refusal: Incomplete | Invalid) -> None:
        """Put a refusal beside the field it is about."""
        if isinstance(refusal, Invalid):
            name, reason = str(refusal.facts["field"]), str(refusal.facts["reason"])
            field: Any = getattr(self, name, self.guests)
            field.errors = [str(REFUSED[reason])]
            return
        for name in refusal.facts["fields"]:  # type: ignore[attr-defined]
            self[name].errors = [_("A three-party talk needs somebody here.")]


class AgendaForm(HouseForm):
    """Something to talk about: one of what waits to be talked about, or a question in words."""

    about = SelectField(_l("What it is about"))
    title = StringField(_l("In a few words"), [Length(max=200)])
    minutes_planned = IntegerField(_l("Length in minutes"), [InputRequired(), MINUTES], default=15)


def agenda_form(actor: Actor, session: LearningSession) -> AgendaForm:
    """Build the form for putting something on the agenda of *session*."""
    form = AgendaForm()
    form.about.choices = [SelectChoice("", _("A question in words"))]
    for kind, (_column, offered) in ABOUT.items():
        form.about.choices += [
            SelectChoice(f"{kind}:{point.key}", _name(point), optgroup=str(GROUPS[kind]))
            for point in offered(actor, session)
        ]
    return form


def _name(point: Point) -> str:
    hint = in_language(point.criterion, "question") if point.criterion else point.hint
    return f"{point.title} {hint}"[:90]


class MaterialForm(HouseForm):
    """Something to read for a session."""

    material_title = StringField(_l("Title"), [InputRequired(), not_blank, Length(max=200)])
    material_text = TextAreaField(_l("Text"), [LONGEST])
    address = StringField(_l("Address on the web"), [Length(max=500)])
    file = FileField(_l("File"))

    def given(self) -> Given:
        """Return what the service asks for."""
        sent = self.file.data or None
        return Given(
            title=self.material_title.data,
            text=self.material_text.data or "",
            address=self.address.data or "",
            file=sent.stream if sent else None,
            file_name=sent.filename if sent else "",
        )

    def show(self, refusal: Incomplete | Invalid) -> None:
        """Put a refusal beside the field it is about."""
        if isinstance(refusal, Incomplete):
            self.material_text.errors = [_("Write something, give an address, or choose a file.")]
            return
        field, reason = str(refusal.facts["field"]), str(refusal.facts["reason"])
        here = {"title": "material_title", "text": "material_text", "file_name": "file"}
        self[here.get(field, field)].errors = [str(MATERIAL_REFUSED[reason])]


class PositionForm(HouseForm):
    """What one party thinks before the talk."""

    revision = HiddenField()
    position = TextAreaField(_l("My position"), [InputRequired(), not_blank, LONGEST])


class ReasonForm(HouseForm):
    """Why a session is given up."""

    reason = TextAreaField(_l("Why it is given up"), [InputRequired(), not_blank, LONGEST])


def position_form(text: str, revision: int, draft: Mapping[str, str]) -> PositionForm:
    """Build the form from what is written, and over it what is still being written."""
    return PositionForm(data={"position": text, "revision": str(revision), **draft})


def revision_of(form: Any) -> int:
    """Return the revision a form was read at; 0, which no row has, when it was tampered with."""
    read = str(form.revision.data or "")
    return int(read) if read.isdigit() else 0
