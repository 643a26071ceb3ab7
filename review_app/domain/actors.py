"""Who asks: roles, and the plain value that stands for a person in rules and services."""

from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """What a person is appointed to do; a person may hold several."""

    EVERYBODY = "everybody"  # also those who have not signed in
    MEMBER = "member"  # whoever has signed in
    CASEWORKER = "caseworker"
    COORDINATOR = "coordinator"
    CONSULTANT = "consultant"
    MANAGER = "manager"
    OBSERVER = "observer"
    ADMINISTRATOR = "administrator"
    OPERATOR = "operator"  # the command line and the platform's own jobs, never a person


APPOINTED = (
    Role.CASEWORKER,
    Role.COORDINATOR,
    Role.CONSULTANT,
    Role.MANAGER,
    Role.OBSERVER,
    Role.ADMINISTRATOR,
)


@dataclass(frozen=True, slots=True)
class Actor:
    """Whoever asks: a person who signed in, the platform itself, or a stranger.

    ``engagement_ids`` are the engagements that run today and have the person as a member, so that
    everything an engagement opens closes at its end without anybody doing anything.
    """

    id: int | None = None
    roles: frozenset[Role] = frozenset()
    team_ids: frozenset[int] = frozenset()
    engagement_ids: frozenset[int] = frozenset()

    def holds(self, role: Role) -> bool:
        """Say whether the actor was appointed to *role*; everybody is somebody."""
        if role is Role.EVERYBODY:
            return True
        if role is Role.MEMBER:
            return self.id is not None
        return role in self.roles

    @property
    def is_nobody(self) -> bool:
        """Whether no person asks: what is counted then is counted for others to read."""
        return self.id is None


STRANGER = Actor()
OPERATOR = Actor(roles=frozenset({Role.OPERATOR}))
