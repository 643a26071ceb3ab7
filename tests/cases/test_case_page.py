"""The page of one case: facts, timeline, reviews, and the reading that is entered."""

from datetime import date

import pytest
from bs4 import BeautifulSoup
from sqlalchemy import select

from review_app.features.cases.presenters import written_time
from review_app.features.cases.service_imports import link_labels
from review_app.kernel import clock
from review_app.kernel.reading_log import ReadingEntry
from review_app.models import Case, EngagementCase, LearningCase
from tests.cast import actor, enter, some_cases
from tests.statements import counted


@pytest.fixture
def keys(db, people, bring_in):
    bring_in()
    link_labels(actor(people.karin), "test", links={"Hanne": people.hanne.id})
    return dict(iter(db.session.execute(select(Case.number, Case.key))))


def timeline(answer):
    page = BeautifulSoup(answer.text, "html5lib")
    return [" ".join(item.get_text(" ").split()) for item in page.select(".timeline li")]


def test_the_timeline_tells_the_case_in_order_with_its_deadline(people, sign_in, keys):
    told = timeline(sign_in(people.karin).get(f"/cases/{keys['2026-1']}"))
    assert told == [
        "05-01-2026 The case was opened",
        "05-01-2026 23:30 Anmodning modtaget Hanne · North",
        "12-02-2026 10:00 Første samtale Hanne · North",
        "20-02-2026 The case was closed",
        "02-03-2026 Own deadline Deadline kept",
    ]


@pytest.mark.parametrize(
    ("number", "today", "verdict"),
    [
        ("2026-2", date(2026, 3, 3), "Not due yet"),
        ("2026-2", date(2026, 3, 4), "Deadline missed"),
        ("2026-3", date(2026, 6, 1), "Deadline missed"),
    ],
)
def test_the_deadline_says_whether_it_was_kept(people, sign_in, keys, number, today, verdict):
    clock.travel(clock.local(today, 12))
    told = timeline(sign_in(people.karin).get(f"/cases/{keys[number]}"))
    assert any("Own deadline" in line and line.endswith(verdict) for line in told)


def test_a_time_of_day_is_shown_as_the_source_wrote_it(app):
    with app.test_request_context(headers={"Accept-Language": "en"}):
        assert written_time("2011-10-11T00:10:00+02:00") == "00:10"
        assert written_time("2011-10-11") == ""


def test_reading_a_case_is_entered_with_person_and_purpose(db, people, sign_in, keys):
    sign_in(people.karin).get(f"/cases/{keys['2026-1']}")
    entry = db.session.scalar(select(ReadingEntry))
    assert (entry.actor_id, entry.case_key, entry.purpose) == (
        people.karin.id,
        keys["2026-1"],
        "case-page",
    )


def test_a_case_one_may_not_know_of_is_not_there_and_no_reading_is_entered(
    db, people, sign_in, keys
):
    for person in (people.henrik, people.clara, people.carl):
        assert sign_in(person).get(f"/cases/{keys['2026-1']}").status_code == 404
    assert db.session.scalars(select(ReadingEntry)).all() == []


def test_a_consultant_sees_the_key_and_no_name(db, people, sign_in, keys):
    case = db.session.scalar(select(Case).where(Case.number == "2026-1"))
    enter(EngagementCase(engagement_id=people.running.id, case_id=case.id))
    page = sign_in(people.clara).get(f"/cases/{case.key}").text
    assert case.key in page
    assert "2026-1" not in page
    assert "Hanne" not in page


def test_a_caseworker_reads_their_own_case_by_its_number(people, sign_in, keys):
    assert "Case 2026-1" in sign_in(people.hanne).get(f"/cases/{keys['2026-1']}").text


def test_the_page_needs_few_statements(people, sign_in):
    (case,) = some_cases(people.hanne)
    client, address = sign_in(people.karin), f"/cases/{case.key}"
    with counted() as sent:
        client.get(address)
    assert len(sent) <= 11


def test_a_case_leads_to_what_is_learned_from_it(people, sign_in):
    (case,) = some_cases(people.hanne)
    chosen = LearningCase(case_id=case.id, reason="Good plan", chosen_by_id=people.karin.id)
    enter(chosen)
    karin, hanne = sign_in(people.karin), sign_in(people.hanne)
    assert f"/learning-cases/{chosen.key}" in karin.get(f"/cases/{case.key}").text
    assert f"/learning-cases/{chosen.key}" not in hanne.get(f"/cases/{case.key}").text
