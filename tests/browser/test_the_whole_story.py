"""The whole job in Chromium: from a file of cases to a note that a colleague has read.

Each step is done by the person it belongs to, at their own browser, through the pages alone. Every
page on the way is looked over by axe, and may neither complain in the console nor break its policy.
"""

from dataclasses import dataclass
from pathlib import Path

import pytest

from review_app.domain.access import OPERATOR, Role
from review_app.features.checklists import service as checklists
from review_app.models import Appointment, Person, TeamMembership
from tests import cast
from tests.browser import learning, measuring
from tests.browser.desks import Camera, Desk


@pytest.fixture
def hugo(people):
    hugo = Person(
        name="Hugo",
        email="hugo@example.org",
        language="en",
        appointments=[Appointment(role=Role.CASEWORKER)],
        memberships=[TeamMembership(team_id=people.south.id)],
    )
    cast.enter(hugo)
    checklists.seed_reference(OPERATOR, folder=Path("seed/reference"))
    return hugo


@pytest.fixture
def desk(visit, faults_seen_by_axe):
    """``desk(person)`` is the person's place, the same one throughout the story."""
    known, seen = {}, set()

    def of(person):
        if person.id not in known:
            known[person.id] = Desk(visit(person, "/"), faults_seen_by_axe, seen)
        return known[person.id]

    return of


@dataclass
class Story:
    """Who is at which desk, and what the story is about."""

    karin: Desk
    kurt: Desk
    clara: Desk
    handlers: dict[str, Desk]
    picture: Camera
    number: str = ""  # of the case that becomes a learning case

    @property
    def name(self) -> str:
        return measuring.handler_of(self.number)

    @property
    def caseworker(self) -> Desk:
        return self.handlers[self.name]

    @property
    def other(self) -> Desk:
        return next(desk for name, desk in self.handlers.items() if name != self.name)


def test_the_whole_story(people, hugo, desk, tmp_path):
    story = Story(
        karin=desk(people.karin),
        kurt=desk(people.kurt),
        clara=desk(people.clara),
        handlers={person.name: desk(person) for person in (people.hanne, people.henrik, hugo)},
        picture=Camera(tmp_path / "pictures"),
    )
    draw(story, tmp_path / "bundle")
    review(story, people.kurt.key)
    give_feedback(story)
    meet(story)
    share(story)
    count(story)


def draw(story, folder):
    measuring.import_cases(story.karin)
    story.picture(story.karin.page, "labels")
    seal = measuring.draw_round(story.karin, "Kurt")
    story.picture(story.karin.page, "round")
    measuring.check_the_draw(story.karin, seal, folder)
    story.picture(story.karin.page, "certificate")


def review(story, key):
    story.number = review_first(story.kurt, key, story.picture)
    for _ in range(4):
        story.kurt.go("/reviews")
        measuring.open_next_review(story.kurt, "Start")
        measuring.score_by_form(story.kurt)
        measuring.hand_in(story.kurt, "In accordance", "")
    for handler in story.handlers.values():
        answer_all(handler, story.number, story.picture)


def review_first(desk, key, picture):
    """The reviewer scores a case, and loses the sign-in on the way but not a word."""
    desk.go("/reviews")
    number = measuring.open_next_review(desk, "Start")
    measuring.score(desk, failed=1, comment="The sick note came after the talk.")
    measuring.lose_the_sign_in(desk, key, place=1, text=" It was asked for late.")
    picture(desk.page, "review")
    measuring.hand_in(desk, "Would be changed", "See 1.2")
    desk.sees("The sick note came after the talk. It was asked for late.")
    return number


def answer_all(desk, number, picture):
    """The caseworker answers what was found in each of their cases."""
    desk.go("/reviews?view=answer")
    for _ in range(desk.main.get_by_role("link", name="Answer 2026").count()):
        case = measuring.open_next_review(desk, "Answer")
        context = "The doctor was away that week." if case == number else ""
        if context:
            picture(desk.page, "response")
        measuring.respond(desk, context=context)
        desk.go("/reviews?view=answer")


def give_feedback(story):
    learning.mark_learning_case(story.karin, story.number, "Clara")
    learning.write_feedback(story.clara, story.number)
    story.picture(story.clara.page, "feedback")
    learning.pass_on(story.karin, story.number)
    learning.acknowledge(story.caseworker, story.number)


def meet(story):
    """Three positions, unseen until all have written; one talk; three signatures."""
    coordinator, consultant, caseworker = story.karin, story.clara, story.caseworker
    learning.plan_talk(coordinator, story.number, "Clara")
    learning.take_position(caseworker, "I wanted to hear the citizen soon.")
    coordinator.follow("Sessions", exact=True)
    coordinator.follow(learning.TALK)
    coordinator.sees("Has written. Opens when all have.")
    coordinator.sees_not("I wanted to hear the citizen soon.")
    learning.take_position(coordinator, "The papers decide what we can talk about.")
    learning.take_position(consultant, "Both are right; who asks for the note?")
    coordinator.page.reload()
    coordinator.sees("I wanted to hear the citizen soon.", "who asks for the note?")
    learning.hold_talk(coordinator, story.name)
    learning.sign_at_once(coordinator, consultant, caseworker)
    story.picture(coordinator.page, "session")
    learning.see_actions(caseworker, story.name)


def share(story):
    """The note is stopped while it tells too much, then published, found and read."""
    learning.ask_review_of_note(story.karin)
    learning.correct_note(story.kurt)
    learning.publish_note(story.karin)
    learning.find_and_read(story.caseworker)
    learning.has_not_read(story.other)
    story.picture(story.other.page, "note")


def count(story):
    measuring.read_figures(story.karin)
    story.picture(story.karin.page, "figures")
    measuring.plan_learn_round(story.karin, story.number)
    story.picture(story.karin.page, "no-figures")
