"""The forms of choosing learning cases and of writing, passing on and answering feedback."""

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, HiddenField, SelectField, TextAreaField
from wtforms.fields import SelectChoice
from wtforms.validators import InputRequired, Length

from review_app.domain.access import Actor
from review_app.domain.errors import Conflict, Incomplete
from review_app.features.feedback import queries
from review_app.features.feedback.service import NEEDED, SECTIONS
from review_app.kernel.forms import HouseForm, not_blank
from review_app.models import Case, Feedback

LONGEST = Length(max=20_000, message=_l("Write at most 20,000 characters."))


class ChooseForm(HouseForm):
    """Why a case is worth learning from, and who shall write on it."""

    reason = TextAreaField(
        _l("Why we can learn from this case"), [InputRequired(), not_blank, LONGEST]
    )
    is_exemplary = BooleanField(_l("Good practice worth sharing"))
    author = SelectField(_l("Who writes the feedback"))


class AuthorForm(HouseForm):
    """Who shall write."""

    author = SelectField(_l("Who writes the feedback"), [InputRequired()])


class FeedbackForm(HouseForm):
    """The seven sections of feedback; Markdown."""

    revision = HiddenField()
    done_well = TextAreaField(_l("What was done well"), [LONGEST])
    done_otherwise = TextAreaField(_l("What could have been done otherwise, and why"), [LONGEST])
    rule_and_practice = TextAreaField(_l("Rule and practice"), [LONGEST])
    dilemma = TextAreaField(_l("The dilemma"), [LONGEST])
    way_forward = TextAreaField(_l("The way forward"), [LONGEST])
    question = TextAreaField(_l("A question to you who handle the case"), [LONGEST])
    others_can_learn = TextAreaField(_l("What others can learn"), [LONGEST])

    def texts(self) -> dict[str, str]:
        """Return the sections by name."""
        return {name: self[name].data or "" for name in SECTIONS}

    def show(self, refusal: Conflict | Incomplete) -> None:
        """Say what stands in the way, beside the fields where it can."""
        if isinstance(refusal, Conflict):
            self.form_errors.append(
                _("This was saved somewhere else meanwhile. Both texts are here.")
            )
            return
        for name in refusal.facts["fields"]:  # type: ignore[attr-defined]
            self[name].errors = [_("Write something here before you send it.")]

    def read_revision(self) -> int:
        """Return the revision that was read; 0, which none has, when tampered with."""
        return int(self.revision.data) if str(self.revision.data or "").isdigit() else 0


class NoteForm(HouseForm):
    """What the coordinator says when passing feedback on."""

    note = TextAreaField(_l("Your own words to the caseworker"), [LONGEST])


class DialogueForm(HouseForm):
    """One turn in the talk."""

    text = TextAreaField(_l("Write to each other"), [InputRequired(), not_blank, LONGEST])


class ReflectionForm(HouseForm):
    """What the caseworker takes along."""

    reflection = TextAreaField(_l("What I take with me"), [InputRequired(), not_blank, LONGEST])


def choose_form(actor: Actor, case: Case, draft: Mapping[str, str]) -> ChooseForm:
    """Build the form for making *case* a learning case."""
    form = ChooseForm(data=dict(draft))
    form.author.choices = [
        SelectChoice("", _("I will decide later")),
        *_author_choices(actor, case),
    ]
    return form


def author_form(actor: Actor, case: Case) -> AuthorForm:
    """Build the form for asking somebody to write on *case*."""
    form = AuthorForm()
    form.author.choices = _author_choices(actor, case)
    return form


def _author_choices(actor: Actor, case: Case) -> list[Any]:
    return [
        SelectChoice(
            author.value,
            author.person.name,
            optgroup=author.engagement.title if author.engagement else _("Coordinators"),
        )
        for author in queries.authors(actor, case)
    ]


def feedback_form(feedback: Feedback, draft: Mapping[str, str]) -> FeedbackForm:
    """Build the writing form from what is saved, and over it what is still being written."""
    saved = {name: getattr(feedback, name) for name in SECTIONS}
    form = FeedbackForm(data={**saved, "revision": str(feedback.revision), **draft})
    for name in NEEDED:
        form[name].flags.silent = True  # not called optional: needed before it can be sent
    return form


def section_labels() -> dict[str, str]:
    """Return the names of the sections in order."""
    form = FeedbackForm(formdata=None)
    return {name: str(form[name].label.text) for name in SECTIONS}
