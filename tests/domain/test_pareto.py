"""The highest bars first, and the few that hold most of what was found."""

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from review_app.domain.pareto import MOST_OF_IT, Counted, pareto, vital_few

counts = st.lists(st.integers(0, 50), max_size=12).map(
    lambda numbers: [Counted(f"K{n}", number) for n, number in enumerate(numbers)]
)


def test_a_worked_example():
    bars = pareto([Counted("K1", 3, 20), Counted("K2", 12, 20), Counted("K3", 0), Counted("K4", 5)])
    assert [(bar.key, bar.count, bar.running) for bar in bars] == [
        ("K2", 12, 12),
        ("K4", 5, 17),
        ("K1", 3, 20),
    ]
    assert [bar.running_share for bar in bars] == [Fraction(3, 5), Fraction(17, 20), 1]
    assert [bar.key for bar in vital_few(bars)] == ["K2", "K4"]  # 60 % are not enough, 85 % are


def test_equals_keep_their_order_and_nothing_found_is_no_bar():
    assert [bar.key for bar in pareto([Counted("K2", 1), Counted("K1", 1)])] == ["K2", "K1"]
    assert pareto([Counted("K1", 0)]) == []
    assert vital_few([]) == []


@given(counts)
def test_every_finding_is_in_one_bar_and_the_few_are_as_few_as_can_be(found):
    bars = pareto(found)
    assert sum(bar.count for bar in bars) == sum(one.count for one in found)
    assert [bar.count for bar in bars] == sorted((bar.count for bar in bars), reverse=True)
    assert sum(bar.share for bar in bars) == (1 if bars else 0)
    few = vital_few(bars)
    if bars:
        assert few[-1].running_share >= MOST_OF_IT
        assert len(few) == 1 or few[-2].running_share < MOST_OF_IT
