"""What the pages of feedback show beside the text itself."""

from typing import Any

from flask_babel import gettext as _

from review_app.domain.access import Actor, Permission, may_ever
from review_app.domain.workflow import FeedbackState
from review_app.features.feedback import forms, queries
from review_app.features.feedback.service import SECTIONS
from review_app.kernel import drafts
from review_app.kernel.words import words
from review_app.models import Feedback, LearningCase

ORDER = list(FeedbackState)


def states() -> list[tuple[str, str]]:
    """Return the choices of the list's filter."""
    return [(queries.UNASSIGNED, _("Nobody writes yet")), *words(FeedbackState)]


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
    }


def reading(actor: Actor, feedback: Feedback) -> dict[str, Any]:
    """Return what the reading page needs: the sections with text, and the talk if it is open."""
    labels = forms.section_labels()
    key = feedback.key
    return {
        "feedback": feedback,
        "case": feedback.learning_case.case,
        "sections": [(labels[n], text) for n in SECTIONS if (text := getattr(feedback, n))]
        if queries.shows_text(actor, feedback)
        else None,
        "shows_dialogue": queries.shows_dialogue(actor, feedback),
        "steps": [_("Written"), _("Read by the coordinator"), _("Talked about"), _("Acknowledged")],
        "step": ORDER.index(feedback.state) + 1,
        "note_form": forms.NoteForm(data=drafts.load_draft(actor, f"pass-on/{key}")),
        "dialogue_form": forms.DialogueForm(data=drafts.load_draft(actor, f"dialogue/{key}")),
        "reflection_form": forms.ReflectionForm(data=drafts.load_draft(actor, f"reflection/{key}")),
    }


def writing(form: forms.FeedbackForm, feedback: Feedback) -> dict[str, Any]:
    """Return what the writing page needs; where another version was saved, what stands now.

    The form then carries the revision that stands, so that saving once more is a choice.
    """
    stands = {}
    if form.read_revision() != feedback.revision:
        form.revision.data = str(feedback.revision)
        stands = {n: t for n in SECTIONS if (t := getattr(feedback, n)) != (form[n].data or "")}
    return {
        "form": form,
        "feedback": feedback,
        "case": feedback.learning_case.case,
        "stands": stands,
    }
