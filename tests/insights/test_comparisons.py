"""Two rounds side by side, a criterion over time, and teams: nothing that chance could do."""

import csv
import io

import pytest

from review_app.domain.comparison import Change, Standing
from review_app.domain.errors import Invalid, NoEstimate, NotFound
from review_app.domain.kinds import RoundPurpose
from review_app.features.insights import queries_charts, queries_comparisons
from review_app.models import Round
from tests.cast import actor, enter
from tests.insights.series import drawn_round
from tests.knowledge.notes import a_checklist, a_version


@pytest.fixture
def hands(people):
    return [people.hanne, people.henrik, people.karin] * 10


@pytest.fixture
def two(people, hands):
    """Before: 10, 20 and 20 of 30; after, with a new version, 28, 21 and a question more."""
    old = a_checklist("One?", "Two?", "", "Four?")
    first = drawn_round(old, people.kurt, hands, {"C1": 10, "C2": 20, "C4": 20}, days_ago=200)
    new = a_version(old.checklist, 2, "One?", "Two?", "Three?")
    met = {"C1": 28, "C2": 21, "C3": 5}
    return first, drawn_round(new, people.kurt, hands, met, number=2)


def compared(person, first, second):
    return queries_comparisons.get_comparison(actor(person), before=first.key, after=second.key)


def by_code(found):
    return {line.criterion.code: line for line in found.lines}


def test_a_clear_and_an_unclear_change(people, two):
    lines = by_code(compared(people.mona, *two))
    assert lines["C1"].difference.change is Change.IMPROVED
    assert lines["C2"].difference.change is Change.UNCLEAR
    assert (lines["C1"].before.met, lines["C1"].after.met) == (10, 28)


def test_the_round_drawn_first_is_the_one_before_however_it_was_asked(people, two):
    first, second = two
    found = compared(people.kurt, second, first)
    assert (found.before.id, found.after.id) == (first.id, second.id)


def test_a_criterion_that_one_version_did_not_ask_is_not_compared(people, two):
    lines = by_code(compared(people.kurt, *two))
    assert (lines["C3"].before.gap, lines["C3"].difference) == ("not-asked", None)
    assert (lines["C4"].after.gap, lines["C4"].difference) == ("not-asked", None)


def test_the_page_says_it_in_words_and_the_file_in_numbers(people, two, sign_in):
    first, second = two
    client = sign_in(people.mona)
    asked = f"before={first.key}&after={second.key}"
    page = client.get(f"/figures/compare?{asked}").text
    assert "Clearly improved: 1. Clearly worsened: 0." in page
    assert "+60" in page
    answer = client.get(f"/figures/compare.csv?{asked}")
    rows = list(csv.DictReader(io.StringIO(answer.data.decode("utf-8-sig")), delimiter=";"))
    assert rows[0]["Change in points"] == "60,0"
    assert rows[0]["Conclusion"] == "Clear improvement"


def test_what_cannot_be_compared_is_said_kindly(people, two, hands, sign_in):
    first, _second = two
    other = drawn_round(
        a_checklist("Else?", code="other"), people.kurt, hands[:3], {"C1": 1}, number=3
    )
    client = sign_in(people.kurt)
    for keys, words in (
        ((first, first), "Choose two different rounds."),
        ((first, other), "used different checklists"),
    ):
        answer = client.get(f"/figures/compare?before={keys[0].key}&after={keys[1].key}")
        assert answer.status_code == 422
        assert words in answer.text
    assert client.get("/figures/compare").status_code == 200
    assert client.get(f"/figures/compare?before={first.key}&after=nothing").status_code == 404
    assert client.get("/figures/compare.csv").status_code == 422
    with pytest.raises(Invalid):
        compared(people.kurt, first, first)
    with pytest.raises(NoEstimate):
        compared(people.kurt, first, other)


def test_small_sides_are_withheld_from_those_who_read_no_rows(people, hands):
    version = a_checklist("One?")
    first = drawn_round(version, people.kurt, [people.hanne] * 12, {"C1": 3}, days_ago=200)
    second = drawn_round(version, people.kurt, hands, {"C1": 28}, number=2)
    assert by_code(compared(people.mona, first, second))["C1"].before.gap == "withheld"
    assert by_code(compared(people.kurt, first, second))["C1"].difference is not None


def test_a_criterion_over_rounds_breaks_where_it_was_not_asked(people, two, sign_in):
    view = queries_charts.get_series(actor(people.kurt), "criterion.c.C4")
    assert [entry.spot.gap for entry in view.entries] == ["", "not-asked"]
    assert (view.entries[0].spot.numerator, view.entries[0].spot.denominator) == (20, 30)
    page = sign_in(people.kurt).get("/figures/charts/criterion.c.C4").text
    assert "not asked in the version used" in page
    listed = sign_in(people.mona).get("/figures/charts").text
    assert "C4 Four?" in listed


def test_no_criterion_is_followed_by_those_outside_or_where_there_is_none(people, two):
    for person, code in ((people.kurt, "criterion.c.C9"), (people.kurt, "criterion.x.C1")):
        with pytest.raises(NotFound):
            queries_charts.get_series(actor(person), code)


def test_teams_stand_in_a_funnel_in_the_order_of_their_names(people, sign_in):
    hands = [people.hanne] * 40 + [people.henrik] * 40
    found = drawn_round(a_checklist("One?"), people.kurt, hands, {"C1": 38})
    teams = queries_comparisons.get_teams(actor(people.kurt), found.key)
    north, south = teams.funnel.points
    assert (north.unit.label, north.unit.numerator) == ("North", 38)
    assert {north.standing, south.standing} == {Standing.BEYOND_ALARM}
    page = sign_in(people.kurt).get(f"/figures/{found.key}/teams").text
    assert "North, South differ from the whole by more than chance explains." in page
    assert "Nobody" not in page
    file = sign_in(people.kurt).get(f"/figures/{found.key}/teams.csv").data.decode("utf-8-sig")
    assert "funnel/exact-binomial" in file


def test_a_team_of_two_caseworkers_is_withheld_with_what_would_give_it_away(people, sign_in):
    hands = [people.hanne, people.karin, people.henrik] * 6
    found = drawn_round(a_checklist("One?"), people.kurt, hands, {"C1": 9})
    teams = queries_comparisons.get_teams(actor(people.mona), found.key)
    assert (teams.funnel, teams.reason, teams.hidden) == (None, "withheld", 2)
    assert "Withheld" in sign_in(people.mona).get(f"/figures/{found.key}/teams").text


def test_a_weighted_round_has_no_funnel(people, hands, sign_in):
    found = drawn_round(a_checklist("One?"), people.kurt, hands, {"C1": 9})
    found.method = "stratified"
    enter(found)
    assert "would mislead" in sign_in(people.kurt).get(f"/figures/{found.key}/teams").text


def test_a_learn_round_has_neither(people, sign_in):
    found = Round(title="Hard cases", purpose=RoundPurpose.LEARN)
    enter(found)
    client = sign_in(people.kurt)
    for page in ("teams", "agreement"):
        answer = client.get(f"/figures/{found.key}/{page}")
        assert answer.status_code == 422
        assert "how we picked, not how we work" in answer.text
