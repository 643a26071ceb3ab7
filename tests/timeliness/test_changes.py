"""Months, half-years and teams of timeliness held against each other."""

from dataclasses import replace
from datetime import date

from review_app.domain.deadline_rules import add_months
from review_app.domain.timeliness import Definition
from review_app.features.timeliness import presenters_changes as changes
from review_app.features.timeliness.queries_figures import TimelinessPage
from review_app.models import Team
from review_app.models.deadline_sums import Point

FIRST = date(2025, 1, 1)


def months(*counts, hidden=()):
    return [
        Point(add_months(FIRST, n), kept, of, is_withheld=n in hidden)
        for n, (kept, of) in enumerate(counts)
    ]


def page(points, *, teams=(), definition=Definition.DUE_COHORT, reads_rows=True):
    return TimelinessPage(
        None, definition, None, points, {}, teams, (), date(2027, 2, 1), reads_rows
    )


def test_a_clear_change_and_none_are_told_apart(app):
    with app.test_request_context(headers={"Accept-Language": "en"}):
        better = changes.periods(page(months((4, 40), (36, 40))))
        assert len(better) == 1
        assert better[0].startswith(
            "02-2025: 90% (36/40) in time, 10% (4/40) in the one before: clear improvement."
        )
        assert "Between +" in better[0]
        (same,) = changes.periods(page(months((20, 40), (22, 40))))
        assert "no clear change" in same
        (few,) = changes.periods(page(months((2, 4), (4, 4))))
        assert few.endswith("too few to say.")


def test_half_a_year_is_held_against_the_half_before_and_nothing_withheld_is_summed(app):
    half_years = [(10, 40)] * 6 + [(30, 40)] * 6
    with app.test_request_context(headers={"Accept-Language": "en"}):
        month, half = changes.periods(page(months(*half_years)))
        assert "no clear change" in month
        assert half.startswith("Last 6 whole months: 75% (180/240) in time, 25% (60/240)")
        assert "clear improvement" in half
        withheld = page(months(*half_years, hidden={3}), reads_rows=False)
        assert len(changes.periods(withheld)) == 1
        assert changes.periods(page(months(*half_years), definition=Definition.SNAPSHOT)) == []
        assert changes.periods(page([])) == []
        running = page(months(*half_years, (0, 1)))
        running = replace(running, as_of=date(2026, 1, 5))
        assert changes.periods(running)[1] == half  # the month that is not over is not in it


def test_teams_are_not_ranked(app):
    def with_teams(north, south):
        teams = [(Team(name="North"), months(north)), (Team(name="South"), months(south))]
        return page(months((1, 2)), teams=teams)

    with app.test_request_context(headers={"Accept-Language": "en"}):
        assert changes.teams(with_teams((20, 40), (24, 40))).startswith("No team stands out")
        apart = changes.teams(with_teams((4, 60), (56, 60)))
        assert apart.startswith("North, South differ from the whole")
        assert changes.teams(page(months((1, 2)))) == ""
