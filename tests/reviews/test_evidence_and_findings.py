from datetime import date

import pytest

from review_app.domain.access import OPERATOR
from review_app.domain.errors import Invalid, NotFound
from review_app.domain.events import CaseReplaced, RoundCancelled
from review_app.domain.kinds import EvidenceKind
from review_app.domain.scoring import AnswerValue, Severity
from review_app.domain.workflow import ReviewState
from review_app.features.reviews import reactions, service
from tests.cast import actor, some_cases
from tests.reviews import stage


@pytest.fixture
def review(people):
    return stage.a_review(people.hanne, people.kurt)


@pytest.fixture
def point(people, review):
    """``point(kind=..., ...)`` adds evidence to the first criterion."""
    key = stage.sheet(people.kurt, review).lines[0].criterion.key

    def add(**what):
        return service.add_evidence(actor(people.kurt), review.key, criterion_key=key, **what)

    return add


def test_an_answer_points_to_an_event_a_journal_entry_and_a_few_words(people, review, point):
    event = stage.sheet(people.kurt, review).events[1]
    point(kind=EvidenceKind.EVENT, event_id=event.id)
    point(kind=EvidenceKind.JOURNAL, reference="Note of 4 March, page 2")
    point(kind=EvidenceKind.QUOTATION, quotation="We agreed on Thursdays", reference="Page 3")
    found = stage.sheet(people.kurt, review).lines[0].evidence
    assert [e.kind.value for e in found] == ["event", "journal", "quotation"]
    service.remove_evidence(actor(people.kurt), review.key, evidence_key=found[0].key)
    assert len(stage.sheet(people.kurt, review).lines[0].evidence) == 2


def test_evidence_of_another_case_is_refused(people, review, point):
    other = stage.a_review(
        people.henrik, people.kurt, cases=some_cases(people.henrik, source="other")
    )
    event = stage.sheet(people.kurt, other).events[0]
    with pytest.raises(Invalid):
        point(kind=EvidenceKind.EVENT, event_id=event.id)


@pytest.mark.parametrize(
    "what",
    [
        {"kind": EvidenceKind.JOURNAL, "reference": " "},
        {"kind": EvidenceKind.QUOTATION, "quotation": "x" * 601},
        {"kind": EvidenceKind.QUOTATION, "quotation": "born 010170-1234"},
    ],
)
def test_evidence_must_say_something_short_without_personal_numbers(point, what):
    with pytest.raises(Invalid):
        point(**what)


def test_a_finding_beside_the_checklist_is_added_and_removed(people, review):
    added = service.add_finding(
        actor(people.kurt), review.key, severity=Severity.MINOR, text="A wrong letterhead"
    )
    assert [f.text for f in stage.sheet(people.kurt, review).free_findings] == [
        "A wrong letterhead"
    ]
    service.remove_finding(actor(people.kurt), review.key, finding_id=added.id)
    assert not stage.sheet(people.kurt, review).free_findings


def test_a_finding_that_an_answer_opened_goes_only_with_its_answer(people, review):
    stage.answer(people.kurt, review, value=AnswerValue.NOT_MET, comment="Late")
    finding = stage.sheet(people.kurt, review).lines[0].finding
    with pytest.raises(NotFound):
        service.remove_finding(actor(people.kurt), review.key, finding_id=finding.id)


def test_what_came_after_the_day_judged_is_folded_away(people, review):
    service.judge_as_of(actor(people.kurt), review.key, day=date(2026, 3, 3))
    sheet = stage.sheet(people.kurt, review)
    assert [e.activity for e in sheet.events_until()] == ["First day of absence", "Follow-up talk"]
    assert [e.activity for e in sheet.events_after()] == ["Plan agreed"]


def test_a_replaced_case_and_a_cancelled_round_give_up_their_reviews(people, db):
    first = stage.a_review(people.hanne, people.kurt)
    reactions.cancel_replaced(
        OPERATOR, CaseReplaced(first.round_id, first.round_case_id, "no-access")
    )
    second = stage.a_review(
        people.henrik, people.kurt, cases=some_cases(people.henrik, source="other")
    )
    reactions.cancel_round(OPERATOR, RoundCancelled(second.round_id))
    assert first.state is second.state is ReviewState.CANCELLED


def test_a_review_that_was_handed_in_survives_the_end_of_its_round(people):
    review = stage.handed_in(people.hanne, people.kurt)
    reactions.cancel_round(OPERATOR, RoundCancelled(review.round_id))
    assert review.state is ReviewState.IN_RESPONSE
