"""Full-text search in Danish: one small index, on SQLite by FTS5 and on PostgreSQL by tsvector.

Words are stemmed, then normalised (æ and ø stay, å becomes aa, other accents go), both when a
text enters the index and when somebody searches, so the databases themselves need to know no
Danish. A long word also enters by its endings, so that "høring" finds "partshøringen". A word that
stands nowhere is taken for the ones it is nearest to, and some words for others of the same sense.

The index knows nothing of permissions: join :func:`matching` with a ``visible_*`` select.
"""

import re
import unicodedata
from collections.abc import Iterator
from enum import IntEnum
from functools import cache, lru_cache

import snowballstemmer
from sqlalchemy import (
    ColumnElement,
    Integer,
    Subquery,
    column,
    func,
    literal_column,
    select,
    table,
    text,
)

from review_app.kernel import spelling
from review_app.kernel.db import db

SEARCH = table("search_fts", column("rowid", Integer), column("id", Integer), column("document"))
KINDS_AT_MOST = 8
LONGEST_TEXT = 50_000
MOST_WORDS = 12
MOST_HITS = 1000
LONG_WORD, SHORTEST_ENDING, SHORTEST_PREFIX = 9, 5, 3
WORD = re.compile(r"[^\W_]+")
# Plurals that change the stem itself, which no stemmer undoes.
IRREGULAR = {
    "barn": "børn børnene børnenes",
    "bog": "bøger",
    "bonde": "bønder",
    "bror": "brødre",
    "datter": "døtre",
    "far": "fædre",
    "fod": "fødder",
    "hånd": "hænder",
    "kraft": "kræfter",
    "mand": "mænd",
    "mor": "mødre",
    "nat": "nætter",
    "søster": "søstre",
    "tand": "tænder",
    "øje": "øjne",
}
# Words that people use for the same thing; whoever looks for one finds the others too.
SAME_SENSE = [
    "borger sygemeldt",
    "frist deadline tidsfrist",
    "jobkonsulent virksomhedskonsulent",
    "journal journalnotat notat",
    "lægeattest lægeerklæring",
    "opfølgning opfølgningssamtale samtale",
    "plan indsatsplan",
    "rådgiver sagsbehandler",
    "tavshedspligt fortrolighed",
    "virksomhedspraktik praktik",
]


class Searchable(IntEnum):
    """What can be found; the number is part of the index, never reuse one."""

    NOTE = 1
    SESSION = 2


def put(kind: Searchable, thing_id: int, *, title: str, words: str) -> None:
    """Enter a thing in the index, or anew when it is there; part of the caller's unit of work."""
    remove(kind, thing_id)
    row = entry(kind, thing_id, title=title, words=words)
    spelling.remember({*str(row["title"]).split(), *str(row["words"]).split()})
    db.session.execute(text(INSERT[_backend()]), row)


def entry(kind: Searchable, thing_id: int, *, title: str, words: str) -> dict[str, int | str]:
    """Return what the index holds of a thing, as :data:`INSERT` takes it."""
    return {
        "id": _row(kind, thing_id),
        "title": index_text(title),
        "words": index_text(words),
        "endings": " ".join(_endings(f"{title} {words}")),
    }


def remove(kind: Searchable, thing_id: int) -> None:
    """Take a thing out of the index; nothing happens when it is not there."""
    name = "rowid" if _backend() == "sqlite" else "id"
    db.session.execute(
        text(f"DELETE FROM search_fts WHERE {name} = :id"),  # noqa: S608 - one of two words
        {"id": _row(kind, thing_id)},
    )


def remember_spellings() -> None:
    """Keep the words of an index that is older than the forgiving of mistakes."""
    if db.session.scalar(select(spelling.SpellingShape.word).limit(1)) is None:
        known: set[str] = set()  # each word once, however many texts hold it
        for words in db.session.scalars(text(_WORDS[_backend()])):
            known.update(words.split())
        spelling.remember(known)


def matching(kind: Searchable, query: str, *, is_any: bool = False) -> Subquery | None:
    """Return (``thing_id``, ``badness``) of what matches every word of *query*, best first.

    With *is_any*, one word that fits is enough, and more make a better match.

    The last word may be half written. Of a word that very many texts hold only the newest
    ``MOST_HITS`` are weighed; ``None`` when *query* holds no word.
    """
    words = WORD.findall(query.lower())[:MOST_WORDS]
    if not words:
        return None
    asked_for = _alternatives(words)
    if _backend() == "sqlite":
        asked = literal_column("search_fts").op("MATCH")(_fts5(asked_for, is_any=is_any))
        row: ColumnElement[int] = SEARCH.c.rowid
        badness: ColumnElement[float] = literal_column("bm25(search_fts, 8.0, 1.0, 0.2)")
    else:
        tsquery = func.to_tsquery(literal_column("'simple'"), _tsquery(asked_for, is_any=is_any))
        asked = SEARCH.c.document.op("@@")(tsquery)
        row = SEARCH.c.id
        badness = -func.ts_rank(SEARCH.c.document, tsquery)
    return (
        select((row // KINDS_AT_MOST).label("thing_id"), badness.label("badness"))
        .select_from(SEARCH)
        .where(asked, row % KINDS_AT_MOST == int(kind))
        .order_by(row.desc())
        .limit(MOST_HITS)
        .subquery()
    )


def highlighted(words: str, query: str) -> Iterator[tuple[str, bool]]:
    """Yield *words* in pieces, and whether a word of *query*, in any form, stands there.

    >>> list(highlighted("Om partshøringer.", "høring"))
    [('Om ', False), ('partshøringer', True), ('.', False)]
    """
    asked = [{stem(word), normalise(word)} for word in WORD.findall(query.lower())]
    at = 0
    for match in WORD.finditer(words):
        whole, stemmed = normalise(match.group()), stem(match.group().lower())
        if any(_stands_in(forms, whole, stemmed) for forms in asked):
            yield words[at : match.start()], False
            yield match.group(), True
            at = match.end()
    yield words[at:], False


def _stands_in(forms: set[str], whole: str, stemmed: str) -> bool:
    same = {form for one in forms for form in _same_sense().get(one, [])} | forms
    long_forms = [form for form in same if len(form) >= SHORTEST_ENDING]
    return (
        bool(same & {whole, stemmed})
        or any(stemmed.endswith(form) for form in long_forms)
        or any(whole.startswith(form) for form in forms if len(form) >= SHORTEST_PREFIX)
    )


@lru_cache(maxsize=50_000)
def normalise(word: str) -> str:
    """Return *word* in lower case without accents; æ and ø stay, å is aa.

    >>> normalise("Ålborg"), normalise("Hørt"), normalise("Résumé")
    ('aalborg', 'hørt', 'resume')
    """
    letters = []
    for letter in unicodedata.normalize("NFC", word.lower()):
        if letter in "æø":
            letters.append(letter)
        elif letter == "å":
            letters.append("aa")
        else:
            apart = unicodedata.normalize("NFD", letter)
            letters.append("".join(part for part in apart if not unicodedata.combining(part)))
    return "".join(letters)


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """Return what all forms of *word* have in common, normalised.

    >>> stem("anbringelse") == stem("anbringelserne"), stem("børnenes") == stem("barn")
    (True, True)
    """
    found = _stemmed(word.lower())
    return normalise(_irregular().get(found, found))


def index_text(words: str) -> str:
    """Return *words* as the index holds them: each word's stem, and the word itself if it differs.

    The whole word is there for somebody who is still typing it.
    """
    return " ".join(
        form for word in WORD.findall(words[:LONGEST_TEXT].lower()) for form in _forms(word)
    )


def _forms(word: str) -> list[str]:
    return list(dict.fromkeys([stem(word), normalise(word)]))


def _endings(words: str) -> Iterator[str]:
    for word in dict.fromkeys(WORD.findall(words[:LONGEST_TEXT].lower())):
        if len(word) >= LONG_WORD and not word.isdigit():
            whole = stem(word)
            for start in range(2, len(whole) - SHORTEST_ENDING + 1):
                yield whole[start:]


def _stemmed(word: str) -> str:
    # "aa" is an older way to write "å", and the stemmer knows only the newer.
    return str(_stemmer().stemWord(word.replace("aa", "å")))


@cache
def _stemmer() -> snowballstemmer.stemmer:
    return snowballstemmer.stemmer("danish")


@cache
def _irregular() -> dict[str, str]:
    return {
        _stemmed(form): _stemmed(base)
        for base, forms in IRREGULAR.items()
        for form in forms.split()
    }


def _alternatives(words: list[str]) -> list[list[str]]:
    """Return for each word all that it is looked for by, as it was typed first."""
    meant = spelling.meant(normalise(word) for word in words)
    found = []
    for word in words:
        forms = [normalise(word), *_forms(word), *_same_sense().get(stem(word), ())]
        for other in meant.get(normalise(word), ()):
            forms += _forms(other)
        found.append(list(dict.fromkeys(forms)))
    return found


@cache
def _same_sense() -> dict[str, list[str]]:
    groups = [[stem(word) for word in group.split()] for group in SAME_SENSE]
    return {one: [other for other in group if other != one] for group in groups for one in group}


def _fts5(asked_for: list[list[str]], *, is_any: bool) -> str:
    # Each form stands in quotation marks, so that no word acts as an operator.
    parts = [" OR ".join(f'"{form}"' for form in forms) for forms in asked_for]
    parts[-1] += f' OR "{asked_for[-1][0]}" *'
    return (" OR " if is_any else " AND ").join(f"({part})" for part in parts)


def _tsquery(asked_for: list[list[str]], *, is_any: bool) -> str:
    parts = [" | ".join(f"'{form}'" for form in forms) for forms in asked_for]
    parts[-1] += f" | '{asked_for[-1][0]}':*"
    return (" | " if is_any else " & ").join(f"({part})" for part in parts)


def _row(kind: Searchable, thing_id: int) -> int:
    # One number for both, so that either database finds the row by its own key.
    return thing_id * KINDS_AT_MOST + int(kind)


def _backend() -> str:
    return db.session.get_bind().dialect.name


INSERT = {
    "sqlite": (
        "INSERT INTO search_fts (rowid, title, words, endings) "
        "VALUES (:id, :title, :words, :endings)"
    ),
    "postgresql": (
        "INSERT INTO search_fts (id, document) VALUES (:id, "
        "setweight(to_tsvector('simple', :title), 'A') || "
        "setweight(to_tsvector('simple', :words), 'C') || "
        "setweight(to_tsvector('simple', :endings), 'D'))"
    ),
}
_WORDS = {
    "sqlite": "SELECT title || ' ' || words FROM search_fts",
    "postgresql": "SELECT array_to_string(tsvector_to_array(document), ' ') FROM search_fts",
}
