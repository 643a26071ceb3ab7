"""The trail from an objection to what changed, as pages of any of its things show it.

Templates know it as ``trail``; every step leads to its own page, and from there back again.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from textwrap import shorten
from typing import Any

from flask import url_for
from flask_babel import gettext as _

from review_app.domain.access import Permission, may_ever
from review_app.features.learning_sessions import queries_trail
from review_app.features.learning_sessions.queries_trail import Trail
from review_app.kernel import clock
from review_app.kernel.gate import current_actor
from review_app.kernel.i18n import in_language, show_day
from review_app.kernel.markdown import to_plain
from review_app.kernel.words import word
from review_app.models import ChecklistVersion, LearningNote, SessionOutcome

LONGEST = 80  # of a title made of words
FEWEST = 2  # steps that make a trail; one thing alone is none

FROM: dict[str, Callable[..., Trail]] = {
    "session": queries_trail.of_session,
    "objection": queries_trail.of_objection,
    "proposal": queries_trail.of_proposal,
    "version": queries_trail.of_version,
    "note": queries_trail.of_note,
}


@dataclass(frozen=True, slots=True)
class Place:
    """One thing of a trail; without a ``url`` it is where the reader is."""

    title: str
    url: str
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """The things of one kind, under what the kind is called."""

    kind: str
    places: list[Place]


def steps(kind: str, thing: Any) -> list[Step]:
    """Return the trail that runs through *thing*, as far as whoever asks may know of it."""
    trail = FROM[kind](current_actor(), thing)
    found = [
        Step(_("Objection"), [_objection(one, thing) for one in trail.objections]),
        Step(_("Session"), [_session(one, thing) for one in trail.sessions]),
        Step(_("Agreed practice"), [_practice(one) for one in trail.practices]),
        Step(_("Proposal for the checklist"), [_proposal(one, thing) for one in trail.proposals]),
        Step(_("Version of the checklist"), [_version(one, thing) for one in trail.versions]),
        Step(_("Learning note"), [_note(one, thing) for one in trail.notes]),
        Step(_("Did it help?"), list(_effects(trail))),
    ]
    found = [step for step in found if step.places]
    return found if len(found) >= FEWEST else []


def _objection(one: Any, here: Any) -> Place:
    title = f"{one.criterion.code} {in_language(one.criterion, 'question')}"
    address = url_for("reviews.show_objection", key=one.key)
    return Place(title, "" if one is here else address, str(word(one.state)))


def _session(one: Any, here: Any) -> Place:
    address = url_for("learning_sessions.show_session", key=one.key)
    return Place(
        one.title,
        "" if one is here else address,
        show_day(one.starts_at.astimezone(clock.ZONE).date()),
    )


def _practice(one: SessionOutcome) -> Place:
    address = url_for("learning_sessions.show_session", key=one.session.key, _anchor=one.key)
    return Place(one.title or shorten(to_plain(one.text), LONGEST, placeholder=" …"), address)


def _proposal(one: Any, here: Any) -> Place:
    words = shorten(to_plain(one.text), LONGEST, placeholder=" …")
    title = f"{one.criterion.code}: {words}" if one.criterion else words
    address = url_for("checklists.show_proposal", key=one.key)
    return Place(title, "" if one is here else address, str(word(one.state)))


def _version(one: ChecklistVersion, here: Any) -> Place:
    title = _("version %(number)s", number=one.number)
    address = url_for("checklists.show_version", key=one.key)
    name = in_language(one.checklist, "name")
    return Place(f"{name}, {title}", "" if one is here else address, show_day(one.effective_on))


def _note(one: LearningNote, here: Any) -> Place:
    address = url_for("knowledge.show_note", key=one.key)
    return Place(one.title, "" if one is here else address, str(word(one.state)))


def _effects(trail: Trail) -> Iterable[Place]:
    """Lead to what the next rounds show, for those who see figures."""
    if not may_ever(current_actor(), Permission.FIGURES_READ):
        return
    for practice in trail.practices:
        if practice.criterion_id is not None:
            yield Place(practice.title or "", _to_effect("practice", practice.key))
    for note in trail.notes:
        if note.first_published_at is not None and note.criteria:
            yield Place(note.title, _to_effect("note", note.key))


def _to_effect(kind: str, key: str) -> str:
    return url_for("insights.list_effects", _anchor=f"{kind}-{key}")
