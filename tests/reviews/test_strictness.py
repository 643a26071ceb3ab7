"""How somebody scores beside others: the reviewer sees it first, and nobody is ranked."""

from datetime import timedelta

import pytest

from review_app.domain.errors import NotFound, NotPermitted
from review_app.domain.reviewer_quality import Lean
from review_app.domain.workflow import ReviewState, RoundState
from review_app.features.reviews import queries_strictness, service_strictness
from review_app.kernel import clock
from review_app.kernel.db import db
from review_app.models import Review, ReviewAnswer
from tests.cast import actor, enter
from tests.reviews.pairs import LATE, MET, a_round, hand_in, one_more_coordinator, reviewer_of


@pytest.fixture
def closed(people):
    """A closed round of 36 cases by three: Kurt found everything late, the others nothing."""
    tina = one_more_coordinator()
    handlers = [people.hanne, people.henrik] * 18
    found = a_round(
        people, share=0, size=36, handlers=handlers, reviewers=[people.karin, people.kurt, tina]
    )
    for review in db.session.query(Review).filter_by(round_id=found.id).order_by(Review.id):
        answers = LATE if review.reviewer_id == people.kurt.id else MET
        fill(review, answers)
    found.state, found.closed_at = RoundState.CLOSED, clock.now() - timedelta(days=1)
    enter(found)
    return found


def fill(review, given):
    for section in review.version.sections:
        for criterion in section.criteria:
            answer = {"criterion_id": criterion.id, "value": given[criterion.code]}
            enter(ReviewAnswer(review_id=review.id, **answer))
    review.state, review.settled_at = ReviewState.SETTLED, clock.now()
    enter(review)


def test_the_reviewer_sees_it_first_and_alone(closed, people):
    kurt, karin, mona = (actor(p) for p in (people.kurt, people.karin, people.mona))
    showing = service_strictness.show_me(kurt)
    found = queries_strictness.strictness(kurt, showing)
    assert found.whole.lean is Lean.UNCLEAR or found.whole.lean is Lean.STRICTER
    assert (round(found.whole.own, 3), found.whole.others) == (0.333, 0.0)
    assert found.whole.cases == 12
    for other in (karin, mona):
        assert queries_strictness.list_opened(other) == []
        with pytest.raises(NotFound):
            queries_strictness.get_showing(other, showing.key)


def test_others_see_it_once_it_is_opened_or_after_a_fortnight(closed, people):
    kurt, mona = actor(people.kurt), actor(people.mona)
    showing = service_strictness.show_me(kurt)
    service_strictness.open_to_others(kurt)
    assert queries_strictness.list_opened(mona) == [showing]
    assert queries_strictness.strictness(mona, showing).whole.cases == 12
    service_strictness.show_me(actor(people.karin))
    assert queries_strictness.list_opened(mona) == [showing]
    clock.travel(clock.now() + timedelta(days=14))
    assert len(queries_strictness.list_opened(mona)) == 2
    clock.travel(None)


def test_others_see_no_more_than_the_reviewer_saw(closed, people):
    kurt = actor(people.kurt)
    closed.closed_at = clock.now()
    enter(closed)
    showing = service_strictness.show_me(kurt)
    service_strictness.open_to_others(kurt)
    clock.travel(clock.now() + timedelta(days=3))
    assert queries_strictness.strictness(actor(people.mona), showing).rounds == 0
    clock.travel(None)


def test_a_round_that_is_not_closed_tells_nothing(people):
    found = a_round(people)
    for review in db.session.query(Review).filter_by(round_id=found.id).limit(2):
        hand_in(review)
    showing = service_strictness.show_me(actor(people.kurt))
    assert queries_strictness.strictness(actor(people.kurt), showing).rounds == 0


@pytest.mark.parametrize("name", ["hanne", "mona", "olga", "adam"])
def test_who_reviews_nothing_is_shown_nothing(people, name, sign_in):
    person = getattr(people, name)
    with pytest.raises(NotPermitted):
        service_strictness.show_me(actor(person))
    assert sign_in(person).get("/reviews/how-i-score").status_code == 403


def test_the_pages(closed, people, sign_in):
    client = sign_in(people.kurt)
    assert "Show me" in client.get("/reviews/how-i-score").text
    page = client.post("/reviews/how-i-score/show", follow_redirects=True).text
    assert "Only you see it until" in page
    assert "What this cannot tell" in page
    assert people.karin.name not in page
    page = client.post("/reviews/how-i-score/open", follow_redirects=True).text
    assert "Coordinators and managers can see it" in page
    manager = sign_in(people.mona)
    assert "Kurt" in manager.get("/reviews/strictness").text
    key = queries_strictness.own_showing(actor(people.kurt)).key
    page = manager.get(f"/reviews/strictness/{key}").text
    assert "How Kurt scores" in page
    assert reviewer_of(db.session.query(Review).first()).name in ("Karin", "Kurt", "Tina")
