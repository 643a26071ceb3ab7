"""A caseworker sees how often their own cases were drawn, and nobody else does."""

from datetime import date

import pytest

from review_app.domain.draw import ReplacementCode
from review_app.domain.own_draws import Luck
from review_app.features.rounds import queries_own_draws, service_draws
from review_app.kernel import clock
from review_app.models import FrameCase
from tests.cast import actor, enter, some_cases
from tests.rounds.builders import a_drawn_round, twenty_cases


@pytest.fixture(autouse=True)
def _in_spring(people):
    clock.travel(clock.local(date(2026, 4, 1), 9))


def test_the_count_stands_beside_what_chance_gives(people):
    twenty_cases(people)  # four are Karin's, eight Hanne's, eight Henrik's
    found = a_drawn_round(people, size=5)
    own = queries_own_draws.own_draws(actor(people.hanne))
    (draw,) = own.draws
    assert (draw.frame_size, draw.own) == (20, 8)
    assert own.drawn == sum(row.caseworker_id == people.hanne.id for row in found.cases)
    assert own.outlook.expected == pytest.approx(8 * 5 / 20)
    assert (own.outlook.low, own.outlook.high) == (0, 4)


def test_whose_case_it_was_when_the_list_was_frozen_counts(people, db):
    cases = twenty_cases(people)
    a_drawn_round(people, size=20)
    for case in cases:
        case.caseworker_id = people.henrik.id
    enter()
    assert queries_own_draws.own_draws(actor(people.hanne)).drawn == 8
    assert queries_own_draws.own_draws(actor(people.henrik)).drawn == 8


def test_a_census_leaves_nothing_to_chance(people, sign_in):
    twenty_cases(people)
    a_drawn_round(people, size=20)
    own = queries_own_draws.own_draws(actor(people.hanne))
    assert (own.outlook.low, own.drawn, own.outlook.high) == (8, 8, 8)
    assert (
        "By the plan of the draws it had to be 8."
        in sign_in(people.hanne).get("/rounds/my-cases").text
    )


def test_unequal_chances_are_added_up(people, db):
    twenty_cases(people)
    found = a_drawn_round(people, size=5)
    found.method = "pps"
    for n, row in enumerate(db.session.query(FrameCase).filter_by(caseworker_id=people.hanne.id)):
        row.inclusion_share = 0.1 * n
    enter()
    own = queries_own_draws.own_draws(actor(people.hanne))
    assert own.outlook.expected == pytest.approx(2.8)


def test_a_draw_that_keeps_no_chances_counts_with_size_by_cases(people, db):
    twenty_cases(people)
    found = a_drawn_round(people, size=5)
    found.method = "systematic"
    for row in db.session.query(FrameCase):
        row.inclusion_share = None
    enter()
    assert queries_own_draws.own_draws(actor(people.hanne)).outlook.expected == pytest.approx(2)


def test_a_case_that_came_in_for_another_is_told_apart(people):
    twenty_cases(people)
    found = a_drawn_round(people, size=12)
    karin = actor(people.karin)
    came_in = [
        service_draws.replace_case(
            karin, found.key, case_key=row.key, code=ReplacementCode.OUT_OF_SCOPE
        )
        for row in found.cases[:8]
    ]
    ids = [people.hanne.id, people.henrik.id, people.karin.id]
    persons = [people.hanne, people.henrik, people.karin]
    told = [queries_own_draws.own_draws(actor(person)).draws[0] for person in persons]
    assert sum(draw.drawn for draw in told) == 12
    assert [draw.came_in for draw in told] == [
        sum(row.caseworker_id == id_ for row in came_in) for id_ in ids
    ]


def test_draws_of_more_than_a_year_ago_have_gone(people, sign_in):
    twenty_cases(people)
    a_drawn_round(people)
    clock.travel(clock.local(date(2027, 6, 1), 9))
    own = queries_own_draws.own_draws(actor(people.hanne))
    assert (own.draws, own.luck) == ([], Luck.NONE)
    assert (
        "None of your cases stood in a list" in sign_in(people.hanne).get("/rounds/my-cases").text
    )


def test_somebody_drawn_far_too_often_is_told_how_to_check(people, sign_in, db):
    some_cases(*[people.henrik] * 60)
    found = a_drawn_round(people, size=4)
    drawn_ids = {row.case_id for row in found.cases}
    for row in [*found.cases, *db.session.query(FrameCase)]:
        if row.case_id in drawn_ids:
            row.caseworker_id = people.hanne.id
    enter()
    assert queries_own_draws.own_draws(actor(people.hanne)).luck is Luck.MORE
    page = sign_in(people.hanne).get("/rounds/my-cases").text
    assert "That is more often than chance explains." in page
    assert "How to check a draw" in page


def test_a_caseworker_gets_the_seal_and_a_coordinator_the_certificate(people, sign_in):
    twenty_cases(people)
    found = a_drawn_round(people)
    assert found.draw.commit_hash in sign_in(people.hanne).get("/rounds/my-cases").text
    assert f"/rounds/{found.key}/certificate" in sign_in(people.karin).get("/rounds/my-cases").text


@pytest.mark.parametrize("who", ["kurt", "mona", "clara", "olga", "adam"])
def test_whoever_handles_no_cases_has_no_such_page(people, sign_in, who):
    client = sign_in(getattr(people, who))
    assert client.get("/rounds/my-cases").status_code == 403
    assert "/rounds/my-cases" not in client.get("/overview", follow_redirects=True).text


def test_the_page_stands_in_the_menu_of_a_caseworker(people, sign_in):
    assert "/rounds/my-cases" in sign_in(people.hanne).get("/rounds/my-cases").text
