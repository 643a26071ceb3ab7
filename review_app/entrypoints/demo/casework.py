"""Six hundred invented cases over two years, imported as a municipality would import them.

The share of cases closed by their own deadline follows the story the product comes from: about
17 per cent for more than a year, then, over ten months, up to about 82.
"""

import csv
import io
import random
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from review_app.domain.access import OPERATOR
from review_app.domain.case_import import Profile
from review_app.domain.tables import Table
from review_app.entrypoints.demo.happenings import InventedCase, Ledger, events_of
from review_app.entrypoints.demo.people import Town
from review_app.features.cases import jobs, service_imports
from review_app.kernel.spreadsheets import read_file

CASES = 600
DAYS = 730
SOURCE = "fagsystem"
KINDS = [("Sygedagpenge", 14, 56), ("Jobafklaring", 3, 91), ("Ressourceforløb", 3, 182)]
LOW, HIGH = 0.17, 0.82
TURN_DAYS = 300  # the ten months in which it turned
STEADY_KIND, STEADY = "Jobafklaring", 0.6


def on_time_share(deadline_on: date, today: date) -> float:
    """Return how many of the deadlines of a day are kept, in the story."""
    turned = TURN_DAYS - (today - deadline_on).days
    return LOW + (HIGH - LOW) * min(max(turned / (TURN_DAYS - 50), 0), 1)


def share_of(kind: str, deadline_on: date, today: date) -> float:
    """Return how many are kept in one kind of case, so that all together follow the story."""
    if kind == STEADY_KIND:
        return STEADY
    weight = sum(n for name, n, _days in KINDS if name == STEADY_KIND) / sum(k[1] for k in KINDS)
    return (on_time_share(deadline_on, today) - weight * STEADY) / (1 - weight)


def invent(town: Town, today: date, chance: random.Random) -> list[InventedCase]:
    """Make up the cases, oldest first."""
    kinds = [kind for kind in KINDS for _ in range(kind[1])]
    team_of = {p.id: p.memberships[0].team.name for p in town.caseworkers}
    ledgers = {kind: Ledger() for kind in KINDS}
    cases = []
    for n in range(CASES):
        opened_on = today - timedelta(days=DAYS - n * (DAYS - 5) // CASES)
        chosen = chance.choice(kinds)
        kind, _, days = chosen
        caseworker = chance.choice(town.caseworkers)
        deadline_on = opened_on + timedelta(days=days - 1)
        keeps_time = ledgers[chosen].decide(share_of(kind, deadline_on, today))
        cases.append(
            InventedCase(
                number=f"{opened_on.year}-{10_000 + n * 7}",
                kind=kind,
                caseworker=caseworker.name,
                team=team_of[caseworker.id],
                opened_on=opened_on,
                deadline_on=deadline_on,
                closed_on=_closing(opened_on, deadline_on, today, keeps_time, chance),
                keeps_time=keeps_time,
            )
        )
    return cases


def _closing(
    opened: date, deadline: date, today: date, keeps_time: bool, chance: random.Random
) -> date | None:
    if keeps_time:
        day = deadline - timedelta(days=chance.randint(0, (deadline - opened).days // 3))
    else:
        day = deadline + timedelta(days=chance.randint(3, 60))
    return day if day < today else None


class CaseSystem:
    """The case system the municipality exports from: the same cases, as they stood on a day."""

    def __init__(self, town: Town, today: date) -> None:
        chance = random.Random(20261)  # noqa: S311 - a story, not a secret
        self.town = town
        self.cases = invent(town, today, chance)
        extra = Ledger()
        self.events = {
            case.number: _stamped(events_of(case, today, chance, extra), chance)
            for case in self.cases
        }

    def export_and_import(self, as_of: date) -> None:
        """Write the files it would export on a day, and import them through the importer."""
        with TemporaryDirectory() as folder:
            tables: list[Table] = []
            for name, text in (("sager", self._cases(as_of)), ("haendelser", self._events(as_of))):
                path = Path(folder) / f"{name}.csv"
                path.write_text(text, encoding="cp1252")
                tables += read_file(path, name=path.name).tables
            report = jobs.import_tables(OPERATOR, tables, source_code=SOURCE, profile=Profile())
        if report["errors"]:
            raise RuntimeError(
                f"the demonstration's own cases were refused: {report['errors'][:3]}"
            )
        links = {person.name: person.id for person in self.town.caseworkers}
        service_imports.link_labels(self.town.actor("Maja Morgenfrue"), SOURCE, links=links)

    def _cases(self, as_of: date) -> str:
        headings = [
            "Sagsnummer",
            "Sagstype",
            "Sagsbehandler",
            "Team",
            "Åbnet",
            "Frist",
            "Afsluttet",
        ]
        rows = []
        for case in self.cases:
            if case.opened_on > as_of:
                continue
            closed_on = case.closed_on if case.closed_on and case.closed_on <= as_of else None
            days = (case.opened_on, case.deadline_on, closed_on)
            written = [f"{day:%d-%m-%Y}" if day else "" for day in days]
            rows.append([case.number, case.kind, case.caseworker, case.team, *written])
        return _csv(headings, rows)

    def _events(self, as_of: date) -> str:
        headings = ["Sagsnummer", "Hændelses-id", "Aktivitet", "Udført af", "Tidspunkt"]
        rows = [
            [
                case.number,
                f"{case.number}-{n}",
                activity,
                case.caseworker,
                f"{moment:%d-%m-%Y %H:%M}",
            ]
            for case in self.cases
            for n, (activity, moment) in enumerate(self.events[case.number], start=1)
            if case.opened_on <= as_of and moment.date() <= as_of
        ]
        return _csv(headings, rows)


def _stamped(
    events: Iterable[tuple[str, date]], chance: random.Random
) -> list[tuple[str, datetime]]:
    return [
        (activity, datetime(day.year, day.month, day.day, chance.randint(8, 15)))  # noqa: DTZ001
        for activity, day in events
    ]


def _csv(headings: list[str], rows: list[list[str]]) -> str:
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";")
    writer.writerow(headings)
    writer.writerows(rows)
    return out.getvalue()
