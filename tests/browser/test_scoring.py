"""Scoring a case in a real browser: keys, saving, and what must never be lost."""

import pytest
from playwright.sync_api import expect

from review_app.domain.scoring import AnswerValue
from review_app.kernel.db import db as database
from tests.browser.conftest import eventually
from tests.reviews import stage


@pytest.fixture
def review(people):
    for person in (people.kurt, people.hanne):
        person.language = None
    database.session.info["logged"] = True
    database.session.commit()
    return stage.a_review(people.hanne, people.kurt)


@pytest.fixture
def scoring(people, visit, review):
    return visit(people.kurt, f"/reviews/{review.key}/score")


def state(page):
    return page.locator("[data-autosave-status]")


def criterion(page, place):
    return page.locator("fieldset.criterion").nth(place)


def comment(page, place):
    """The comment of one criterion, with its fold opened."""
    area = criterion(page, place).locator("textarea")
    if not area.is_visible():
        criterion(page, place).locator("summary").first.click()
    return area


def stored(people, review):
    database.session.rollback()
    return stage.sheet(people.kurt, review)


def answers(people, review):
    return [(line.value, line.comment) for line in stored(people, review).lines]


def comments(people, review):
    return [line.comment for line in stored(people, review).lines]


def test_a_case_is_scored_with_the_keyboard_alone(people, scoring, review):
    scoring.keyboard.press("j")
    scoring.keyboard.press("2")
    expect(state(scoring)).to_contain_text("Saved")
    scoring.keyboard.press("c")
    scoring.keyboard.type("Held, but late")
    scoring.keyboard.press("Escape")
    scoring.keyboard.press("j")
    scoring.keyboard.press("u")
    expect(scoring.locator("[data-answered-text]")).to_have_text("2 of 31")
    scored = [
        (AnswerValue.PARTLY_MET, "Held, but late"),
        (AnswerValue.CANNOT_BE_ASSESSED, ""),
    ]
    eventually(scoring, lambda: answers(people, review)[:2], scored)
    scoring.keyboard.press("?")
    expect(scoring.locator("#keys-dialog")).to_be_visible()


def test_what_is_written_while_the_network_is_away_is_sent_when_it_is_back(people, scoring, review):
    scoring.context.set_offline(True)
    comment(scoring, 0).fill("On the train")
    expect(state(scoring)).to_have_text("Not saved yet")
    scoring.context.set_offline(False)
    eventually(scoring, lambda: comments(people, review)[0], "On the train", seconds=15)


def test_two_tabs_are_shown_both_texts_and_the_person_chooses(people, scoring, review):
    other = scoring.context.new_page()
    other.goto(scoring.url)
    comment(scoring, 0).fill("First tab")
    expect(state(scoring)).to_contain_text("Saved")
    comment(other, 0).fill("Second tab")
    dialog = other.locator("#conflict-dialog")
    expect(dialog.locator("[data-mine]")).to_have_text("Second tab")
    expect(dialog.locator("[data-theirs]")).to_have_text("First tab")
    dialog.locator("[data-answer=mine]").click()
    expect(state(other)).to_contain_text("Saved")
    eventually(other, lambda: comments(people, review)[0], "Second tab")


def test_evidence_is_added_without_leaving_the_page(people, scoring, review):
    part = criterion(scoring, 0)
    part.locator("[data-evidence]").click()
    part.get_by_label("Kind").select_option("journal")
    part.get_by_label("Journal entry, with page").fill("Note 4, page 2")
    part.get_by_role("button", name="Add").click()
    expect(part).to_contain_text("Journal entry Note 4, page 2")
    assert [e.reference for e in stored(people, review).lines[0].evidence] == ["Note 4, page 2"]


def test_handing_in_asks_first_and_leads_to_the_response(people, visit, review):
    stage.answer_all(people.kurt, review, failed=(1,))
    page = visit(people.kurt, f"/reviews/{review.key}/conclusion")
    page.get_by_label("Would be changed").check()
    page.get_by_label("Reason").fill("See 1.2")
    page.get_by_role("button", name="Hand in the review").click()
    page.locator("#confirm-dialog [data-answer=yes]").click()
    expect(page.locator(".notice").first).to_contain_text("Handed in")
    answering = visit(people.hanne, f"/reviews/{review.key}/response")
    answering.get_by_label("What should the reader know, or why do you object?").first.fill(
        "The doctor was away"
    )
    expect(state(answering)).to_contain_text("Saved")
    answering.get_by_role("button", name="Hand in, and agree with the rest").click()
    answering.locator("#confirm-dialog [data-answer=yes]").click()
    expect(answering.locator(".notice").first).to_contain_text("Thank you")


@pytest.mark.parametrize("language", ["en-GB", "da-DK"])
@pytest.mark.parametrize("width", [1440, 390])
def test_nobody_stumbles_and_nothing_sticks_out(
    people, visit, review, faults_seen_by_axe, width, language
):
    stage.answer(people.kurt, review, value=AnswerValue.NOT_MET, comment="Late")
    page = visit(people.kurt, f"/reviews/{review.key}/score", width=width, language=language)
    for path in ("score", "conclusion"):
        page.goto(f"/reviews/{review.key}/{path}")
        assert not faults_seen_by_axe(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
