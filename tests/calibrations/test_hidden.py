"""A hidden calibration looks like any other task, and no calibration counts anywhere."""

import pytest

from review_app.domain.calibrations import CalibrationMode
from review_app.domain.errors import NotFound
from review_app.domain.workflow import ReviewState
from review_app.features.calibrations import queries, service
from review_app.features.cases import queries_case
from review_app.features.feedback import queries as feedback_queries
from review_app.features.home import queries as home
from review_app.features.insights import queries as insights
from review_app.features.reviews import queries as review_queries
from review_app.features.reviews.queries import View
from review_app.features.rounds import queries as rounds
from review_app.features.rounds import queries_own_draws
from review_app.kernel import clock
from review_app.kernel.db import db
from review_app.models import AnswerChange, Review, ReviewAnswer
from tests.calibrations.stage import hand_in, parts_of, started
from tests.cast import actor, enter
from tests.reviews import pairs
from tests.reviews.pairs import LATE, one_more_coordinator
from tests.walk import walk


@pytest.fixture
def tina(people):
    return one_more_coordinator()


@pytest.fixture
def hidden(people, tina):
    clock.travel(clock.now())
    yield started(people, by=tina, mode=CalibrationMode.HIDDEN)
    clock.travel(None)


@pytest.mark.walk
def test_no_page_of_a_participant_tells_that_it_is_one(hidden, people, sign_in):
    pages = walk(sign_in(people.kurt))
    own = parts_of(hidden, people.kurt)
    assert any(own[0].key in url for url in pages)
    for url, text in pages.items():
        assert hidden.key not in url + text
        assert hidden.title not in text
        for review in parts_of(hidden, people.karin):
            assert review.key not in url + text
    assert sign_in(people.kurt).get(f"/calibrations/{hidden.key}").status_code == 404


@pytest.mark.walk
def test_no_page_changes_when_another_scores(hidden, people, sign_in):
    before = walk(sign_in(people.kurt))
    for review in parts_of(hidden, people.karin):
        hand_in(people.karin, review, LATE)
    assert walk(sign_in(people.kurt)) == before


def test_the_others_reviews_lead_nowhere(hidden, people, tina, sign_in):
    review = parts_of(hidden, people.karin)[0]
    for person in (people.kurt, tina, people.hanne, people.mona):
        for ending in ("", "/score", "/conclusion"):
            assert sign_in(person).get(f"/reviews/{review.key}{ending}").status_code in (403, 404)
        assert sign_in(person).get(f"/rounds/{review.round.key}").status_code in (403, 404)


@pytest.mark.walk
def test_who_planned_it_sees_how_far_it_is_and_no_answer(hidden, people, tina, sign_in):
    hand_in(people.karin, parts_of(hidden, people.karin)[0], LATE)
    page = sign_in(tina).get(f"/calibrations/{hidden.key}").text
    assert "1 of 3" in page
    pages = "".join(walk(sign_in(tina)).values())
    assert "Words of Karin." not in pages


def test_once_opened_the_participants_know_and_see_it(hidden, people, tina):
    hand_in(people.karin, parts_of(hidden, people.karin)[0])
    service.open_answers(actor(tina), hidden.key)
    assert queries.get_calibration(actor(people.kurt), hidden.key).id == hidden.id


def test_given_up_it_stays_hidden(hidden, people, tina):
    service.cancel(actor(tina), hidden.key)
    with pytest.raises(NotFound):
        queries.get_calibration(actor(people.kurt), hidden.key)
    assert {r.state for r in parts_of(hidden, people.kurt)} == {ReviewState.CANCELLED}


@pytest.fixture
def beside(people, tina):
    """A real round, whose figures are noted; then its cases are scored in a calibration too."""
    found = pairs.a_round(people, share=0)
    for review in db.session.query(Review).filter_by(round_id=found.id).order_by(Review.id):
        pairs.hand_in(review)
    before = everything(people, tina, found)
    calibration = started(people, by=tina, version=found.version)
    for person in (people.karin, people.kurt):
        for review in parts_of(calibration, person):
            hand_in(person, review, LATE)
    service.open_answers(actor(tina), calibration.key)
    return found, before, calibration


def everything(people, tina, found):
    """What figures, lists and counts say to those who take no part, and to the caseworkers."""
    lines = insights.list_rounds(actor(tina))
    return {
        "figures": [(line.round.id, line.progress) for line in lines],
        "overview": home.progress(actor(tina)),
        "manager": home.progress(actor(people.mona)),
        "rounds": [row.id for row, _ in rounds.list_rounds(actor(tina)).rows],
        "reviews": [r.id for r in review_queries.list_reviews(actor(tina), view=View.ALL).rows],
        "draws": queries_own_draws.own_draws(actor(people.hanne)).drawn,
        "caseworker": [
            r.id for r in review_queries.list_reviews(actor(people.hanne), view=View.ANSWER).rows
        ],
        "progress": rounds.progress_of(actor(tina), [found.id]),
    }


def test_figures_lists_and_counts_stay_as_they_were(beside, people, tina):
    found, before, _calibration = beside
    assert everything(people, tina, found) == before


def test_the_case_page_and_learning_cases_know_nothing_of_it(beside, people, tina):
    _found, _before, calibration = beside
    case = calibration.cases[0].case
    for person in (tina, people.hanne):
        page = queries_case.get_case(actor(person), case.key) if person is tina else None
        assert page is None or page.reviews == []
    review = parts_of(calibration, people.kurt)[0]
    with pytest.raises(NotFound):
        feedback_queries.case_to_choose(actor(people.kurt), review_key=review.key)


@pytest.mark.walk
def test_the_search_and_the_exports_hold_no_word_of_it(beside, people, tina, sign_in):
    for person in (tina, people.hanne, people.mona):
        pages = walk(sign_in(person))
        inside = {url: text for url, text in pages.items() if not url.startswith("/calibrations")}
        assert not any("Words of Kurt." in text for text in inside.values())


def test_published_reviews_are_never_rewritten(people, tina):
    found = pairs.a_round(people, share=0, size=3)
    every = db.session.query(Review).filter_by(round_id=found.id).order_by(Review.id).all()
    for review in every:
        pairs.hand_in(review)
        review.state, review.settled_at = ReviewState.SETTLED, clock.now()
    enter(*every)
    ids = [review.id for review in every]
    before = what_stands(ids)
    who = actor(tina)
    calibration = started(people, by=tina, version=found.version)
    for person in (people.karin, people.kurt):
        for review in parts_of(calibration, person):
            hand_in(person, review, LATE)
    service.open_answers(who, calibration.key)
    service.close(who, calibration.key, conclusion="We ask for a date.")
    assert what_stands(ids) == before
    assert db.session.query(AnswerChange).count() == 0


def what_stands(ids):
    db.session.expire_all()
    reviews = db.session.query(Review).filter(Review.id.in_(ids)).order_by(Review.id)
    answers = db.session.query(ReviewAnswer).filter(ReviewAnswer.review_id.in_(ids))
    return (
        [(r.state, r.verdict, r.score_share, r.revision, r.settled_at) for r in reviews],
        [(a.id, a.value, a.revision) for a in answers.order_by(ReviewAnswer.id)],
    )
