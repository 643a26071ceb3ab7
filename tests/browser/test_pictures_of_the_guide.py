"""The pages the guide shows, with the demonstration's own people and story.

With UPDATE_SCREENSHOTS=1 the pictures go to docs/guide/images; otherwise they are only taken, so
that a page that has gone, or that sticks out of a phone, is noticed.
"""

import pytest
from sqlalchemy import select

from review_app.domain.kinds import RoundPurpose
from review_app.domain.workflow import FeedbackState, LearningSessionState, ReviewState, RoundState
from review_app.entrypoints.cli.demo import fill
from review_app.kernel.db import db as database
from review_app.models import (
    Feedback,
    LearningNote,
    LearningSession,
    MonthlyReport,
    Person,
    Review,
    Round,
)
from tests.browser import measuring
from tests.browser.desks import Camera

COORDINATOR = "Maja Morgenfrue"


@pytest.fixture
def story(db):
    fill()


@pytest.fixture
def take(story, visit, tmp_path):
    """``take(name, person, path)`` takes a page as the person sees it; returns the page."""
    camera, pages = Camera(tmp_path), {}

    def of(name, person, path):
        if person.id not in pages:
            pages[person.id] = visit(person, "/")
        pages[person.id].goto(path)
        camera(pages[person.id], name)
        return pages[person.id]

    return of


DRAWN = Round.purpose == RoundPurpose.MEASURE
ORDINARY = Review.apart_for_id.is_(None)  # not of a calibration, which others do not see


def newest(table, *criteria):
    found = select(table).where(*criteria).order_by(table.id.desc()).limit(1)
    return database.session.scalars(found).one()


def person(name):
    return newest(Person, Person.name == name)


def test_every_page_of_the_guide_can_be_pictured(take, chromium, site, tmp_path):
    # One test, since telling the story takes longer than all the pictures.
    sign_in(chromium, site, tmp_path)
    measure(take)
    review(take)
    learn(take)
    follow(take)


def sign_in(chromium, site, tmp_path):
    context = chromium.new_context(base_url=site, locale="en-GB")
    page = context.new_page()
    page.goto("/sign-in")
    Camera(tmp_path)(page, "sign-in")
    context.close()


def measure(take):
    maja = person(COORDINATOR)
    take("overview", maja, "/")
    page = take("cases", maja, "/cases")
    page.goto("/cases/imports/new")
    page.locator("#source").select_option("fagsystem")
    file = {"name": "sager.csv", "mimeType": "text/csv", "buffer": measuring.case_list()}
    page.locator("#cases").set_input_files(files=[file])
    with page.expect_navigation():
        page.get_by_role("button", name="Upload").click()
    take("import", maja, page.url)
    present = newest(Round, Round.state == RoundState.REVIEWING, DRAWN)
    take("round", maja, f"/rounds/{present.key}")
    take("certificate", maja, f"/rounds/{present.key}/certificate")
    settled = newest(Round, Round.state == RoundState.CLOSED, DRAWN)
    take("figures", maja, f"/figures/{settled.key}")


def review(take):
    being_scored = newest(Review, Review.state == ReviewState.IN_PROGRESS, ORDINARY)
    take("review", being_scored.reviewer, f"/reviews/{being_scored.key}/score")
    unanswered = Review.responded_at.is_(None)
    answering = newest(Review, Review.state == ReviewState.IN_RESPONSE, unanswered)
    take("response", answering.caseworker, f"/reviews/{answering.key}/response")


def learn(take):
    maja = person(COORDINATOR)
    feedback = newest(Feedback, Feedback.state == FeedbackState.CLOSED)
    take("feedback", maja, f"/learning-cases/feedback/{feedback.key}")
    held = newest(LearningSession, LearningSession.state == LearningSessionState.CLOSED)
    take("session", maja, f"/sessions/{held.key}")
    take("minutes", maja, f"/sessions/{held.key}/minutes")
    note = newest(LearningNote, LearningNote.published_at.is_not(None))
    take("note", feedback.caseworker, f"/knowledge/{note.key}")


def follow(take):
    maja = person(COORDINATOR)
    take("findings", maja, "/figures/findings")
    take("views", maja, "/figures/views")
    take("reach", maja, "/knowledge/reach")
    take("openness", maja, "/figures/opened/to-whom")
    issued = newest(MonthlyReport, MonthlyReport.issued_at.is_not(None))
    take("report", maja, f"/figures/reports/{issued.key}")
