"""Hidden answers are kept and not counted, whichever way one looks at them."""

from datetime import date

import pytest

from review_app.domain.errors import Incomplete, Invalid
from review_app.domain.kinds import EvidenceKind
from review_app.domain.scoring import AnswerValue, Verdict
from review_app.features.reviews import queries, service
from review_app.models import Finding, ReviewAnswer
from tests.cast import actor
from tests.reviews import stage
from tests.reviews.conditional import MET, NOT_MET, a_review, answer, asked, line_of


@pytest.fixture
def review(people):
    return a_review(people.hanne, people.kurt)


def test_what_is_asked_follows_the_answers_and_the_case(people, review):
    assert asked(people.kurt, review) == ["talk", "followed"]
    answer(people.kurt, review, "talk", MET)
    assert asked(people.kurt, review) == ["talk", "plan", "followed"]
    answer(people.kurt, review, "plan", MET)
    assert asked(people.kurt, review) == ["talk", "plan", "agreed", "followed"]
    service.judge_as_of(actor(people.kurt), review.key, day=date(2026, 3, 3))
    assert asked(people.kurt, review) == ["talk", "plan", "agreed"]


def test_numbers_stay_whatever_is_asked(people, review):
    before = [line.number for line in stage.sheet(people.kurt, review).lines]
    answer(people.kurt, review, "talk", MET)
    assert [line.number for line in stage.sheet(people.kurt, review).lines] == before


def test_a_hidden_answer_is_kept_not_counted_and_comes_back(people, review, db):
    answer(people.kurt, review, "talk", MET)
    answer(people.kurt, review, "plan", NOT_MET, "No plan was made.")
    assert line_of(people.kurt, review, "plan").finding is not None
    answer(people.kurt, review, "talk", NOT_MET, "Never held.")
    line = line_of(people.kurt, review, "plan")
    assert (line.given, line.comment) == (NOT_MET, "No plan was made.")
    assert line.value is AnswerValue.NOT_APPLICABLE
    assert line.finding is None
    assert db.session.query(Finding).filter_by(criterion_id=line.criterion.id).one().is_set_aside
    answer(people.kurt, review, "talk", MET)
    line = line_of(people.kurt, review, "plan")
    assert (line.value, line.finding.text) == (NOT_MET, "No plan was made.")


def test_an_answer_from_a_page_that_shows_too_much_opens_no_finding(people, review):
    answer(people.kurt, review, "talk", NOT_MET, "Never held.")
    answer(people.kurt, review, "plan", NOT_MET, "From an old page.")
    assert [f.criterion.code for f in stage.sheet(people.kurt, review).review.findings] == [
        "talk",
        "plan",
    ]
    assert [line.criterion.code for line in stage.sheet(people.kurt, review).deviations] == ["talk"]


def test_the_first_answer_to_what_was_hidden_is_no_conflict(people, review):
    answer(people.kurt, review, "talk", NOT_MET, "Never held.")
    answer(people.kurt, review, "talk", MET)
    line = line_of(people.kurt, review, "plan")
    assert line.revision == 0
    assert answer(people.kurt, review, "plan", MET).revision == 1


def test_hidden_answers_are_in_neither_score_nor_list(people, review, db):
    answer(people.kurt, review, "talk", MET)
    answer(people.kurt, review, "plan", NOT_MET, "No plan.")
    answer(people.kurt, review, "talk", AnswerValue.CANNOT_BE_ASSESSED, "The note is missing.")
    answer(people.kurt, review, "followed", MET)
    assert queries.answered_counts(actor(people.kurt), [review])[review.id] == (2, 2)
    stage.verdict(people.kurt, review, Verdict.IN_ACCORDANCE)
    handed_in = service.submit(actor(people.kurt), review.key)
    assert handed_in.score_share == 1
    hidden = db.session.query(ReviewAnswer).filter_by(review_id=review.id, is_hidden=True).all()
    assert {a.criterion.code: a.value for a in hidden} == {"plan": NOT_MET, "agreed": None}


def test_evidence_that_an_answer_asks_for_must_be_there_before_handing_in(people, review):
    answer(people.kurt, review, "talk", MET)
    answer(people.kurt, review, "plan", NOT_MET, "No plan.")
    answer(people.kurt, review, "followed", MET)
    stage.verdict(people.kurt, review, Verdict.WOULD_BE_CHANGED)
    assert line_of(people.kurt, review, "plan").missing == ["evidence"]
    with pytest.raises(Incomplete) as refused:
        service.submit(actor(people.kurt), review.key)
    assert refused.value.facts["unsupported"] == ["plan"]
    service.add_evidence(
        actor(people.kurt),
        review.key,
        criterion_key=line_of(people.kurt, review, "plan").criterion.key,
        kind=EvidenceKind.JOURNAL,
        reference="Note 4, page 2",
    )
    service.submit(actor(people.kurt), review.key)


def test_an_answer_that_is_not_offered_is_refused(people, review):
    answer(people.kurt, review, "talk", MET)
    answer(people.kurt, review, "plan", MET)
    with pytest.raises(Invalid) as refused:
        answer(people.kurt, review, "agreed", AnswerValue.PARTLY_MET, "Half.")
    assert refused.value.facts["reason"] == "not-offered"


def test_facts_and_questions_follow_the_day_the_casework_is_judged_as_of(people, review):
    assert line_of(people.kurt, review, "talk").fact == date(2026, 3, 3)
    assert line_of(people.kurt, review, "followed").fact == 1
    service.judge_as_of(actor(people.kurt), review.key, day=date(2026, 3, 2))
    assert line_of(people.kurt, review, "talk").fact is None
    line = line_of(people.kurt, review, "followed")
    assert (line.fact, line.is_closed_by_the_case) == (0, True)
