"""Who the invented people are."""

import tomllib
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import select

from review_app.domain.access import OPERATOR, Actor, Role
from review_app.features.identity import service as identity
from review_app.kernel import clock
from review_app.kernel.db import db
from review_app.kernel.places import TOP
from review_app.models import Engagement, Firm, Person, Team
from review_app.models.actors import actor_of


@dataclass
class Town:
    """The municipality: its people by name, and the teams and firms."""

    people: dict[str, Person] = field(default_factory=dict)
    teams: dict[str, Team] = field(default_factory=dict)
    firms: dict[str, Firm] = field(default_factory=dict)
    caseworkers: list[Person] = field(default_factory=list)
    engagements: dict[str, Engagement] = field(default_factory=dict)  # by their member's name

    def actor(self, name: str) -> Actor:
        """Return who the person is on the day the story has reached."""
        return actor_of(db.session(), self.people[name], on=clock.today())

    def person(self, id_: int | None) -> Person:
        """Return the person with this id."""
        return next(person for person in self.people.values() if person.id == id_)


def read_story(name: str) -> dict[str, Any]:
    """Read one file of ``seed/demo``."""
    return tomllib.loads((TOP / "seed" / "demo" / f"{name}.toml").read_text())


def address(name: str) -> str:
    """Make an e-mail address under a domain that is reserved for examples."""
    plain = name.lower()
    for letter, written in (("æ", "ae"), ("ø", "oe"), ("å", "aa"), (" ", ".")):
        plain = plain.replace(letter, written)
    return f"{plain}@engvang.example"


def move_in(first_day: date) -> Town:
    """Add teams, firms and people on the first day of the story."""
    clock.travel(clock.local(first_day, 8))
    told = read_story("people")
    town = Town()
    town.teams = {name: identity.add_team(OPERATOR, name=name) for name in told["teams"]}
    town.firms = {name: identity.add_firm(OPERATOR, name=name) for name in told["firms"]}
    for entry in told["people"]:
        _add(town, entry)
    for group in told["caseworkers"]:
        for name in group["names"]:
            _add(
                town,
                {
                    "name": name,
                    "roles": ["caseworker"],
                    "team": group["team"],
                    "profession": "Sagsbehandler",
                },
            )
    return town


def _add(town: Town, entry: dict[str, Any]) -> None:
    teams = [town.teams[entry[key]].id for key in ("team", "also_team") if key in entry]
    firm = town.firms.get(entry.get("firm", ""))
    person = identity.save_person(
        OPERATOR,
        None,
        name=entry["name"],
        email=address(entry["name"]),
        roles=[Role(role) for role in entry["roles"]],
        team_ids=teams,
        firm_id=firm.id if firm else None,
        profession=entry["profession"],
        is_staff_representative=entry.get("is_staff_representative", False),
    )
    town.people[person.name] = person
    if Role.CASEWORKER in person.roles:
        town.caseworkers.append(person)


def is_empty() -> bool:
    """Say whether nobody lives here yet."""
    return db.session.scalar(select(Person.id).limit(1)) is None
