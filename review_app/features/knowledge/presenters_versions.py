"""What changed in a note from version to version, word by word."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import lazy_gettext as _l

from review_app.domain.access import Actor
from review_app.domain.learning_notes import Written
from review_app.domain.word_difference import Piece, word_difference
from review_app.features.knowledge import queries_writing
from review_app.models import LearningNote, NoteVersion

FIELD_NAMES = {
    "title": _l("Title"),
    "text": _l("Text"),
    "one_argument": _l("The one argument"),
    "other_argument": _l("The other argument"),
    "law_reference": _l("Law reference"),
}


@dataclass(frozen=True, slots=True)
class Change:
    """A version, and how it differs from the one before it, part by part; none for the first."""

    version: NoteVersion
    parts: Sequence[tuple[object, list[Piece]]] | None


def changes(actor: Actor, note: LearningNote) -> list[Change]:
    """Return the versions the actor may read, the newest first, each beside the one before."""
    versions = queries_writing.list_versions(actor, note)
    earlier: list[NoteVersion | None] = [*versions[1:], None]
    return [
        Change(version, difference(before.written, version.written) if before else None)
        for version, before in zip(versions, earlier, strict=True)
    ]


def difference(before: Written, after: Written) -> list[tuple[object, list[Piece]]]:
    """Return the parts that differ, with their pieces."""
    return [
        (name, word_difference(getattr(before, part) or "", getattr(after, part) or ""))
        for part, name in FIELD_NAMES.items()
        if getattr(before, part) != getattr(after, part)
    ]
