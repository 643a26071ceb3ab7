"""A caseworker is heard, an objection decided, and the checklist learns of it; in each language."""

import pytest
from playwright.sync_api import expect

from review_app.domain.access import OPERATOR
from review_app.features.checklists import queries
from review_app.kernel.db import db as database
from tests.browser.desks import Desk
from tests.reviews import stage

LANGUAGES = ["en-GB", "da-DK"]
ARGUMENT = "Samtalen blev holdt; den står under en anden dato."
REASON = "En indsigelse viste, at det kan læses på to måder."


@pytest.fixture
def review(people):
    for person in (people.hanne, people.karin, people.kurt):
        person.language = None
    database.session.info["logged"] = True
    database.session.commit()
    return stage.handed_in(people.hanne, people.kurt)


@pytest.mark.parametrize("language", LANGUAGES)
def test_respond_object_decide_and_publish(
    people, visit, review, faults_seen_by_axe, tmp_path, language
):
    def desk(person, path):
        page = visit(person, path, language=language)
        assert page.locator("html").get_attribute("lang") == language[:2]
        return Desk(page, faults_seen_by_axe, set())

    def camera(page, name):
        page.screenshot(path=tmp_path / f"{name}-{language[:2]}.png", full_page=True)

    hanne = desk(people.hanne, f"/reviews/{review.key}/response")
    object_to_the_finding(hanne, camera)
    karin = desk(people.karin, "/reviews/objections")
    decide_on_it(karin, camera)
    hanne.go(f"/reviews/{review.key}")
    hanne.sees("Begge har en pointe.")
    take_it_up(karin)
    publish(karin, camera)
    assert (newest().number, newest().reason) == (2, REASON)


def newest():
    database.session.rollback()
    return queries.list_checklists(OPERATOR)[0].versions[0]


def click(desk, selector, *, sure=False):
    with desk.page.expect_navigation():
        desk.main.locator(selector).first.click()
        if sure:
            desk.page.locator("#confirm-dialog [data-answer=yes]").click()
    desk.look()


def object_to_the_finding(desk, camera):
    part = desk.main.locator(".criterion-answer").first
    part.locator("label[for^=kind-]").nth(2).click()
    part.locator("select").select_option("met")
    part.locator("textarea").fill(ARGUMENT)
    camera(desk.page, "response")
    click(desk, ".form-actions button.button-primary", sure=True)


def decide_on_it(desk, camera):
    click(desk, 'a[href^="/reviews/objections/"]')
    desk.sees(ARGUMENT)
    desk.main.locator("#decide textarea").fill("Begge har en pointe.")
    in_the_other_language(desk)
    click(desk, "#decide button[type=submit]")
    desk.main.locator('#decide input[value="leave-as-dilemma"]').check()
    in_the_other_language(desk)  # of the page that says what is missing, with what was chosen since
    camera(desk.page, "objection")
    click(desk, "#decide button[type=submit]")


def in_the_other_language(desk):
    """What is typed is still there when the page is shown in another language."""
    html = desk.page.locator("html")
    before = html.get_attribute("lang")
    with desk.page.expect_event("load"):
        desk.page.locator("[data-language-switch] button").click()
    expect(html).not_to_have_attribute("lang", before)
    expect(desk.main.locator("#decide textarea")).to_have_value("Begge har en pointe.")


def take_it_up(desk):
    """The dilemma becomes a proposal, which is accepted for the next version."""
    for field, text in (("text", "Skriv, hvilken dato der tæller."), ("evidence", "To læsninger.")):
        desk.main.locator(f"#propose textarea[name$={field}]").fill(text)
    click(desk, "#propose button[type=submit]")
    desk.go("/checklists/proposals")
    click(desk, 'a[href^="/checklists/proposals/"]:not([href$="/new"])')
    desk.main.locator("input[value=accept]").check()
    click(desk, "form:has(input[value=accept]) button[type=submit]")


def publish(desk, camera):
    """The wording is changed in the draft, and the version locked with reason and day."""
    desk.go(f"/checklists/versions/{newest().key}")
    desk.fill(reason="Hvilken dato tæller?")
    click(desk, 'form[action$="/draft"] button[type=submit]')
    version = newest()
    desk.go(f"/checklists/versions/{version.key}/criteria/{version.criteria[1].key}")
    desk.fill(question_da="Er samtalen holdt til tiden?", question_en="Was the talk held in time?")
    click(desk, "form button.button-primary")
    desk.go(f"/checklists/versions/{version.key}/publish")
    desk.fill(reason=REASON)
    camera(desk.page, "publish")
    click(desk, "form button.button-primary")
