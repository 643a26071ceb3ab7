"""A coordinator builds a conditional checklist, tries it out and publishes it."""

from datetime import date

import pytest
from playwright.sync_api import expect

from review_app.domain.access import OPERATOR
from review_app.features.checklists import queries
from review_app.models import CaseEvent
from tests.browser.desks import Camera, Desk, speak
from tests.cast import enter, some_cases

LANGUAGES = {"en": "en-GB", "da": "da-DK"}


@pytest.fixture
def talks(people):
    case = some_cases(people.hanne)[0]
    enter(
        CaseEvent(
            case_id=case.id,
            identity="1",
            activity="Første samtale",
            happened_on=date(2026, 3, 4),
            stamp="",
            position=1,
        )
    )


def a_criterion(desk, da, en, **more):
    desk.go(desk.page.url.replace("/edit", "/criteria/new"))
    desk.fill(question_da=da, question_en=en, **more)


def keep(desk):
    desk.main.locator("button.button-primary").last.click()
    desk.page.wait_for_load_state()
    desk.look()


def test_build_a_conditional_checklist_and_publish_it(
    db, people, talks, visit, faults_seen_by_axe, tmp_path
):
    camera = Camera(tmp_path)
    page = visit(people.karin, "/checklists/new")
    desk = Desk(page, faults_seen_by_axe, set())
    outline = build(desk)
    desk.sees("Asked when: E01 is answered: Met")
    camera(page, "checklist-outline")
    desk.follow("Was it in time?")
    camera(page, "checklist-criterion")
    desk.go(outline)
    move_and_drag(page, outline)
    try_out(desk, outline)
    desk.go(outline)
    desk.follow("Publish")
    desk.fill(reason="Begun")
    desk.press("Publish and lock")
    desk.sees("Published")
    for language in LANGUAGES:
        speak(page, language)
        desk.look()
    db.session.rollback()
    version = queries.list_checklists(OPERATOR)[-1].versions[0]
    assert [c.code for c in version.criteria] == ["E01", "E02"]


def build(desk):
    """A checklist of two criteria, the second asked when the first is met; returns its outline."""
    desk.fill(name_da="Rehabilitering", name_en="Rehabilitation", code="rehab")
    keep(desk)
    outline = desk.page.url.partition("#")[0]
    desk.follow("Add a section")
    desk.fill(title_da="Samtaler", title_en="Talks")
    keep(desk)
    a_criterion(desk, "Er der holdt en samtale?", "Was a talk held?")
    desk.page.locator("#shown_fact").select_option("first:Første samtale")
    desk.page.locator("#evidence_on-0").check()
    keep(desk)
    desk.go(outline)
    a_criterion(desk, "Var den til tiden?", "Was it in time?")
    desk.page.locator("button[name=add_clause]").click()
    desk.page.locator("#clauses-0-subject").select_option("answer:E01")
    expect(desk.page.locator("#clauses-0-values")).to_be_hidden()
    desk.page.locator("label[for=clauses-0-answers-0]").click()
    keep(desk)
    desk.go(outline)
    return outline


def move_and_drag(page, outline):
    """Move by keyboard with focus kept, and back by mouse."""
    first, second = (page.locator("li[data-key]").nth(n) for n in (0, 1))
    down = first.get_by_role("button", name="Move E01 down")
    button = down.get_attribute("id")
    down.focus()
    page.keyboard.press("Enter")
    expect(page.locator("li[data-key] b").first).to_have_text("E02")
    expect(page.locator(f"#{button}")).to_be_focused()
    expect(page.locator("#outline")).to_contain_text("does not come before it")
    second.drag_to(first, target_position={"x": 20, "y": 3})
    expect(page.locator("#outline")).not_to_contain_text("does not come before it")
    expect(page.locator("li[data-key] b").first).to_have_text("E01")


def try_out(desk, outline):
    """Conditions react to a click, and nothing is kept."""
    desk.follow("Try it out")
    trial = desk.page.locator("#trial")
    expect(trial).to_contain_text("Not asked")
    trial.get_by_text("Met", exact=True).first.click()
    expect(trial).not_to_contain_text("Not asked")
    expect(trial).to_contain_text("Needs evidence")
    desk.look()
