"""From low agreement on a criterion to a proposal that keeps the figure as it stood."""

import re
from html import unescape

import pytest

from review_app.domain.workflow import ReviewState
from review_app.features.checklists import queries_proposals
from review_app.kernel.db import db as database
from review_app.models import Review
from tests.cast import actor, enter
from tests.insights.test_round_agreement import MET, NOT, twice  # noqa: F401 - a fixture

LINK = re.compile(r'href="(/checklists/proposals/new\?[^"]+sealed=[^"]+)"')
FIGURE = "Two reviewers gave the same answer in 4 of 6 cases (67%)."


@pytest.fixture
def link(people, twice, sign_in):  # noqa: F811
    found = twice([MET, MET, MET, NOT, MET, NOT])
    page = sign_in(people.mona).get(f"/figures/{found.key}/agreement").text
    (address,) = LINK.findall(page)  # beside the first criterion alone
    return found, unescape(address)


def sent(client, address):
    fields = dict(
        re.findall(r'name="(criterion|sealed)" [^>]*value="([^"]*)"', client.get(address).text)
    )
    return client.post("/checklists/proposals/new", data={**fields, "text": "Say it clearer"})


def test_the_figure_is_shown_and_kept_as_it_stood(people, link, sign_in):
    _round, address = link
    mona = sign_in(people.mona)
    assert FIGURE in mona.get(address).text
    own = sent(mona, address).location
    page = mona.get(own).text
    assert FIGURE in page
    assert "Reviewers disagreed" in page
    proposal = queries_proposals.get_proposal(actor(people.mona), own.split("/")[-1])
    assert proposal.evidence[0].figure["agreed"] == 4


def test_a_figure_that_was_altered_or_is_of_another_criterion_is_left_out(people, link, sign_in):
    _round, address = link
    mona = sign_in(people.mona)
    assert "Two reviewers" not in mona.get(address[:-3] + "abc").text
    assert "Two reviewers" not in sign_in(people.hanne).get(address).text


def test_who_still_reviews_in_the_round_does_not_see_the_figure(people, link, sign_in):
    found, address = link
    own = sent(sign_in(people.mona), address).location
    late = database.session.query(Review).filter_by(round_id=found.id, reviewer_id=people.kurt.id)
    review = late.order_by(Review.id.desc()).first()
    review.state, review.submitted_at = ReviewState.IN_PROGRESS, None
    enter(review)
    page = sign_in(people.kurt).get(own).text
    assert "Two reviewers gave" not in page
    assert "You review in this round yourself" in page
    assert "Two reviewers gave" not in sign_in(people.kurt).get(address).text
    assert FIGURE in sign_in(people.mona).get(own).text
