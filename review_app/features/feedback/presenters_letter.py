"""Feedback as a letter on paper."""

from collections.abc import Iterator

from flask_babel import gettext as _

from review_app.domain.access import Actor
from review_app.features.feedback import presenters, queries
from review_app.kernel.documents import Document, Facts, Heading, Paragraph, Part, Points, Written
from review_app.kernel.i18n import show_moment
from review_app.models import Feedback


def letter(actor: Actor, feedback: Feedback) -> Document:
    """Return the letter of feedback the actor may read, in the reader's language."""
    name = queries.name_of_case(actor, feedback.learning_case.case)
    return Document(
        _("Feedback on case %(name)s", name=name),
        _("Written by %(name)s", name=feedback.author.name),
        tuple(_parts(actor, feedback)),
        foot=_("This feedback is for learning. It is no part of any figure."),
    )


def _parts(actor: Actor, feedback: Feedback) -> Iterator[Part]:
    yield Paragraph(
        _(
            "Thank you for the work you put into this case. The feedback is meant as help, and "
            "your view of it counts."
        )
    )
    yield Facts(((_("Sent"), show_moment(feedback.sent_at) or "–"),))
    if feedback.coordinator_note and queries.shows_dialogue(actor, feedback):
        yield Heading(_("The coordinator's words"))
        yield Written(feedback.coordinator_note)
    for label, text in presenters.texts_of(feedback):
        yield Heading(label)
        yield Written(text)
    if laws := [line.strip() for line in feedback.law_references.splitlines() if line.strip()]:
        yield Heading(_("Law references"))
        yield Points(tuple(laws))
    if feedback.evidence:
        yield Heading(_("What it rests on"))
        yield Points(tuple(presenters.evidence_words(one) for one in feedback.evidence))
