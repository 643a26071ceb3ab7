from datetime import date

import pytest

from review_app.domain.errors import NotPermitted
from review_app.domain.workflow import ObjectionStep
from review_app.features.reviews import queries_responses, service_response
from review_app.features.reviews.queries_responses import Asked
from review_app.kernel import clock
from tests.cast import actor, some_cases
from tests.reviews import stage
from tests.reviews.objecting import decide, object_to


@pytest.fixture
def review(people):
    """One review objected to on a Friday before Easter, decided on the second working day after."""
    clock.travel(clock.local(date(2026, 3, 27), 9))
    found = stage.handed_in(people.hanne, people.karin)
    objection = object_to(people.hanne, found)
    service_response.hand_in(actor(people.hanne), found.key)
    clock.travel(clock.local(date(2026, 3, 31), 9))
    decide(people.kurt, objection, ObjectionStep.CHANGE)
    return found


def figures(person, **asked):
    return queries_responses.get_response_figures(actor(person), asked=Asked(**asked))


def test_what_was_said_and_decided_is_counted(people, review):
    found = figures(people.kurt, round_key=review.round.key)
    lines = len(stage.sheet(people.kurt, review).lines)
    assert (found.reviews.all, found.reviews.answered, found.reviews.objected) == (1, 1, 1)
    assert found.whole.answers == lines
    assert (found.whole.said["objection"], found.whole.said["agree"]) == (1, lines - 1)
    assert (found.whole.outcomes["changed"], found.whole.median_days) == (1, 2.0)
    criterion, told = found.criteria[0]  # most objections first
    assert criterion.code == stage.sheet(people.kurt, review).lines[1].criterion.code
    assert told.outcomes["changed"] == 1
    assert sum(told.said["objection"] for _, told in found.sections) == 1


def test_silence_is_counted_once_the_period_is_over(people):
    clock.travel(clock.local(date(2026, 3, 27), 9))
    review = stage.handed_in(people.hanne, people.karin)
    assert figures(people.kurt).reviews.all == 0
    clock.travel(clock.local(date(2026, 4, 16), 9))
    found = figures(people.kurt)
    assert (found.reviews.silent, found.reviews.answered) == (1, 0)
    assert found.whole.said[None] == len(stage.sheet(people.kurt, review).lines)


def test_a_period_can_be_chosen_by_those_who_read_the_rows(people, review):
    assert figures(people.kurt, since=date(2026, 3, 28)).reviews.all == 0
    assert figures(people.kurt, until=date(2026, 3, 27)).reviews.all == 1


def test_small_figures_are_withheld_from_managers_and_closed_to_others(people, review):
    found = figures(people.mona)
    assert found.is_withheld
    assert not found.criteria
    assert figures(people.mona, round_key=review.round.key).is_withheld
    for person in (people.hanne, people.clara, people.olga, people.adam):
        with pytest.raises(NotPermitted):
            figures(person)


def test_the_pages_show_them_and_give_a_file(people, review, sign_in):
    client = sign_in(people.kurt)
    page = client.get("/reviews/responses").text
    assert "Of 1 reviews the caseworkers answered 1" in page
    file = client.get("/reviews/responses.csv").text
    assert "objections-changed" in file
    withheld = sign_in(people.mona)
    assert "Withheld" in withheld.get("/reviews/responses").text
    assert withheld.get("/reviews/responses.csv").text.count("\n") == 1


def test_objections_are_made_decided_and_read_on_their_pages(people, sign_in):
    review = stage.handed_in(people.hanne, people.karin, cases=some_cases(people.hanne))
    key = stage.sheet(people.hanne, review).lines[1].criterion.key
    hanne, kurt = sign_in(people.hanne), sign_in(people.kurt)
    url = f"/reviews/{review.key}/response"
    saved = hanne.post(f"{url}/{key}", data={"kind": "objection", "text": "It was held."})
    assert saved.status_code == 200
    sent = {f"kind-{key}": "objection", f"text-{key}": "It was held."}
    assert "Choose the answer that would be right" in hanne.post(url, data=sent).text
    hanne.post(url, data={**sent, f"proposed-{key}": "met"})
    listed = kurt.get("/reviews/objections").text
    place = "/reviews/objections/" + listed.split("/reviews/objections/")[1].split('"')[0]
    assert "It was held." in kurt.get(place).text
    third = {"step": "answer-otherwise", "reason": "Weighed."}
    assert "Choose or write this" in kurt.post(f"{place}/decide", data=third).text
    kurt.post(f"{place}/decide", data={**third, "value": "partly-met"})
    shown = hanne.get(f"/reviews/{review.key}").text
    assert "A third answer stands" in shown
    assert "Weighed." in shown
    assert hanne.get(place).status_code == 403
    reply = sign_in(people.karin).post(f"{place}/reply", data={"reply": "Too late."})
    assert reply.status_code == 409
