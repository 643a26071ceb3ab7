"""When the positions of a three-party talk open, and when its minutes are complete."""

from collections.abc import Iterable
from typing import Any

from review_app.domain.errors import Incomplete, Invalid
from review_app.domain.kinds import LearningSessionKind, Party

PARTIES = (Party.CASEWORKER, Party.COORDINATOR, Party.THIRD)


def check_parties(kind: LearningSessionKind, seats: Iterable[tuple[Party, int]]) -> None:
    """Check who is to sit at the table: pairs of party and person.

    :raises Incomplete: when a three-party talk lacks a party, or any session a coordinator;
        ``facts["fields"]`` names the parties.
    :raises Invalid: when somebody sits at two places.
    """
    seats = list(seats)
    needed = PARTIES if kind is LearningSessionKind.TRIPARTITE else (Party.COORDINATOR,)
    if missing := [party.value for party in needed if party not in {p for p, _ in seats}]:
        raise Incomplete(fields=missing)
    if len({person for _, person in seats}) < len(seats):
        raise Invalid(field="participants", reason="twice")


def signing_parties(kind: LearningSessionKind, participants: Iterable[Any]) -> list[Any]:
    """Return who takes a position before and signs after; nobody but in a three-party talk."""
    if kind is not LearningSessionKind.TRIPARTITE:
        return []
    return [participant for participant in participants if participant.party in PARTIES]


def are_open(kind: LearningSessionKind, participants: Iterable[Any], *, was_held: bool) -> bool:
    """Say whether everybody may read everybody's position.

    They open together: when the last of the parties has written, or when the talk begins.
    """
    parties = signing_parties(kind, participants)
    return was_held or (bool(parties) and all(p.position_written_at for p in parties))


def missing_signatures(kind: LearningSessionKind, participants: Iterable[Any]) -> list[Any]:
    """Return who has neither signed nor dissented, nor lost the right to."""
    return [
        p
        for p in signing_parties(kind, participants)
        if not (p.signed_at or p.dissented_at or p.not_given_at)
    ]
