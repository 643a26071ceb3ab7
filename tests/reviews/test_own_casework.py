"""A coordinator who handles a case reads its review when any caseworker would."""

import pytest

from review_app.domain.draw import ReplacementCode
from review_app.domain.errors import NotFound
from review_app.domain.workflow import ReviewState, RoundState
from review_app.features.reviews import queries
from review_app.features.reviews.queries import View
from review_app.features.rounds import service_draws
from review_app.kernel.db import db
from tests.cast import actor
from tests.reviews.pairs import a_round, hand_in


def test_a_coordinator_reads_the_review_of_their_own_case_when_a_caseworker_does(people):
    found = a_round(people, share=0, handlers=[people.karin], size=1, reviewers=[people.kurt])
    review = queries.list_reviews(actor(people.kurt), view=View.ALL).rows[0]
    assert queries.list_reviews(actor(people.karin), view=View.ALL).rows == []
    with pytest.raises(NotFound):
        queries.get_review(actor(people.karin), review.key)
    hand_in(review)
    assert queries.get_review(actor(people.karin), review.key).id == review.id
    assert found.state is RoundState.RESPONDING  # counted, whoever reads what


def test_a_coordinator_cancels_the_review_of_their_own_case_unread(people):
    found = a_round(people, share=0, handlers=[people.karin] * 2, size=1, reviewers=[people.kurt])
    review = queries.list_reviews(actor(people.kurt), view=View.ALL).rows[0]
    service_draws.replace_case(
        actor(people.karin),
        found.key,
        case_key=found.cases[0].key,
        code=ReplacementCode.DUPLICATE,
    )
    db.session.expire_all()
    assert review.state is ReviewState.CANCELLED
