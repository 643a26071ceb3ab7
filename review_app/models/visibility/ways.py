"""How a role opens a row."""

from collections.abc import Iterable

from sqlalchemy import ColumnElement, false, or_

from review_app.domain.access import Actor, Role

Ways = Iterable[tuple[Role, ColumnElement[bool]]]


def any_way(actor: Actor, ways: Ways) -> ColumnElement[bool]:
    """Return the condition under which one of the actor's roles opens the row."""
    return or_(false(), *(way for role, way in ways if actor.holds(role)))
