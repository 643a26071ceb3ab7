"""A draft keeps what a person writes, and no more than a person writes."""

import pytest
from sqlalchemy import select

from review_app.domain.errors import Invalid
from review_app.kernel import drafts
from review_app.kernel.drafts import Draft
from tests.cast import actor


@pytest.mark.parametrize(
    ("place", "fields"),
    [
        ("x" * 201, {"text": "a"}),
        ("note/010190-1234", {"text": "a"}),
        ("note", {"x" * 81: "a"}),
        ("note", {"010190-1234": "a"}),
        ("note", {"text": "x" * 200_001}),
        ("note", {"one": "x" * 150_000, "two": "x" * 150_000}),
    ],
    ids=["long place", "number in it", "long name", "number as name", "long text", "long in all"],
)
def test_what_nobody_writes_by_hand_is_refused(db, people, place, fields):
    with pytest.raises(Invalid):
        drafts.save_draft(actor(people.hanne), place, fields=fields)
    assert not db.session.scalars(select(Draft)).all()


def test_the_oldest_draft_gives_way_when_there_are_too_many(people, monkeypatch):
    monkeypatch.setattr(drafts, "MOST_DRAFTS", 3)
    hanne, henrik = actor(people.hanne), actor(people.henrik)
    drafts.save_draft(henrik, "a", fields={"text": "his own"})
    for place in "abcd":
        drafts.save_draft(hanne, place, fields={"text": place})
    assert [drafts.load_draft(hanne, p).get("text") for p in "abcd"] == [None, "b", "c", "d"]
    assert drafts.load_draft(henrik, "a") == {"text": "his own"}
