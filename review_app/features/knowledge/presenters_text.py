"""A note's text as a page: its links lead somewhere or say that they do not, its pictures show."""

from collections.abc import Mapping
from dataclasses import dataclass

from flask import url_for
from flask_babel import gettext as _
from markupsafe import Markup

from review_app.domain.access import Actor
from review_app.domain.learning_notes import Written
from review_app.domain.note_links import labels, linked, pictured
from review_app.features.knowledge import queries_links
from review_app.features.knowledge.queries_links import Target, TargetKind
from review_app.kernel.markdown import to_html
from review_app.models import LearningNote

PAGES = {
    TargetKind.NOTE: "knowledge.show_note",
    TargetKind.STANDARD: "workflow_standards.show_version",
    TargetKind.CRITERION: "checklists.show_version",
}


@dataclass(frozen=True, slots=True)
class Shown:
    """The words of a note, ready to be read."""

    text: Markup
    one_argument: Markup
    other_argument: Markup


def shown(written: Written, targets: Mapping[str, Target]) -> Shown:
    """Return the words as a page shows them."""
    return Shown(
        to_page(written.text, targets),
        to_page(written.one_argument or "", targets),
        to_page(written.other_argument or "", targets),
    )


def shown_note(actor: Actor, note: LearningNote) -> Shown:
    """Return a note as its readers see it."""
    return shown(note.written, queries_links.links_of(actor, note))


def shown_anew(actor: Actor, written: Written) -> Shown:
    """Return words whose links are not kept yet."""
    return shown(written, queries_links.resolve(actor, labels(written.body)))


def to_page(text: str, targets: Mapping[str, Target]) -> Markup:
    """Return Markdown as HTML, with links to *targets* and the note's pictures."""
    text = linked(text, lambda label: _link(label, targets.get(label)))
    text = pictured(text, lambda key: url_for("knowledge.show_picture", key=key))
    return to_html(text, pictures=url_for("knowledge.show_picture", key="0").removesuffix("0"))


def _link(label: str, target: Target | None) -> str:
    if target is None:
        nowhere = _("this link leads nowhere")
        return f"{label} *({nowhere})*"
    address = url_for(PAGES[target.kind], key=target.key, _anchor=target.anchor)
    return f"[{label}]({address})"
