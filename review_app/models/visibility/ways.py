"""How a role opens a row."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import ColumnElement, false, or_

from review_app.domain.access import Actor, Role

Ways = Iterable[tuple[Role, ColumnElement[bool]]]


def any_way(actor: Actor, ways: Ways) -> ColumnElement[bool]:
    """Return the condition under which one of the actor's roles opens the row."""
    return or_(false(), *(way for role, way in ways if actor.holds(role)))


def not_apart_from_them(actor: Actor, table: Any) -> ColumnElement[bool]:
    """Return the condition under which a round or review is no other's part of a calibration."""
    return or_(table.apart_for_id.is_(None), table.apart_for_id == actor.id)
