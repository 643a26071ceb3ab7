"""Whether the list of cases to draw among holds every case that it should."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

SEPARATOR = re.compile(r"[;,\t]")


@dataclass(frozen=True, slots=True)
class Completeness:
    """A frame held against a list from elsewhere.

    ``missing`` are expected but not in the frame, ``unexpected`` in the frame but not expected;
    ``repeated`` counts lines of the list that named a case again.
    """

    expected: int
    there: int
    missing: tuple[str, ...]
    unexpected: tuple[str, ...]
    repeated: int = 0

    @property
    def difference(self) -> int:
        """How many cases the frame has more (or, negative, fewer) than expected."""
        return self.there - self.expected


def read_numbers(text: str) -> list[str]:
    """Return the case numbers of a list: the first cell of each line, a heading left out.

    The first line is a heading when its cell holds no digit.
    """
    cells = [SEPARATOR.split(line, maxsplit=1)[0].strip().strip("\"'") for line in text.split("\n")]
    numbers = [cell for cell in (cell.strip() for cell in cells) if cell]
    return numbers[1:] if numbers and not any(map(str.isdigit, numbers[0])) else numbers


def compare(expected: Iterable[str], there: Iterable[str]) -> Completeness:
    """Hold the case numbers of a frame against those that were expected."""
    listed, in_frame = list(expected), set(there)
    wanted = set(listed)
    return Completeness(
        len(wanted),
        len(in_frame),
        tuple(sorted(wanted - in_frame)),
        tuple(sorted(in_frame - wanted)),
        len(listed) - len(wanted),
    )
