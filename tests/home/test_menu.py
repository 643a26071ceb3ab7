"""The main menu says where one is, and the overview has something for everybody."""

import re

import pytest

from tests.insights.rounds import a_round
from tests.knowledge.notes import a_published_note

CURRENT = re.compile(r'<nav class="mainnav".*?aria-current="page">([^<]+)<', re.S)


@pytest.mark.parametrize(
    ("who", "path", "item"),
    [
        ("adam", "/engagements", "Administration"),
        ("adam", "/administration/people", "Administration"),
        ("karin", "/cases/imports", "Cases"),
        ("karin", "/", "Overview"),
    ],
)
def test_the_menu_marks_where_one_is(people, sign_in, who, path, item):
    page = sign_in(getattr(people, who)).get(path).text
    assert CURRENT.search(page).group(1) == item


def test_a_manager_finds_figures_and_an_observer_notes_but_no_figures(people, sign_in):
    a_round(people.kurt, [people.hanne] * 6, settled=4)
    a_published_note(people.karin, title="Ny viden")
    manager, observer = (sign_in(person).get("/").text for person in (people.mona, people.olga))
    assert "All figures" in manager
    assert "/figures/" in manager
    assert "All figures" not in observer
    assert "Ny viden" in observer
