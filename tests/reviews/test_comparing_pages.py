"""The pages on which two reviews are settled, and what they ask of the database."""

import pytest

from review_app.domain.scoring import AnswerValue, Verdict
from review_app.domain.waiting import WaitingKind
from review_app.features.home import queries_waiting
from review_app.features.reviews import queries_comparing
from review_app.kernel.db import db
from review_app.kernel.reading_log import ReadingEntry
from review_app.models import Comparison, Person
from tests.cast import actor, enter
from tests.reviews.pairs import LATE, MET, compared, one_more_coordinator, singles
from tests.statements import counted

ILL = {**MET, "health": AnswerValue.NOT_MET}


@pytest.fixture
def comparison(people):
    return compared(people, LATE, verdicts=(Verdict.IN_ACCORDANCE, Verdict.WOULD_BE_CHANGED))


def two(comparison):
    ids = (comparison.first_reviewer_id, comparison.second_reviewer_id)
    return [db.session.get(Person, id_) for id_ in ids]


def plan(comparison):
    both = queries_comparing.side_by_side(actor(two(comparison)[0]), comparison)
    return both.open_points[0].first.criterion


def settle(client, comparison, **fields):
    return client.post(
        f"/reviews/comparisons/{comparison.key}/settle", data=fields, follow_redirects=True
    ).text


def test_both_answers_stand_side_by_side_and_the_reading_is_noted(comparison, people, sign_in):
    page = sign_in(people.karin).get(f"/reviews/comparisons/{comparison.key}").text
    assert "Still to be settled" in page
    assert all(person.name in page for person in two(comparison))
    assert "Words of" in page
    assert "2 criteria with the same answer" in page
    entries = db.session.query(ReadingEntry).filter_by(purpose="reviews-compared")
    assert entries.count() == 1


def test_two_propose_the_same_and_it_is_settled(comparison, sign_in):
    one, other = two(comparison)
    key = plan(comparison).key
    page = settle(sign_in(one), comparison, criterion=key, value="partly-met", reason="Late.")
    assert f"{one.name} would settle on:" in page
    settle(sign_in(other), comparison, criterion=key, value="partly-met", reason="")
    settle(sign_in(one), comparison, criterion="", value="would-be-changed", reason="")
    page = settle(sign_in(other), comparison, criterion="", value="would-be-changed", reason="")
    assert "Everything is settled." in page
    assert "The two agreed on it" in page
    assert "/settle" not in page


def test_a_third_is_asked_and_decides(comparison, sign_in, people):
    third = one_more_coordinator()
    client = sign_in(people.karin)
    client.post(f"/reviews/comparisons/{comparison.key}/third", data={"third": str(third.id)})
    waiting = [w.kind for w in queries_waiting.list_waiting(actor(third))]
    assert waiting == [WaitingKind.COMPARE_ANSWERS]
    decide = {"criterion": plan(comparison).key, "value": "not-met"}
    assert "Write why." in settle(sign_in(third), comparison, **decide)
    page = settle(sign_in(third), comparison, **decide, reason="The law asks for it.")
    assert "A third reviewer decided" in page


def test_what_is_to_be_settled_waits_for_the_two(comparison):
    for person in two(comparison):
        kinds = [w.kind for w in queries_waiting.list_waiting(actor(person))]
        assert kinds == [WaitingKind.COMPARE_ANSWERS]


def test_the_list_says_how_much_is_open_and_keeps_what_is_settled(comparison, people, sign_in):
    client = sign_in(people.kurt)
    assert comparison.key in client.get("/reviews/comparisons").text
    assert (
        "No two reviews were settled yet." in client.get("/reviews/comparisons?view=settled").text
    )
    counts = queries_comparing.open_counts(actor(people.kurt), [comparison])
    assert counts == {comparison.id: 2}
    round_page = client.get(f"/rounds/{comparison.round.key}").text
    assert "1 case is still to be settled between two reviewers" in round_page


def test_the_reviews_own_page_leads_reviewers_to_both_and_the_caseworker_not(people, sign_in):
    settled = compared(people)
    address = f"/reviews/comparisons/{settled.key}"
    review = settled.first
    assert address in sign_in(people.karin).get(f"/reviews/{review.key}").text
    handler = sign_in(review.caseworker)
    assert "comparison" not in handler.get(f"/reviews/{review.key}").text
    assert handler.get(address).status_code in {403, 404}


def test_the_pages_ask_the_same_number_of_statements_however_many_cases(people, sign_in):
    compared(people, LATE, ILL, share=20)
    client = sign_in(people.karin)
    client.get("/reviews/comparisons")
    with counted() as few:
        client.get("/reviews/comparisons")
    found = db.session.query(Comparison).one()
    copies = [
        Comparison(
            round_id=found.round_id,
            case_id=found.case_id,
            review_id=review.id,
            second_review_id=review.id,
            first_reviewer_id=found.first_reviewer_id,
            second_reviewer_id=found.second_reviewer_id,
        )
        for review in singles(found.round)
    ]
    enter(*copies)
    with counted() as many:
        client.get("/reviews/comparisons")
    assert len(many) == len(few)


def test_a_reason_without_a_choice_is_kept_beside_what_is_missing(comparison, people, sign_in):
    given = {"criterion": plan(comparison).key, "value": "", "reason": "We read it together."}
    client = sign_in(two(comparison)[0])
    refused = client.post(f"/reviews/comparisons/{comparison.key}/settle", data=given)
    assert refused.status_code == 422
    assert "Choose what it shall be settled on." in refused.text
    assert 'value="We read it together."' in refused.text
