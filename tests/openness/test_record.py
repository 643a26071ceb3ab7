"""What is recorded about oneself, who can see it, and who has looked; and what stays blind."""

import csv
import io
from datetime import timedelta

from review_app.domain.kinds import RoundPurpose
from review_app.domain.workflow import RoundState
from review_app.features.openness import queries_record
from review_app.kernel import clock
from review_app.kernel.db import db
from review_app.kernel.reading_log import note_reading
from review_app.models import LearningCase, Round, RoundCase
from tests.cast import actor, enter, some_cases
from tests.openness.stage import colleagues, publish, two_rounds
from tests.statements import counted


def look(reader, case, purpose="case-page"):
    note_reading(actor(reader), case, case_key=case.key, purpose=purpose)
    db.session.rollback()  # noted beside what the test has read, which is older now


def purposes(person):
    return [one.purpose for one in queries_record.export_looks(actor(person))]


def test_everybody_sees_what_is_recorded_about_them_and_nobody_elses(people, sign_in):
    staff = colleagues(people)
    publish(people, two_rounds(people, staff)[0])
    (case,) = some_cases(people.hanne, source="own")
    look(people.kurt, case)
    look(people.hanne, case)
    page = sign_in(people.hanne).get("/figures/opened/to-whom/about-me")
    assert page.status_code == 200
    assert "6/6" in page.text
    assert "Kurt" in page.text
    assert "The page of the case" in page.text
    assert "Coordinator" in page.text
    file = sign_in(people.hanne).get("/figures/opened/to-whom/about-me/looks.csv")
    rows = list(csv.DictReader(io.StringIO(file.data.decode("utf-8-sig")), delimiter=";"))
    assert [(row["Who"], row["Case"]) for row in rows] == [("Kurt", case.key)]
    plain = sign_in(people.hanne).get("/figures/opened/to-whom/about-me/record.json").json
    counts = {one["kind"]: one["count"] for one in plain["recorded"]}
    assert (counts["account"], counts["cases"], counts["figures"]) == (1, 13, 2)
    assert {line["cases"] for line in plain["figures"]} == {6}
    for other in (people.clara, people.adam, people.olga, people.henrik):
        text = sign_in(other).get("/figures/opened/to-whom/about-me").text
        assert case.key not in text


def test_what_would_break_blindness_is_told_when_the_round_is_closed(people):
    (case,) = some_cases(people.hanne)
    look(people.mona, case)
    found = Round(title="r", purpose=RoundPurpose.MEASURE, state=RoundState.REVIEWING)
    enter(found)
    enter(RoundCase(round_id=found.id, case_id=case.id, position=1, chosen_at=clock.now()))
    clock.travel(clock.now() + timedelta(hours=1))
    look(people.karin, case, "review")
    look(people.kurt, case)
    assert purposes(people.hanne) == ["case-page"]
    found.state = RoundState.CLOSED
    enter(found)
    assert purposes(people.hanne) == ["case-page", "review", "case-page"]
    chosen = LearningCase(case_id=case.id, reason="r", chosen_by_id=people.kurt.id)
    enter(chosen)
    look(people.kurt, case, "learning-case")
    assert "learning-case" not in purposes(people.hanne)


def test_more_looks_cost_no_more_statements(people, sign_in):
    cases = some_cases(*[people.hanne] * 6)
    client = sign_in(people.hanne)

    def cost():
        client.get("/figures/opened/to-whom/about-me")
        with counted() as statements:
            client.get("/figures/opened/to-whom/about-me")
        return len(statements)

    look(people.kurt, cases[0])
    once = cost()
    for case in cases:
        look(people.kurt, case)
        look(people.mona, case)
    assert cost() == once
