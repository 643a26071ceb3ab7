"""How notes are put to readers."""

import re
from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from flask_babel import gettext as _
from flask_babel import ngettext
from markupsafe import Markup, escape
from werkzeug.datastructures import MultiDict

from review_app.domain.access import Actor
from review_app.domain.errors import Refusal
from review_app.domain.kinds import NoteKind
from review_app.domain.learning_notes import standing
from review_app.domain.note_links import linked, without_pictures
from review_app.domain.workflow import LearningNoteState
from review_app.features.knowledge import queries
from review_app.features.knowledge.queries import Facet, Wanted
from review_app.kernel import clock
from review_app.kernel.i18n import in_language
from review_app.kernel.markdown import to_html
from review_app.kernel.search import highlighted
from review_app.kernel.words import word
from review_app.models import LearningNote

EXCERPT = 180
SCREENED = (LearningNoteState.DRAFT, LearningNoteState.IN_REVIEW, LearningNoteState.STALE)


def wanted(arguments: MultiDict[str, str]) -> Wanted:
    """Read the filters out of an address; what makes no sense asks for nothing."""
    state = arguments.get("state", "")
    return Wanted(
        words=arguments.get("q", "").strip()[:200],
        state=state if state in set(LearningNoteState) else "",
        kind=kind if (kind := arguments.get("kind", "")) in set(NoteKind) else "",
        topic=arguments.get("topic", "")[:40],
        profession=arguments.get("profession", "")[:200],
        criterion=arguments.get("criterion", "")[:40],
        unread=arguments.get("unread") == "1",
        after=arguments.get("after") or None,
    )


def state_choices(counts: Mapping[LearningNoteState, int]) -> list[tuple[str, str]]:
    """Return the states as choices of a filter, with how many notes each leaves."""
    return [(state.value, f"{word(state)} ({count})") for state, count in counts.items()]


def filters(actor: Actor) -> dict[str, list[tuple[str, str]]]:
    """Return the choices of every filter, each with how many notes it leaves."""
    kinds, topics = queries.kinds_with_counts(actor), queries.topics_with_counts(actor)
    meant = queries.professions_with_counts(actor)
    return {
        "states": state_choices(queries.states_with_counts(actor)),
        "criteria": criterion_choices(queries.criteria_with_counts(actor)),
        "kinds": [(kind.value, f"{word(kind)} ({count})") for kind, count in kinds.items()],
        "topics": [(t.key, f"{in_language(t, 'name')} ({count})") for t, count in topics],
        "professions": [(name, f"{name} ({count})") for name, count in meant.items()],
    }


def criterion_choices(facets: Iterable[Facet]) -> list[tuple[str, str]]:
    """Return the criteria as choices of a filter."""
    labels = [(f.criterion.code, in_language(f.criterion, "question"), f.count) for f in facets]
    return [(code, f"{code} · {_shortened(text, 70)} ({count})") for code, text, count in labels]


def state_now(note: LearningNote) -> LearningNoteState:
    """Return where the note stands today, its date considered."""
    return standing(note.state, note.review_by_on, today=clock.today())


@dataclass(frozen=True, slots=True)
class Line:
    """A note in a list."""

    note: LearningNote
    state: LearningNoteState
    title: Markup
    excerpt: Markup
    day: date
    is_read: bool


def lines(notes: Iterable[LearningNote], read: Container[int], words: str = "") -> list[Line]:
    """Return notes as a list shows them, with the *words* looked for marked.

    :param read: the ids of those the reader has read.
    """
    return [
        Line(
            note,
            state_now(note),
            marked(note.title, words),
            marked(excerpt(note, words), words),
            (note.published_at or note.written_at).astimezone(clock.ZONE).date(),
            note.id in read,
        )
        for note in notes
    ]


def excerpt(note: LearningNote, words: str = "") -> str:
    """Return how a note begins, or where it first holds one of *words*, without its Markdown."""
    text = re.sub(r"^#+ .*$", "", without_pictures(note.text, str), flags=re.MULTILINE)
    plain = to_html(linked(text, str)).striptags()
    first = next(iter(highlighted(plain, words)))[0] if words else plain
    if len(first) < EXCERPT - 60 or len(first) == len(plain):
        return _shortened(plain, EXCERPT)
    start = plain.rfind(" ", 0, len(first) - 60) + 1
    return f"… {_shortened(plain[start:], EXCERPT)}"


def marked(text: str, words: str) -> Markup:
    """Return *text* with every form of *words* marked."""
    pieces = highlighted(text, words) if words else [(text, False)]
    return Markup("").join(
        Markup("<mark>{}</mark>").format(piece) if is_hit else escape(piece)
        for piece, is_hit in pieces
    )


def _shortened(text: str, most: int) -> str:
    if len(text) <= most:
        return text
    return re.sub(r"\W+\w*$", "", text[:most]) + " …"


def is_screened(note: LearningNote) -> bool:
    """Say whether the note's page shows what the personal-data screen found."""
    return state_now(note) in SCREENED


def stale_in_words(note: LearningNote) -> str:
    """Say why a note is to be confirmed."""
    because = note.stale_because or {}
    reasons = []
    if codes := because.get("criteria"):
        reasons.append(_("criteria it is about were changed: %(codes)s", codes=", ".join(codes)))
    if laws := because.get("laws"):
        reasons.append(_("the law it rests on was changed: %(laws)s", laws="; ".join(laws)))
    why = _(" and ").join(reasons) or _("its review-by date has passed")
    return str(_("This note is to be confirmed: %(why)s. Read it with that in mind.", why=why))


def leads_back_in_words(refusal: Refusal) -> str:
    """Name what of somebody's words may lead back to a citizen."""
    hits = refusal.facts.get("hits")
    found = ", ".join(f"“{hit}”" for hit in hits) if isinstance(hits, list) else ""
    return str(_("This may lead back to a citizen: %(found)s. Leave it out.", found=found))


def hits_in_words(refusal: Refusal) -> str:
    """Say what keeps the note from being read by all."""
    hits = refusal.facts.get("hits")
    count = len(hits) if isinstance(hits, list) else 0
    return " ".join(
        [
            ngettext(
                "%(num)s place in the note may lead back to a person.",
                "%(num)s places in the note may lead back to a person.",
                count,
            ),
            _("Change the text, or say for each why it leads back to nobody."),
        ]
    )
