"""Which known words somebody may have meant who typed a word that nobody has written.

Two words are alike when one becomes the other by a few edits: a letter too many, one too few, a
wrong one, two in the wrong order. To find the alike ones among many without comparing with each,
both are reduced to *shapes*: what is left when letters are taken away. Words one edit apart share a
shape (W. Garbe, "Symmetric Delete spelling correction", 2012).
"""

from collections.abc import Collection
from itertools import combinations

SHORTEST = 5  # shorter words have too many neighbours
LONG = 8  # from here on two edits are forgiven
LONGEST = 40  # a longer one is no word that anybody would type again
MOST_WORDS = 4


def shapes(word: str, *, deletions: int) -> set[str]:
    """Return *word* and what is left of it without up to *deletions* of its letters.

    >>> sorted(shapes("sag", deletions=1))
    ['ag', 'sa', 'sag', 'sg']
    """
    kept = {word}
    for count in range(1, min(deletions, len(word) - 1) + 1):
        kept |= {"".join(left) for left in combinations(word, len(word) - count)}
    return kept


def forgiven(word: str) -> int:
    """Return how many edits a word of this length may be away from a known one."""
    if not SHORTEST <= len(word) <= LONGEST or any(letter.isdigit() for letter in word):
        return 0
    return 2 if len(word) >= LONG else 1


def edits(one: str, other: str) -> int:
    """Count the letters to add, leave out, replace or swap with their neighbour.

    The restricted Damerau-Levenshtein distance (F. Damerau, CACM 7 (1964) 171-176).

    >>> edits("afgørelse", "afgørlese"), edits("samtale", "samtaler")
    (1, 1)
    """
    before: list[int] = []
    above = list(range(len(other) + 1))
    for i, letter in enumerate(one, start=1):
        row = [i]
        for j, facing in enumerate(other, start=1):
            cost = min(above[j] + 1, row[j - 1] + 1, above[j - 1] + (letter != facing))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == facing:
                cost = min(cost, before[j - 2] + 1)
            row.append(cost)
        before, above = above, row
    return above[-1]


def closest(word: str, known: Collection[str]) -> list[str]:
    """Return the *known* words that *word* may stand for, the nearest first, at most four."""
    near = [(edits(word, other), other) for other in known]
    return [other for away, other in sorted(near) if away <= forgiven(word)][:MOST_WORDS]
