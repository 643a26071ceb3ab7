"""Importing cases with their events, computing their deadlines and reading the figures.

``python -m benchmarks.imports`` takes three sizes up to 100,000 cases with 1,000,000 events, on
SQLite and on the PostgreSQL that the tests use; ``--cases 1000 3000`` takes others. The floor of
the import is the same file read by the ``csv`` module and written by plain inserts. Meanwhile a
second process saves something small five times a second, and its waits are told.
"""

import argparse
import csv
import random
import resource
import statistics
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from datetime import date, timedelta
from itertools import islice
from pathlib import Path
from typing import TypeVar

from sqlalchemy import insert, select

from benchmarks.databases import application, databases
from benchmarks.others import somebody_saves
from review_app.domain.access import OPERATOR
from review_app.domain.case_import import Profile
from review_app.domain.tables import Table
from review_app.domain.timeliness import Definition
from review_app.features.cases import jobs as case_jobs
from review_app.features.timeliness import jobs, queries_figures, service_seeding
from review_app.kernel import clock
from review_app.kernel.db import db
from review_app.kernel.places import TOP
from review_app.kernel.spreadsheets import read_file
from review_app.models import Case, CaseEvent, CaseSource, DeadlineRun

T = TypeVar("T")
AT_ONCE = 10_000
SIZES = (10_000, 30_000, 100_000)
EVENTS = 10
CHANGED = 100  # one in so many cases changes before the second import
CASE_HEADINGS = ("Sagsnummer", "Sagstype", "Sagsbehandler", "Team", "Åbnet", "Frist", "Afsluttet")
EVENT_HEADINGS = ("Sagsnummer", "Hændelses-id", "Aktivitet", "Udført af", "Tidspunkt")
STEPS = (
    "Oplysningsskema sendt",
    "Oplysningsskema modtaget",
    "Første opfølgningssamtale",
    "Opfølgningssamtale",
)


def write_files(folder: Path, size: int, *, changed: bool = False) -> None:
    """Write a case system's two exports: cases over five years, ten events each."""
    chance, today = random.Random(size), clock.today()
    with (
        (folder / "sager.csv").open("w", encoding="utf-8", newline="") as cases,
        (folder / "haendelser.csv").open("w", encoding="utf-8", newline="") as events,
    ):
        case_rows, event_rows = csv.writer(cases, delimiter=";"), csv.writer(events, delimiter=";")
        case_rows.writerow(CASE_HEADINGS)
        event_rows.writerow(EVENT_HEADINGS)
        for n in range(size):
            opened = today - timedelta(days=chance.randint(0, 1800))
            closed = opened + timedelta(days=chance.randint(20, 300))
            if changed and n % CHANGED == 0:
                closed += timedelta(days=1)
            days = (opened, opened + timedelta(days=55), closed if closed <= today else None)
            written = [f"{day:%d-%m-%Y}" if day else "" for day in days]
            case_rows.writerow([f"b{n}", "Sygedagpenge", f"c{n % 60}", f"Team {n % 6}", *written])
            event_rows.writerows(_events(n, opened, chance))


def _events(n: int, opened: date, chance: random.Random) -> Iterator[list[str]]:
    for place, day in enumerate(sorted(chance.randint(0, 250) for _ in range(EVENTS))):
        moment = f"{opened + timedelta(days=day):%d-%m-%Y} 10:00"
        yield [f"b{n}", f"b{n}-{place}", STEPS[min(place, 3)], f"c{n % 60}", moment]


def timed(work: Callable[[], object]) -> float:
    """Return how many seconds of wall time *work* takes; the database is another process."""
    before = time.perf_counter()
    work()
    return time.perf_counter() - before


def load_raw(folder: Path) -> None:
    """Read the files and insert them, with no check of anything; then take it all back."""
    source = CaseSource(code="raw", name="raw")
    db.session.add(source)
    db.session.flush()
    for part in _parts(_rows(folder / "sager.csv")):
        cases = [
            {"source_id": source.id, "number": f"raw-{row['Sagsnummer']}"}
            | {"opened_on": _day(row["Åbnet"]), "closed_on": _day(row["Afsluttet"])}
            | {"case_type": row["Sagstype"], "caseworker_label": row["Sagsbehandler"]}
            for row in part
        ]
        options = {"render_nulls": True}
        db.session.execute(insert(Case), cases, execution_options=options)
    ids = {n: i for i, n in db.session.execute(select(Case.id, Case.number))}
    for numbered in _parts(enumerate(_rows(folder / "haendelser.csv"))):
        events = [
            {"case_id": ids[f"raw-{row['Sagsnummer']}"], "identity": row["Hændelses-id"]}
            | {"activity": row["Aktivitet"], "happened_on": _day(row["Tidspunkt"][:10])}
            | {"stamp": row["Tidspunkt"], "position": n}
            for n, row in numbered
        ]
        db.session.execute(insert(CaseEvent), events)
    db.session.flush()
    db.session.rollback()


def _parts(things: Iterable[T]) -> Iterator[list[T]]:
    remaining = iter(things)
    while part := list(islice(remaining, AT_ONCE)):
        yield part


def _rows(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file, delimiter=";")


def _day(text: str) -> date | None:
    return date(int(text[6:]), int(text[3:5]), int(text[:2])) if text else None


def import_files(folder: Path) -> None:
    """Import as the command line does: read, check, compare with what stands, write."""
    tables = [t for name in ("sager", "haendelser") for t in _tables(folder / f"{name}.csv")]
    report = case_jobs.import_tables(OPERATOR, tables, source_code="bench", profile=Profile())
    assert not report["errors"], report["errors"][:3]


def _tables(path: Path) -> list[Table]:
    return list(read_file(path, name=path.name).tables)


def recompute() -> None:
    """Compute what the last import left to be computed, and bring the monthly sums up to date."""
    newest = select(DeadlineRun.key).order_by(DeadlineRun.id.desc())
    jobs.recompute(db.session.scalars(newest).first() or "")


def p95_of_figures(times: int = 40) -> float:
    """Return the 95th percentile, in milliseconds, of reading all a page of figures shows."""
    rules = queries_figures.list_rules(OPERATOR)
    teams = queries_figures.list_teams(OPERATOR)

    def read() -> None:
        db.session.expire_all()
        queries_figures.get_figures(
            OPERATOR, rules[0], definition=Definition.DUE_COHORT, teams=teams, team_key=""
        )

    return statistics.quantiles([timed(read) * 1000 for _ in range(times)], n=20)[-1]


def measure(url: str | None, size: int) -> None:
    """Print one line for one size on one database, each figure as soon as it is known."""
    with tempfile.TemporaryDirectory() as name, application(name, url):
        folder, rows = Path(name), size * (1 + EVENTS)
        service_seeding.seed_reference(OPERATOR, folder=TOP / "seed" / "reference")
        write_files(folder, size)
        with somebody_saves(name, url) as idle:
            time.sleep(5)
        _tell(f"  {size:>9,}{_p99(idle):>9.0f}")
        raw = timed(lambda: load_raw(folder))
        with somebody_saves(name, url) as waits:
            imported = timed(lambda: import_files(folder))
        _tell(f"{rows / imported:>9,.0f}{imported / raw:>8.1f} x{imported / size * 1e6:>9.0f}")
        _tell(f"{_p99(waits):>8.0f}{max(waits):>7.0f}{_peak():>7,.0f}")
        with somebody_saves(name, url) as waits:
            computed = timed(recompute)
        _tell(f"{computed / size * 1e6:>12.0f}{_p99(waits):>8.0f}{max(waits):>7.0f}")
        _tell(f"{p95_of_figures():>9.1f}")
        write_files(folder, size, changed=True)
        again = timed(lambda: import_files(folder))
        _tell(f"{again / size * 1e6:>10.0f}")
        _tell(f"{timed(recompute) / computed:>9.3f}{_peak():>7,.0f}\n")


def _tell(text: str) -> None:
    print(text, end="", flush=True)


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _p99(times: list[float]) -> float:
    return statistics.quantiles(times, n=100, method="inclusive")[-1] if times[1:] else max(times)


def main() -> None:
    """Measure every size on both databases."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, nargs="+", default=SIZES)
    parser.add_argument("--only", choices=["SQLite", "PostgreSQL"])
    asked = parser.parse_args()
    for name, addresses in databases(only=asked.only):
        _tell(
            f"{name}: waits are those of somebody else's saves, in ms (p99, longest); MB at most\n"
        )
        _tell("      cases     idle   rows/s    of raw  µs/case   waits           MB")
        _tell("  deadlines   waits          figures     again  changed     MB\n")
        for size in asked.cases:
            with addresses() as url:
                measure(url, size)


if __name__ == "__main__":
    main()
