"""The draws of the story in which others took part: one given up, one with dice, one waiting."""

import hashlib
from datetime import date, timedelta
from typing import Any

from review_app.domain.ceremony import Contributor, PublicKind
from review_app.domain.frames import FrameFilter
from review_app.domain.kinds import RoundPurpose
from review_app.domain.verify_draw import commitment
from review_app.entrypoints.demo.casework import SOURCE
from review_app.entrypoints.demo.people import Town, read_story
from review_app.features.rounds import service, service_ceremony, service_contributions
from review_app.kernel import clock
from review_app.models import Draw, Round


def draw_together(town: Town, key: str, *, lead: str) -> Round:
    """Start a draw that is given up, then another that ends with dice in the next day's meeting."""
    told = read_story("ceremony")
    day = clock.today()
    lost = _start(town, told, key, lead)
    _bind(town, told, lost, lead, day, 10)
    _at(day, 13)
    service_ceremony.seal_draw(town.actor(lead), key)
    _at(day, 14)
    service_ceremony.abandon_draw(town.actor(lead), key, reason=told["given_up"]["reason"])
    kept = _start(town, told, key, lead)
    _bind(town, told, kept, lead, day, 15)
    _at(day, 16)
    service_ceremony.seal_draw(town.actor(lead), key)
    for minute, (part, person) in enumerate(_people(told, lead).items()):
        _at(day + timedelta(days=1), 9, 4 * minute)
        secret = _secret(kept, part)
        service_contributions.reveal_secret(town.actor(person), kept.key, secret=secret)
    _at(day + timedelta(days=1), 9, 20)
    return service_ceremony.reveal_draw(town.actor(lead), key, value=told["meeting"]["rolls"])


def leave_one_waiting(town: Town, today: date, *, lead: str) -> Draw:
    """Start a draw that waits for its contributors, so that a visitor can be one of them."""
    told = read_story("ceremony")
    waiting = told["waiting"]
    _at(today - timedelta(days=waiting["days_ago"]), 9)
    actor = town.actor(lead)
    planned = service.plan_round(actor, title=waiting["title"], purpose=RoundPurpose.MEASURE)
    begin, end = (today - timedelta(days=days) for days in waiting["opened"])
    chosen = FrameFilter(
        source=SOURCE, case_type="Sygedagpenge", opened_from_on=begin, opened_to_on=end
    )
    service.set_frame(actor, planned.key, chosen=chosen)
    service.set_size(actor, planned.key, size=waiting["size"])
    return _start(town, told, planned.key, lead)


def _people(told: dict[str, Any], lead: str) -> dict[Contributor, str]:
    return {
        Contributor.COORDINATOR: lead,
        Contributor.STAFF_REPRESENTATIVE: told["representative"],
    }


def _start(town: Town, told: dict[str, Any], key: str, lead: str) -> Draw:
    people = {part: town.people[name].id for part, name in _people(told, lead).items()}
    return service_ceremony.start_draw(
        town.actor(lead),
        key,
        people=people,
        public=PublicKind.DICE,
        reveal_due_on=clock.today() + timedelta(days=told["reveal_days"]),
    )


def _bind(town: Town, told: dict[str, Any], draw: Draw, lead: str, day: date, hour: int) -> None:
    for minute, (part, name) in enumerate(_people(told, lead).items()):
        _at(day, hour, 7 * minute)
        given = commitment(part.value, _secret(draw, part))
        service_contributions.commit_to_secret(town.actor(name), draw.key, given=given)


def _secret(draw: Draw, part: Contributor) -> str:
    """Return an invented contributor's secret: the same in every telling of the story."""
    return hashlib.sha256(f"demonstration {draw.number} {part.value}".encode()).hexdigest()


def _at(day: date, hour: int, minute: int = 0) -> None:
    clock.travel(clock.local(day, hour, minute))
