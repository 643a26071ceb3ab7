"""Word forms, spellings and half-written words are found, on both databases."""

import pytest
from sqlalchemy import select

from review_app.kernel import search, spelling
from review_app.kernel.search import Searchable

TEXTS = {
    1: ("Anbringelserne i 2025", "Om afgørelserne og partshøringen før dem."),
    2: ("Ålborg og Aarhus", "Underretningerne kom fra skolen."),
    3: ("Børnene blev hørt", "Et resumé af samtalen. AND OR NOT er ord som andre."),
    4: ("Samtaler", "Nævner én gang en anbringelse."),
}


@pytest.fixture
def index(db):
    for number, (title, words) in TEXTS.items():
        search.put(Searchable.NOTE, number, title=title, words=words)
    search.put(Searchable.SESSION, 1, title="Anbringelse", words="")


def found(query, kind=Searchable.NOTE):
    from review_app.kernel.db import db

    hits = search.matching(kind, query)
    return list(db.session.scalars(select(hits.c.thing_id).order_by(hits.c.badness)))


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("anbringelse", {1, 4}),
        ("anbringelserne", {1, 4}),
        ("Aalborg", {2}),
        ("Ålborg", {2}),
        ("århus", {2}),
        ("barn", {3}),
        ("børn", {3}),
        ("xyzzy", set()),
        ("hørt", {3}),
        ("resume", {3}),
        ("underretning skole", {2}),
        ("afgørelse", {1}),
        ("høring", {1}),
        ("samtaler", {3, 4}),
        ("not", {3}),
    ],
)
def test_forms_and_spellings_of_a_word_find_each_other(index, query, expected):
    assert set(found(query)) == expected


@pytest.mark.parametrize("typed", ["anbr", "anbringel", "anbringelser", "underr", "ålb", "aalb"])
def test_a_word_is_found_while_it_is_being_typed(index, typed):
    assert found(typed)


def test_a_word_in_the_title_comes_first(index):
    for number in range(5, 30):
        search.put(Searchable.NOTE, number, title="Om noget helt andet", words="Intet at se her.")
    assert found("anbringelse") == [1, 4]


@pytest.mark.parametrize("typed", ['"', "'", "* OR", "a'b:*", "(", "-", "title:x", "\\", "&|!"])
def test_signs_of_the_query_language_are_only_signs(index, typed):
    hits = search.matching(Searchable.NOTE, typed)
    assert hits is None or isinstance(found(typed), list)


def test_kinds_are_kept_apart_and_a_removed_thing_is_gone(index):
    assert found("anbringelse", Searchable.SESSION) == [1]
    search.remove(Searchable.SESSION, 1)
    assert found("anbringelse", Searchable.SESSION) == []
    assert len(found("anbringelse")) == 2


def test_a_text_entered_anew_replaces_the_old(index):
    search.put(Searchable.NOTE, 4, title="Noget andet", words="")
    assert found("anbringelse") == [1]
    assert found("noget") == [4]


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("anbringlse", {1, 4}),  # a letter too few
        ("anbrinngelser", {1}),  # one too many, and not the form that stands there
        ("samtlaer", {3, 4}),  # two swapped
        ("underrettningerne", {2}),
        ("afgorelserne", {1}),  # no æ, ø, å on the keyboard
        ("skolen underretingerne", {2}),
    ],
)
def test_a_mistyped_word_finds_what_it_is_nearest_to(index, typed, expected):
    assert expected <= set(found(typed))


def test_a_word_that_is_known_is_never_taken_for_another(index):
    search.put(Searchable.NOTE, 7, title="Hensyn", words="")
    search.put(Searchable.NOTE, 8, title="Henvis", words="")
    assert found("hensyn") == [7]


def test_another_word_for_the_same_thing_is_found(index):
    search.put(Searchable.NOTE, 5, title="Lægeerklæringen kom for sent", words="")
    assert found("lægeattester") == [5]


def test_the_words_of_an_older_index_are_taken_in_once(index, db):
    db.session.execute(spelling.SpellingShape.__table__.delete())
    assert found("anbringlse") == []
    search.remember_spellings()
    assert set(found("anbringlse")) == {1, 4}
