"""What is withheld together with a small cell, so that it cannot be solved for.

Cells that add up to a published total are withheld in company: what the withheld ones hold together
follows from the total and the others, so together they must be as large as anything that is shown,
be more than one, and leave open what each of them holds. Primary and complementary suppression in
the sense of Hundepool et al., *Statistical Disclosure Control* (2012), ch. 4.
"""

from collections import Counter
from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from review_app.domain.estimation import is_withheld

TOTAL = "total"
Tally = tuple[int, int]  # how many are met, of how many cases


@dataclass(frozen=True, slots=True)
class Part:
    """A cell of a total, with what each of its caseworkers holds of it."""

    code: Hashable
    handlers: Mapping[Hashable, Tally]

    @property
    def met(self) -> int:
        """How many of its cases are met."""
        return sum(met for met, _ in self.handlers.values())

    @property
    def cases(self) -> int:
        """How many cases it is of."""
        return sum(cases for _, cases in self.handlers.values())

    @property
    def is_small(self) -> bool:
        """Whether the cell by itself is withheld (ruling 6)."""
        return is_small([self])


def part_of(code: Hashable, rows: Iterable[tuple[Hashable, bool]]) -> Part:
    """Return the cell that single cases make: whose each is, and whether it is met."""
    met: Counter[Hashable] = Counter()
    cases: Counter[Hashable] = Counter()
    for handler, is_met in rows:
        met[handler] += is_met
        cases[handler] += 1
    return Part(code, {handler: (met[handler], count) for handler, count in cases.items()})


def is_small(parts: Iterable[Part]) -> bool:
    """Say whether cells together are of under five cases or under three caseworkers."""
    parts = list(parts)
    return is_withheld(
        sum(part.cases for part in parts), len({who for part in parts for who in part.handlers})
    )


def gives_nothing_away(hidden: Collection[Part]) -> bool:
    """Say whether nobody can tell from their sum what any one of the *hidden* cells holds.

    Neither can somebody who handled some of the cases, and takes their own away.
    """
    if not hidden:
        return True
    insiders = {who for part in hidden for who in part.handlers}
    return (
        not is_small(hidden)
        and _is_open([(part.met, part.cases) for part in hidden])
        and all(_is_open([_without(part, who) for part in hidden]) for who in insiders)
    )


def _without(part: Part, who: Hashable) -> Tally:
    met, cases = part.handlers.get(who, (0, 0))
    return part.met - met, part.cases - cases


def _is_open(tallies: Iterable[Tally]) -> bool:
    """Say whether a sum leaves open what its cells hold.

    Each is known to hold one case or more, so there must be more cases than cells; and where all
    or none of their cases are met, so are all or none of each.
    """
    cells = [tally for tally in tallies if tally[1]]
    met, cases = sum(met for met, _ in cells), sum(cases for _, cases in cells)
    return len(cells) > 1 and cases > len(cells) and 0 < met < cases


def with_company(parts: Sequence[Part], closed: Collection[Hashable]) -> frozenset[Hashable] | None:
    """Return the *closed* cells and those that must go with them, the smallest first.

    :returns: ``None`` when not even all of them together would do.
    """
    hidden = [part for part in parts if part.code in closed]
    left = sorted(
        (part for part in parts if part.code not in closed),
        key=lambda part: (part.cases, str(part.code)),
    )
    while not gives_nothing_away(hidden):
        if not left:
            return None
        hidden.append(left.pop(0))
    return frozenset(part.code for part in hidden)


def to_suppress(parts: Iterable[Part]) -> frozenset[Hashable]:
    """Return which cells of one total are withheld, and :data:`TOTAL` where it is, too.

    Cells without a case are no cells here: of no case there is nothing to find out.

    >>> def three(code, met, cases):
    ...     return part_of(code, [(f"{code}{n % 3}", n < met) for n in range(cases)])
    >>> sorted(to_suppress([three("a", 5, 9), three("b", 4, 7), three("c", 1, 3)]))
    ['b', 'c']
    """
    counted = [part for part in parts if part.cases]
    found = None
    if not is_small(counted):
        found = with_company(counted, {part.code for part in counted if part.is_small})
    return found if found is not None else frozenset({TOTAL, *(part.code for part in counted)})


def total_gives_away(parts: Iterable[Part]) -> bool:
    """Say whether a total that is large enough by itself must be withheld for its cells' sake."""
    parts = list(parts)
    return not is_small(parts) and TOTAL in to_suppress(parts)
