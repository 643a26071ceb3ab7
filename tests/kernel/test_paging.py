"""Keyset pages show every row once, in order, on both databases, with and without values."""

from datetime import date

import pytest
from sqlalchemy import select

from review_app.domain.errors import Invalid
from review_app.kernel.paging import after_row, pack, page_of, unpack
from review_app.models import Case
from tests.cast import enter, some_cases


@pytest.mark.parametrize("descending", [False, True])
def test_all_pages_together_are_the_whole_list(db, people, descending):
    cases = some_cases(*[people.hanne] * 11)
    for case in cases[::4]:
        case.opened_on = None
    cases[1].opened_on = cases[2].opened_on = date(2026, 3, 5)
    enter(*cases)
    seen, after = [], None
    for _ in range(10):
        query = after_row(
            select(Case), after, value=Case.opened_on, id_=Case.id, descending=descending, size=3
        )
        page = page_of(
            db.session.scalars(query).all(), lambda case: (case.opened_on, case.id), size=3
        )
        seen += [case.id for case in page.rows]
        after = page.after
        if after is None:
            break
    dated = [c for c in cases if c.opened_on]
    undated = [c for c in cases if not c.opened_on]
    dated.sort(key=lambda c: c.id)
    dated.sort(key=lambda c: c.opened_on, reverse=descending)
    assert seen == [c.id for c in dated + undated]


@pytest.mark.parametrize("cursor", ["", "x", "bm90", "WzEsMl0"])
def test_a_made_up_cursor_is_refused(cursor):
    with pytest.raises(Invalid):
        unpack(cursor)


@pytest.mark.parametrize("cursor", [pack("words", 1), pack(3, 1), pack(None, 1 << 63)])
def test_a_cursor_of_another_kind_of_list_is_refused(cursor):
    with pytest.raises(Invalid):
        after_row(select(Case), cursor, value=Case.opened_on, id_=Case.id)
