"""Notes as files: Markdown with their pictures, and documents to print."""

from collections.abc import Mapping, Sequence
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

from flask_babel import gettext as _

from review_app.domain.access import Actor
from review_app.domain.note_links import linked, pictured, without_pictures
from review_app.domain.pictures import EXTENSIONS
from review_app.features.knowledge import presenters, queries_pictures
from review_app.kernel import clock, uploads
from review_app.kernel.documents import Document, Facts, Heading, Part, Written
from review_app.kernel.i18n import show_day as day
from review_app.kernel.typesetting import typeset
from review_app.kernel.words import word
from review_app.models import LearningNote, NotePicture


def as_markdown(actor: Actor, note: LearningNote) -> bytes:
    """Return a note and its pictures as a zip of Markdown."""
    return _zip([note], queries_pictures.pictures_of(actor, [note]), {})


def as_pdf(_actor: Actor, notes: Sequence[LearningNote]) -> bytes:
    """Return notes as one accessible document; a picture stands there in words."""
    parts: list[Part] = []
    for note in notes:
        if len(notes) > 1:
            parts.append(Heading(note.title))
        parts += _parts(note)
    title = notes[0].title if len(notes) == 1 else _("Knowledge")
    foot = _("Printed %(day)s. What is newest stands in the knowledge base.", day=_today())
    return typeset(
        Document(title, word(notes[0].kind) if len(notes) == 1 else "", tuple(parts), foot)
    )


def whole_base(actor: Actor, notes: Sequence[LearningNote]) -> bytes:
    """Return all these notes as a zip: a Markdown file for each, pictures, one PDF of all."""
    pictures = queries_pictures.pictures_of(actor, notes)
    more = {"knowledge.pdf": as_pdf(actor, notes)} if notes else {}
    return _zip(notes, pictures, more)


def _zip(
    notes: Sequence[LearningNote], pictures: Sequence[NotePicture], more: Mapping[str, bytes]
) -> bytes:
    file = BytesIO()
    names = {picture.key: _picture_name(picture) for picture in pictures}
    titles = {note.title: f"{note.key}.md" for note in notes}
    with ZipFile(file, "w", ZIP_DEFLATED) as folder:
        for note in notes:
            folder.writestr(f"{note.key}.md", _markdown(note, titles, names))
        for picture in pictures:
            folder.writestr(names[picture.key], uploads.read(picture.file_name))
        for name, content in more.items():
            folder.writestr(name, content)
    return file.getvalue()


def _picture_name(picture: NotePicture) -> str:
    return f"pictures/{picture.key}.{EXTENSIONS[picture.media_type]}"


def _markdown(note: LearningNote, titles: Mapping[str, str], names: Mapping[str, str]) -> str:
    facts = "\n".join(f"- **{name}**: {value}" for name, value in _facts(note))
    body = linked(
        _whole(note), lambda label: f"[{label}]({titles[label]})" if label in titles else label
    )
    body = pictured(body, lambda key: names.get(key, ""))
    return f"# {note.title}\n\n{facts}\n\n{body}\n"


def _parts(note: LearningNote) -> list[Part]:
    words = linked(_whole(note), lambda label: label)
    shown = without_pictures(words, lambda alt: _("(Picture: %(words)s)", words=alt))
    return [Facts(tuple(_facts(note))), Written(shown)]


def _whole(note: LearningNote) -> str:
    parts = [note.text]
    if note.one_argument:
        parts.append(f"## {_('The one argument')}\n\n{note.one_argument}")
    if note.other_argument:
        parts.append(f"## {_('The other argument')}\n\n{note.other_argument}")
    return "\n\n".join(parts)


def _facts(note: LearningNote) -> list[tuple[str, str]]:
    facts = [
        (_("Kind"), word(note.kind)),
        (_("State"), word(presenters.state_now(note))),
        (_("Law reference"), note.law_reference or ""),
        (_("Criteria"), ", ".join(sorted(line.criterion.code for line in note.criteria))),
        (_("To be looked at again by"), day(note.review_by_on) if note.review_by_on else ""),
    ]
    return [(name, value) for name, value in facts if value]


def _today() -> str:
    return day(clock.today())
