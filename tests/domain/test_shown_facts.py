"""The fact of a case beside a question."""

from datetime import date

import pytest

from review_app.domain.errors import Invalid
from review_app.domain.shown_facts import ShownFact

MARCH, MAY = date(2026, 3, 2), date(2026, 5, 4)
DAYS = {"opened_on": date(2026, 1, 5), "closed_on": None}
EVENTS = [("Talk", MARCH), ("Plan", date(2026, 4, 1)), ("Talk", MAY)]


@pytest.mark.parametrize(
    ("stored", "fact"),
    [
        ("first:Talk", MARCH),
        ("last:Talk", MAY),
        ("count:Talk", 2),
        ("count:Letter", 0),
        ("first:Letter", None),
        ("last:Letter", None),
        ("field:opened_on", date(2026, 1, 5)),
        ("field:closed_on", None),
        ("field:deadline_on", None),
    ],
)
def test_a_fact_is_a_day_a_number_or_nothing(stored, fact):
    read = ShownFact.read(stored)
    assert read.of(DAYS, EVENTS) == fact
    assert read.stored() == stored


def test_an_activity_may_hold_a_colon():
    assert ShownFact.read("count:Talk: first").of({}, [("Talk: first", MAY)]) == 1


@pytest.mark.parametrize("stored", ["", "Talk", "first:", "sum:Talk", "field:name"])
def test_what_is_no_fact_is_refused(stored):
    with pytest.raises(Invalid):
        ShownFact.read(stored)
