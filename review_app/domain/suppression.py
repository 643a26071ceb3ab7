"""What is withheld together with a small cell, so that it cannot be solved for.

Cells that add up to a published total are withheld in company: what the withheld ones hold together
follows from the total and the others, so together they must be as large as anything that is shown,
be more than one, and leave open what each of them holds. Primary and complementary suppression in
the sense of Hundepool et al., *Statistical Disclosure Control* (2012), ch. 4.
"""

from collections.abc import Collection, Hashable, Iterable, Sequence
from dataclasses import dataclass

from review_app.domain.estimation import is_withheld

TOTAL = "total"


@dataclass(frozen=True, slots=True)
class Part:
    """A cell of a total: *met* of *cases*, handled by *handlers*."""

    code: Hashable
    met: int
    cases: int
    handlers: frozenset[Hashable]

    @property
    def is_small(self) -> bool:
        """Whether the cell by itself is withheld (ruling 6)."""
        return is_small([self])


def is_small(parts: Iterable[Part]) -> bool:
    """Say whether cells together are of under five cases or under three caseworkers."""
    parts = list(parts)
    return is_withheld(
        sum(part.cases for part in parts), len(frozenset().union(*(p.handlers for p in parts)))
    )


def gives_nothing_away(hidden: Collection[Part]) -> bool:
    """Say whether nobody can tell from their sum what any one of the *hidden* cells holds.

    Each is known to hold one case or more, so there must be more cases than cells; and where all
    or none of their cases are met, so are all or none of each.
    """
    if not hidden:
        return True
    cases, met = sum(part.cases for part in hidden), sum(part.met for part in hidden)
    is_open = len(hidden) > 1 and cases > len(hidden) and 0 < met < cases
    return is_open and not is_small(hidden)


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

    >>> three = lambda code, met, cases: Part(code, met, cases, frozenset(code + n for n in "123"))
    >>> sorted(to_suppress([three("a", 5, 9), three("b", 4, 7), three("c", 1, 3)]))
    ['b', 'c']
    """
    counted = [part for part in parts if part.cases]
    found = None
    if not is_small(counted):
        found = with_company(counted, {part.code for part in counted if part.is_small})
    return found if found is not None else frozenset({TOTAL, *(part.code for part in counted)})
