"""An attack on published tables: everything that follows from all of their numbers together.

Every cell is two unknowns, its cases and how many of them are met. What is shown fixes some; what
adds up to a shown total ties others together. A withheld unknown is found out when the equations
leave one value for it (exact, by rank over the rationals), or when the bounds that anybody knows do
(0 <= met <= cases, and at least one case where a cell is said to be withheld).
"""

from collections.abc import Hashable
from fractions import Fraction

from scipy.optimize import linprog


class Attack:
    """Collects what is known; ``found_out`` names the unknowns that are determined."""

    def __init__(self) -> None:
        self.unknowns: dict[Hashable, int] = {}
        self.rows: list[dict[int, Fraction]] = []
        self.values: list[Fraction] = []
        self.withheld: set[Hashable] = set()

    def _of(self, cell, part):
        return self.unknowns.setdefault((cell, part), len(self.unknowns))

    def see(self, cell, met, cases):
        """Take a shown cell in."""
        for part, value in (("met", met), ("cases", cases)):
            self._equation({self._of(cell, part): Fraction(1)}, value)

    def miss(self, cell):
        """Take in that a cell is withheld."""
        self.withheld.add(cell)
        for part in ("met", "cases"):
            self._of(cell, part)

    def leave_open(self, cell):
        """Take in that there may be more, which is neither shown nor said to be withheld."""
        for part in ("met", "cases"):
            self._of(cell, part)

    def add_up(self, total, cells):
        """Take in that *cells* make up *total*."""
        for part in ("met", "cases"):
            row = {self._of(cell, part): Fraction(1) for cell in cells}
            row[self._of(total, part)] = Fraction(-1)
            self._equation(row, 0)

    def same_met(self, cell, other):
        """Take in that as many are met of two cells."""
        self._equation(
            {self._of(cell, "met"): Fraction(1), self._of(other, "met"): Fraction(-1)}, 0
        )
        for one in (cell, other):
            self.leave_open(one)

    def _equation(self, row, value):
        self.rows.append(row)
        self.values.append(Fraction(value))

    def found_out(self):
        return self.by_rank() | self.by_bounds()

    def by_rank(self):
        """Name the withheld unknowns that the equations alone determine."""
        solved = _reduced(self.rows)
        return {
            name
            for name, column in self.unknowns.items()
            if name[0] in self.withheld and any(set(row) == {column} for row in solved)
        }

    def by_bounds(self):
        """Name those whose least and greatest possible values are one."""
        if not self.withheld:
            return set()
        size = len(self.unknowns)
        equations = [[float(row.get(n, 0)) for n in range(size)] for row in self.rows]
        values = [float(value) for value in self.values]
        cells = {cell for cell, _ in self.unknowns}
        below = []
        for cell in cells:  # met - cases <= 0
            line = [0.0] * size
            line[self._of(cell, "met")], line[self._of(cell, "cases")] = 1.0, -1.0
            below.append(line)
        limits = [
            (1 if part == "cases" and cell in self.withheld else 0, None)
            for (cell, part), _ in sorted(self.unknowns.items(), key=lambda item: item[1])
        ]
        known = {"A_ub": below, "b_ub": [0.0] * len(below), "bounds": limits, "method": "highs"}
        known |= {"A_eq": equations or None, "b_eq": values or None}
        found = set()
        for (cell, part), column in self.unknowns.items():
            if cell not in self.withheld:
                continue
            aim = [0.0] * size
            aim[column] = 1.0
            least = linprog(aim, **known)
            most = linprog([-one for one in aim], **known)
            assert least.status == 0
            if most.status == 0 and abs(least.fun + most.fun) < 1e-6:
                found.add((cell, part))
        return found


def _reduced(rows):
    """Bring the equations to reduced echelon form, exactly."""
    done: dict[int, dict[int, Fraction]] = {}
    for row in rows:
        row = dict(row)
        for pivot, other in done.items():
            _subtract(row, other, pivot)
        if not row:
            continue
        pivot = min(row)
        scale = row[pivot]
        row = {column: value / scale for column, value in row.items()}
        for other in done.values():
            _subtract(other, row, pivot)
        done[pivot] = row
    return list(done.values())


def _subtract(row, other, pivot):
    factor = row.get(pivot, Fraction(0))
    for column, value in other.items() if factor else ():
        row[column] = row.get(column, Fraction(0)) - factor * value
        if not row[column]:
            del row[column]
