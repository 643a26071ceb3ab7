"""The tables that are published to those who may not read the rows: made once, then frozen.

One table is of one period: what is counted, by team and by caseworker. Periods never overlap, and
no total over several periods is shown, so each table and each line of it stands by itself.
"""

from collections import defaultdict
from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from review_app.domain.estimation import LEAST_CASES
from review_app.domain.openness import Detail
from review_app.domain.suppression import TOTAL, Part, Tally, part_of, to_suppress, with_company


@dataclass(frozen=True, slots=True)
class Counted:
    """One case that counts for one line: whose it was, and whether it was met.

    ``team`` and ``person`` are ids, ``None`` where unknown; ``handler`` tells caseworkers apart.
    """

    subject: str
    team: int | None
    person: int | None
    handler: Hashable
    is_met: bool


@dataclass(frozen=True, slots=True)
class Cell:
    """One number of a table; a withheld one holds none.

    Cells of single caseworkers keep their numbers: who may be named is decided when they are read.
    """

    subject: str
    scope: Detail
    team: int | None = None
    person: int | None = None
    numerator: int | None = None
    denominator: int | None = None
    caseworkers: int | None = None

    @property
    def is_withheld(self) -> bool:
        """Whether there are cases but no number."""
        return self.denominator is None


def cells_of(rows: Iterable[Counted]) -> list[Cell]:
    """Return the cells of a table: for each subject the house, its teams and its caseworkers."""
    by_subject: defaultdict[str, list[Counted]] = defaultdict(list)
    for row in rows:
        by_subject[row.subject].append(row)
    return [cell for subject, few in by_subject.items() for cell in _of_subject(subject, few)]


def house_is_withheld(rows: Iterable[Counted]) -> bool:
    """Say whether a table of one line would withhold the number of the house."""
    teams = _grouped(list(rows), "team")
    return TOTAL in to_suppress(_part(team, few) for team, few in teams.items())


def _of_subject(subject: str, rows: Sequence[Counted]) -> Iterable[Cell]:
    teams = _grouped(rows, "team")
    hidden = to_suppress(_part(team, few) for team, few in teams.items())
    yield _cell(_part(TOTAL, rows), hidden, subject=subject, scope=Detail.HOUSE)
    for team, few in teams.items():
        yield _cell(_part(team, few), hidden, subject=subject, scope=Detail.TEAM, team=team)
        for person, theirs in _grouped(few, "person").items():
            if person is not None and team is not None:
                part = _part(person, theirs)
                yield Cell(subject, Detail.NAMED, team, person, part.met, part.cases, 1)


def _grouped(rows: Iterable[Counted], by: str) -> dict[int | None, list[Counted]]:
    found: defaultdict[int | None, list[Counted]] = defaultdict(list)
    for row in rows:
        found[getattr(row, by)].append(row)
    return found


def _part(code: Hashable, rows: Sequence[Counted]) -> Part:
    return part_of(code, [(row.handler, row.is_met) for row in rows])


def _cell(
    part: Part,
    hidden: Collection[Hashable],
    *,
    subject: str,
    scope: Detail,
    team: int | None = None,
) -> Cell:
    if part.code in hidden:
        return Cell(subject, scope, team)
    return Cell(subject, scope, team, None, part.met, part.cases, len(part.handlers))


def names_shown(team: Cell, persons: Sequence[Cell], named: Collection[int]) -> frozenset[int]:
    """Return whose cells of one line and team can be shown by name.

    Nobody is shown who may not be *named*, nobody with under five cases, and nobody without whom
    the others of the team could be solved for. A team that is withheld shows no name.
    """
    if team.is_withheld:
        return frozenset()
    parts = [
        Part(cell.person, {cell.person: (cell.numerator or 0, cell.denominator or 0)})
        for cell in persons
    ]
    rest = _unlinked(team, parts)
    closed = {part.code for part in parts if part.code not in named or part.cases < LEAST_CASES} | {
        part.code for part in rest
    }
    hidden = with_company([*parts, *rest], closed)
    if hidden is None:
        return frozenset()
    return frozenset(c.person for c in persons if c.person is not None and c.person not in hidden)


def _unlinked(team: Cell, parts: Sequence[Part]) -> list[Part]:
    """Return the cases of a team that belong to no known person, as one part.

    Which of them belong together is not kept; all count as somebody's who cannot sign in.
    """
    cases = (team.denominator or 0) - sum(part.cases for part in parts)
    if not cases:
        return []
    met = (team.numerator or 0) - sum(part.met for part in parts)
    unknown = max((team.caseworkers or 0) - len(parts), 1)
    handlers: dict[Hashable, Tally] = {("unlinked", n): (0, 0) for n in range(unknown)}
    handlers["unlinked", 0] = (met, cases)
    return [Part("unlinked", handlers)]


def by_team(cells: Iterable[Cell]) -> Mapping[tuple[str, int | None], list[Cell]]:
    """Sort the cells of single caseworkers by line and team."""
    found: defaultdict[tuple[str, int | None], list[Cell]] = defaultdict(list)
    for cell in cells:
        if cell.scope is Detail.NAMED:
            found[cell.subject, cell.team].append(cell)
    return found
