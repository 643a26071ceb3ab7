"""The pages of recurring plans: written, changed, paused, ended; and who may."""

from datetime import date

import pytest

from review_app.domain.frames import FrameFilter
from review_app.features.rounds import service_plans
from review_app.kernel import clock
from review_app.models import AuditEntry, SamplingPlan, SamplingRun
from tests.cast import actor
from tests.plans.builders import a_plan, fields, on
from tests.rounds.builders import a_version, twenty_cases


@pytest.fixture
def version(people):
    twenty_cases(people)
    return a_version()


@pytest.fixture
def karin(people, sign_in):
    return sign_in(people.karin)


def typed(people, version, **more):
    told = {
        "title": "Two of each",
        "interval": "month",
        "starts_on": "2026-01-15",
        "wait_days": "3",
        "ends_on": "",
        "period_rule": "opened",
        "source": "",
        "case_type": "",
        "team": "",
        "status": "",
        "deadline": "",
        "event": "",
        "event_status": "",
        "way": "per-caseworker",
        "number": "2",
        "checklist": version.checklist.key,
        "reviewers": [people.karin.id, people.kurt.id],
        "review_days": "15",
        "response_days": "10",
        "double_share_percent": "20",
        "reading_share_percent": "15",
        "reading_on_failed_critical": "y",
    }
    return {**told, **more}


def test_a_plan_is_written_and_says_when_it_draws(karin, people, version):
    clock.travel(clock.local(date(2026, 1, 20), 9))
    page = karin.get("/rounds/plans/new").text
    assert "Cases of January 2026" in page
    assert "04-02-2026" in page
    page = karin.post("/rounds/plans/new", data=typed(people, version), follow_redirects=True).text
    assert "The plan runs." in page
    assert "2 cases of each caseworker" in page
    assert "15% of the cases<br>Every review in which a critical" in page
    for day in ("04-02-2026", "04-03-2026", "04-04-2026"):
        assert day in page
    assert "Two of each" in karin.get("/rounds/plans").text


def test_the_outlook_follows_what_is_typed(karin, people, version):
    clock.travel(clock.local(date(2026, 2, 2), 9))
    chosen = typed(people, version, interval="quarter", wait_days="0")
    said = karin.post("/rounds/plans/outlook", data=chosen).text
    assert "Cases of 1st quarter 2026" in said
    assert "01-04-2026" in said
    assert "<html" not in said
    monthly = karin.post("/rounds/plans/outlook", data={**chosen, "interval": "month"}).text
    assert "Tried on January 2026: of 20 cases, 6 would be drawn." in monthly
    unfinished = karin.post("/rounds/plans/outlook", data={**chosen, "number": ""}).text
    assert "then the next dates stand here" in unfinished


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"starts_on": "2025-11-30"}, "That is too long ago"),
        ({"ends_on": "2026-01-30"}, "ends before its first period is over"),
        ({"number": "0"}, "Choose a whole number from 1 to 500."),
        ({"reviewers": []}, "Choose at least one reviewer."),
        ({"title": "Sag 010170-1234"}, "looks like a CPR number"),
    ],
)
def test_what_cannot_be_right_is_told_beside_the_field(karin, people, version, wrong, said):
    clock.travel(clock.local(date(2026, 1, 20), 9))
    page = karin.post("/rounds/plans/new", data=typed(people, version, **wrong))
    assert said in page.text


def test_a_change_is_kept_and_named_in_the_log(karin, people, version, db):
    plan = a_plan(people, version)
    chosen = typed(people, version, number="1", title="One of each", wait_days="0")
    page = karin.post(f"/rounds/plans/{plan.key}/change", data=chosen, follow_redirects=True).text
    assert "1 case of each caseworker" in page
    db.session.rollback()
    entry = db.session.query(AuditEntry).filter_by(code="sampling-plan.changed").one()
    assert entry.details["changed"] == ["design", "double_share_percent", "readings", "title"]


def test_the_rhythm_is_fixed_once_a_period_was_drawn(karin, people, version, db):
    plan = a_plan(people, version)
    on(date(2026, 2, 1))
    assert (
        "Cannot be changed after the first period."
        in karin.get(f"/rounds/plans/{plan.key}/change").text
    )
    karin.post(f"/rounds/plans/{plan.key}/change", data=typed(people, version, interval="week"))
    db.session.rollback()
    assert db.session.query(SamplingPlan).one().interval.value == "month"


def test_a_pause_asks_why_and_the_plan_shows_it(karin, people, version):
    plan = a_plan(people, version)
    url = f"/rounds/plans/{plan.key}"
    assert "Write something here." in karin.post(f"{url}/pause", data={"reason": " "}).text
    page = karin.post(f"{url}/pause", data={"reason": "We move house"}, follow_redirects=True).text
    assert "We move house" in page
    on(date(2026, 2, 1))
    assert "The plan was paused." in karin.get(url).text
    page = karin.post(f"{url}/resume", follow_redirects=True).text
    assert "Draw it now" in page
    drawn = karin.post(f"{url}/periods/2026-01-01/draw", follow_redirects=True).text
    assert "The cases of the period are drawn." in drawn
    again = karin.post(f"{url}/periods/2026-01-01/draw")
    assert again.status_code == 409


def test_a_late_draw_that_is_refused_says_why(karin, people, version, db):
    plan = a_plan(people, version, starts_on=date(2026, 5, 1))
    on(date(2026, 6, 1))
    url = f"/rounds/plans/{plan.key}/periods/2026-05-01/draw"
    assert "There were no cases to draw among." in karin.post(url, follow_redirects=True).text
    assert db.session.query(SamplingRun).one().round_id is None
    assert karin.post(f"/rounds/plans/{plan.key}/periods/never/draw").status_code == 404


def test_an_ended_plan_cannot_be_changed_any_more(karin, people, version):
    plan = a_plan(people, version)
    page = karin.post(f"/rounds/plans/{plan.key}/end", follow_redirects=True).text
    assert "The plan has ended." in page
    answer = karin.post(f"/rounds/plans/{plan.key}/change", data=typed(people, version))
    assert answer.status_code == 409


def test_a_round_leads_to_its_plan(karin, people, version, db):
    plan = a_plan(people, version)
    on(date(2026, 2, 1))
    found = db.session.query(SamplingRun).one().round
    assert f"/rounds/plans/{plan.key}" in karin.get(f"/rounds/{found.key}").text


def test_a_manager_reads_plans_but_keeps_none(people, sign_in, version):
    plan = a_plan(people, version)
    mona = sign_in(people.mona)
    page = mona.get(f"/rounds/plans/{plan.key}").text
    assert "2 cases of each caseworker" in page
    assert "End the plan" not in page
    assert mona.get(f"/rounds/plans/{plan.key}/change").status_code == 403


@pytest.mark.parametrize("who", ["hanne", "clara", "olga", "adam"])
def test_plans_are_not_open_to_others(people, sign_in, version, who):
    a_plan(people, version)
    client = sign_in(getattr(people, who))
    assert client.get("/rounds/plans").status_code == 403
    assert client.get("/rounds/supervision").status_code == 403


def test_a_plan_nobody_made_is_not_there(karin):
    assert karin.get("/rounds/plans/nosuchplan").status_code == 404


def test_the_team_of_a_plan_is_named_to_those_who_only_read(people, sign_in, version):
    plan = a_plan(people, version, frame=FrameFilter(team=people.north.key))
    assert "team North" in sign_in(people.mona).get(f"/rounds/plans/{plan.key}").text


def test_a_plan_that_is_changed_by_its_service_keeps_its_reviewers(people, version):
    plan = a_plan(people, version)
    kept = {row.id for row in plan.reviewers}
    service_plans.change_plan(actor(people.karin), plan.key, chosen=fields(people, version))
    assert {row.id for row in plan.reviewers} == kept
