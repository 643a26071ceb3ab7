"""Who may do what: the one place that asks the policy in :mod:`review_app.domain.grants`."""

from typing import Any

from review_app.domain.actors import APPOINTED, OPERATOR, STRANGER, Actor, Role
from review_app.domain.errors import NotPermitted
from review_app.domain.grants import GRANTS
from review_app.domain.permissions import Permission

__all__ = [
    "APPOINTED",
    "GRANTS",
    "OPERATOR",
    "STRANGER",
    "Actor",
    "Permission",
    "Role",
    "can",
    "demand",
    "may_ever",
]


def may_ever(actor: Actor, permission: Permission) -> bool:
    """Say whether there is any thing the actor could hold *permission* on: for gates and menus."""
    return any(actor.holds(grant.role) for grant in GRANTS.get(permission, []))


def can(actor: Actor, permission: Permission, thing: Any) -> bool:
    """Say whether the actor holds *permission* on this very *thing*."""
    return any(
        actor.holds(grant.role) and all(condition(actor, thing) for condition in grant.conditions)
        for grant in GRANTS.get(permission, [])
    )


def demand(actor: Actor, permission: Permission, thing: Any = None) -> None:
    """Refuse unless :func:`can`; without a *thing*, unless :func:`may_ever`.

    :raises NotPermitted: with the permission's name.
    """
    allowed = may_ever(actor, permission) if thing is None else can(actor, permission, thing)
    if not allowed:
        raise NotPermitted(permission=permission.value, actor_id=actor.id)
