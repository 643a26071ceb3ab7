"""A test client that reads every page it is given as a careful visitor would.

It reads them in the run on SQLite alone: on another database the same pages come out.
"""

import re

import html5lib
from bs4 import BeautifulSoup
from bs4.builder import HTML5TreeBuilder
from flask import has_app_context
from flask.testing import FlaskClient

from review_app.kernel.db import db
from tests.databases import POSTGRESQL

HANDLER = re.compile(r"^on[a-z]+$")


class Reading(HTML5TreeBuilder):
    """Keeps what the parser stumbled over, so that a page is parsed once for tree and faults."""

    def feed(self, markup):
        parser = html5lib.HTMLParser(tree=self.create_treebuilder)
        self.underlying_builder.parser = parser
        parser.parse(markup)
        self.stumbled = parser.errors


def faults(html: str) -> list[str]:
    reading = Reading()
    page = BeautifulSoup(html, builder=reading)
    return [
        *(f"line {at[0]}: {what}" for at, what, _ in reading.stumbled),
        *repeated_ids(page),
        *unlabelled(page),
        *(["not exactly one h1"] if len(page.select("h1")) != 1 else []),
        *(["no title"] if not page.title or not page.title.text.strip() else []),
        *(["no language"] if not page.html.get("lang") else []),
        *inline_code(page),
        *(f"an image without alt: {tag}" for tag in page.select("img:not([alt])")),
        *(f"a button without a name: {b}" for b in page.select("button") if nameless(b)),
    ]


def repeated_ids(page):
    ids = [tag["id"] for tag in page.select("[id]")]
    return [f"the id {i!r} is used twice" for i in set(ids) if ids.count(i) > 1]


def unlabelled(page):
    labelled = {label["for"] for label in page.select("label[for]")}
    controls = page.select("input:not([type=hidden]):not([type=submit]), select, textarea")
    return [
        f"no label for {c.get('name')!r}"
        for c in controls
        if c.get("id") not in labelled and not c.get("aria-label") and not c.get("aria-labelledby")
    ]


def inline_code(page):
    found = [f"inline code: {tag.name}" for tag in page.select("style, script:not([src])")]
    for tag in page.find_all(True):
        found += [
            f"inline {name} on {tag.name}"
            for name in tag.attrs
            if name == "style" or HANDLER.match(name)
        ]
    return found


def nameless(button):
    return not button.get_text(strip=True) and not button.get("aria-label")


class ReadingClient(FlaskClient):
    reads_with_care = not POSTGRESQL

    def open(self, *args, **kwargs):
        with self.application.app_context():  # a fresh ``g``: nobody stays signed in by accident
            response = super().open(*args, **kwargs)
        if has_app_context():
            db.session.rollback()  # the test's own session must see what the request did
        if response.mimetype == "text/html" and response.status_code not in {301, 302, 303, 308}:
            html = response.text
            if "<html" in html and self.reads_with_care:
                found = faults(html)
                assert not found, f"{response.request.path}: {'; '.join(found)}"
        return response
