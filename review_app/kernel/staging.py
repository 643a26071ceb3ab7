"""Records put aside on disk until all have been read, then given back owner by owner.

A file may tell of the same thing in many places, and a fault may stand in its last line. So what
is read goes into a scratch database of its own, which locks nobody out and fills no memory, and is
written from there. It can be trusted when it has been closed: it is one transaction.
"""

import json
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing
from itertools import groupby
from pathlib import Path
from typing import Any

Lines = Iterable[tuple[int, list[Any]]]


def put_aside(path: Path, lines: Lines) -> int:
    """Keep each line (plain values) under the number of its owner; returns how many owners."""
    with closing(sqlite3.connect(path, isolation_level=None)) as scratch:
        # Torn by a crash it is thrown away, so it needs no journal; the commit reaches the disk.
        scratch.execute("PRAGMA journal_mode=OFF")
        scratch.execute("BEGIN")
        scratch.execute("CREATE TABLE line (owner INTEGER NOT NULL, body TEXT NOT NULL)")
        encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
        rows = ((owner, encode(body)) for owner, body in lines)
        scratch.executemany("INSERT INTO line VALUES (?, ?)", rows)
        (owners,) = scratch.execute("SELECT count(DISTINCT owner) FROM line").fetchone()
        scratch.execute("COMMIT")
    return int(owners)


def take_up(path: Path, *, after: int = -1) -> Iterator[tuple[int, list[list[Any]]]]:
    """Yield each owner greater than *after*, in order, with its lines as they were put aside."""
    query = "SELECT owner, body FROM line WHERE owner > ? ORDER BY owner, rowid"
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as scratch:
        for owner, lines in groupby(scratch.execute(query, (after,)), key=lambda line: line[0]):
            yield owner, [json.loads(body) for _owner, body in lines]
