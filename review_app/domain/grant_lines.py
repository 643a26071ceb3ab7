"""What a line of the policy is made of."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from review_app.domain.actors import Actor, Role

Condition = Callable[[Actor, Any], bool]


@dataclass(frozen=True, slots=True)
class Grant:
    """One line of the policy: a role, and what must be true of the thing besides."""

    role: Role
    conditions: tuple[Condition, ...] = ()


def to(role: Role, *conditions: Condition) -> Grant:
    """Write a line of the policy."""
    return Grant(role, conditions)
