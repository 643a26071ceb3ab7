"""What a note changed, on its own page, with the session and among the figures: one number."""

import csv
import io
from datetime import timedelta

import pytest

from review_app.domain.comparison import Change
from review_app.domain.kinds import OutcomeKind
from review_app.domain.workflow import LearningNoteState
from review_app.features.insights import queries_effect
from review_app.kernel import clock
from review_app.kernel.db import db as database
from review_app.models import (
    LearningNote,
    LearningSession,
    NoteCriterion,
    SessionOutcome,
    SessionSeries,
)
from tests.cast import actor, enter
from tests.insights.series import drawn_round
from tests.knowledge.notes import a_checklist, a_version, an_outcome, criteria_of
from tests.statements import counted


@pytest.fixture
def loop(people):
    """A note on C1 and C2 and a practice on C1, known for 100 days, between two rounds."""
    hands = [people.hanne, people.henrik, people.karin] * 10
    old = a_checklist("One?", "Two?")
    drawn_round(old, people.kurt, hands, {"C1": 10, "C2": 20}, days_ago=200)
    new = a_version(old.checklist, 2, "One, worded better?", "Two?")
    drawn_round(new, people.kurt, hands, {"C1": 28, "C2": 21}, number=2, days_ago=20)
    outcome, practice = an_outcome(people.karin), an_outcome(people.karin)
    outcome.session_id = practice.session_id
    practice.kind, practice.title = OutcomeKind.AGREED_PRACTICE, "Begin with the work"
    practice.criterion_id = criteria_of(old)["C1"].id
    practice.took_effect_at = clock.now() - timedelta(days=100)
    note = known_note(people.karin, old, outcome=outcome)
    enter(outcome, practice)
    return note, practice.session.key if practice.session else "", new, hands


def known_note(owner, version, *, outcome=None, days=100, codes=("C1", "C2")):
    note = LearningNote(
        title="Ask about the work first",
        text="Ask.",
        state=LearningNoteState.PUBLISHED,
        owner_id=owner.id,
        outcome_id=outcome.id if outcome else None,
        published_at=clock.now() - timedelta(days=days),
        criteria=[NoteCriterion(criterion_id=criteria_of(version)[code].id) for code in codes],
    )
    enter(note)
    return note


def test_one_function_serves_note_session_and_figures(people, loop, sign_in):
    note, session_key, _, _ = loop
    shown = queries_effect.of_note(actor(people.mona), note.key)
    assert [one.change for one in shown.effect.criteria] == [Change.IMPROVED, Change.UNCLEAR]
    client = sign_in(people.kurt)
    says = "Clear improvement: met in 33% (10/30) before, in 93% (28/30) in Round 2."
    pages = [f"/knowledge/{note.key}", f"/sessions/{session_key}", "/figures/effect"]
    for page in pages:
        text = client.get(page).text
        assert says in text, page
        assert "before: the last settled round drawn before" in text
        assert "not why" in text
    it_is_shown_in_every_session_of_a_series(people, session_key, client, says)
    plain = client.get("/figures/effect.json").json
    assert {one["kind"] for one in plain["effects"]} == {"note", "practice"}
    told = next(one for one in plain["effects"] if one["kind"] == "note")
    assert says in told["criteria"][0]["says"]["en"]
    assert told["criteria"][0]["after"][0]["difference"]["share"] == pytest.approx(0.6)
    file = client.get("/figures/effect.csv").data.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(file), delimiter=";"))
    of_note = [row for row in rows if row["Kind"] == "Learning note"]
    assert [row["Conclusion"] for row in of_note] == ["Clear improvement", "No clear change"]
    assert of_note[0]["Change in points"] == "60,0"


def it_is_shown_in_every_session_of_a_series(people, session_key, client, says):
    first = database.session.query(LearningSession).filter_by(key=session_key).one()
    series = SessionSeries(every_weeks=3, begun_by_id=people.karin.id)
    enter(series)
    later = LearningSession(
        kind=first.kind,
        title="The next one",
        starts_at=clock.now(),
        planned_by_id=people.karin.id,
        series_id=series.id,
    )
    enter(later)
    assert says not in client.get(f"/sessions/{later.key}").text
    first.series_id = series.id
    enter(first)
    text = client.get(f"/sessions/{later.key}").text
    assert says in text
    assert f'href="/sessions/{session_key}"' in text


def test_confirming_or_changing_a_note_does_not_move_the_day_it_was_known(people, loop):
    note, *_ = loop
    first = note.first_published_at
    note.published_at = clock.now()
    enter(note)
    assert note.first_published_at == first
    shown = queries_effect.of_note(actor(people.kurt), note.key)
    assert shown.effect.criteria[0].change is Change.IMPROVED


def test_whoever_reads_no_figures_sees_no_effect_and_small_ones_are_withheld(people, loop, sign_in):
    note, _, version, _ = loop
    reader = sign_in(people.hanne)
    assert "Did it help?" not in reader.get(f"/knowledge/{note.key}").text
    assert reader.get("/figures/effect").status_code in (403, 404)
    drawn_round(
        version, people.kurt, [people.hanne] * 12, {"C1": 12, "C2": 1}, number=3, days_ago=5
    )
    for person, gap in ((people.mona, "withheld"), (people.kurt, "")):
        shown = queries_effect.of_note(actor(person), note.key)
        assert shown.effect.criteria[0].after[-1].seen.gap == gap
    page = sign_in(people.mona).get(f"/knowledge/{note.key}").text
    assert "12/12" not in page
    assert "withheld: too few cases or caseworkers" in page


def test_the_practice_of_a_session_one_may_not_read_is_not_told(people, loop):
    kinds = [one.subject.kind for one in queries_effect.list_effects(actor(people.mona))]
    assert kinds == ["note"]
    assert len(queries_effect.list_effects(actor(people.kurt))) == 2
    assert queries_effect.of_session(actor(people.mona), loop[1]) == []


def test_more_notes_and_rounds_cost_no_more_statements(people, loop, db):
    def cost():
        db.session.expire_all()
        kurt = actor(people.kurt)
        with counted() as statements:
            queries_effect.list_effects(kurt)
        return len(statements)

    once = cost()
    _, _, version, hands = loop
    for n in (3, 4):
        drawn_round(version, people.kurt, hands, {"C1": 20, "C2": 20}, number=n, days_ago=19 - n)
        known_note(people.kurt, version, days=90 + n, codes=("C2",))
    assert cost() == once
    assert db.session.query(SessionOutcome).count() == 2
