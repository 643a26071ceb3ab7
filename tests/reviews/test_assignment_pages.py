"""The page of who has what, the preview, absences, and the filters of the list."""

from datetime import timedelta

import pytest

from review_app.domain.workflow import ReviewState
from review_app.features.reviews import service_assignment
from review_app.features.reviews.service_assignment import AgreedMove
from review_app.kernel import clock
from review_app.kernel.db import db
from review_app.models import Absence, Appointment, ConflictOfInterest, Review
from tests.cast import actor, enter
from tests.reviews.pairs import a_round, one_more_coordinator, reviewer_of, score, the_pair
from tests.walk import walk


@pytest.fixture(autouse=True)
def _one_moment(db):
    clock.travel(clock.now())


def every(found, person):
    return db.session.query(Review).filter_by(round_id=found.id, reviewer_id=person.id).all()


def text_of(reply):
    return reply.get_data(as_text=True)


def test_the_consequence_is_shown_before_anything_is_handed_over(people, sign_in):
    found, tina = a_round(people, share=0), one_more_coordinator()
    new, begun = every(found, people.kurt)[:2]
    score(begun)
    client = sign_in(people.karin)
    page = f"/rounds/{found.key}"
    assert f"/reviews{page}/assignment" in text_of(client.get(page))
    chosen = {"review": [new.key, begun.key], "taker": tina.key}
    shown = text_of(client.post(f"/reviews{page}/assignment/preview", data=chosen))
    assert "The new reviewer starts afresh." in shown
    assert "Hand 2 reviews over" in shown
    assert new.reviewer_id == people.kurt.id
    moves = [f"{r.key} {tina.key} {r.state.value}" for r in (new, begun)]
    reply = client.post(f"/reviews{page}/assignment", data={"move": moves}, follow_redirects=True)
    assert "2 reviews were handed over." in text_of(reply)
    again = client.post(f"/reviews{page}/assignment", data={"move": moves}, follow_redirects=True)
    assert "Something changed in the meantime." in text_of(again)
    nothing = client.post(f"/reviews{page}/assignment/preview", follow_redirects=True)
    assert "Choose the reviews to hand over first." in text_of(nothing)


def test_weight_and_limit_are_set_where_reviewers_are_chosen(people, sign_in):
    found = a_round(people, share=0)
    found.state = "drawn"
    enter(found)
    client = sign_in(people.karin)
    fields = {
        "version": found.version.key,
        "reviewers": [people.karin.id, people.kurt.id],
        "response_days": 10,
        f"weight_{people.karin.id}": 2,
        f"most_{people.kurt.id}": 7,
    }
    client.post(f"/rounds/{found.key}/reviewing", data=fields)
    db.session.refresh(found)
    kept = {one.person_id: (one.weight, one.most_reviews) for one in found.reviewers}
    assert kept == {people.karin.id: (2, None), people.kurt.id: (1, 7)}
    refused = client.post(
        f"/rounds/{found.key}/reviewing", data={**fields, f"weight_{people.karin.id}": 0}
    )
    assert "Something needs your attention" in text_of(refused)


def test_a_person_says_when_they_are_away_and_a_coordinator_does_it_for_others(people, sign_in):
    own = f"/people/{people.clara.key}/absences"
    today = clock.today()
    days = {"from_on": today.isoformat(), "to_on": (today + timedelta(days=3)).isoformat()}
    assert own in text_of(sign_in(people.clara).get("/account"))
    assert sign_in(people.clara).post(own, data=days).status_code == 302
    assert sign_in(people.karin).post(own, data=days).status_code == 302
    assert sign_in(people.hanne).get(own).status_code == 404
    first, second = db.session.query(Absence).order_by(Absence.id)
    assert first.declared_by_id == people.clara.id
    gone = f"{own}/{second.key}/withdraw"
    assert sign_in(people.hanne).post(gone).status_code == 404
    assert sign_in(people.clara).post(gone).status_code == 302
    assert db.session.query(Absence).count() == 1
    wrong = {"from_on": days["to_on"], "to_on": days["from_on"]}
    assert "The last day is before the first." in text_of(
        sign_in(people.clara).post(own, data=wrong)
    )


def test_a_reviewer_says_that_they_have_a_conflict_and_takes_it_back(people, sign_in):
    found = a_round(people, share=0)
    review = every(found, people.kurt)[0]
    client = sign_in(people.kurt)
    reply = client.post(f"/reviews/{review.key}/conflict", data={"reason": "A neighbour."})
    assert reply.status_code == 302
    assert client.get(f"/reviews/{review.key}/score").location.endswith("/conflict")
    assert "A neighbour." in text_of(client.get(f"/reviews/{review.key}/conflict"))
    page = text_of(sign_in(people.karin).get(f"/reviews/rounds/{found.key}/assignment"))
    assert "Has a part in the case" in page
    assert "A neighbour." not in page
    client = sign_in(people.kurt)
    client.post(f"/reviews/{review.key}/conflict/withdraw")
    assert db.session.query(ConflictOfInterest).one().withdrawn_at is not None
    assert client.get(f"/reviews/{review.key}/score").status_code == 200


def test_the_list_shows_what_is_overdue_and_whose_it_is(people, sign_in):
    found = a_round(people, share=0)
    late = every(found, people.kurt)[0]
    late.due_on = clock.today() - timedelta(days=1)
    enter(late)
    client = sign_in(people.karin)
    overdue = text_of(client.get("/reviews?view=all&due=overdue"))
    assert "Overdue" in overdue
    assert overdue.count('<th scope="row">') == 1
    his = text_of(client.get(f"/reviews?view=all&reviewer={people.kurt.key}"))
    assert his.count('<th scope="row">') == len(every(found, people.kurt))


@pytest.mark.walk
@pytest.mark.parametrize(
    ("which", "begun"), [(0, False), (1, True)], ids=["new-first", "begun-second"]
)
def test_no_page_tells_the_other_reviewer_that_their_case_was_handed_over(
    people, sign_in, which, begun
):
    tina = one_more_coordinator()
    people.mona.appointments.append(Appointment(role="coordinator"))
    enter(people.mona)
    found = a_round(people, share=20)
    given, mine = the_pair(found)[which], the_pair(found)[1 - which]
    if begun:
        score(given)
    before = walk(sign_in(reviewer_of(mine)))
    moves = [AgreedMove(given.key, people.mona.key, given.state)]
    service_assignment.hand_over(actor(tina), found.key, moves=moves)
    after = walk(sign_in(reviewer_of(mine)))
    assert after == before


def test_a_reviewer_in_a_round_scored_twice_is_shown_no_way_to_hand_over(people, sign_in):
    found = a_round(people, share=20)
    page = f"/reviews/rounds/{found.key}/assignment"
    client = sign_in(people.karin)
    shown = text_of(client.get(page))
    assert "you review in it yourself" in shown
    assert 'type="checkbox"' not in shown
    assert "One of two" not in shown
    for review in the_pair(found):
        data = {"review": review.key}
        assert client.post(f"{page}/preview", data=data).status_code == 403
        assert client.get(f"/reviews/{review.key}/give-up-second").status_code in {403, 404}
    mine = next(r for r in the_pair(found) if r.reviewer_id == people.karin.id)
    single = next(r for r in every(found, people.karin) if r.id != mine.id)
    answers = [client.get(f"/reviews/{r.key}/give-up-second") for r in (mine, single)]
    assert [a.status_code for a in answers] == [403, 403]  # the same for a case of one


def test_a_second_scoring_is_given_up_on_a_page(people, sign_in):
    tina = one_more_coordinator()
    found = a_round(people, share=20)
    first, second = the_pair(found)
    client = sign_in(tina)
    assert "One of two" in text_of(client.get(f"/reviews/rounds/{found.key}/assignment"))
    page = f"/reviews/{second.key}/give-up-second"
    assert "one pair fewer" in text_of(client.get(page))
    client.post(page, data={"reason": "Nobody else can."})
    assert second.state is ReviewState.CANCELLED
    assert client.get(page).status_code == 404
