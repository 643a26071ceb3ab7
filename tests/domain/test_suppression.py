"""Published tables are attacked with all that follows from them; nothing withheld is found."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from review_app.domain.openness import Detail
from review_app.domain.publication import Counted, by_team, cells_of, names_shown
from review_app.domain.suppression import (
    TOTAL,
    part_of,
    to_suppress,
    total_gives_away,
    with_company,
)
from tests.domain.attack import Attack

# One case: its team (None: without), the caseworker within it, whether it is met.
CASES = st.tuples(
    st.sampled_from([1, 2, 3, 4, None]), st.integers(1, 5), st.sampled_from([True, True, False])
)
SLOW = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def a_row(case):
    team, who, met = case
    person = None if who == 5 else 10 * (team or 9) + who  # the fifth is linked to nobody
    return Counted("K", team, person, person or f"?{team}", met)


def seen_by_all(rows, named, insider=None):
    """Everything an audience is shown of one line: house, teams, and names where they may be.

    An *insider* knows their own cases besides, as their record shows them.
    """
    attack, cells = Attack(), cells_of(rows)
    house = next(cell for cell in cells if cell.scope is Detail.HOUSE)
    teams = [cell for cell in cells if cell.scope is Detail.TEAM]
    _take(attack, "house", house, shown=not house.is_withheld)
    for team in teams:
        _take(attack, team.team, team, shown=not team.is_withheld)
        persons = by_team(cells).get(("K", team.team), [])
        shown = names_shown(team, persons, named)
        for cell in persons:
            is_shown = cell.person in shown or cell.person == insider
            _take(attack, (team.team, cell.person), cell, shown=is_shown)
        rest = (team.denominator or 0) - sum(cell.denominator for cell in persons)
        names = [(team.team, cell.person) for cell in persons]
        if shown:  # where no name is shown nobody can tell how many there are
            extra = [(team.team, "unlinked")] if rest else []
            for one in extra:
                attack.miss(one)
            attack.add_up(team.team, [*names, *extra])
        else:
            attack.withheld -= set(names)
            _own_and_the_rest(attack, team.team, [name for name in names if name[1] == insider])
    attack.add_up("house", [team.team for team in teams])
    return attack, cells


def _own_and_the_rest(attack, team, own):
    for name in own:
        attack.leave_open((team, "the rest"))
        attack.add_up(team, [name, (team, "the rest")])


def _take(attack, name, cell, *, shown):
    if shown:
        attack.see(name, cell.numerator, cell.denominator)
    else:
        attack.miss(name)


@SLOW
@given(st.lists(CASES, min_size=1, max_size=60), st.sets(st.integers(10, 95)), st.data())
def test_no_withheld_cell_of_a_random_table_can_be_solved_for(cases, named, data):
    rows = [a_row(case) for case in cases]
    attack, cells = seen_by_all(rows, named)
    assert attack.found_out() == set()
    insider = data.draw(st.sampled_from(sorted({row.person or 0 for row in rows})))
    assert seen_by_all(rows, named, insider)[0].found_out() == set()
    for cell in cells:
        if cell.scope is not Detail.NAMED and not cell.is_withheld:
            mine = [r for r in rows if cell.scope is Detail.HOUSE or r.team == cell.team]
            assert (cell.numerator, cell.denominator) == (sum(r.is_met for r in mine), len(mine))
            assert len(mine) >= 5
            assert len({r.handler for r in mine}) >= 3


@SLOW
@given(st.lists(CASES, min_size=1, max_size=60), st.sets(st.integers(10, 95)))
def test_nobody_who_said_no_stands_alone_among_the_others(cases, named):
    cells = cells_of([a_row(case) for case in cases])
    for team in (cell for cell in cells if cell.scope is Detail.TEAM):
        persons = by_team(cells).get(("K", team.team), [])
        shown = names_shown(team, persons, named)
        assert shown <= named
        hidden = [cell for cell in persons if cell.person not in shown]
        if shown and hidden:
            rest = team.denominator - sum(c.denominator for c in persons if c.person in shown)
            assert rest >= 5
            assert team.caseworkers - len(shown) >= 3


def test_the_attack_finds_what_a_careless_table_gives_away():
    attack = Attack()
    attack.see("house", 12, 20)
    attack.see("a", 9, 16)
    attack.miss("b")
    attack.add_up("house", ["a", "b"])
    assert attack.by_rank() == {("b", "met"), ("b", "cases")}
    none_met = Attack()
    none_met.see("house", 0, 20)
    none_met.miss("a")
    none_met.miss("b")
    none_met.add_up("house", ["a", "b"])
    assert none_met.by_rank() == set()
    assert none_met.by_bounds() == {("a", "met"), ("b", "met")}


def part(code, met, cases, handlers=3):
    return part_of(code, [(f"{code}{n % handlers}", n < met) for n in range(cases)])


def test_the_smallest_goes_with_the_withheld_one_and_a_hopeless_total_with_all():
    tables = {
        "large": ([part("a", 5, 9), part("b", 4, 8)], set()),
        "company": ([part("a", 5, 9), part("b", 4, 7), part("c", 1, 3)], {"b", "c"}),
        "two caseworkers": ([part("a", 5, 9), part("b", 4, 8, 2), part("c", 3, 7)], {"b", "c"}),
        "no cases": ([part("a", 5, 9), part("b", 4, 8), part("c", 0, 0)], set()),
        "all met": ([part("a", 9, 9), part("b", 3, 3)], {TOTAL, "a", "b"}),
        "small in all": ([part("a", 1, 2, 1), part("b", 1, 2, 1)], {TOTAL, "a", "b"}),
        # Whoever handled the one that is met would know that no other is.
        "one's own": ([part("a", 0, 9), part("b", 1, 3)], {TOTAL, "a", "b"}),
        # Of two teams, a single colleague's and another: that one knows the other.
        "alone in a team": ([part("a", 5, 9), part("b", 2, 4, 1)], {TOTAL, "a", "b"}),
    }
    for name, (parts, expected) in tables.items():
        assert to_suppress(parts) == expected, name
        gives_away = TOTAL in expected and name != "small in all"
        assert total_gives_away(parts) == gives_away, name


def test_as_many_cells_as_cases_would_tell_that_each_holds_one():
    five = [part(code, int(code in "ab"), 1, 1) for code in "abcde"]
    assert with_company(five, set("abcde")) is None
    assert with_company([*five, part("f", 3, 9)], set("abcde")) == set("abcdef")
