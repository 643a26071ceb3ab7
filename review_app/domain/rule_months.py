"""The monthly summary of deadlines: per rule, team and definition, in one pass over all of them.

Pages read the summary, never the deadlines themselves. The last month ends on the day of the
count; every other month is counted as it had stood when it ended.
"""

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from review_app.domain.deadline_rules import MONTHS_IN_A_YEAR, add_months
from review_app.domain.rule_figures import Timed, counted
from review_app.domain.suppression import Part, total_gives_away
from review_app.domain.timeliness import Definition

HOUSE = 0  # stands for all teams, and for cases that have none
BY_DAY = tuple(d for d in Definition if d is not Definition.SNAPSHOT)


@dataclass(frozen=True, slots=True)
class Line:
    """One deadline with what it is summed by; ``caseworker`` only tells one from another."""

    rule_id: int
    team_id: int | None
    caseworker: Hashable
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
    kept: Counter[Hashable] = field(default_factory=Counter)
    counted: Counter[Hashable] = field(default_factory=Counter)
    gives_away: bool = False

    @property
    def numerator(self) -> int:
        """How many were kept."""
        return self.kept.total()

    @property
    def denominator(self) -> int:
        """Of how many."""
        return self.counted.total()


def by_month(lines: Iterable[Line], *, as_of: date) -> Mapping[Cell, Sum]:
    """Sum the deadlines by month; a deadline of a team counts for the house too."""
    sums: defaultdict[Cell, Sum] = defaultdict(Sum)
    standings = _Standings(as_of)
    teams_of: defaultdict[int, set[int]] = defaultdict(set)
    for line in lines:
        teams = {HOUSE, line.team_id or HOUSE}
        teams_of[line.rule_id] |= teams - {HOUSE}
        for team_id in teams:
            for definition in BY_DAY:
                _add(sums, line, definition, team_id=team_id, as_of=as_of)
            if not line.timed.is_exempt:
                standings.add(line, team_id)
    standings.write(sums)
    for cell, total in sums.items():
        if cell.team_id == HOUSE:
            total.gives_away = total_gives_away(_parts(sums, cell, teams_of[cell.rule_id]))
    return sums


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
        self.active: defaultdict[tuple[int, int, Hashable], Counter[int]] = defaultdict(Counter)
        self.overdue: defaultdict[tuple[int, int, Hashable], Counter[int]] = defaultdict(Counter)

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
