"""Two rounds side by side, and teams in a funnel: nothing is claimed that chance could do."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from review_app.domain.comparison import (
    Change,
    Side,
    Standing,
    Unit,
    compare,
    difference_limits,
    funnel,
    may_rank,
    share_limits,
)
from review_app.domain.errors import Invalid


def sides(before, after):
    return Side.counted(*before), Side.counted(*after)


def test_the_limits_of_one_side_are_the_printed_ones():
    low, high = share_limits(Side.counted(5, 50), alpha=0.05)
    assert (low, high) == pytest.approx((0.033275, 0.218135), abs=5e-7)


def test_the_range_of_a_difference_is_put_together_from_the_two_ranges():
    low, high = difference_limits(*sides((30, 50), (45, 50)), alpha=0.05)
    (old_low, old_high), (new_low, new_high) = (
        share_limits(Side.counted(x, 50), alpha=0.05) for x in (30, 45)
    )
    assert low == pytest.approx(0.3 - ((0.9 - new_low) ** 2 + (old_high - 0.6) ** 2) ** 0.5)
    assert high == pytest.approx(0.3 + ((new_high - 0.9) ** 2 + (0.6 - old_low) ** 2) ** 0.5)


def test_clear_and_unclear_changes():
    found = compare(
        {
            "better": sides((30, 60), (55, 60)),
            "worse": sides((55, 60), (30, 60)),
            "same": sides((50, 60), (52, 60)),
            "few": sides((9, 9), (1, 60)),
        }
    )
    assert {name: one.change for name, one in found.items()} == {
        "better": Change.IMPROVED,
        "worse": Change.WORSENED,
        "same": Change.UNCLEAR,
        "few": Change.TOO_FEW,
    }
    assert found["few"].share is None
    assert found["same"].low < 0 < found["same"].high


def test_less_can_be_better():
    (found,) = compare({"errors": sides((30, 60), (5, 60))}, more_is_better=False).values()
    assert found.change is Change.IMPROVED


def test_what_is_clear_alone_may_be_unclear_among_many():
    pair = sides((30, 60), (43, 60))
    assert compare({"alone": pair})["alone"].change is Change.IMPROVED
    among = compare({"it": pair} | {str(n): sides((30, 60), (30, 60)) for n in range(20)})
    assert among["it"].change is Change.UNCLEAR
    assert among["it"].tail_share == pytest.approx(0.05 / 21)


def test_each_clear_change_leaves_more_to_the_others():
    borderline = sides((30, 60), (44, 60))
    plain = {str(n): sides((20, 60), (55, 60)) for n in range(10)}
    found = compare({"it": borderline} | plain)
    assert found["it"].change is Change.IMPROVED
    assert found["it"].tail_share == pytest.approx(0.05)
    assert found["0"].tail_share == pytest.approx(0.05 / 11)


@given(st.integers(10, 60), st.integers(10, 60), st.data())
def test_turning_time_around_turns_the_difference_around(before, after, data):
    old = Side.counted(data.draw(st.integers(0, before)), before)
    new = Side.counted(data.draw(st.integers(0, after)), after)
    low, high = difference_limits(old, new, alpha=0.05)
    back_low, back_high = difference_limits(new, old, alpha=0.05)
    assert (low, high) == pytest.approx((-back_high, -back_low))
    assert low <= float(new.share) - float(old.share) <= high


def test_a_smaller_effective_size_widens_the_range():
    plain = share_limits(Side(Fraction(1, 5), 50, 50.0), alpha=0.05)
    weighted = share_limits(Side(Fraction(1, 5), 50, 31.4), alpha=0.05)
    assert weighted[0] < plain[0] < plain[1] < weighted[1]


def test_a_team_stands_out_only_where_chance_cannot_have_put_it():
    found = funnel([Unit("a", 90, 100), Unit("b", 92, 100), Unit("c", 60, 100), Unit("d", 3, 6)])
    standings = {point.unit.label: point.standing for point in found.points}
    assert standings["c"] is Standing.BEYOND_ALARM
    assert standings["d"] is Standing.TOO_FEW_TO_TELL
    assert found.overall == Fraction(245, 306)
    assert not next(point for point in found.points if point.unit.label == "c").is_above


def test_the_funnel_narrows_with_the_number_of_cases():
    found = funnel([Unit("few", 8, 10), Unit("many", 160, 200)])
    few, many = found.points
    assert few.warning[0] < many.warning[0] < 0.8 < many.warning[1] < few.warning[1]
    assert few.alarm[0] < few.warning[0]
    assert {few.standing, many.standing} == {Standing.TOO_FEW_TO_TELL}


def test_a_better_known_range_of_a_team_is_used():
    known = Unit("a", 20, 40, low=0.495, high=0.505)
    found = funnel([known, Unit("b", 90, 100)])
    assert found.points[0].low == 0.495


def test_a_team_without_cases_is_left_out_and_nothing_at_all_is_refused():
    assert len(funnel([Unit("a", 1, 2), Unit("b", 0, 0)]).points) == 1
    for units in ([], [Unit("b", 0, 0)], [Unit("c", 3, 2)]):
        with pytest.raises(Invalid):
            funnel(units)


def test_shares_are_put_in_order_only_where_no_ranges_overlap():
    assert may_rank([(0.5, 0.6), (0.1, 0.2), (0.7, 0.9)])
    assert not may_rank([(0.5, 0.6), (0.1, 0.5)])
    assert may_rank([])
