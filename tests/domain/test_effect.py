"""Which rounds show what a note did, and what they show: worked examples and properties."""

from datetime import UTC, datetime, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from review_app.domain.comparison import Change, Side
from review_app.domain.effect import MOST_AFTER, Outlook, Part, RoundHead, judge, place
from review_app.domain.round_sides import Seen

DAY = datetime(2026, 3, 10, 12, tzinfo=UTC)
K1, K2 = (1, "K1"), (1, "K2")


def head(id_, days, *, is_settled=True, checklist=1):
    return RoundHead(id_, checklist, DAY + timedelta(days=days), is_settled)


def seen(met, of):
    return Seen(Side.counted(met, of), met)


def parts(placed):
    return {one.head.id: one.part for one in placed}


def test_the_last_settled_round_before_is_held_against_the_next_three():
    heads = [head(n, days) for n, days in enumerate((-90, -30, -1, 20, 50, 80, 110))]
    heads.append(head(7, 10, is_settled=False))
    heads.append(head(8, -0.5, is_settled=False))
    assert parts(place(heads, DAY)) == {
        0: Part.EARLIER,
        1: Part.EARLIER,
        2: Part.BEFORE,
        3: Part.AFTER,
        4: Part.AFTER,
        5: Part.AFTER,
        6: Part.LATER,
        7: Part.NOT_SETTLED,
        8: Part.NOT_SETTLED,
    }


def test_each_verdict_as_it_is_worked_out_by_hand():
    placed = place([head(1, -30), head(2, 30)], DAY)
    criteria = [(1, code) for code in ("better", "same", "few", "worse", "dropped")]
    shown = {
        (1, "better"): seen(10, 30),
        (2, "better"): seen(28, 30),
        (1, "same"): seen(20, 30),
        (2, "same"): seen(21, 30),
        (1, "few"): seen(1, 9),
        (2, "few"): seen(30, 30),
        (1, "worse"): seen(29, 30),
        (2, "worse"): seen(9, 30),
        (1, "dropped"): seen(20, 30),
        (2, "dropped"): Seen(None, gap="not-asked"),
    }
    found = judge(placed, criteria, shown)
    assert [line.change for line in found.criteria] == [
        Change.IMPROVED,
        Change.UNCLEAR,
        Change.TOO_FEW,
        Change.WORSENED,
        None,
    ]
    assert found.criteria[4].outlook is Outlook.NOTHING_TO_COMPARE
    assert found.tested == 3
    better = found.criteria[0].latest.difference
    assert round(better.share, 3) == 0.6
    assert 0 < better.low < 0.6 < better.high <= 1


def test_nothing_is_said_while_a_round_is_missing_on_either_side():
    only_after = judge(place([head(1, 5)], DAY), [K1], {(1, "K1"): seen(5, 30)})
    assert only_after.criteria[0].outlook is Outlook.NO_ROUND_BEFORE
    only_before = judge(place([head(1, -5)], DAY), [K1], {(1, "K1"): seen(5, 30)})
    assert only_before.criteria[0].outlook is Outlook.NO_ROUND_AFTER
    other = place([head(1, -5, checklist=2)], DAY)
    assert judge(other, [K1], {}).criteria[0].outlook is Outlook.NO_ROUND_BEFORE


def test_what_is_clear_alone_need_not_be_among_many():
    placed = place([head(1, -5), head(2, 5)], DAY)
    one = {(1, "K1"): seen(12, 30), (2, "K1"): seen(23, 30)}
    assert judge(placed, [K1], one).criteria[0].change is Change.IMPROVED
    many = one | {(id_, f"M{n}"): seen(15, 30) for id_ in (1, 2) for n in range(20)}
    codes = [K1, *((1, f"M{n}") for n in range(20))]
    assert judge(placed, codes, many).criteria[0].change is Change.UNCLEAR


def test_what_holds_now_is_what_the_latest_comparable_round_shows():
    placed = place([head(1, -5), head(2, 5), head(3, 40)], DAY)
    shown = {(1, "K1"): seen(5, 40), (2, "K1"): seen(38, 40), (3, "K1"): seen(6, 40)}
    line = judge(placed, [K1], shown).criteria[0]
    assert [one.difference.change for one in line.after] == [Change.IMPROVED, Change.UNCLEAR]
    assert line.change is Change.UNCLEAR


PATIENT = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
days = st.lists(st.tuples(st.integers(-400, 400), st.booleans()), max_size=12)


@PATIENT
@given(days)
def test_at_most_one_round_before_and_three_after_and_only_settled_ones(told):
    placed = place([head(n, day, is_settled=done) for n, (day, done) in enumerate(told)], DAY)
    assert sorted(one.head.id for one in placed) == list(range(len(told)))
    before = [one.head for one in placed if one.part is Part.BEFORE]
    after = [one.head for one in placed if one.part is Part.AFTER]
    assert len(before) <= 1
    assert len(after) <= MOST_AFTER
    assert all(one.is_settled for one in (*before, *after))
    assert all(one.drawn_at <= DAY for one in before)
    assert all(one.drawn_at > DAY for one in after)


@PATIENT
@given(st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)), min_size=1, max_size=4))
def test_turned_around_in_time_better_is_worse(pairs):
    placed = place([head(1, -5), head(2, 5)], DAY)
    forth = {(1, f"C{n}"): seen(a, 30) for n, (a, _) in enumerate(pairs)}
    forth |= {(2, f"C{n}"): seen(b, 30) for n, (_, b) in enumerate(pairs)}
    back = {(3 - id_, code): one for (id_, code), one in forth.items()}
    codes = [(1, f"C{n}") for n in range(len(pairs))]
    turned = {Change.IMPROVED: Change.WORSENED, Change.WORSENED: Change.IMPROVED}
    for one, other in zip(
        judge(placed, codes, forth).criteria, judge(placed, codes, back).criteria, strict=True
    ):
        assert other.change is turned.get(one.change, one.change)
