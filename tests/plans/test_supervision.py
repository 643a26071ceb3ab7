"""Planned against done: counts by month, team, plan and caseworker, with a reason for each gap."""

from datetime import date

import pytest

from review_app.domain.access import Permission, can
from review_app.domain.draw import ReplacementCode
from review_app.domain.supervision import Tally
from review_app.features.reviews import service as reviews
from review_app.features.rounds import (
    queries_supervision,
    service,
    service_draws,
    service_plans,
)
from review_app.features.rounds.queries_supervision import Window
from review_app.kernel import clock
from review_app.models import Review, Round, RoundCase
from review_app.models.visibility import may_read_supervision
from tests.cast import actor, some_cases
from tests.plans.builders import a_plan, on
from tests.reviews import stage
from tests.rounds.builders import a_version
from tests.statements import counted

WINDOW = Window(until=date(2026, 4, 1))


@pytest.fixture
def drawn(people, db):
    """Two months drawn, one reviewed: Karin and Hanne in North, Henrik in South; then a pause."""
    handlers = [people.karin, people.hanne, people.henrik] * 28
    some_cases(*handlers, opened_on=date(2026, 1, 1))
    plan = a_plan(people, a_version())
    on(date(2026, 2, 1))
    found = db.session.query(Round).one()
    hand_in(people, db, found, leave=1)
    on(date(2026, 3, 1))
    service_plans.pause_plan(actor(people.karin), plan.key, reason="We move house")
    on(date(2026, 4, 2))
    return plan


def hand_in(people, db, found, *, leave):
    """Review the cases of a round, but for the last few."""
    everybody = {person.id: person for person in (people.karin, people.kurt)}
    all_ = db.session.query(Review).filter_by(round_id=found.id).order_by(Review.id).all()
    for review in all_[: len(all_) - leave]:
        reviewer = everybody[review.reviewer_id]
        stage.answer_all(reviewer, review)
        stage.verdict(reviewer, review)
        reviews.submit(actor(reviewer), review.key)


def record(person, **more):
    asked = {name: more.pop(name) for name in list(more) if name == "by_caseworker"}
    window = Window(until=WINDOW.until, **more)
    return queries_supervision.get_supervision(actor(person), window=window, **asked)


def test_each_month_counts_what_was_planned_and_done(people, drawn):
    march, february, january = record(people.karin).months
    assert [month.month_on.month for month in (march, february, january)] == [3, 2, 1]
    assert {line.name: line.tally.planned for line in january.lines} == {"North": 4, "South": 2}
    assert sum(line.tally.handed_in for line in january.lines) == 5
    assert sum(line.tally.missing for line in january.lines) == 1
    assert sum(line.tally.missing for line in february.lines) == 6
    assert march.lines == []


def test_a_month_without_a_draw_stands_there_with_its_reason(people, drawn):
    march = record(people.karin).months[0]
    (gap,) = march.gaps
    assert (gap.run.reason.value, gap.run.note) == ("paused", "We move house")
    assert gap.run.wanted_size == 6
    assert record(people.karin).total == Tally(18, drawn=12, handed_in=5, settled=5)


def test_a_period_the_worker_has_not_come_to_is_a_gap_too(people, drawn):
    service_plans.resume_plan(actor(people.karin), drawn.key)
    clock.travel(clock.local(date(2026, 5, 1), 8))
    newest = queries_supervision.get_supervision(
        actor(people.karin), window=Window(until=date(2026, 5, 1))
    ).months[0]
    assert newest.month_on == date(2026, 4, 1)
    assert newest.gaps[0].run is None


def test_a_replaced_case_counts_once_as_planned_and_apart_as_replaced(people, drawn, db):
    found = db.session.query(Round).order_by(Round.id.desc()).first()
    service_draws.replace_case(
        actor(people.karin),
        found.key,
        case_key=found.cases[0].key,
        code=ReplacementCode.OUT_OF_SCOPE,
    )
    february = record(people.karin).months[1]
    tally = february.lines[0].tally + february.lines[1].tally
    assert (tally.planned, tally.drawn, tally.replaced) == (6, 6, 1)


def test_a_cancelled_round_is_a_gap_with_its_reason(people, drawn, db, sign_in):
    found = db.session.query(Round).order_by(Round.id.desc()).first()
    service.cancel_round(actor(people.karin), found.key, reason="Wrong checklist")
    february = record(people.karin).months[1]
    assert february.gaps[0].is_cancelled
    assert (
        "The round was cancelled: Wrong checklist"
        in sign_in(people.karin).get("/rounds/supervision?until=2026-04").text
    )


def test_a_manager_sees_the_counts_of_their_own_teams_only(people, drawn, sign_in):
    seen = record(people.mona)
    assert {line.name for month in seen.months for line in month.lines} == {"North"}
    assert seen.total.planned == 8
    assert queries_supervision.list_teams(actor(people.mona)) == [(people.north.key, "North")]
    mona = sign_in(people.mona)
    page = mona.get("/rounds/supervision?until=2026-04").text
    assert "We move house" in page
    assert "By caseworker" not in page
    assert mona.get("/rounds/supervision?by=caseworker").status_code == 403
    assert mona.get("/rounds/supervision.csv?by=caseworker").status_code == 403


def test_the_policy_and_its_condition_agree_on_every_case(people, drawn, db):
    rows = db.session.query(RoundCase).all()
    for person in (people.mona, people.karin, people.hanne, people.clara, people.adam):
        who = actor(person)
        by_policy = {row.id for row in rows if can(who, Permission.SUPERVISION_READ, row)}
        found = db.session.query(RoundCase.id).filter(may_read_supervision(who))
        assert {id_ for (id_,) in found} == by_policy


def test_coordinators_see_caseworkers_by_name(people, drawn):
    lines = record(people.karin, by_caseworker=True).caseworkers
    assert [(line.name, line.beside, line.tally.planned) for line in lines] == [
        ("Hanne", "North", 4),
        ("Karin", "North", 4),
        ("Henrik", "South", 4),
    ]


def test_filters_live_in_the_address(people, drawn, sign_in):
    karin = sign_in(people.karin)
    url = f"/rounds/supervision?until=2026-04&team={people.south.key}&plan={drawn.key}"
    page = karin.get(url).text
    assert "January 2026" in page
    assert record(people.karin, team_key=people.south.key).total.planned == 4
    assert record(people.karin, plan_key="no such").months == []
    assert "No plan had a period" in karin.get("/rounds/supervision?until=2024-01").text
    assert karin.get("/rounds/supervision?until=never&months=7&by=moon").status_code == 200


@pytest.mark.parametrize(
    ("by", "said"),
    [
        ("", "2026-01;North;4;4;"),
        ("plan", "Two of each;18;12;5;5;0;13"),
        ("caseworker", "Henrik;South;4;4;"),
    ],
)
def test_the_file_holds_what_the_page_shows(people, drawn, sign_in, by, said):
    answer = sign_in(people.karin).get(f"/rounds/supervision.csv?until=2026-04&by={by}")
    assert answer.mimetype == "text/csv"
    assert said in answer.text
    assert by or "Skipped. The plan was paused. We move house" in answer.text


def test_the_number_of_statements_does_not_grow_with_the_months(people, drawn, db):
    numbers = []
    for months in (12, 24):
        db.session.expire_all()
        who = actor(people.karin)
        with counted() as statements:
            queries_supervision.get_supervision(
                who, window=Window(until=WINDOW.until, months=months)
            )
        numbers.append(len(statements))
    assert numbers[0] == numbers[1] <= 4
