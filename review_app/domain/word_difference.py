"""What differs between two texts, word by word."""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

_WORD = re.compile(r"\s+|\w+|[^\w\s]")


class PieceKind(StrEnum):
    """Whether a piece stands in both texts or in one of them."""

    SAME = "same"
    DELETED = "deleted"
    INSERTED = "inserted"


@dataclass(frozen=True, slots=True)
class Piece:
    """Some words that follow each other, white space and all."""

    kind: PieceKind
    text: str


def word_difference(old: str, new: str) -> list[Piece]:
    """Return the pieces of both texts in reading order; what gave way stands before what came.

    The pieces that are the same or deleted make up *old*, those the same or inserted *new*.

    >>> [(p.kind.value, p.text) for p in word_difference("Held in time?", "Held by week 8?")]
    [('same', 'Held '), ('deleted', 'in time'), ('inserted', 'by week 8'), ('same', '?')]
    """
    before, after = _WORD.findall(old), _WORD.findall(new)
    pieces = []
    for kind, i1, i2, j1, j2 in _steps(before, after):
        if kind == "equal":
            pieces.append(Piece(PieceKind.SAME, "".join(before[i1:i2])))
            continue
        if i2 > i1:
            pieces.append(Piece(PieceKind.DELETED, "".join(before[i1:i2])))
        if j2 > j1:
            pieces.append(Piece(PieceKind.INSERTED, "".join(after[j1:j2])))
    return pieces


def _steps(before: list[str], after: list[str]) -> list[tuple[str, int, int, int, int]]:
    """Return difflib's steps; a lone space between two changes changes with them."""
    merged: list[tuple[str, int, int, int, int]] = []
    for step in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        kind, i1, i2, j1, j2 = step
        is_gap = kind == "equal" and "".join(before[i1:i2]).isspace() and merged
        follows = merged and merged[-1][0] == "replace"
        if (is_gap or kind != "equal") and follows:
            merged[-1] = ("replace", merged[-1][1], i2, merged[-1][3], j2)
        else:
            merged.append(step if kind == "equal" else ("replace", i1, i2, j1, j2))
    return merged
