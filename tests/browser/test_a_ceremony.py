"""A draw by several people in Chromium: each at their own browser, and dice in the meeting room."""

import io
import json
import subprocess
import zipfile

import pytest
from playwright.sync_api import expect

from review_app.domain.verify_draw import commitment
from tests.browser.desks import Camera, Desk, speak
from tests.cast import enter
from tests.rounds.builders import a_planned_round, twenty_cases

ROLLS = "31415926535897932384"


@pytest.fixture
def planned(people):
    twenty_cases(people)
    people.hanne.is_staff_representative = True
    enter(people.hanne)
    planned = a_planned_round(people)
    planned.engagement_id = people.running.id
    enter(planned)
    return planned


@pytest.fixture
def desk(visit, faults_seen_by_axe):
    seen = set()
    return lambda person, path="/": Desk(visit(person, path), faults_seen_by_axe, seen)


def contribute(desk, camera, *, name):
    """Find the task, make a secret in the browser, send its fingerprint; returns the secret."""
    desk.go("/")
    desk.follow("Give your part of a draw")
    camera(desk.page, f"part-{name}")
    secret = desk.main.locator("#own-secret")
    expect(secret).not_to_have_value("")
    made = secret.input_value()
    assert desk.main.locator("#own-fingerprint").input_value() == commitment(name, made)
    with desk.page.expect_download() as loading:
        desk.main.get_by_role("button", name="Save as a text file").click()
    assert made in loading.value.path().read_text()
    sent = []
    desk.page.on("request", lambda request: sent.append(request.post_data or ""))
    desk.press("Send the fingerprint")
    desk.sees("You are bound to your secret")
    expect(secret).to_have_value(made)
    assert not any(made in body for body in sent)
    return made


def open_secret(desk, *, secret):
    desk.go("/")
    desk.follow("Open your secret for a draw")
    field = desk.field("Your secret")
    expect(field).to_have_value(secret)  # the browser kept it
    field.fill("0" * 64)
    desk.press("Open my secret")
    desk.sees("This is not the secret you are bound to.")
    desk.field("Your secret").fill(secret)
    desk.press("Open my secret")
    desk.sees("Your secret is open. Thank you.")
    assert desk.page.evaluate("Object.keys(localStorage)") == []


def throw_the_dice(desk, camera):
    digits = desk.main.locator("[data-digit]")
    send = desk.main.get_by_role("button", name="Show it once more")
    for roll in ROLLS[:7]:
        digits.nth(int(roll)).click()
    digits.nth(0).click()
    desk.main.locator("[data-undo]").click()
    desk.sees("7 of 20 rolls")
    expect(send).to_be_disabled()
    desk.page.screenshot(path=camera.folder / "dice-en-1440.png")
    desk.main.locator("[data-rolls]").fill("")
    desk.main.locator("[data-rolls]").press_sequentially(ROLLS)
    expect(send).to_be_enabled()
    desk.press("Show it once more")
    desk.press("Yes, draw the cases")


def test_three_people_and_the_dice_draw_together(people, planned, desk, tmp_path):
    camera = Camera(tmp_path / "pictures")
    karin = desk(people.karin, f"/rounds/{planned.key}/commit")
    karin.follow("Choose who contributes")
    camera(karin.page, "choose")
    karin.choose("Staff representative", "Hanne")
    karin.choose("Consultant", "Clara")
    karin.press("Fix list and plan, and ask them")
    karin.sees("Waiting for: The coordinator (Karin), The staff representative (Hanne)")
    hanne, clara = desk(people.hanne), desk(people.clara)
    hannes = contribute(hanne, camera, name="staff-representative")
    clara.go("/")
    clara.follow("Give your part of a draw")
    clara.press("Let the platform make and keep it")
    clara.sees("The platform keeps your secret")
    waiting = karin.page.locator("#ceremony")
    expect(waiting).to_contain_text("Waiting for: The coordinator (Karin)", timeout=15_000)
    karins_desk = desk(people.karin)
    karins = contribute(karins_desk, camera, name="coordinator")
    expect(waiting.get_by_role("button", name="Seal the draw")).to_be_visible(timeout=15_000)
    camera(karin.page, "gathered")
    karin.press("Seal the draw")
    expect(hanne.main).to_contain_text("Open your secret", timeout=15_000)  # came by itself
    open_and_draw(karin, karins_desk, hanne, secrets=(karins, hannes), camera=camera)
    check_by_hand(karin, tmp_path / "bundle")
    expect(hanne.main).to_contain_text("The cases are drawn", timeout=15_000)


def open_and_draw(karin, karins_desk, hanne, *, secrets, camera):
    """Everyone opens their secret, and the dice decide."""
    karins, hannes = secrets
    seal = karin.main.locator("p.hash").first.inner_text()
    open_secret(hanne, secret=hannes)
    hanne.sees(seal)
    open_secret(karins_desk, secret=karins)
    throw = karin.page.get_by_role("link", name="Throw the dice")
    expect(throw).to_be_visible(timeout=15_000)
    karin.sees(hannes, karins)
    karin.follow("Throw the dice")
    throw_the_dice(karin, camera)
    karin.sees(seal, ROLLS, "Several people kept their own secrets.", "The consultant let the")
    camera(karin.page, "certificate")


def check_by_hand(desk, folder):
    """Run the lines that the certificate shows, as they stand, in the unpacked folder."""
    with desk.page.expect_download() as loading:
        desk.main.get_by_role("link", name="Download the files").click()
    zipfile.ZipFile(io.BytesIO(loading.value.path().read_bytes())).extractall(folder)
    desk.main.locator("summary").first.click()
    shown = desk.main.locator("details pre").all_inner_texts()
    facts = desk.main.locator("dl.facts").last.inner_text()
    picked = desk.main.get_by_role("region", name="The cases that were drawn")
    keys = picked.locator("tbody td:nth-child(2)").all_inner_texts()
    *lines, order = [run(text, folder) for text in shown]
    for text in lines[:-1]:
        for word in text.split():
            if len(word) == 64 and "frame.tsv" not in text.split("\n")[0]:
                assert word in facts
    assert [line.split()[1] for line in order.splitlines()] == keys
    assert json.loads((folder / "plan.json").read_bytes())["n"] == str(len(keys))


def run(text, folder):
    done = subprocess.run(["bash", "-c", text], cwd=folder, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_the_same_in_danish_and_without_scripts(people, planned, desk, chromium, site):
    karin = desk(people.karin, f"/rounds/{planned.key}/ceremony")
    speak(karin.page, "da")
    karin.look()
    karin.choose("Medarbejderrepræsentant", "Hanne")
    karin.press("Læg liste og plan fast")
    context = chromium.new_context(base_url=site, java_script_enabled=False, locale="en-GB")
    page = context.new_page()
    page.goto("/sign-in")
    page.locator(f'form[action="/sign-in/demo/{people.hanne.key}"] button').click()
    page.get_by_role("link", name="Give your part of a draw").click()
    expect(page.get_by_text("openssl rand -hex 32")).to_be_visible()
    expect(page.locator("#own-secret")).to_be_hidden()
    page.locator("#commitment").fill(commitment("staff-representative", "ab" * 32))
    page.locator("details").get_by_role("button", name="Send the fingerprint").click()
    expect(page.locator("main")).to_contain_text("You are bound to your secret")
    context.close()
