from datetime import date, timedelta

import pytest
from sqlalchemy import select

from review_app.domain.access import OPERATOR
from review_app.domain.errors import IllegalTransition, Invalid, NotFound, NotPermitted
from review_app.domain.kinds import ResponseKind
from review_app.domain.scoring import AnswerValue
from review_app.domain.workflow import ReviewState
from review_app.features.reviews import jobs, presenters, queries, service_response
from review_app.features.reviews.service_response import Reply
from review_app.kernel import clock
from review_app.kernel.audit_log import AuditEntry
from tests.cast import actor
from tests.reviews import stage


@pytest.fixture
def review(people):
    clock.travel(clock.local(date(2026, 3, 27), 9))  # a Friday before Easter
    return stage.handed_in(people.hanne, people.kurt)


@pytest.fixture
def say(people, review):
    """``say(kind, text)`` answers what was found."""
    line = stage.sheet(people.hanne, review).deviations[0]

    def respond(kind, text="", *, who=people.hanne):
        return service_response.respond(
            actor(who), review.key, criterion_key=line.criterion.key, reply=Reply(kind, text)
        )

    return respond


def test_the_period_runs_in_working_days_over_easter(review):
    assert review.response_due_on == date(2026, 4, 15)
    assert presenters.days_left(review) == 11  # ten whole days and what is left of today


def test_context_is_kept_and_can_be_changed_until_it_is_handed_in(people, review, say):
    say(ResponseKind.CONTEXT, "The doctor was on leave.")
    say(ResponseKind.CONTEXT, "The doctor was on leave until May.")
    service_response.hand_in(actor(people.hanne), review.key)
    lines = stage.sheet(people.kurt, review).lines
    assert lines[1].response.text == "The doctor was on leave until May."
    assert {line.response.kind for line in lines} == {ResponseKind.AGREE, ResponseKind.CONTEXT}
    assert review.state is ReviewState.SETTLED
    assert not review.settled_silently
    with pytest.raises(IllegalTransition):
        say(ResponseKind.AGREE)


def test_nobody_but_who_writes_reads_a_response_before_it_is_handed_in(people, review, sign_in):
    fifth = stage.sheet(people.hanne, review).lines[4]
    for line, kind in ((1, ResponseKind.CONTEXT), (4, ResponseKind.OBJECTION)):
        service_response.respond(
            actor(people.hanne),
            review.key,
            criterion_key=stage.sheet(people.hanne, review).lines[line].criterion.key,
            reply=Reply(
                kind, "Words that may still change.", AnswerValue.NOT_MET if line == 4 else None
            ),
        )
    assert stage.sheet(people.hanne, review).lines[4].response.text
    for reader in (people.kurt, people.hanne):
        page = sign_in(reader).get(f"/reviews/{review.key}").text
        assert ("Words that may still change." in page) is (reader is people.hanne)
    hidden = stage.sheet(people.kurt, review)
    assert all(line.response is None and line.objection is None for line in hidden.lines)
    service_response.hand_in(actor(people.hanne), review.key)
    shown = next(
        o for o in stage.sheet(people.kurt, review).lines if o.criterion.id == fifth.criterion.id
    )
    assert shown.response.text == shown.objection.text == "Words that may still change."


def test_context_without_words_is_not_handed_in(people, review, say):
    say(ResponseKind.CONTEXT)
    with pytest.raises(Invalid):
        service_response.hand_in(actor(people.hanne), review.key)
    assert stage.sheet(people.kurt, review).review.state is ReviewState.IN_RESPONSE


def test_only_whose_case_it_is_answers(people, review, say):
    with pytest.raises(NotPermitted):
        say(ResponseKind.AGREE, who=people.kurt)
    with pytest.raises(NotFound):
        say(ResponseKind.AGREE, who=people.henrik)


def test_the_period_is_over_by_its_date_whatever_has_run(people, review, say):
    clock.travel(clock.local(date(2026, 4, 15), 23))
    say(ResponseKind.AGREE)
    clock.travel(clock.local(date(2026, 4, 16)))
    assert presenters.is_over(review)
    with pytest.raises(IllegalTransition):
        say(ResponseKind.AGREE)
    with pytest.raises(IllegalTransition):
        service_response.hand_in(actor(people.hanne), review.key)


def test_silence_is_recorded_as_silence_once(db, review):
    clock.travel(clock.now() + timedelta(days=30))
    jobs.settle_overdue()
    jobs.settle_overdue()
    assert review.state is ReviewState.SETTLED
    assert review.settled_silently
    entries = db.session.scalars(select(AuditEntry).where(AuditEntry.code == "review.settled"))
    assert [(e.actor_id, e.details) for e in entries] == [(None, {"silently": True})]


def test_a_response_is_not_over_before_its_date(review):
    assert service_response.settle_overdue(OPERATOR) == 0
    assert review.state is ReviewState.IN_RESPONSE


def test_a_personal_number_is_refused(say):
    with pytest.raises(Invalid):
        say(ResponseKind.CONTEXT, "Borgeren 010170-1234 ringede")


def test_what_is_over_by_its_date_waits_for_nobody_before_the_worker_says_so(people, review):
    hanne, due = actor(people.hanne), review.response_due_on
    clock.travel(clock.local(due, 23))
    assert queries.count_waiting(hanne, view=queries.View.ANSWER) == 1
    clock.travel(clock.local(due + timedelta(days=1), 1))
    assert review.state is ReviewState.IN_RESPONSE
    assert queries.count_waiting(hanne, view=queries.View.ANSWER) == 0
