"""The monthly summary of deadlines: per rule, team and definition.

Pages read the summary, never the deadlines themselves. The last month ends on the day of the
count; every other month is counted as it had stood when it ended. A sum is kept current by taking
out what the deadlines of a changed case were and putting in what they are: all of it is counts.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import TypeVar

from review_app.domain.deadline_rules import MONTHS_IN_A_YEAR, add_months
from review_app.domain.rule_figures import Timed, counted
from review_app.domain.suppression import Part, total_gives_away
from review_app.domain.timeliness import Definition

K = TypeVar("K")
HOUSE = 0  # stands for all teams, and for cases that have none
BY_DAY = tuple(d for d in Definition if d is not Definition.SNAPSHOT)


@dataclass(frozen=True, slots=True)
class Line:
    """One deadline with what it is summed by; ``caseworker`` only tells one from another."""

    rule_id: int
    team_id: int | None
    caseworker: str
    timed: Timed


@dataclass(frozen=True, slots=True, order=True)
class Cell:
    """What a sum is of; ``month_on`` is the first day of the month."""

    rule_id: int
    team_id: int
    month_on: date
    definition: Definition


@dataclass(slots=True)
class Sum:
    """How many were kept of how many; see :class:`review_app.domain.rule_figures.RuleFigure`.

    ``kept`` and ``counted`` are by caseworker. ``gives_away`` says of the house that its number
    would tell what a team holds that is withheld.
    """

    exempt: int = 0
    lawful: int = 0
    late_days: Counter[int] = field(default_factory=Counter)
    kept: Counter[str] = field(default_factory=Counter)
    counted: Counter[str] = field(default_factory=Counter)
    gives_away: bool = False

    @property
    def numerator(self) -> int:
        """How many were kept."""
        return self.kept.total()

    @property
    def denominator(self) -> int:
        """Of how many."""
        return self.counted.total()

    def add(self, other: "Sum", sign: int = 1) -> None:
        """Put another sum in, or with *sign* -1 take it out."""
        self.exempt += sign * other.exempt
        self.lawful += sign * other.lawful
        _merge(self.late_days, other.late_days, sign)
        _merge(self.kept, other.kept, sign)
        _merge(self.counted, other.counted, sign)

    @property
    def is_nothing(self) -> bool:
        """Whether nothing is counted in it, or nothing changed by it."""
        by_caseworker = (*self.kept.values(), *self.counted.values())
        return not (self.exempt or self.lawful or self.late_days or any(by_caseworker))


def _merge(mine: Counter[K], theirs: Counter[K], sign: int) -> None:
    for key, count in theirs.items():
        mine[key] += sign * count
        if not mine[key]:
            del mine[key]


def by_month(lines: Iterable[Line], *, as_of: date) -> Mapping[Cell, Sum]:
    """Sum the deadlines by month; a deadline of a team counts for the house too."""
    tally = Tally(as_of)
    for line in lines:
        tally.add(line)
    return tally.sums()


class Tally:
    """Deadlines being counted, one after another, as they stand at the end of *as_of*."""

    def __init__(self, as_of: date) -> None:
        self.as_of = as_of
        self._sums: defaultdict[Cell, Sum] = defaultdict(Sum)
        self._standings = _Standings(as_of)

    def add(self, line: Line) -> None:
        """Take a deadline in."""
        for team_id in {HOUSE, line.team_id or HOUSE}:
            for definition in BY_DAY:
                _add(self._sums, line, definition, team_id=team_id, as_of=self.as_of)
            if not line.timed.is_exempt:
                self._standings.add(line, team_id)

    def sums(self) -> Mapping[Cell, Sum]:
        """Return what came of it; nothing can be added after that."""
        self._standings.write(self._sums)
        look_for_givers(self._sums, self._sums.keys())
        return self._sums


def look_for_givers(sums: Mapping[Cell, Sum], cells: Iterable[Cell]) -> set[Cell]:
    """Mark which of the house's sums give away what is withheld of a team, beside these *cells*.

    :returns: the house's cells that were looked at.
    """
    teams = {cell.team_id for cell in sums} - {HOUSE}
    houses = {replace(cell, team_id=HOUSE) for cell in cells} & sums.keys()
    for house in houses:
        sums[house].gives_away = total_gives_away(_parts(sums, house, sorted(teams)))
    return houses


def difference(before: Mapping[Cell, Sum], after: Mapping[Cell, Sum]) -> dict[Cell, Sum]:
    """Return what must be added to sums that hold *before* so that they hold *after* instead."""
    changes = {}
    for cell in before.keys() | after.keys():
        change = Sum()
        if cell in after:
            change.add(after[cell])
        if cell in before:
            change.add(before[cell], -1)
        if not change.is_nothing:
            changes[cell] = change
    return changes


def moves(row: Timed, *, since: date, until: date) -> bool:
    """Say whether days going by alone change what a deadline counts for.

    Between the end of *since* and the end of *until*: it fell due, began or ended then, or it is
    open and a new month has begun, at whose end it is looked at once more.
    """
    fell_due = row.due_on is not None and since <= row.due_on < until
    began = since < row.start_on <= until
    is_open = row.ended_on is None or row.ended_on > since
    ended = row.ended_on is not None and since < row.ended_on <= until
    return fell_due or began or ended or (is_open and month_of(since) != month_of(until))


def _parts(sums: Mapping[Cell, Sum], house: Cell, team_ids: Iterable[int]) -> list[Part]:
    """Return what the teams hold of the house's cell, and what is left for cases of no team."""
    cells = [replace(house, team_id=team_id) for team_id in team_ids]
    teams = [sums[cell] for cell in cells if cell in sums]
    kept, counted = Counter(sums[house].kept), Counter(sums[house].counted)
    for team in teams:
        kept.subtract(team.kept)
        counted.subtract(team.counted)
    return [
        Part(n, {who: (met[who], count) for who, count in of_all.items() if count})
        for n, (met, of_all) in enumerate([(kept, counted), *((t.kept, t.counted) for t in teams)])
    ]


def _add(
    sums: defaultdict[Cell, Sum], line: Line, definition: Definition, *, team_id: int, as_of: date
) -> None:
    row = line.timed
    if row.is_exempt:
        if definition is Definition.DUE_COHORT and row.due_on is not None and row.due_on < as_of:
            sums[Cell(line.rule_id, team_id, month_of(row.due_on), definition)].exempt += 1
        return
    found = counted(row, definition, as_of=as_of)
    if found is None:
        return
    total = sums[Cell(line.rule_id, team_id, month_of(found.on), definition)]
    total.counted[line.caseworker] += 1
    total.kept[line.caseworker] += found.is_kept
    total.lawful += not found.is_kept and row.is_lawful
    if row.done_on is not None and row.due_on is not None and row.done_on > row.due_on:
        total.late_days[(row.done_on - row.due_on).days] += 1


def month_of(day: date) -> date:
    """Return the first day of the month of *day*."""
    return day.replace(day=1)


class _Standings:
    """Snapshots at the end of each month, from when each deadline became active and overdue.

    Only the changes are kept (plus one in the month it begins, minus one in the month it ends),
    so that a case that stays open for years costs no more than one that is closed at once.
    """

    def __init__(self, as_of: date) -> None:
        self.as_of = as_of
        self.last = _number(as_of)
        self.active: defaultdict[tuple[int, int, str], Counter[int]] = defaultdict(Counter)
        self.overdue: defaultdict[tuple[int, int, str], Counter[int]] = defaultdict(Counter)

    def add(self, line: Line, team_id: int) -> None:
        """Take a deadline in."""
        row = line.timed
        begin = self._first_end(row.start_on)
        end = self.last + 1 if row.ended_on is None else self._first_end(row.ended_on)
        if begin >= end:
            return
        _mark(self.active[line.rule_id, team_id, line.caseworker], begin, end)
        if row.due_on is None:
            return
        late_from = max(self._first_end(row.due_on + timedelta(days=1)), begin)
        late_to = end if row.done_on is None else min(self._first_end(row.done_on), end)
        if late_from < late_to:
            _mark(self.overdue[line.rule_id, team_id, line.caseworker], late_from, late_to)

    def _first_end(self, day: date) -> int:
        """Return the first month whose end (or the day of the count) is *day* or later."""
        if day > self.as_of:
            return self.last + 1
        return _number(day)

    def write(self, sums: defaultdict[Cell, Sum]) -> None:
        """Add what stood at the end of each month."""
        for (rule_id, team_id, caseworker), changes in self.active.items():
            for month, count in _running(changes, self.last):
                total = sums[Cell(rule_id, team_id, _month(month), Definition.SNAPSHOT)]
                total.counted[caseworker] += count
                total.kept[caseworker] += count
        for (rule_id, team_id, caseworker), changes in self.overdue.items():
            for month, count in _running(changes, self.last):
                cell = Cell(rule_id, team_id, _month(month), Definition.SNAPSHOT)
                sums[cell].kept[caseworker] -= count


def _mark(changes: Counter[int], begin: int, end: int) -> None:
    changes[begin] += 1
    changes[end] -= 1


def _running(changes: Counter[int], last: int) -> Iterable[tuple[int, int]]:
    """Yield each month with how many there were, where there were any."""
    count = 0
    for month in range(min(changes), last + 1):
        count += changes[month]
        if count:
            yield month, count


def _number(day: date) -> int:
    return day.year * MONTHS_IN_A_YEAR + day.month - 1


def _month(number: int) -> date:
    return add_months(date(1, 1, 1), number - MONTHS_IN_A_YEAR)
