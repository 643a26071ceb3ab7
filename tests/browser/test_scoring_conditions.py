"""Questions that come and go, scored with the keyboard, in two windows and without network."""

import pytest
from playwright.sync_api import expect

from review_app.domain.kinds import EvidenceKind
from review_app.domain.scoring import AnswerValue
from review_app.features.reviews import service_snippets
from review_app.kernel.db import db as database
from tests.browser.conftest import eventually
from tests.cast import actor
from tests.reviews import stage
from tests.reviews.conditional import MET, a_review, answer, line_of


@pytest.fixture
def review(people):
    for person in (people.kurt, people.hanne):
        person.language = None
    database.session.info["logged"] = True
    database.session.commit()
    return a_review(people.hanne, people.kurt)


@pytest.fixture
def scoring(people, visit, review):
    return visit(people.kurt, f"/reviews/{review.key}/score")


def state(page):
    return page.locator("[data-autosave-status]")


def part(page, code):
    return page.locator(f'fieldset[data-code="{code}"]')


def stored(people, review, code):
    database.session.rollback()
    return line_of(people.kurt, review, code)


def answered(people, review, code):
    line = stored(people, review, code)
    return line.value, line.comment


def press(page, *keys):
    for key in keys:
        page.keyboard.press(key)


def explain_and_support_the_plan(scoring):
    """From the criterion before: not met, a comment, and where one has it from."""
    press(scoring, "j", "3", "c")
    scoring.keyboard.type("No plan in the file")
    press(scoring, "Escape")
    expect(part(scoring, "plan").locator("[data-still]")).to_have_text("Still missing: evidence")
    press(scoring, "e")
    kind = part(scoring, "plan").get_by_label("Kind")
    expect(kind).to_be_focused()
    kind.select_option(EvidenceKind.JOURNAL.value)
    reference = part(scoring, "plan").get_by_label("Journal entry, with page")
    reference.fill("Note 4, page 2")
    reference.press("Enter")
    expect(part(scoring, "plan")).to_contain_text("Note 4, page 2")
    expect(part(scoring, "plan").locator("[data-still]")).to_be_hidden()


def test_questions_come_and_go_by_keyboard_and_nothing_written_is_lost(people, scoring, review):
    expect(part(scoring, "plan")).to_be_hidden()
    press(scoring, "j", "1")
    expect(part(scoring, "plan")).to_be_visible()
    expect(scoring.locator("[data-answered-text]")).to_have_text("1 of 3")
    explain_and_support_the_plan(scoring)
    press(scoring, "k")
    part(scoring, "talk").locator("input[value=not-met]").focus()
    press(scoring, "3")
    expect(part(scoring, "plan")).to_be_hidden()
    expect(scoring.locator("[data-answered-text]")).to_have_text("1 of 2")
    press(scoring, "1")
    expect(part(scoring, "plan").locator("textarea")).to_have_value("No plan in the file")
    kept = (AnswerValue.NOT_MET, "No plan in the file")
    eventually(scoring, lambda: answered(people, review, "plan"), kept)


def test_a_kept_sentence_comes_to_the_caret_by_two_keys(people, visit, review):
    kurt = actor(people.kurt)
    service_snippets.keep_snippet(kurt, text_en="Not in the file.", is_shared=True)
    scoring = visit(people.kurt, f"/reviews/{review.key}/score")
    press(scoring, "j", "3", "c")
    scoring.keyboard.type("Looked twice.")
    press(scoring, "Escape", "s")
    expect(scoring.locator("#snippets-dialog [data-snippet]")).to_be_visible()
    press(scoring, "1")
    area = part(scoring, "talk").locator("textarea")
    expect(area).to_have_value("Looked twice. Not in the file.")
    expect(area).to_be_focused()
    press(scoring, "Escape", "s")
    scoring.locator("[data-keep]").click()
    expect(scoring.locator("#snippets-dialog [data-snippet]")).to_have_count(2)


def test_without_network_the_very_criterion_says_it_is_not_saved(people, scoring, review):
    press(scoring, "j", "1")
    expect(state(scoring)).to_contain_text("Saved")
    scoring.context.set_offline(True)
    press(scoring, "j", "2", "c")
    scoring.keyboard.type("Half a senten")
    mark = part(scoring, "plan").locator("[data-save-mark]")
    expect(mark).to_have_text("Not saved yet", timeout=4000)
    expect(part(scoring, "talk").locator("[data-save-mark]")).to_be_hidden()
    scoring.keyboard.type("ce")
    scoring.context.set_offline(False)
    expect(mark).to_be_hidden(timeout=15_000)
    expect(state(scoring)).to_contain_text("Saved", timeout=15_000)
    assert stored(people, review, "plan").comment == "Half a sentence"


def test_a_comment_half_written_when_the_sign_in_ends_is_not_lost(people, scoring, review):
    press(scoring, "j", "1")
    expect(part(scoring, "plan")).to_be_visible()  # asked since the answer before it
    expect(state(scoring)).to_contain_text("Saved")
    press(scoring, "j", "3", "c")
    scoring.keyboard.type("Half a ")
    eventually(scoring, lambda: stored(people, review, "plan").comment, "Half a")
    scoring.context.clear_cookies()
    scoring.keyboard.type("sentence")
    expect(scoring.locator("#signed-out")).to_contain_text("What you wrote is still here")
    assert stored(people, review, "plan").comment == "Half a"
    with scoring.context.expect_page() as opened:
        scoring.locator("#signed-out a").click()
    again = opened.value
    again.locator(f'form[action="/sign-in/demo/{people.kurt.key}"] button').click()
    again.wait_for_load_state()
    again.close()
    scoring.evaluate("dispatchEvent(new Event('focus'))")
    kept = (AnswerValue.NOT_MET, "Half a sentence")
    eventually(scoring, lambda: answered(people, review, "plan"), kept, seconds=15)
    expect(scoring.locator("#signed-out")).to_have_count(0)


def test_two_browsers_at_once_lose_nothing_and_both_are_told(people, visit, scoring, review):
    other = visit(people.kurt, f"/reviews/{review.key}/score")
    press(scoring, "j", "3", "c")
    scoring.keyboard.type("First window")
    first = (AnswerValue.NOT_MET, "First window")
    eventually(scoring, lambda: answered(people, review, "talk"), first)
    press(other, "j", "2", "c")
    other.keyboard.type("Second window")
    dialog = other.locator("#conflict-dialog")
    expect(dialog.locator("[data-theirs]")).to_have_text("First window")
    expect(dialog.locator("[data-theirs-answer]")).to_have_text("Not met")
    expect(dialog.locator("[data-mine-answer]")).to_have_text("Partly met")
    dialog.locator("[data-answer=edit]").click()
    area = part(other, "talk").locator("textarea")
    expect(area).to_be_focused()
    area.fill("First and second window")
    both = (AnswerValue.PARTLY_MET, "First and second window")
    eventually(other, lambda: answered(people, review, "talk"), both)
    scoring.evaluate("dispatchEvent(new Event('focus'))")
    told = part(scoring, "talk").locator("[data-save-mark]")
    expect(told).to_contain_text("Changed in another window")


def test_a_verdict_that_was_given_elsewhere_is_shown_and_can_be_kept(people, visit, review):
    answer(people.kurt, review, "talk", MET)
    page = visit(people.kurt, f"/reviews/{review.key}/conclusion")
    stage.verdict(people.kurt, review, reason="From elsewhere")
    page.get_by_label("Would be changed").check()
    dialog = page.locator("#conflict-dialog")
    expect(dialog.locator("[data-theirs]")).to_have_text("From elsewhere")
    dialog.locator("[data-answer=theirs]").click()
    expect(page.locator("#verdict-reason")).to_have_value("From elsewhere")
    expect(page.locator("input[name=verdict]:checked")).to_have_value("in-accordance")


@pytest.mark.parametrize("language", ["en-GB", "da-DK"])
@pytest.mark.parametrize("width", [1440, 1024, 390])
def test_the_pages_of_scoring_stand_in_both_languages(
    people, visit, review, faults_seen_by_axe, tmp_path, width, language
):
    answer(people.kurt, review, "talk", MET)
    answer(people.kurt, review, "plan", AnswerValue.NOT_MET)
    page = visit(people.kurt, f"/reviews/{review.key}/score", width=width, language=language)
    page.locator("[data-all-rubrics]").click()
    blank = f"blank/{review.version.key}"
    for path in (f"{review.key}/score", f"{review.key}/conclusion", "snippets", blank):
        if not page.url.endswith(path):
            page.goto(f"/reviews/{path}")
        name = path.split("/")[-1 if "blank" not in path else 0]
        page.screenshot(path=tmp_path / f"{name}-{language[:2]}-{width}.png", full_page=True)
        assert not faults_seen_by_axe(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
