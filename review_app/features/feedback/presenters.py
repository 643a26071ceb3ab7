"""What the pages of feedback show beside the text itself."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _

from review_app.domain.access import Actor, Permission, can, may_ever
from review_app.domain.kinds import EvidenceKind
from review_app.domain.word_difference import Piece, word_difference
from review_app.domain.workflow import FeedbackState
from review_app.features.feedback import forms, queries, queries_guide
from review_app.features.feedback.queries_guide import SECTIONS
from review_app.kernel import drafts
from review_app.kernel.i18n import show_day
from review_app.kernel.words import words
from review_app.kernel.words_difficulty import in_words
from review_app.models import Feedback, FeedbackEvidence, FeedbackVersion, LearningCase

STEPS = {
    FeedbackState.DRAFT: 1,
    FeedbackState.WITH_READER: 1,
    FeedbackState.SENT: 2,
    FeedbackState.IN_DIALOGUE: 3,
    FeedbackState.ACKNOWLEDGED: 4,
    FeedbackState.CLOSED: 5,
}
SEEN_BY_CASEWORKER = (FeedbackState.IN_DIALOGUE, FeedbackState.ACKNOWLEDGED, FeedbackState.CLOSED)


def states(actor: Actor) -> list[tuple[str, str]]:
    """Return the choices of the list's filter: those a reader can meet."""
    if may_ever(actor, Permission.LEARNING_CASE_READ):
        return [(queries.UNASSIGNED, _("Nobody writes yet")), *words(FeedbackState)]
    return [(code, name) for code, name in words(FeedbackState) if code in SEEN_BY_CASEWORKER]


def chosen(actor: Actor, learning_case: LearningCase) -> dict[str, Any]:
    """Return what the page of a learning case needs."""
    feedback = queries.feedback_on(actor, learning_case)
    may_assign = may_ever(actor, Permission.LEARNING_CASE_CHOOSE) and (
        learning_case.feedback is None or learning_case.feedback.state is FeedbackState.DRAFT
    )
    case = learning_case.case
    return {
        "chosen": learning_case,
        "case": case,
        "feedback": feedback,
        "author_form": forms.author_form(actor, case) if may_assign else None,
        "looked_hard": in_words((learning_case.ranked or {}).get("from", {}))
        if may_ever(actor, Permission.LEARNING_CASE_CHOOSE)
        else [],
    }


def texts_of(feedback: Feedback) -> list[tuple[str, str]]:
    """Return the sections that hold something: (name, Markdown)."""
    labels = forms.section_labels()
    return [(labels[n], text) for n in SECTIONS if (text := getattr(feedback, n))]


def evidence_words(evidence: FeedbackEvidence) -> str:
    """Return in one line what in the case is pointed to."""
    if evidence.case_event is not None:
        return f"{show_day(evidence.case_event.happened_on)} {evidence.case_event.activity}"
    quotation = f"“{evidence.quotation}”" if evidence.quotation else ""
    return " ".join(part for part in (quotation, evidence.reference) if part)


def reading(actor: Actor, feedback: Feedback) -> dict[str, Any]:
    """Return what the reading page needs: the sections with text, and the talk if it is open."""
    key = feedback.key
    reads_second = can(actor, Permission.FEEDBACK_READ_SECOND, feedback)
    return {
        "feedback": feedback,
        "case": feedback.learning_case.case,
        "sections": texts_of(feedback) if queries.shows_text(actor, feedback) else None,
        "evidence_words": evidence_words,
        "shows_dialogue": queries.shows_dialogue(actor, feedback),
        "shows_reader": feedback.reader and actor.id in (feedback.author_id, feedback.reader_id),
        "steps": [_("Written"), _("Read by the coordinator"), _("Talked about"), _("Acknowledged")],
        "step": STEPS[feedback.state],
        "second_form": forms.SecondForm(data=drafts.load_draft(actor, f"second/{key}"))
        if reads_second
        else None,
        "note_form": forms.note_form(drafts.load_draft(actor, f"pass-on/{key}")),
        "dialogue_form": forms.DialogueForm(data=drafts.load_draft(actor, f"dialogue/{key}")),
        "reflection_form": forms.ReflectionForm(data=drafts.load_draft(actor, f"reflection/{key}")),
    }


def writing(actor: Actor, form: forms.FeedbackForm, feedback: Feedback) -> dict[str, Any]:
    """Return what the writing page needs; where another version was saved, what stands now.

    The form then carries the revision that stands, so that saving once more is a choice.
    """
    stands = {}
    if form.read_revision() != feedback.revision:
        form.revision.data = str(feedback.revision)
        written = form.texts()
        stands = {n: t for n, one in written.items() if (t := getattr(feedback, n)) != one}
    guide = queries_guide.guide_of(actor, feedback.engagement_id)
    return {
        "form": form,
        "feedback": feedback,
        "case": feedback.learning_case.case,
        "stands": stands,
        "guiding_words": {section.column: text for section, text in guide.words.items()},
        "second_eyes": queries_guide.needs_second_eyes(actor, feedback.engagement_id),
        "evidence_kinds": words(EvidenceKind),
        "evidence_words": evidence_words,
    }


@dataclass(frozen=True, slots=True)
class Saved:
    """One version of feedback, and word by word what it changed of the one before."""

    version: FeedbackVersion
    changes: Sequence[tuple[str, Sequence[Piece]]]


def history(versions: Sequence[FeedbackVersion]) -> list[Saved]:
    """Return the versions, the last first, each held against the one before it."""
    labels = {**forms.section_labels(), "law_references": _("Law references")}
    found = []
    for n, version in enumerate(versions):
        before = versions[n + 1].texts if n + 1 < len(versions) else {}
        pairs = {name: (before.get(name, ""), version.texts.get(name, "")) for name in labels}
        changes = [
            (labels[name], word_difference(old, new))
            for name, (old, new) in pairs.items()
            if old != new
        ]
        found.append(Saved(version, changes))
    return found
