"""Two versions of a checklist on the same cases."""

from hypothesis import given
from hypothesis import strategies as st

from review_app.domain.bridging import Bridge, Paired, bridge, pair, paired_limits
from review_app.domain.scoring import AnswerValue as Value

COUNTS = st.integers(0, 40)


def test_only_cases_decided_under_both_versions_count():
    values = [
        (Value.MET, Value.MET),
        (Value.MET, Value.PARTLY_MET),
        (Value.NOT_MET, Value.MET),
        (Value.PARTLY_MET, Value.NOT_MET),
        (Value.NOT_APPLICABLE, Value.MET),
        (Value.MET, Value.CANNOT_BE_ASSESSED),
    ]
    assert pair(values) == Paired(both=1, only_older=1, only_newer=1, neither=1)


def test_newcombe_1998_table_iii_is_met():
    """Method 10 for 36, 12, 2 and 0: 0.0569 to 0.3404."""
    low, high = paired_limits(Paired(36, 2, 12, 0), alpha=0.05)
    assert (round(low, 4), round(high, 4)) == (0.0569, 0.3404)


def test_a_difference_is_named_only_where_chance_cannot_have_made_it():
    pairs = {
        "more": Paired(30, 0, 14, 6),
        "less": Paired(30, 14, 0, 6),
        "alike": Paired(30, 3, 3, 6),
        "few": Paired(0, 0, 9, 0),
    }
    told = bridge(pairs)
    assert {name: one.said for name, one in told.items()} == {
        "more": Bridge.HIGHER,
        "less": Bridge.LOWER,
        "alike": Bridge.NO_CLEAR,
        "few": Bridge.TOO_FEW,
    }
    assert told["few"].difference is None
    alone = bridge({"more": pairs["more"]})["more"]
    assert told["more"].low < alone.low  # the more are looked at, the wider


@given(COUNTS, COUNTS, COUNTS, st.integers(10, 40))
def test_the_limits_hold_the_difference_and_turn_with_the_versions(both, older, newer, neither):
    there = bridge({"": Paired(both, older, newer, neither)})[""]
    back = bridge({"": Paired(both, newer, older, neither)})[""]
    assert -1 <= there.low <= there.difference + 1e-12
    assert there.difference - 1e-12 <= there.high <= 1
    assert abs(there.low + back.high) < 1e-9
    assert abs(there.high + back.low) < 1e-9
