"""A table is opened to a team and a month's report goes out, in each language."""

import pytest
from playwright.sync_api import expect

from review_app.features.reports import service
from review_app.kernel.db import db as database
from tests.browser.desks import Desk
from tests.cast import actor
from tests.insights.series import drawn_round
from tests.knowledge.notes import a_checklist
from tests.openness.stage import colleagues, publish
from tests.reports import world

STEP = "/figures/opened/to-whom/steps/quality/team"
REASON = "Så teamet kan følge med i det, det selv har ændret."
COMMENT = "Vi nåede flere frister end i september."


@pytest.fixture
def report(people):
    """A draft of October's report, and a published round of two teams."""
    for person in (people.hanne, people.mona, people.olga):
        person.language = None
    database.session.info["logged"] = True
    database.session.commit()
    world.in_november(people)
    staff = colleagues(people)
    north = [staff[name] for name in ("hanne", "nina", "niels", "nora", "nik")]
    handlers = north * 6 + [staff[name] for name in ("henrik", "sara", "soren")] * 4
    version, met = a_checklist("Was it asked?", "Was it noted?"), {"C1": 20, "C2": 33}
    publish(people, drawn_round(version, people.kurt, handlers, met, number=2, days_ago=5))
    return service.make_draft(actor(people.mona), world.OCTOBER)


@pytest.mark.parametrize("language", ["en-GB", "da-DK"])
def test_open_a_table_and_issue_a_report(
    people, visit, report, faults_seen_by_axe, tmp_path, language
):
    def desk(person, path):
        page = visit(person, path, language=language)
        assert page.locator("html").get_attribute("lang") == language[:2]
        return Desk(page, faults_seen_by_axe, set())

    def camera(desk, name):
        desk.page.screenshot(path=tmp_path / f"{name}-{language[:2]}.png", full_page=True)

    mona, hanne = desk(people.mona, STEP), desk(people.hanne, "/figures/opened")
    camera(mona, "step")
    expect(hanne.main.locator("tbody a")).to_have_count(0)
    open_it(mona)
    camera(mona, "openness")
    hanne.go("/figures/opened")
    click(hanne, 'a[href^="/figures/opened/"]:not([href*="to-whom"]):not([href$="/effect"])')
    hanne.sees("20/42")
    camera(hanne, "opened")
    comment_and_issue(mona, report.key)
    camera(mona, "report")
    olga = desk(people.olga, "/figures/reports")
    click(olga, f'a[href="/figures/reports/{report.key}"]')
    olga.sees(COMMENT, "40/50")


def click(desk, selector, *, sure=False):
    with desk.page.expect_navigation():
        desk.main.locator(selector).first.click()
        if sure:
            desk.page.locator("#confirm-dialog [data-answer=yes]").click()
    desk.look()


def open_it(desk):
    """What is missing is said beside its field, and what was written stays."""
    desk.sees("20/42")
    desk.main.locator('input[name="detail"][value="house"]').check()
    desk.fill(reason=REASON)
    click(desk, "form:has(#reason) button[type=submit]")
    expect(desk.main.locator("#legal_basis-error")).to_be_visible()
    expect(desk.main.locator("#reason")).to_have_value(REASON)
    desk.fill(legal_basis="Aftale 12")
    click(desk, "form:has(#reason) button[type=submit]")
    desk.sees(REASON)


def comment_and_issue(desk, key):
    desk.go(f"/figures/reports/{key}")
    desk.fill(comment=COMMENT)
    click(desk, "form:has(#comment) button[type=submit]")
    click(desk, 'form[action$="/issue"] button', sure=True)
    desk.sees(COMMENT)
