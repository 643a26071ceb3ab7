"""Finding saved descriptions of cases, and holding a frame against a list from elsewhere."""

from collections.abc import Sequence

from sqlalchemy import func, select

from review_app.domain.access import Permission, demand
from review_app.domain.actors import Actor
from review_app.domain.completeness import Completeness, compare
from review_app.domain.errors import NotFound
from review_app.domain.frames import FrameFilter
from review_app.features.rounds.queries_frames import frame_query
from review_app.kernel.db import db
from review_app.models import Case, SavedFrame
from review_app.models.visibility import may_read_case_number


def list_frames(actor: Actor) -> Sequence[SavedFrame]:
    """Return the saved descriptions by name."""
    demand(actor, Permission.ROUND_RUN)
    return db.session.scalars(select(SavedFrame).order_by(func.lower(SavedFrame.name))).all()


def get_frame(actor: Actor, key: str) -> SavedFrame:
    """Return one saved description.

    :raises NotFound: when there is none.
    """
    demand(actor, Permission.ROUND_RUN)
    found = db.session.scalar(select(SavedFrame).where(SavedFrame.key == key))
    if found is None:
        raise NotFound(thing="saved-frame", key=key)
    return found


def compare_frame(actor: Actor, chosen: FrameFilter, *, expected: Sequence[str]) -> Completeness:
    """Hold the numbers of a frame's cases, as far as the actor may read them, against a list."""
    query = frame_query(actor, chosen).where(may_read_case_number(actor))
    return compare(expected, db.session.scalars(query.with_only_columns(Case.number)))
