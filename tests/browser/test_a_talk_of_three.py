"""A talk of three at three browsers at once, from the invitation to the last view of the minutes.

The sign-in of one ends while they write; the minutes change hands and the others follow without
reloading; one of the three does not come, reads the minutes, and says what they see otherwise.
"""

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from review_app.features.learning_sessions import service, service_agenda
from review_app.kernel import clock
from tests.browser.desks import Camera, Desk
from tests.cast import actor, some_cases
from tests.learning_sessions import stories
from tests.learning_sessions.rfc5545 import faults_of

SOON = 12_000  # milliseconds in which a page that follows has looked again
TALK = "A hard case"


@pytest.fixture
def talk(people):
    """The talk that was planned, with a case and a question, and positions asked for."""
    (case,) = some_cases(people.hanne)
    karin = actor(people.karin)
    session = service.plan_session(karin, plan=stories.plan(people, place="Room 2"))
    for about, title in ((f"case:{case.key}", ""), ("", "Who calls the doctor?")):
        service_agenda.add_item(karin, session.key, about=about, title=title)
    return service.ask_positions(karin, session.key)


def test_a_talk_of_three(people, talk, visit, faults_seen_by_axe, tmp_path):
    seen, at = set(), f"/sessions/{talk.key}"
    three = people.hanne, people.karin, people.clara
    hanne, karin, clara = (Desk(visit(p, at), faults_seen_by_axe, seen) for p in three)
    picture = Camera(tmp_path / "pictures")
    come_invited(hanne, clara)
    write_positions(hanne, karin, clara, people.hanne.key)
    meet(hanne, karin, picture)
    hand_over(hanne, karin)
    agree(karin)
    end(hanne, karin, clara, picture)


def come_invited(hanne, clara):
    """Each finds the talk among what waits, and takes it to a calendar."""
    for desk in (hanne, clara):
        with desk.page.expect_download() as loaded:
            desk.main.get_by_role("link", name="Put it into your calendar").click()
        assert not faults_of(loaded.value.path().read_bytes())
    hanne.go("/")
    hanne.sees("Take part in a session", "Write your position before the talk")


def write_positions(hanne, karin, clara, key):
    """Unseen by each other; over a sign-in that ended; open when the last has written."""
    hanne.follow("Write your position before the talk")
    hanne.follow("Write my position")
    hanne.write_over_a_lost_sign_in(hanne.field("My position"), "He wants to work again.", key)
    hanne.press("My position is written")
    karin.go(karin.page.url)
    karin.sees("Has written. Opens when all have.")
    karin.sees_not("He wants to work again.")
    for desk, text in ((karin, "We were late."), (clara, "The plan lacks a step.")):
        desk.follow("Write my position")
        desk.field("My position").fill(text)
        desk.press("My position is written")
    hanne.go(hanne.page.url)
    hanne.sees("We were late.", "The plan lacks a step.")


def meet(hanne, karin, picture):
    """One takes the minutes; what is written and shown appears at the other, as it happens."""
    karin.go(karin.page.url)
    karin.press("Begin the session")
    hanne.go(hanne.page.url)
    hanne.follow("Meeting view")
    expect(hanne.main.locator(".timer")).to_contain_text("left")
    hanne.sees_not("Record it")
    karin.field("Minutes of this item").fill("We call the doctor **together**.")
    expect(hanne.main.locator(".current")).to_contain_text("together", timeout=SOON)
    picture(karin.page, "meeting-desk")
    picture(hanne.page, "meeting")
    karin.press("Talked about, go on to the next")
    expect(hanne.main.locator(".current h2")).to_have_text("Who calls the doctor?", timeout=SOON)
    expect(hanne.page.locator("[data-live-said]")).to_have_text("Who calls the doctor?")
    hanne.look()


def hand_over(hanne, karin):
    """The minutes go to the caseworker and come back; whoever gave them away follows."""
    karin.field("Who takes the minutes from now on?").select_option(label="Hanne")
    karin.press("Hand over the minutes")
    karin.sees_not("Record it")
    with hanne.page.expect_navigation(timeout=SOON):
        hanne.main.get_by_role("link", name="Begin writing").click(timeout=SOON)
    hanne.look()
    hanne.field("Minutes of this item").fill("Hanne calls on Monday.")
    expect(karin.main.locator(".current")).to_contain_text("on Monday", timeout=SOON)
    hanne.field("Who takes the minutes from now on?").select_option(label="Karin")
    hanne.press("Hand over the minutes")
    karin.go(karin.page.url)


def agree(karin):
    """A plan with all it needs, and a practice that not all agree on."""
    day = clock.today() + timedelta(days=14)
    karin.follow("Plan for the citizen", exact=True)
    karin.fill(text="Back part time", steps="Call the doctor\nTell the citizen")
    karin.choose("Owner", "Hanne")
    karin.fill(due_on=f"{day:%Y-%m-%d}", look_again_on=f"{day + timedelta(days=28):%Y-%m-%d}")
    karin.press("Record it")
    karin.follow("Agreed practice", exact=True)
    karin.fill(title="Call together", text="We call the doctor with the citizen there.")
    karin.choose("How far we agree", "Not all agree")
    karin.press("Record it")
    karin.sees("Something needs your attention")
    karin.field("Who sees it otherwise, and how").fill("Hanne: only if the citizen wants it.")
    karin.press("Record it")
    karin.sees("Hanne: only if the citizen wants it.")


def end(hanne, karin, clara, picture):
    """The consultant did not come; the others sign, and the consultant sees it otherwise."""
    karin.follow("This session")
    karin.main.locator("summary", has_text="Attendance").click()
    karin.main.get_by_label("Clara").check()
    karin.press("Save")
    karin.press("Ask for signatures", sure=True)
    for desk in (karin, hanne):
        desk.go(karin.page.url)
        desk.press("Sign the minutes")
    karin.sees("Was not there")
    clara.go(clara.page.url)
    clara.main.locator("summary", has_text="I see it otherwise").click()
    clara.field("What I see otherwise").fill("A date for the employer is missing.")
    clara.press("Record my view")
    expect(clara.main.locator("h1 + .tag")).to_have_text("Closed")
    clara.follow("Minutes")
    clara.sees("A date for the employer is missing.", "Hanne calls on Monday.")
    picture(clara.page, "minutes")
    with clara.page.expect_download() as loaded:
        clara.main.get_by_role("link", name="Download as PDF").click()
    assert b"pdfuaid:part" in loaded.value.path().read_bytes()
