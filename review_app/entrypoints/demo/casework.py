"""Six hundred invented cases over two years, imported as a municipality would import them.

The share of cases closed by their own deadline follows the story the product comes from: about
17 per cent for more than a year, then, over ten months, up to about 82.
"""

import csv
import io
import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from review_app.domain.access import OPERATOR
from review_app.domain.case_import import Profile
from review_app.domain.tables import Table
from review_app.entrypoints.demo.people import Town
from review_app.features.cases import jobs, service_imports
from review_app.kernel.spreadsheets import read_file

CASES = 600
DAYS = 730
SOURCE = "fagsystem"
KINDS = [("Sygedagpenge", 14, 56), ("Jobafklaring", 3, 91), ("Ressourceforløb", 3, 182)]
LOW, HIGH = 0.17, 0.82
TURN_DAYS = 300  # the ten months in which it turned


@dataclass(frozen=True, slots=True)
class InventedCase:
    """One case before it becomes a row of the file."""

    number: str
    kind: str
    caseworker: str
    team: str
    opened_on: date
    deadline_on: date
    closed_on: date | None


def on_time_share(deadline_on: date, today: date) -> float:
    """Return how many of the deadlines of a day are kept, in the story."""
    turned = TURN_DAYS - (today - deadline_on).days
    return LOW + (HIGH - LOW) * min(max(turned / (TURN_DAYS - 30), 0), 1)


def invent(town: Town, today: date, chance: random.Random) -> list[InventedCase]:
    """Make up the cases, oldest first."""
    kinds = [kind for kind in KINDS for _ in range(kind[1])]
    team_of = {p.id: p.memberships[0].team.name for p in town.caseworkers}
    cases = []
    for n in range(CASES):
        opened_on = today - timedelta(days=DAYS - n * (DAYS - 5) // CASES)
        kind, _, days = chance.choice(kinds)
        caseworker = chance.choice(town.caseworkers)
        deadline_on = opened_on + timedelta(days=days - 1)
        cases.append(
            InventedCase(
                number=f"{opened_on.year}-{10_000 + n * 7}",
                kind=kind,
                caseworker=caseworker.name,
                team=team_of[caseworker.id],
                opened_on=opened_on,
                deadline_on=deadline_on,
                closed_on=_closing(opened_on, deadline_on, today, chance),
            )
        )
    return cases


def _closing(opened: date, deadline: date, today: date, chance: random.Random) -> date | None:
    if chance.random() < on_time_share(deadline, today):
        day = deadline - timedelta(days=chance.randint(0, (deadline - opened).days // 3))
    else:
        day = deadline + timedelta(days=chance.randint(3, 60))
    return day if day < today else None


def events_of(case: InventedCase, today: date, chance: random.Random) -> Iterator[tuple[str, date]]:
    """Make up what happened in a case, in order."""
    end = case.closed_on or today - timedelta(days=1)
    steps = [
        ("Sag oprettet", 0),
        ("Oplysningsskema sendt", chance.randint(0, 2)),
        ("Oplysningsskema modtaget", chance.randint(6, 12)),
        ("Lægeattest modtaget", chance.randint(14, 40)),
        ("Første opfølgningssamtale", chance.randint(35, 70)),
        ("Plan lagt med borgeren", chance.randint(50, 80)),
    ]
    steps += [("Opfølgningssamtale", 84 + 28 * n + chance.randint(-6, 9)) for n in range(6)]
    for activity, days in steps:
        day = _weekday(case.opened_on + timedelta(days=days))
        if day <= end:
            yield activity, day
    if case.closed_on:
        yield "Partshøring sendt", _weekday(case.closed_on - timedelta(days=9))
        yield "Afgørelse truffet", case.closed_on


def _weekday(day: date) -> date:
    return day + timedelta(days=max(0, day.weekday() - 4) and 7 - day.weekday())


def import_everything(town: Town, today: date) -> list[InventedCase]:
    """Write the files a case system would export, and import them through the importer."""
    chance = random.Random(20261)  # noqa: S311 - a story, not a secret
    cases = invent(town, today, chance)
    with TemporaryDirectory() as folder:
        tables: list[Table] = []
        files = (("sager", _case_file(cases)), ("haendelser", _event_file(cases, today, chance)))
        for name, text in files:
            path = Path(folder) / f"{name}.csv"
            path.write_text(text, encoding="cp1252")
            tables += read_file(path, name=path.name).tables
    report = jobs.import_tables(OPERATOR, tables, source_code=SOURCE, profile=Profile())
    if report["errors"]:
        raise RuntimeError(f"the demonstration's own cases were refused: {report['errors'][:3]}")
    links = {person.name: person.id for person in town.caseworkers}
    service_imports.link_labels(town.actor("Maja Morgenfrue"), SOURCE, links=links)
    return cases


def _case_file(cases: list[InventedCase]) -> str:
    out = io.StringIO()
    rows = csv.writer(out, delimiter=";")
    rows.writerow(
        ["Sagsnummer", "Sagstype", "Sagsbehandler", "Team", "Åbnet", "Frist", "Afsluttet"]
    )
    for case in cases:
        days = (case.opened_on, case.deadline_on, case.closed_on)
        written = [f"{day:%d-%m-%Y}" if day else "" for day in days]
        rows.writerow([case.number, case.kind, case.caseworker, case.team, *written])
    return out.getvalue()


def _event_file(cases: list[InventedCase], today: date, chance: random.Random) -> str:
    out = io.StringIO()
    rows = csv.writer(out, delimiter=";")
    rows.writerow(["Sagsnummer", "Hændelses-id", "Aktivitet", "Udført af", "Tidspunkt"])
    count = 0
    for case in cases:
        for activity, day in events_of(case, today, chance):
            count += 1
            moment = datetime(day.year, day.month, day.day, chance.randint(8, 15))  # noqa: DTZ001
            written = f"{moment:%d-%m-%Y %H:%M}"
            rows.writerow([case.number, f"h-{count}", activity, case.caseworker, written])
    return out.getvalue()
