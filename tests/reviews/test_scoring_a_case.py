import pytest
from sqlalchemy import select

from review_app.domain.errors import (
    Conflict,
    IllegalTransition,
    Incomplete,
    Invalid,
    NotFound,
    NotPermitted,
)
from review_app.domain.scoring import AnswerValue, Severity, Verdict
from review_app.domain.workflow import ReviewState
from review_app.features.reviews import service, service_answers
from review_app.features.reviews.service_answers import Entry
from review_app.kernel.audit_log import AuditEntry
from tests.cast import actor, enter
from tests.reviews import stage


@pytest.fixture
def review(people):
    return stage.a_review(people.hanne, people.kurt)


def test_the_first_answer_starts_the_review(people, review):
    stage.answer(people.kurt, review)
    assert stage.sheet(people.kurt, review).review.state is ReviewState.IN_PROGRESS


def test_an_answer_that_was_saved_over_elsewhere_is_refused_with_what_now_stands(people, review):
    stage.answer(people.kurt, review, value=AnswerValue.NOT_MET, comment="First tab")
    line = stage.sheet(people.kurt, review).lines[0]
    with pytest.raises(Conflict) as refused:
        service_answers.save_answer(
            actor(people.kurt),
            review.key,
            criterion_key=line.criterion.key,
            entry=Entry(value=AnswerValue.MET, comment="Second tab", revision=0),
        )
    assert refused.value.facts == {"value": "not-met", "theirs": "First tab", "version": 1}
    assert stage.sheet(people.kurt, review).lines[0].comment == "First tab"


def test_a_retry_of_the_same_edit_changes_nothing_and_is_no_conflict(people, review, db):
    line = stage.sheet(people.kurt, review).lines[0]
    entry = Entry(value=AnswerValue.MET, revision=0, edit_key="same-edit")
    again = {"criterion_key": line.criterion.key, "entry": entry}
    first = service_answers.save_answer(actor(people.kurt), review.key, **again)
    second = service_answers.save_answer(actor(people.kurt), review.key, **again)
    assert second.revision == first.revision == 1


def test_an_answer_not_met_opens_a_finding_that_goes_when_the_answer_is_changed(people, review):
    stage.answer(
        people.kurt, review, value=AnswerValue.NOT_MET, comment="Late", severity=Severity.SERIOUS
    )
    finding = stage.sheet(people.kurt, review).lines[0].finding
    assert (finding.severity, finding.text) == (Severity.SERIOUS, "Late")
    stage.answer(people.kurt, review, value=AnswerValue.MET)
    assert stage.sheet(people.kurt, review).lines[0].finding is None


def test_what_was_written_stays_when_the_answer_is_changed(people, review):
    stage.answer(people.kurt, review, value=AnswerValue.NOT_MET, comment="Late")
    stage.answer(people.kurt, review, value=AnswerValue.MET, comment="Late")
    assert stage.sheet(people.kurt, review).lines[0].comment == "Late"


def test_a_personal_number_is_refused_in_a_comment(people, review):
    with pytest.raises(Invalid) as refused:
        stage.answer(people.kurt, review, comment="Ring til 0101701234")
    assert refused.value.facts["reason"] == "personal-number"
    assert stage.sheet(people.kurt, review).answered == 0


def test_nobody_reviews_their_own_casework(people):
    with pytest.raises(Invalid):
        stage.a_review(people.karin, people.karin)


def test_only_the_assigned_reviewer_scores(people, review):
    with pytest.raises(NotPermitted):
        stage.answer(people.karin, review)
    with pytest.raises(NotFound):
        stage.sheet(people.hanne, review)


def test_a_consultant_reaches_a_review_only_while_the_engagement_runs(people):
    running = stage.a_review(people.hanne, people.clara, engagement=people.running)
    stage.answer(people.clara, running)
    assert stage.sheet(people.clara, running).answered == 1
    with pytest.raises(NotFound):
        stage.sheet(people.carl, running)


def test_a_review_is_handed_in_only_when_answered_explained_and_judged(people, review):
    stage.answer(people.kurt, review, value=AnswerValue.PARTLY_MET)
    with pytest.raises(Incomplete) as refused:
        service.submit(actor(people.kurt), review.key)
    assert refused.value.facts["uncommented"] == ["K01"]
    stage.answer_all(people.kurt, review)
    with pytest.raises(Incomplete):
        service.submit(actor(people.kurt), review.key)
    stage.verdict(people.kurt, review)
    assert service.submit(actor(people.kurt), review.key).state is ReviewState.IN_RESPONSE


def test_a_review_that_was_handed_in_is_not_changed(people):
    review = stage.handed_in(people.hanne, people.kurt)
    with pytest.raises(IllegalTransition):
        stage.answer(people.kurt, review, value=AnswerValue.NOT_MET, comment="Later thought")


def test_the_score_is_the_weighted_share_of_what_was_met(people):
    review = stage.handed_in(people.hanne, people.kurt)
    weights = [line.criterion.weight for line in stage.sheet(people.kurt, review).lines]
    assert review.score_share == pytest.approx(1 - weights[1] / sum(weights))


def test_two_tabs_do_not_overwrite_each_others_verdict(people, review):
    stage.answer(people.kurt, review)
    stage.verdict(people.kurt, review, Verdict.WOULD_BE_CHANGED, "One")
    with pytest.raises(Conflict) as refused:
        service.give_verdict(
            actor(people.kurt),
            review.key,
            verdict=Verdict.IN_ACCORDANCE,
            reason="Two",
            revision=1,
        )
    assert refused.value.facts["theirs"] == "One"


def test_the_audit_log_tells_the_steps_but_never_what_was_written(people, db):
    stage.handed_in(people.hanne, people.kurt)
    entries = list(db.session.scalars(select(AuditEntry).order_by(AuditEntry.id)))
    codes = [entry.code for entry in entries]
    handed_in = codes.index("review.submitted")
    assert codes[handed_in - 1 : handed_in + 2] == [
        "review.verdict-given",
        "review.submitted",
        "review.response-opened",
    ]
    assert "review.started" in codes
    assert not any("Too late" in str(entry.details) for entry in entries)


def test_a_reviewer_to_whom_the_case_came_meanwhile_scores_it_no_more(people, review):
    stage.answer(people.kurt, review)
    review.case.caseworker_id = people.kurt.id
    enter(review.case)
    with pytest.raises(NotPermitted):
        stage.answer(people.kurt, review, value=AnswerValue.NOT_MET, comment="Too late.")
