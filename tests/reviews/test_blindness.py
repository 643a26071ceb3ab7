"""Of two who review one case neither learns of the other, whatever door they knock on.

The walk opens every page that a person can reach by links, the exports among them, and compares
what it read before and after something the person must not learn of.
"""

import re
from datetime import date

import pytest

from review_app.domain.audit_codes import AuditCode
from review_app.domain.draw import ReplacementCode
from review_app.domain.errors import IllegalTransition, NotFound
from review_app.domain.workflow import ReviewState
from review_app.features.cases import queries_case
from review_app.features.feedback import queries as feedback_queries
from review_app.features.home import queries as home
from review_app.features.home import queries_waiting
from review_app.features.reviews import queries, service
from review_app.features.reviews.queries import View
from review_app.features.rounds import queries as rounds
from review_app.features.rounds import queries_supervision, service_draws
from review_app.kernel import clock
from review_app.kernel.db import db
from review_app.models import Appointment, AuditEntry, EngagementCase, Review, RoundCase
from tests.cast import actor, enter
from tests.plans.builders import a_plan
from tests.reviews.pairs import LATE, a_round, hand_in, reviewer_of, score, singles, the_pair
from tests.walk import walk


@pytest.fixture(autouse=True)
def _one_moment(db):
    clock.travel(clock.now())


def the_other_way_round(found):
    first, second = the_pair(found)
    return [(first, second), (second, first)]


@pytest.fixture(params=["first", "second"])
def blind(people, request):
    """A round, the review of who looks, and the other one they must not learn of."""
    found = a_round(people, share=20)
    mine, other = the_other_way_round(found)[request.param == "second"]
    return found, mine, other


@pytest.mark.walk
def test_no_page_changes_when_the_other_begins_writes_and_hands_in(blind, sign_in):
    found, mine, other = blind
    looker = reviewer_of(mine)
    before = walk(sign_in(looker))
    assert len(before) > 30
    assert any(mine.key in url for url in before)
    hand_in(other, LATE)
    after = walk(sign_in(looker))
    assert after == before


@pytest.mark.walk
def test_no_page_names_the_other_review(blind, sign_in):
    found, mine, other = blind
    score(other, LATE)
    pages = walk(sign_in(reviewer_of(mine)))
    for url, text in pages.items():
        assert other.key not in url + text
        assert f"Words of {reviewer_of(other).name}" not in text


def test_the_address_of_the_other_review_leads_nowhere(blind, sign_in):
    found, mine, other = blind
    client = sign_in(reviewer_of(mine))
    criterion = queries.get_sheet(actor(reviewer_of(other)), other.key).lines[0].criterion.key
    for ending in ("", "/score", "/conclusion"):
        assert client.get(f"/reviews/{other.key}{ending}").status_code == 404
    for ending in (
        f"/answers/{criterion}",
        f"/evidence/{criterion}",
        "/assessed-on",
        "/conclusion",
        "/findings",
        "/verdict",
    ):
        reply = client.post(f"/reviews/{other.key}{ending}", headers={"Accept": "application/json"})
        assert reply.status_code == 404
    with pytest.raises(NotFound):
        service.submit(actor(reviewer_of(mine)), other.key)
    assert client.get(f"/learning-cases/choose?review={other.key}").status_code == 404


def test_handing_in_looks_the_same_for_a_case_of_two_and_a_case_of_one(blind, sign_in):
    found, mine, other = blind
    looker = reviewer_of(mine)
    single = next(r for r in singles(found) if r.reviewer_id == looker.id)

    def round_so_far():
        line = rounds.progress_of(actor(looker), [found.id])[found.id]
        on_overview = [(p.done, p.total) for p in home.progress(actor(looker)) if p.kind == "round"]
        return line, on_overview, len(queries_waiting.list_waiting(actor(looker)))

    first = round_so_far()
    hand_in(single)
    second = round_so_far()
    hand_in(mine)
    third = round_so_far()
    assert first[0].cases == second[0].cases == third[0].cases == 5
    assert [p[0].handed_in for p in (first, second, third)] == [0, 1, 2]
    assert [p[1] for p in (first, second, third)] == [[(0, 5)], [(1, 5)], [(2, 5)]]
    assert first[2] - second[2] == second[2] - third[2] == 1
    assert single.state is mine.state is ReviewState.SUBMITTED


def test_the_words_after_handing_in_are_the_same(blind, sign_in):
    found, mine, other = blind
    looker = reviewer_of(mine)
    single = next(r for r in singles(found) if r.reviewer_id == looker.id)
    said = []
    for review in (single, mine):
        score(review)
        reply = sign_in(looker).post(f"/reviews/{review.key}/conclusion", follow_redirects=True)
        text = reply.get_data(as_text=True)
        said.append(re.findall(r'role="status">.*?</p>', text, re.S))
        assert "Handed in." in text
    assert said[0] == said[1]


def test_lists_and_counts_hold_each_case_once(blind):
    found, mine, other = blind
    looker = actor(reviewer_of(mine))
    every = queries.list_reviews(looker, view=View.ALL).rows
    assert len(every) == len({review.case_id for review in every}) == 5
    own = queries.list_reviews(looker, view=View.MINE).rows
    assert queries.count_waiting(looker, view=View.MINE) == len(own)
    assert {len(reviews) for reviews in rounds.reviews_of(looker, found).values()} == {1}
    page = queries_case.get_case(looker, mine.case.key)
    assert [review.id for review in page.reviews] == [mine.id]


def test_replacing_is_refused_for_ones_own_reasons_only(blind, people):
    found, mine, other = blind
    place = db.session.get(RoundCase, mine.round_case_id)
    given = {"case_key": place.key, "code": ReplacementCode.OUT_OF_SCOPE, "note": "Moved away."}
    hand_in(other)
    looker = actor(reviewer_of(mine))
    assert service_draws.replace_case(looker, found.key, **given) is not None
    db.session.expire_all()
    assert {mine.state, other.state} == {ReviewState.CANCELLED}


def test_what_one_handed_in_oneself_cannot_be_replaced(blind, people):
    found, mine, other = blind
    place = db.session.get(RoundCase, mine.round_case_id)
    hand_in(mine)
    with pytest.raises(IllegalTransition):
        service_draws.replace_case(
            actor(reviewer_of(mine)),
            found.key,
            case_key=place.key,
            code=ReplacementCode.DUPLICATE,
        )


def test_a_review_that_waits_makes_no_learning_case(blind, people):
    found, mine, other = blind
    hand_in(mine)
    with pytest.raises(NotFound):
        feedback_queries.case_to_choose(actor(reviewer_of(mine)), review_key=mine.key)


@pytest.mark.walk
def test_an_outsider_sees_their_own_review_and_the_same_numbers(people, sign_in):
    found = a_round(people, reviewers=[people.kurt, people.clara], engagement=people.running)
    first, second = the_pair(found)
    mine, other = (first, second) if first.reviewer_id == people.clara.id else (second, first)
    assert db.session.query(EngagementCase).count() == 5
    before = walk(sign_in(people.clara))
    assert any(mine.key in url for url in before)
    hand_in(other, LATE)
    assert walk(sign_in(people.clara)) == before


@pytest.mark.walk
@pytest.mark.parametrize("name", ["hanne", "henrik", "mona", "olga"])
def test_nobody_else_sees_how_many_look_at_a_case(people, sign_in, name):
    found = a_round(people)
    first, second = the_pair(found)
    somebody = getattr(people, name)
    texts = "".join(walk(sign_in(somebody)).values())
    assert first.key not in texts
    assert second.key not in texts
    if name == "mona":
        assert "0 of 5" in texts


@pytest.mark.walk
def test_the_caseworker_reads_one_review_and_nothing_of_two(people, sign_in):
    found = a_round(people)
    first, second = the_pair(found)
    for review in [*singles(found), first, second]:
        hand_in(review, LATE if review is first else None)
    handler = first.caseworker
    pages = walk(sign_in(handler))
    assert not any(first.key in url for url in pages)  # the two are still compared
    assert sum(second.key in text for text in pages.values()) == 0


@pytest.mark.walk
def test_whoever_runs_the_round_without_reviewing_the_case_sees_both(people, sign_in):
    people.henrik.appointments.append(Appointment(role="coordinator"))
    enter(people.henrik)
    found = a_round(people, handlers=[people.hanne] * 5)
    first, second = the_pair(found)
    texts = "".join(walk(sign_in(people.henrik)).values())
    assert first.key in texts
    assert second.key in texts


def test_nobody_is_blind_any_more_once_the_two_are_compared(blind):
    found, mine, other = blind
    for review in (mine, other):
        hand_in(review, LATE if review is mine else None)
    assert queries.get_review(actor(reviewer_of(mine)), other.key).id == other.id


def test_the_log_does_not_tell_which_two_reviews_belong_together(people, db):
    """An administrator may review too; what the log calls by its key is entered in no order."""
    found = a_round(people, share=100)
    assigned = AuditCode.REVIEW_ASSIGNED
    entries = db.session.query(AuditEntry).filter_by(code=assigned).order_by(AuditEntry.id).all()
    place = {r.id: r.round_case_id for r in db.session.query(Review).filter_by(round_id=found.id)}
    cases = [place[entry.thing_id] for entry in entries]
    assert len(cases) == 10
    assert any(a != b for a, b in zip(cases[::2], cases[1::2], strict=True))


def test_the_record_of_recurring_plans_counts_each_case_once_for_whoever_asks(blind, people):
    found, mine, other = blind
    plan = a_plan(people, found.version)
    found.sampling_plan_id, found.period_on = plan.id, date(2026, 2, 1)
    enter(found)
    looker = actor(reviewer_of(mine))

    def handed_in():
        window = queries_supervision.Window(until=date(2026, 4, 1))
        record = queries_supervision.get_supervision(looker, window=window)
        return sum(line.tally.handed_in for month in record.months for line in month.lines)

    hand_in(other)
    assert handed_in() == 0
    hand_in(mine)
    assert handed_in() == 1
