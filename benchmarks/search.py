"""Searching 100,000 notes, on SQLite and on the PostgreSQL that the tests use."""

import random
import statistics
import tempfile
import time
from datetime import timedelta

from sqlalchemy import Connection, insert, select, text

from benchmarks.databases import application, databases
from review_app.domain.access import OPERATOR
from review_app.domain.workflow import LearningNoteState
from review_app.features.knowledge import queries
from review_app.kernel import clock, search
from review_app.kernel.db import db
from review_app.models import LearningNote, Person

NOTES = 100_000
DISTINCT = 10_000  # texts; each stands in the index ten times, which is what makes it large
COMMON = ["samtale", "sagen", "borgeren"]  # in every second note or more
ASKED = ["samtale", "samt", "partshøring", "høring", "anbringlse", "borgeren sagen", "afgørelse"]
STEMS = ["afgør", "anbring", "beregn", "bistand", "frist", "helbred", "journal", "oplys"]
STEMS += ["partshør", "raskmeld", "tilbud"]
ENDS = ["else", "elsen", "elser", "elserne", "ing", "ingen", "inger", "ingerne"]


def write_notes(count: int) -> None:
    """Write notes of about sixty words out of a few hundred, and enter them in the index."""
    chance = random.Random(1)
    words = [stem + end for stem in STEMS for end in ENDS]
    words += [f"{one}s{two}" for one in words[:40] for two in STEMS]
    texts = [
        (" ".join(chance.choices(words, k=4)), " ".join(_body(chance, words)))
        for _ in range(DISTINCT)
    ]
    notes = [_note(number, *texts[(number - 1) % DISTINCT]) for number in range(1, count + 1)]
    with db.engine.connect().execution_options(review_app_writes=True) as connection:
        with connection.begin():
            owner = {"id": 1, "key": "b", "name": "B", "email": "b"}
            owner |= {"is_active": True, "is_staff_representative": False}
            connection.execute(insert(Person), owner)
            connection.execute(insert(LearningNote), notes)
            enter(connection, texts, count)
        with connection.begin():
            connection.execute(text("ANALYZE"))
    search.remember_spellings()
    db.session.commit()


def _body(chance: random.Random, words: list[str]) -> list[str]:
    return chance.choices(words, k=50) + chance.choices(COMMON, k=8)


def _note(number: int, title: str, body: str) -> dict[str, object]:
    return {
        "id": number,
        "key": f"n{number}",
        "title": title,
        "text": body,
        "state": LearningNoteState.PUBLISHED,
        "owner_id": 1,
        "written_at": clock.now(),
        "published_at": clock.now(),
        "review_by_on": clock.today() + timedelta(days=90),
        "revision": 1,
    }


def enter(connection: Connection, texts: list[tuple[str, str]], count: int) -> None:
    """Enter each text once as the product does, and copy what that made for the other notes.

    PostgreSQL builds its index in one go afterwards.
    """
    kind = search.Searchable.NOTE
    entries = [
        search.entry(kind, number, title=title, words=body)
        for number, (title, body) in enumerate(texts, start=1)
    ]
    is_postgresql = connection.dialect.name == "postgresql"
    if is_postgresql:
        connection.execute(text("DROP INDEX ix_search_fts_document"))
    connection.execute(text(search.INSERT[connection.dialect.name]), entries)
    row, columns = ("id", "document") if is_postgresql else ("rowid", "title, words, endings")
    first = f"SELECT {row} + :by, {columns} FROM search_fts WHERE {row} <= :last"  # noqa: S608
    last = DISTINCT * search.KINDS_AT_MOST + kind
    for start in range(DISTINCT, count, DISTINCT):
        copied = text(f"INSERT INTO search_fts ({row}, {columns}) {first}")
        connection.execute(copied, {"by": start * search.KINDS_AT_MOST, "last": last})
    if is_postgresql:
        made = "CREATE INDEX ix_search_fts_document ON search_fts USING gin (document)"
        connection.execute(text(made))


def p95_ms(words: str, times: int = 20) -> float:
    """Return the 95th percentile of the milliseconds of one search, wall time."""
    spent = []
    for _ in range(times):
        before = time.perf_counter()
        queries.list_notes(OPERATOR, wanted=queries.Wanted(words=words))
        spent.append((time.perf_counter() - before) * 1000)
        db.session.rollback()
    return statistics.quantiles(spent, n=20)[-1]


def measure(name: str, folder: str, url: str | None) -> None:
    """Print how long searches take, beside reading the newest fifty notes."""
    with application(folder, url):
        before = time.perf_counter()
        write_notes(NOTES)
        print(f"{name}: wrote {NOTES:,} notes in {time.perf_counter() - before:.0f} s")
        floor = p95_ms("")
        print(f"{name}: newest 50 of {NOTES:,} notes{floor:14.1f} ms p95    1.0 x")
        for words in ASKED:
            spent = p95_ms(words)
            print(f"  search {words!r:<32}{spent:10.1f} ms p95 {spent / floor:6.1f} x")
        assert db.session.scalar(select(LearningNote.id).limit(1)) is not None


def main() -> None:
    """Measure on both databases."""
    for name, addresses in databases():
        with tempfile.TemporaryDirectory() as folder, addresses() as url:
            measure(name, folder, url)


if __name__ == "__main__":
    main()
