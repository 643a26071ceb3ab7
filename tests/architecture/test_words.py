"""Every code has a name, every text a Danish one, and a banned word stays where it belongs."""

import ast
import re
from enum import StrEnum
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from review_app.domain import kinds, scoring, workflow
from review_app.domain.access import APPOINTED, Role
from review_app.kernel.words import NAMES

SOURCES = sorted(Path("review_app").rglob("*.py"))
CATALOGUE = Path("review_app/translations/da/LC_MESSAGES/messages.po")


def shown():
    for module in (kinds, workflow, scoring):
        for kind in vars(module).values():
            is_list = isinstance(kind, type) and issubclass(kind, StrEnum) and kind is not StrEnum
            if is_list and not kind.__name__.endswith("Step"):
                yield kind


@pytest.mark.parametrize("kind", shown(), ids=lambda kind: kind.__name__)
def test_every_code_has_a_name(kind):
    assert set(NAMES[kind]) == set(kind)


def test_every_role_a_person_can_have_has_a_name():
    assert set(NAMES[Role]) == set(APPOINTED)


def test_the_danish_catalogue_is_complete():
    with CATALOGUE.open("rb") as file:
        catalogue = read_po(file)
    texts = [message for message in catalogue if message.id]
    assert len(texts) > 100
    unfinished = [
        message.id
        for message in texts
        if message.fuzzy
        or not (all(message.string) if isinstance(message.string, tuple) else message.string)
    ]
    assert unfinished == []


ASKS = {"_", "_l", "ngettext"}


def words_in(path):
    """Yield every text the code asks the catalogue for, wherever it stands."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") in ASKS and node.args:
            first = node.args[0]
            if isinstance(first, ast.Constant):
                yield first.value


def test_every_text_of_the_code_is_in_the_catalogue():
    """The extraction does not look into f-strings: what stands only there is never found."""
    with CATALOGUE.open("rb") as file:
        known = {m.id[0] if isinstance(m.id, tuple) else m.id for m in read_po(file)}
    texts = {text: path for path in SOURCES for text in words_in(path)}
    assert {text: path for text, path in texts.items() if text not in known} == {}


BANNED = re.compile(r"\b[A-Za-z_]*audit[A-Za-z_]*\b", re.IGNORECASE)
ALLOWED = re.compile(
    r"audit_?log|audit_?codes?|AuditEntry|audit_entry|AuditCode|audit_key|AUDIT_KEY", re.I
)


@pytest.mark.parametrize("path", SOURCES, ids=str)
def test_the_word_audit_means_the_log_and_nothing_else(path):
    for node in ast.walk(ast.parse(path.read_text())):
        name = (
            getattr(node, "id", None) or getattr(node, "attr", None) or getattr(node, "name", None)
        )
        if isinstance(name, str) and BANNED.fullmatch(name):
            assert ALLOWED.search(name), f"{path}: {name}"
