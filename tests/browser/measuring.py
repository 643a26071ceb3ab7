"""The first half of the story: cases come in, are drawn, reviewed and answered, and counted."""

import io
import subprocess
import zipfile
from datetime import timedelta

from playwright.sync_api import expect

from review_app.kernel import clock, jobs
from review_app.kernel.db import db

CASEWORKERS = ("Hanne", "Henrik", "Hugo")
TEAMS = {"Hanne": "North", "Henrik": "South", "Hugo": "South"}
ROUND = "Follow-up talks, autumn"
CRITERIA = 31


def case_list():
    """Six cases, two of each caseworker, as a Danish case system would write them."""
    rows = ["Sagsnummer;Sagstype;Sagsbehandler;Team;Åbnet;Frist;Afsluttet"]
    for n, name in enumerate(CASEWORKERS * 2):
        opened = clock.today() - timedelta(days=120 - n)
        days = ";".join(f"{opened + timedelta(days=d):%d-%m-%Y}" for d in (0, 56, 50 + n))
        rows.append(f"2026-77{n};Sygedagpenge (ø);{name};{TEAMS[name]};{days}")
    return "\r\n".join(rows).encode("cp1252")


def event_list():
    rows = ["Sagsnummer;Hændelses-id;Aktivitet;Tidspunkt"]
    for n in range(6):
        day = clock.today() - timedelta(days=100 - n)
        rows.append(f"2026-77{n};h{n};Opfølgningssamtale holdt;{day:%d-%m-%Y} 10:00")
    return "\r\n".join(rows).encode("cp1252")


def handler_of(number):
    return CASEWORKERS[int(number[-1]) % 3]


def import_cases(desk):
    """The coordinator brings a list in, and says who its caseworkers are."""
    desk.follow("Cases", exact=True)
    desk.follow("Import cases")
    desk.fill(code="fagsystem", name="Fagsystem")
    for field, text in (("cases", case_list()), ("events", event_list())):
        file = {"name": f"{field}.csv", "mimeType": "text/csv", "buffer": text}
        desk.main.locator(f"#{field}").set_input_files(files=[file])
    desk.press("Upload")
    desk.sees("cp1252", "semicolon", "Sygedagpenge (ø)")
    assert desk.field("Own deadline").input_value() == "Frist"
    desk.press("Check")
    desk.sees("Nothing blocks the import.")
    desk.press("Import")
    desk.sees("This runs in the background.")
    db.session.rollback()  # what the test has read is older than what the site wrote
    assert jobs.run_all() >= 1
    desk.sees("The import is done.")
    desk.follow("Link caseworkers to people")
    for name in CASEWORKERS:
        assert desk.field(name).locator("option:checked").inner_text().startswith(name)
    desk.press("Save")
    desk.sees("3 labels changed.", "Linked")


def draw_round(desk, reviewer):
    """The coordinator plans a round through the wizard, seals it and draws; returns the seal."""
    desk.follow("Rounds", exact=True)
    desk.follow("Plan a round")
    desk.fill(title=ROUND)
    desk.field("Measure:").check()
    desk.press("Save and go on")
    desk.sees("6 cases can be drawn.")
    desk.choose("Team", "North")
    desk.sees("2 cases can be drawn.")
    desk.choose("Team", "All teams")
    desk.sees("6 cases can be drawn.")
    desk.press("Save and go on")
    desk.fill(size="5")
    desk.sees("5 of 6 cases gives about")
    desk.press("Save and go on")
    desk.choose("Checklist", "sickness-benefit")
    desk.field(reviewer).check()
    desk.press("Save and go on")
    desk.press("Seal the draw")
    seal = desk.main.locator("p.hash").inner_text()
    desk.press("Draw the cases", sure=True)
    desk.sees("The cases are drawn.", "0 of 5")
    return seal


def check_the_draw(desk, seal, folder):
    """Anybody unpacks the files and runs the program in them, with nothing but Python."""
    desk.follow("Certificate of the draw")
    desk.sees(seal, "Nobody picked a replacement.")
    with desk.page.expect_download() as loading:
        desk.main.get_by_role("link", name="Download the files").click()
    bundle = loading.value.path().read_bytes()
    zipfile.ZipFile(io.BytesIO(bundle)).extractall(folder)
    (program,) = folder.rglob("verify_draw.py")
    command = ["python3", "-I", program.name]
    checked = subprocess.run(command, cwd=program.parent, capture_output=True, text=True)
    assert checked.returncode == 0, checked.stdout + checked.stderr
    assert seal in checked.stdout
    (listed,) = folder.rglob("frame.tsv")
    *others, last, end = listed.read_bytes()
    listed.write_bytes(bytes([*others, last ^ 1, end]))  # one byte is another
    again = subprocess.run(command, cwd=program.parent, capture_output=True, text=True)
    assert again.returncode != 0
    assert "frame.tsv" in again.stdout + again.stderr


def saved(desk):
    expect(desk.page.locator("[data-autosave-status]")).to_contain_text("Saved", timeout=15_000)


def open_next_review(desk, step):
    """Open the first review whose next step is *step*; returns the case's number."""
    row = desk.main.locator("tbody tr", has=desk.page.get_by_role("link", name=step)).first
    number = row.locator("th").inner_text()
    desk.follow(f"{step} {number}")
    return number


def score(desk, *, failed=None, comment=""):
    """Answer every criterion by the keyboard."""
    keys = desk.page.keyboard
    for place in range(CRITERIA):
        keys.press("j")
        keys.press("3" if place == failed else "1")
        if place == failed:
            keys.press("c")
            keys.type(comment)
            keys.press("Escape")
    expect(desk.page.locator("[data-answered-text]")).to_have_text(f"{CRITERIA} of {CRITERIA}")
    expect(desk.page.locator("[data-state=saving], [data-state=unsaved]")).to_have_count(0)
    saved(desk)


def score_by_form(desk):
    """Tick the best answer to everything and save the page as a plain form, in one go."""
    desk.page.evaluate(
        "document.querySelectorAll('fieldset.criterion .answers input:first-of-type')"
        ".forEach(answer => { answer.checked = true })"
    )
    desk.press("Save")
    expect(desk.page.locator("[data-answered-text]")).to_have_text(f"{CRITERIA} of {CRITERIA}")


def lose_the_sign_in(desk, key, *, place, text):
    """The sign-in ends while a comment is half written; signing in again, nothing is lost."""
    area = desk.page.locator("fieldset.criterion").nth(place).locator("textarea")
    desk.write_over_a_lost_sign_in(area, text, key)


def hand_in(desk, verdict, reason):
    """Give the verdict and hand the review in."""
    desk.follow("To the conclusion")
    desk.sees("Every criterion that is asked is answered, explained and supported.")
    desk.field(verdict).check()
    desk.field("Reason").fill(reason)
    desk.press("Hand in the review", sure=True)
    desk.sees("Handed in. The caseworker has been asked for a response.")


def respond(desk, *, context=""):
    """The caseworker says what the file does not show, and hands the response in."""
    if context:
        desk.main.get_by_text("I add context").first.click()
        desk.main.locator("textarea").first.fill(context)
        saved(desk)
    desk.press("Hand in, and agree with the rest", sure=True)
    desk.sees("Thank you. Your response is handed in, and the review is settled.")


def read_figures(desk):
    """The round's page of figures says what was counted, and how sure that is."""
    desk.follow("Figures", exact=True)
    desk.follow(ROUND)
    desk.sees("Met in 4 of 5 cases (80%).")
    desk.main.get_by_text("The same as a table, with every count").click()
    desk.look()
    desk.sees("Met in 5 of 5 cases (100%).")


def plan_learn_round(desk, number):
    """Cases picked to learn from are never counted, and the page says why."""
    desk.go("/rounds/new")
    desk.fill(title="What we learned this autumn")
    desk.field("Learn:").check()
    desk.press("Save and go on")
    desk.fill(reference=number, reason="Shows how a sick note that is late can be handled")
    desk.press("Add the case")
    desk.sees("The case was added.")
    key = desk.page.url.split("/")[4]
    desk.go(f"/figures/{key}")
    desk.sees("a percentage would say how we picked, not how we work")
