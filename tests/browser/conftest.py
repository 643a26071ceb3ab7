"""A real Chromium against the real program, on the test's own database."""

import shutil
import threading
from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright
from werkzeug.serving import make_server

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser"))), None)
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
NETWORK = "Failed to load resource"
# Token too old, signed out, changed meanwhile, refused in words, network away: all are answered.
TAKEN = ("400", "401", "409", "422", "ERR_INTERNET_DISCONNECTED")
AXE = Path("assets/node_modules/axe-core/axe.min.js")


def pytest_collection_modifyitems(items):
    for item in items:
        if "tests/browser" in item.nodeid:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def chromium():
    if CHROMIUM is None:
        pytest.skip("no Chromium on this machine")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def site(app, db):
    """The address of the running program."""
    app.config["WTF_CSRF_ENABLED"] = True
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()
    app.config["WTF_CSRF_ENABLED"] = False


@pytest.fixture
def visit(chromium, site):
    """``visit(person, path)`` opens a page as the person, in a browser of their own.

    At the end no page may have broken the content security policy or thrown an error.
    """
    contexts, complaints = [], []

    def open_page(person, path, *, width=1440, language="en-GB"):
        size = {"width": width, "height": 900}
        context = chromium.new_context(base_url=site, locale=language, viewport=size)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on(
            "console", lambda said: complaints.append(in_full(said)) if is_fault(said) else None
        )
        page.goto("/sign-in")
        page.locator(f'form[action="/sign-in/demo/{person.key}"] button').click()
        page.goto(path)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert not complaints


def in_full(said):
    return f"{said.text} {said.location['url']}"


def is_fault(said):
    """What the console says, but for answers a page knows how to take."""
    expected = said.text.startswith(NETWORK) and any(code in said.text for code in TAKEN)
    return said.type == "error" and not expected or "Content Security Policy" in said.text


@pytest.fixture
def faults_seen_by_axe():
    """``faults_seen_by_axe(page)`` names what a person with a disability would stumble over."""
    source = AXE.read_text()

    def look(page):
        page.evaluate(source)
        found = page.evaluate("axe.run(document)")["violations"]
        return [f"{each['id']}: {each['nodes'][0]['html'][:120]}" for each in found]

    return look


def eventually(page, question, answer, *, seconds=10):
    """Wait until *question* has *answer*: a page saves while the test goes on."""
    for _ in range(seconds * 10):
        if question() == answer:
            return
        page.wait_for_timeout(100)
    assert question() == answer
