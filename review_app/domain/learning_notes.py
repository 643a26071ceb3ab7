"""How long a learning note stands, what makes it stale, and what keeps it from being published."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from review_app.domain.kinds import NoteKind
from review_app.domain.note_screen import Hit, HitKind, screen
from review_app.domain.workflow import LearningNoteState


@dataclass(frozen=True, slots=True)
class Written:
    """The words of a note: all that another person looks at before readers see it."""

    NAMES: ClassVar = ("title", "text", "one_argument", "other_argument", "law_reference")
    title: str
    text: str
    one_argument: str | None = None
    other_argument: str | None = None
    law_reference: str | None = None

    @property
    def body(self) -> str:
        """Everything but the title."""
        parts = (self.text, self.one_argument, self.other_argument, self.law_reference)
        return "\n\n".join(part for part in parts if part)


@dataclass(frozen=True, slots=True)
class Filed:
    """Where a note is found and until when it stands; changed at once, unlike its words."""

    kind: NoteKind = NoteKind.LEARNING_NOTE
    criterion_keys: Collection[str] = ()
    topic_keys: Collection[str] = ()
    profession: str | None = None
    review_by_on: date | None = None


@dataclass(frozen=True, slots=True)
class Wording:
    """What a criterion says and rests on: a change of it makes the notes about it stale."""

    question_da: str
    question_en: str
    law_reference: str | None


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text, with the hit it is, if it is one, and whether that hit still stands."""

    text: str
    hit: Hit | None = None
    stands: bool = False


@dataclass(frozen=True, slots=True)
class Screening:
    """What the personal-data screen found in a note, in its place."""

    title: tuple[Piece, ...]
    text: tuple[Piece, ...]

    @property
    def hits(self) -> tuple[Hit, ...]:
        """The hits that still stand, each wording once."""
        standing = [p.hit for p in (*self.title, *self.text) if p.hit and p.stands]
        return tuple({folded(hit.text): hit for hit in reversed(standing)}.values())[::-1]

    @property
    def is_clear(self) -> bool:
        """Whether nothing keeps the note from being published."""
        return not self.hits


def standing(
    state: LearningNoteState, review_by_on: date | None, *, today: date
) -> LearningNoteState:
    """Return where a note really stands: a published one is stale after its review-by date.

    The date decides when it is read, so no job needs to run for a note to grow old.
    """
    is_over = review_by_on is not None and review_by_on < today
    if state is LearningNoteState.PUBLISHED and is_over:
        return LearningNoteState.STALE
    return state


def next_review_by(today: date) -> date:
    """Return the local day until which a note may stand unconfirmed: the same day next year.

    >>> next_review_by(date(2028, 2, 29))
    datetime.date(2029, 2, 28)
    """
    is_leap_day = (today.month, today.day) == (2, 29)
    return today.replace(year=today.year + 1, day=28 if is_leap_day else today.day)


def changed_codes(before: Mapping[str, Wording], after: Mapping[str, Wording]) -> frozenset[str]:
    """Return the codes of criteria that a new checklist version words otherwise, or drops."""
    return frozenset(code for code, wording in before.items() if after.get(code) != wording)


def changed_laws(before: Mapping[str, Wording], after: Mapping[str, Wording]) -> frozenset[str]:
    """Return the law references that criteria rested on and, newly worded, rest on no more."""
    still = {wording.law_reference for wording in after.values()}
    cited = {wording.law_reference for wording in before.values()} - still
    return frozenset(law for law in cited if law)


def cited_laws(law_reference: str | None) -> frozenset[str]:
    """Return the single references of a note's law reference.

    >>> sorted(cited_laws("SDL § 13 a; FVL § 24, "))
    ['FVL § 24', 'SDL § 13 a']
    """
    parts = (law_reference or "").replace(",", ";").split(";")
    return frozenset(" ".join(part.split()) for part in parts if part.strip())


def folded(hit_text: str) -> str:
    """Return a hit's wording as overrides compare it: capitals and spaces do not matter."""
    return " ".join(hit_text.casefold().split())


def screen_note(
    title: str,
    text: str,
    *,
    names: Iterable[str],
    case_numbers: Iterable[str],
    overridden: Collection[str],
) -> Screening:
    """Screen title and text; a hit in *overridden* is shown but does not stand.

    :param overridden: wordings that a person has said are no hits. A personal number cannot be
        overridden.
    """
    names, case_numbers = tuple(names), tuple(case_numbers)
    said = {folded(wording) for wording in overridden}
    found = [
        _pieces(part, screen(part, names=names, case_numbers=case_numbers), said)
        for part in (title, text)
    ]
    return Screening(*found)


def _pieces(text: str, hits: Iterable[Hit], overridden: Collection[str]) -> tuple[Piece, ...]:
    pieces, at = [], 0
    for hit in hits:
        stands = hit.kind is HitKind.CPR or folded(hit.text) not in overridden
        pieces += [Piece(text[at : hit.start]), Piece(hit.text, hit, stands)]
        at = hit.end
    return tuple(piece for piece in (*pieces, Piece(text[at:])) if piece.text)
