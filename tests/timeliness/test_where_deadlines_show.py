"""Deadlines on the page of a case and on the overview."""

from datetime import timedelta

import pytest

from review_app.models import EngagementCase
from tests.cast import enter, some_cases
from tests.timeliness.stage import TALK, TODAY, a_rule_set, compute, happens, stand_on, week_8


@pytest.fixture
def case(people):
    stand_on()
    a_rule_set(week_8(lawful_activities=["Udeblev"]))
    (found,) = some_cases(people.hanne, opened_on=TODAY - timedelta(days=70))
    happens(found, "Udeblev", 40)
    happens(found, TALK, 60)
    compute()
    return found


def test_the_case_page_tells_what_met_each_rule_and_why(people, sign_in, case):
    page = sign_in(people.hanne).get(f"/cases/{case.key}").text
    assert "Due: First talk" in page
    assert "5 days late." in page
    assert f"by “{TALK}”" in page
    assert "A lawful reason is recorded: “Udeblev”." in page


def test_a_consultant_sees_the_deadlines_of_a_case_that_was_handed_over(people, sign_in, case):
    people.running.starts_on, people.running.ends_on = TODAY, TODAY + timedelta(days=9)
    enter(people.running, EngagementCase(engagement_id=people.running.id, case_id=case.id))
    page = sign_in(people.clara).get(f"/cases/{case.key}").text
    assert "5 days late." in page
    assert "Hanne" not in page


def test_the_overview_counts_the_deadlines_of_the_persons_own_cases(people, sign_in, case):
    mine, other = some_cases(
        people.hanne, people.henrik, source="more", opened_on=TODAY - timedelta(days=80)
    )
    compute(mine, other)
    assert "1 overdue" in sign_in(people.hanne).get("/").text
    assert "2 overdue" in sign_in(people.kurt).get("/").text
    assert "Due list" not in sign_in(people.olga).get("/").text
    assert "overdue" not in sign_in(people.mona).get("/").text
