"""The forms of planning a session, its agenda, and the positions before it."""

from collections.abc import Mapping
from datetime import time
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import (
    DateField,
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

from review_app.domain.access import Actor, Role
from review_app.domain.errors import Incomplete, Invalid
from review_app.domain.kinds import LearningSessionKind, Party
from review_app.features.learning_sessions import queries_choices as choices
from review_app.features.learning_sessions.service import SEATS, Plan
from review_app.kernel import clock
from review_app.kernel.forms import HouseForm, not_blank
from review_app.kernel.words import words
from review_app.models import LearningCase, LearningSession

LONGEST = Length(max=20_000, message=_l("Write at most 20,000 characters."))
MINUTES = NumberRange(5, 600, _l("Write a number of minutes from 5 to 600."))
REFUSED = {
    "twice": _l("The same person cannot take two places at the table."),
    "two engagements": _l("Everybody from outside must belong to the same engagement."),
    "after the engagement": _l("The engagement has ended by then; choose an earlier day."),
    "cannot be invited": _l("This person cannot be invited here."),
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

    def plan(self) -> Plan:
        """Return what the service asks for."""
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


def session_form(
    actor: Actor, session: LearningSession | None = None, chosen: LearningCase | None = None
) -> SessionForm:
    """Build the form, filled in from *session*, or from the learning case it is to be about."""
    form = SessionForm(obj=session, data=_values(actor, session, chosen))
    form.kind.choices = [SelectChoice(code, name) for code, name in words(LearningSessionKind)]
    for party in (Party.CASEWORKER, Party.COORDINATOR, Party.THIRD):
        none = [] if party is Party.COORDINATOR else [SelectChoice("", _("Nobody"))]
        form[party.value].choices = [*none, *_seats(actor, *SEATS[party])]
        form[party.value].flags.silent = True  # which kinds need it stands above the form
    form.guests.choices = _seats(actor, *SEATS[Party.GUEST], grouped=False)
    return form


def _seats(actor: Actor, *roles: Role, grouped: bool = True) -> list[SelectChoice]:
    found = []
    for seat in choices.seats(actor, *roles):
        group = seat.engagement.title if seat.engagement else _("Employed here")
        name = seat.person.name
        if not grouped and seat.engagement:
            name = f"{name} ({seat.engagement.title})"
        found.append(SelectChoice(seat.value, name, optgroup=group if grouped else None))
    return found


def _values(
    actor: Actor, session: LearningSession | None, chosen: LearningCase | None
) -> dict[str, Any]:
    value_of = {seat.person.id: seat.value for seat in choices.seats(actor, *SEATS[Party.GUEST])}
    if session is None:
        caseworker_id = chosen.case.caseworker_id if chosen else None
        author_id = chosen.feedback.author_id if chosen and chosen.feedback else None
        return {
            "kind": LearningSessionKind.TRIPARTITE.value,
            "coordinator": value_of.get(actor.id or 0, ""),
            "caseworker": value_of.get(caseworker_id or 0, ""),
            "third": value_of.get(author_id or 0, "") if author_id != actor.id else "",
        }
    starts_at = session.starts_at.astimezone(clock.ZONE)
    seated = {p.party: value_of.get(p.person_id, "") for p in session.participants}
    return {
        "revision": str(session.revision),
        "kind": session.kind.value,
        "starts_on": starts_at.date(),
        "starts_time": starts_at.time(),
        "guests": [
            value_of.get(p.person_id, "") for p in session.participants if p.party == "guest"
        ],
        **{party.value: value for party, value in seated.items() if party is not Party.GUEST},
    }


class AgendaForm(HouseForm):
    """Something to talk about: a learning case, a finding, or a question in words."""

    about = SelectField(_l("What it is about"))
    title = StringField(_l("In a few words"), [Length(max=200)])
    minutes_planned = IntegerField(_l("Length in minutes"), [InputRequired(), MINUTES], default=15)


def agenda_form(actor: Actor, session: LearningSession) -> AgendaForm:
    """Build the form for putting something on the agenda of *session*."""
    form = AgendaForm()
    cases = [
        SelectChoice(
            f"learning-case:{c.key}",
            f"{c.case.key} {' '.join(c.reason.split())[:60]}",
            optgroup=_("Learning cases"),
        )
        for c in choices.learning_cases(actor, session)
    ]
    findings = [
        SelectChoice(f"finding:{f.key}", f"{f.text[:70]}", optgroup=_("Findings"))
        for f in choices.findings(actor, session)
    ]
    dilemmas = [
        SelectChoice(f"dilemma:{o.key}", f"{o.text[:70]}", optgroup=_("Dilemmas"))
        for o in choices.dilemmas(actor, session)
    ]
    question = SelectChoice("", _("A question in words"))
    form.about.choices = [question, *cases, *findings, *dilemmas]
    return form


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
