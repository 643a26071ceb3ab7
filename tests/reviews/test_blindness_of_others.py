"""What others see of a case that two review: who handles it, who is hired, who runs the round."""

import pytest

from review_app.kernel import clock
from review_app.kernel.db import db
from review_app.models import Appointment, EngagementCase
from tests.cast import enter
from tests.reviews.pairs import LATE, a_round, hand_in, singles, the_pair
from tests.walk import walk

pytestmark = pytest.mark.walk


@pytest.fixture(autouse=True)
def _one_moment(db):
    clock.travel(clock.now())


def test_an_outsider_sees_their_own_review_and_the_same_numbers(people, sign_in):
    found = a_round(people, reviewers=[people.kurt, people.clara], engagement=people.running)
    first, second = the_pair(found)
    mine, other = (first, second) if first.reviewer_id == people.clara.id else (second, first)
    assert db.session.query(EngagementCase).count() == 5
    before = walk(sign_in(people.clara))
    assert any(mine.key in url for url in before)
    hand_in(other, LATE)
    assert walk(sign_in(people.clara)) == before


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


def test_the_caseworker_reads_one_review_and_nothing_of_two(people, sign_in):
    found = a_round(people)
    first, second = the_pair(found)
    for review in [*singles(found), first, second]:
        hand_in(review, LATE if review is first else None)
    handler = first.caseworker
    pages = walk(sign_in(handler))
    assert not any(first.key in url for url in pages)  # the two are still compared
    assert sum(second.key in text for text in pages.values()) == 0


def test_whoever_runs_the_round_without_reviewing_the_case_sees_both(people, sign_in):
    people.henrik.appointments.append(Appointment(role="coordinator"))
    enter(people.henrik)
    found = a_round(people, handlers=[people.hanne] * 5)
    first, second = the_pair(found)
    texts = "".join(walk(sign_in(people.henrik)).values())
    assert first.key in texts
    assert second.key in texts
