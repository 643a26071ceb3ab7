"""The overview and the search at the top of every page."""

from datetime import date

import pytest

from review_app.domain.events import SessionPlanned
from review_app.domain.kinds import LearningSessionKind, Party
from review_app.domain.waiting import WaitingKind
from review_app.features.home import presenters, queries, reactions
from review_app.features.knowledge import service
from review_app.kernel import clock
from review_app.models import Action, AgendaItem, LearningSession, SessionParticipant
from tests.cast import actor, enter, some_cases
from tests.insights.indicators import an_indicator
from tests.insights.rounds import a_round
from tests.insights.series import drawn_round
from tests.knowledge.notes import a_checklist, a_note, a_published_note
from tests.statements import counted


def test_the_overview_shows_what_waits_and_what_is_new(people, sign_in):
    enter(Action(owner_id=people.hanne.id, text="Ring til firmaet", due_on=date(2026, 1, 1)))
    note = a_published_note(people.karin, title="Ny viden")
    client = sign_in(people.hanne)
    page = client.get("/").text
    assert "Ring til firmaet" in page
    assert "Overdue" in page
    assert "Ny viden" in page
    assert '<span class="count">1' in page
    service.mark_read(actor(people.hanne), note.key)
    assert "You have read every note." in client.get("/").text


def test_somebody_for_whom_nothing_waits_is_told_so(people, sign_in):
    page = sign_in(people.olga).get("/").text
    assert "Nothing waits for you." in page
    assert 'class="count"' not in page


@pytest.mark.parametrize("who", ["hanne", "clara", "mona", "adam"])
def test_the_overview_asks_the_database_at_most_eight_times(people, sign_in, who):
    a_round(people.kurt, [people.hanne] * 6, settled=4)
    for _ in range(3):
        a_published_note(people.karin)
        enter(Action(owner_id=people.karin.id, text="a", due_on=date(2026, 1, 1)))
    client = sign_in(getattr(people, who))
    client.get("/")
    with counted() as statements:
        client.get("/")
    assert len(statements) <= 8, statements


def test_the_figures_of_a_coordinator_cost_the_same_however_many_rounds(people, sign_in):
    version = a_checklist("One?", "Two?")
    client = sign_in(people.kurt)
    costs = []
    for number in (1, 2, 3):
        met = {"C1": number, "C2": 5}
        drawn_round(
            version, people.kurt, [people.hanne] * 10, met, number=number, days_ago=9 - number
        )
        an_indicator(people.kurt, people.kurt)
        client.get("/")
        with counted() as statements:
            page = client.get("/").text
        assert f"Round {number}" in page
        costs.append(len(statements))
    assert costs[1] == costs[2] <= 24  # from the second on there is a round before to compare with


@pytest.fixture
def session(people):
    found = LearningSession(
        kind=LearningSessionKind.TRIPARTITE,
        title="Om tidlig indsats",
        starts_at=clock.now(),
        planned_by_id=people.karin.id,
        agenda=[AgendaItem(position=1, title="Partshøring ved afslag")],
        participants=[
            SessionParticipant(
                person_id=people.hanne.id, party=Party.CASEWORKER, position="Hemmelighed"
            )
        ],
    )
    enter(found)
    reactions.enter_session(actor(people.karin), SessionPlanned(found.id, (people.hanne.id,)))
    return found


def test_a_session_is_found_by_those_who_take_part_and_by_nobody_else(people, session):
    for words in ("indsatser", "partshøringer"):
        assert queries.find(actor(people.hanne), words).sessions == [session]
        assert queries.find(actor(people.henrik), words).sessions == []
        assert queries.find(actor(people.mona), words).sessions == []


def test_a_position_cannot_be_found(people, session):
    assert queries.find(actor(people.karin), "hemmelighed").count == 0


def test_a_draft_note_is_found_by_writers_alone(people):
    note = a_note(people.karin, title="Kladde")
    assert queries.find(actor(people.kurt), "kladder").notes == [note]
    assert queries.find(actor(people.hanne), "kladder").notes == []


def test_a_case_is_found_by_its_key_and_never_by_its_number(people):
    case = some_cases(people.hanne)[0]
    assert queries.find(actor(people.hanne), case.key.upper()).cases == [case]
    assert queries.find(actor(people.henrik), case.key).cases == []
    assert queries.find(actor(people.karin), case.number).cases == []


def test_the_search_page_offers_a_form_for_numbers_to_those_who_read_cases(people, sign_in):
    a_published_note(people.karin, title="Om frister")
    page = sign_in(people.hanne).get("/search?q=frist").text
    assert "Om frister" in page
    assert "Find a case by its number" in page
    page = sign_in(people.olga).get("/search?q=intetsteds").text
    assert "Nothing fits." in page
    assert "Find a case by its number" not in page


def test_every_kind_of_thing_that_waits_has_a_page_where_it_is_done(app):
    assert set(presenters.PLACES) == set(WaitingKind)
    assert set(presenters.PLACES.values()) <= set(app.view_functions)
