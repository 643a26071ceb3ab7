"""The words that stand in the search index, kept so that a mistyped one still finds them.

A word stays here when the last text that held it is gone: it then leads to nothing, which is
what the search would have said anyway.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping

from sqlalchemy import Index, String, select, text
from sqlalchemy.orm import Mapped, mapped_column

from review_app.domain.spelling import LONGEST, SHORTEST, closest, forgiven, shapes
from review_app.kernel.db import Table, db

AT_ONCE = 500  # words, fewer than either database takes parameters


class SpellingShape(Table):
    """A word of the index with one letter left out, or as it is."""

    __tablename__ = "spelling_shape"
    __table_args__ = (Index(None, "word"),)
    is_evidence = False
    shape: Mapped[str] = mapped_column(String(LONGEST), primary_key=True)
    word: Mapped[str] = mapped_column(String(LONGEST), primary_key=True)


def remember(words: Iterable[str]) -> None:
    """Keep the words that are new; part of the caller's unit of work."""
    kept = {word for word in words if SHORTEST <= len(word) <= LONGEST and word.isalpha()}
    ordered = sorted(kept)
    for start in range(0, len(ordered), AT_ONCE):
        _remember(ordered[start : start + AT_ONCE])


def _remember(words: list[str]) -> None:
    known = select(SpellingShape.word).where(
        SpellingShape.shape.in_(words), SpellingShape.shape == SpellingShape.word
    )
    rows = [
        {"shape": shape, "word": word}
        for word in sorted({*words} - set(db.session.scalars(known)))
        for shape in sorted(shapes(word, deletions=1))
    ]
    if rows:  # two people may write the same new word at once
        enter = "INSERT INTO spelling_shape (shape, word) VALUES (:shape, :word)"
        db.session.execute(text(f"{enter} ON CONFLICT DO NOTHING"), rows)


def meant(words: Iterable[str]) -> Mapping[str, list[str]]:
    """Return the words of the index that each unknown one may stand for, the nearest first."""
    shapes_of = {word: shapes(word, deletions=forgiven(word)) for word in words if forgiven(word)}
    if not shapes_of:
        return {}
    rows = db.session.execute(
        select(SpellingShape.shape, SpellingShape.word).where(
            SpellingShape.shape.in_(set().union(*shapes_of.values()))
        )
    )
    words_of: dict[str, set[str]] = defaultdict(set)
    for shape, word in rows:
        words_of[shape].add(word)
    found = {}
    for asked, its_shapes in shapes_of.items():
        near = set().union(*(words_of[shape] for shape in its_shapes))
        if asked not in near:
            found[asked] = closest(asked, near)
    return found
