"""The views of figures a person keeps."""

from collections.abc import Sequence

from sqlalchemy import select

from review_app.domain.access import Actor, Permission, demand
from review_app.domain.errors import NotFound
from review_app.kernel.db import db
from review_app.models import SavedView


def list_views(actor: Actor) -> Sequence[SavedView]:
    """Return the actor's own views by name."""
    demand(actor, Permission.SAVED_VIEW_KEEP)
    own = select(SavedView).where(SavedView.owner_id == actor.id)
    return db.session.scalars(own.order_by(SavedView.name)).all()


def get_view(actor: Actor, key: str) -> SavedView:
    """Return one of the actor's own views.

    :raises NotFound: when there is none.
    """
    demand(actor, Permission.SAVED_VIEW_KEEP)
    found = db.session.scalar(
        select(SavedView).where(SavedView.owner_id == actor.id, SavedView.key == key)
    )
    if found is None:
        raise NotFound(thing="saved-view", key=key)
    return found
