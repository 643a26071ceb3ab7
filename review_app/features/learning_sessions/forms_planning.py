"""Filling in the form of a session: who can be chosen, and what is known beforehand."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from wtforms.fields import SelectChoice

from review_app.domain.access import Actor, Role
from review_app.domain.kinds import LearningSessionKind, Party
from review_app.features.learning_sessions import queries_choices as choices
from review_app.features.learning_sessions.forms import SessionForm
from review_app.features.learning_sessions.service import SEATS
from review_app.kernel import clock
from review_app.kernel.words import words
from review_app.models import Calibration, LearningCase, LearningSession

EVERY_WEEKS = (0, 1, 2, 3, 4, 6, 8, 12)


@dataclass(frozen=True, slots=True)
class Start:
    """What a new session is planned from: at most one of them."""

    learning_case: LearningCase | None = None
    calibration: Calibration | None = None
    before: LearningSession | None = None


def session_form(
    actor: Actor, session: LearningSession | None = None, start: Start | None = None
) -> SessionForm:
    """Build the form, filled in from *session*, or from what a new one starts from."""
    form = SessionForm(data=_values(actor, session, start or Start()))
    form.kind.choices = [SelectChoice(code, name) for code, name in words(LearningSessionKind)]
    for party in (Party.CASEWORKER, Party.COORDINATOR, Party.THIRD):
        none = [] if party is Party.COORDINATOR else [SelectChoice("", _("Nobody"))]
        form[party.value].choices = [*none, *_seats(actor, *SEATS[party])]
        form[party.value].flags.silent = True  # which kinds need it stands above the form
    form.guests.choices = _seats(actor, *SEATS[Party.GUEST], grouped=False)
    form.team.choices = _or_none((t.key, t.name) for t in choices.teams(actor))
    form.profession.choices = _or_none((name, name) for name in choices.professions(actor))
    form.calibration.choices = _or_none((c.key, c.title) for c in choices.calibrations(actor))
    form.every_weeks.choices = [SelectChoice(n, _how_often(n)) for n in EVERY_WEEKS]
    if session is not None:
        del form.every_weeks
    return form


def _or_none(pairs: Iterable[tuple[str, str]]) -> list[SelectChoice]:
    return [SelectChoice("", _("None")), *(SelectChoice(value, name) for value, name in pairs)]


def _how_often(weeks: int) -> str:
    if not weeks:
        return str(_("Not by itself"))
    return str(_("Every week") if weeks == 1 else _("Every %(count)s weeks", count=weeks))


def _seats(actor: Actor, *roles: Role, grouped: bool = True) -> list[SelectChoice]:
    found = []
    for seat in choices.seats(actor, *roles):
        group = seat.engagement.title if seat.engagement else _("Employed here")
        name = seat.person.name
        if not grouped and seat.engagement:
            name = f"{name} ({seat.engagement.title})"
        found.append(SelectChoice(seat.value, name, optgroup=group if grouped else None))
    return found


def _values(actor: Actor, session: LearningSession | None, start: Start) -> dict[str, Any]:
    value_of = {seat.person.id: seat.value for seat in choices.seats(actor, *choices.EVERYBODY)}
    if session is not None:
        return {"revision": str(session.revision), **_when(session), **_of(session, value_of)}
    if start.before is not None:
        title = _("Follow-up: %(title)s", title=start.before.title)[:200]
        return {**_of(start.before, value_of), "title": title, "place": start.before.place}
    coordinator = {"coordinator": value_of.get(actor.id or 0, "")}
    if start.calibration is not None:
        return coordinator | {
            "kind": LearningSessionKind.CALIBRATION.value,
            "title": start.calibration.title,
            "calibration": start.calibration.key,
            "guests": [
                value_of.get(person_id, "")
                for person_id in start.calibration.participant_ids - {actor.id}
            ],
        }
    return coordinator | _about(actor, start.learning_case, value_of)


def _about(actor: Actor, chosen: LearningCase | None, value_of: dict[int, str]) -> dict[str, Any]:
    caseworker_id = chosen.case.caseworker_id if chosen else None
    author_id = chosen.feedback.author_id if chosen and chosen.feedback else None
    return {
        "kind": LearningSessionKind.TRIPARTITE.value,
        "caseworker": value_of.get(caseworker_id or 0, ""),
        "third": value_of.get(author_id or 0, "") if author_id != actor.id else "",
    }


def _when(session: LearningSession) -> dict[str, Any]:
    starts_at = session.starts_at.astimezone(clock.ZONE)
    return {
        "title": session.title,
        "starts_on": starts_at.date(),
        "starts_time": starts_at.time(),
        "minutes_planned": session.minutes_planned,
        "place": session.place,
    }


def _of(session: LearningSession, value_of: dict[int, str]) -> dict[str, Any]:
    """Return the kind, the people and the group of a session as the form names them."""
    seated = {p.party: value_of.get(p.person_id, "") for p in session.participants}
    return {
        "kind": session.kind.value,
        "guests": [
            value_of.get(p.person_id, "") for p in session.participants if p.party is Party.GUEST
        ],
        "team": session.team.key if session.team else "",
        "profession": session.profession or "",
        "calibration": session.calibration.key if session.calibration else "",
        **{party.value: value for party, value in seated.items() if party is not Party.GUEST},
    }
