"""What somebody is writing: kept on the server after every pause, so that nobody loses text.

A draft belongs to one person and one place (``feedback/<key>``); nobody else can read it.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, UniqueConstraint, delete, func, select
from sqlalchemy.orm import Mapped, mapped_column

from review_app.domain.access import Actor, Permission, demand
from review_app.domain.errors import Invalid
from review_app.domain.personal_data import refuse_personal_numbers
from review_app.kernel import clock
from review_app.kernel.db import Table, db
from review_app.kernel.unit_of_work import unit_of_work

# More than anybody writes; without bounds the place would store whatever a script sends.
LONGEST_PLACE, LONGEST_NAME, LONGEST_DRAFT, MOST_DRAFTS = 200, 80, 200_000, 200


class Draft(Table):
    """The fields of one form as last written."""

    __tablename__ = "draft"
    __table_args__ = (UniqueConstraint("person_id", "place"),)
    is_evidence = False

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    place: Mapped[str]
    fields: Mapped[dict[str, Any]]
    saved_at: Mapped[datetime] = mapped_column(default=clock.now)


def save_draft(actor: Actor, place: str, *, fields: dict[str, str]) -> datetime:
    """Keep *fields*, adding to what the draft already holds; returns when.

    A person's oldest drafts give way to new ones when there are too many.

    :raises Invalid: when the place or a field is too long or holds a personal number.
    """
    demand(actor, Permission.ACCOUNT_USE)
    _refuse_unfit(place, field="place", longest=LONGEST_PLACE)
    for name, text in fields.items():
        _refuse_unfit(name, field="name", longest=LONGEST_NAME)
        _refuse_unfit(text, field=name, longest=LONGEST_DRAFT)
    with unit_of_work(actor) as work:
        draft = _find(actor, place)
        if draft is None:
            _make_room(actor)
            draft = work.add(Draft(person_id=actor.id, place=place, fields={}))
        draft.fields = {**draft.fields, **fields}
        if sum(map(len, draft.fields.values())) > LONGEST_DRAFT:
            raise Invalid(field="draft", reason="long", longest=LONGEST_DRAFT)
        draft.saved_at = clock.now()
        return draft.saved_at


def _refuse_unfit(text: str, *, field: str, longest: int) -> None:
    if len(text) > longest:
        raise Invalid(field=field[:LONGEST_NAME], reason="long", longest=longest)
    refuse_personal_numbers(text, field=field)


def _make_room(actor: Actor) -> None:
    own = select(Draft.id).where(Draft.person_id == actor.id).order_by(Draft.saved_at, Draft.id)
    count = db.session.scalar(select(func.count()).select_from(own.subquery())) or 0
    if count >= MOST_DRAFTS:
        oldest = db.session.scalars(own.limit(count - MOST_DRAFTS + 1)).all()
        db.session.execute(delete(Draft).where(Draft.id.in_(oldest)))


def load_draft(actor: Actor, place: str) -> dict[str, str]:
    """Return what *actor* last wrote at *place*; empty when nothing."""
    draft = _find(actor, place)
    return dict(draft.fields) if draft else {}


def discard_draft(actor: Actor, place: str) -> None:
    """Forget the draft: its text has been handed in. Part of the service's own unit."""
    db.session.execute(delete(Draft).where(Draft.person_id == actor.id, Draft.place == place))


def _find(actor: Actor, place: str) -> Draft | None:
    return db.session.scalar(select(Draft).where(Draft.person_id == actor.id, Draft.place == place))
