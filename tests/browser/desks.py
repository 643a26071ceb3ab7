"""People at their desks: what a person does with a page, and what pages are held to meanwhile."""

import os
import re
import shutil
import subprocess
from pathlib import Path

from playwright.sync_api import Page, expect

GUIDE = Path("docs/guide/images")
LANGUAGES = {"en": "Show this page in English", "da": "Vis siden på dansk"}
WIDTHS = {1440: 900, 390: 844}
NARROW_TOO = ("note", "review")  # the pages the guide also shows as on a phone

KEY = re.compile(r"/[a-z0-9]{12}(?=/|$)")
# What tells one page from another of its kind: its state, buttons, fields and messages.
PARTS = """
    [...document.querySelectorAll('h1 + .tag, h2, label, main button, main .notice, details')]
    .map(part => part.open ?? part.textContent.replace(/[0-9]/g, ''))"""


class Desk:
    """One person at a browser of their own; every page that comes is looked over."""

    def __init__(self, page: Page, faults_seen_by_axe, seen: set) -> None:
        self.page = page
        self.faults = faults_seen_by_axe
        self.seen = seen
        self.look()

    @property
    def main(self):
        return self.page.locator("main")

    def look(self) -> None:
        """Hold the page to what every page is held to; one like it only once in a story."""
        kind = (KEY.sub("/key", self.page.url), *self.page.evaluate(PARTS))
        if kind not in self.seen:
            self.seen.add(kind)
            assert not (faults := self.faults(self.page)), f"{self.page.url}: {faults}"

    def go(self, path: str) -> None:
        self.page.goto(path)
        self.look()

    def follow(self, name: str, *, exact=False) -> None:
        """Click a link, wherever on the page it stands."""
        with self.page.expect_navigation():
            self.page.get_by_role("link", name=name, exact=exact).first.click()
        self.look()

    def press(self, name: str, *, sure=False) -> None:
        """Press a button that sends a form, and answer the question it asks first."""
        with self.page.expect_navigation():
            self.main.get_by_role("button", name=name).first.click()
            if sure:
                self.page.locator("#confirm-dialog [data-answer=yes]").click()
        self.look()

    def field(self, label: str):
        return (
            self.main.get_by_label(label).and_(self.page.locator("input, select, textarea")).first
        )

    def fill(self, **texts: str) -> None:
        """Fill fields by the ids they have in the page."""
        for name, text in texts.items():
            self.main.locator(f"#{name}").fill(text)

    def choose(self, label: str, part: str) -> None:
        """Choose the option that holds *part*."""
        field = self.field(label)
        option = field.locator("option", has_text=part).first
        field.select_option(value=option.get_attribute("value"))

    def write_over_a_lost_sign_in(self, area, text: str, key: str) -> None:
        """Type *text* while the sign-in ends, sign in again as the person *key*, lose nothing."""
        area.focus()
        self.page.keyboard.type(text[:9])
        self.page.context.clear_cookies()
        self.page.keyboard.type(text[9:])
        expect(self.page.locator("#signed-out")).to_contain_text("What you wrote is still here")
        with self.page.context.expect_page() as opened:
            self.page.locator("#signed-out a").click()
        again = opened.value
        with again.expect_navigation():
            again.locator(f'form[action="/sign-in/demo/{key}"] button').click()
        again.close()
        self.page.evaluate("dispatchEvent(new Event('focus'))")
        expect(self.page.locator("#signed-out")).to_have_count(0, timeout=15_000)
        saved = self.page.locator("[data-autosave-status]").first
        expect(saved).to_contain_text("Saved", timeout=15_000)
        self.page.reload()
        self.look()
        assert area.input_value().endswith(text)

    def sees(self, *texts: str) -> None:
        for text in texts:
            expect(self.main).to_contain_text(text)

    def sees_not(self, *texts: str) -> None:
        for text in texts:
            expect(self.main).not_to_contain_text(text)


class Camera:
    """Takes ``name-{da,en}-{1440,390}.png``; the guide's own pictures only when asked to."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.for_guide = os.environ.get("UPDATE_SCREENSHOTS") == "1"

    def __call__(self, page: Page, name: str, *, show: str = "") -> None:
        """Take the page in both languages and widths, from the element *show* downwards."""
        first = page.locator("html").get_attribute("lang")
        for language in sorted(LANGUAGES, key=lambda code: code == first):
            speak(page, language)
            for width in WIDTHS:
                page.set_viewport_size({"width": width, "height": WIDTHS[width]})
                self._take(page, f"{name}-{language}-{width}.png", show)
                assert page.evaluate("document.documentElement.scrollWidth") <= width, name
            page.set_viewport_size({"width": 1440, "height": 900})

    def _take(self, page: Page, file: str, show: str) -> None:
        if show:
            page.locator(show).first.evaluate("part => part.scrollIntoView({block: 'start'})")
        page.evaluate("document.fonts.ready.then(() => true)")
        wanted = "1440" in file or file.startswith(NARROW_TOO)
        folder = GUIDE if self.for_guide and wanted else self.folder
        folder.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=folder / file, animations="disabled")
        if folder == GUIDE:
            slim(folder / file)


def slim(file: Path) -> None:
    """Have the picture in 128 colours, a third of its size, where ImageMagick is at hand."""
    if tool := shutil.which("convert"):
        subprocess.run([tool, file, "+dither", "-colors", "128", f"PNG8:{file}"], check=True)


def speak(page: Page, language: str) -> None:
    """Have the page shown in a language, by its own button."""
    if page.locator("html").get_attribute("lang") != language:
        page.get_by_role("button", name=LANGUAGES[language]).click()
        # What is typed is put by first, so the page may come a moment after the click.
        page.wait_for_function(
            "code => document.documentElement.lang === code && document.readyState === 'complete'",
            arg=language,
        )
