"""The forms of choosing learning cases and of writing, passing on and answering feedback."""

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, DateField, HiddenField, SelectField, TextAreaField
from wtforms.fields import SelectChoice
from wtforms.validators import InputRequired, Length, Optional

from review_app.domain.access import Actor
from review_app.domain.calendar import add_working_days
from review_app.domain.errors import Conflict, Incomplete, Invalid
from review_app.domain.kinds import EvidenceKind, FeedbackSection
from review_app.features.feedback import queries
from review_app.features.feedback.queries_guide import Guide
from review_app.features.feedback.service import TEXTS
from review_app.kernel import clock
from review_app.kernel.forms import HouseForm, not_blank
from review_app.kernel.holidays import holidays_around
from review_app.kernel.words import word
from review_app.models import Case, Feedback

ANSWER_WORKING_DAYS = 10
LONGEST = Length(max=20_000, message=_l("Write at most 20,000 characters."))


class ChooseForm(HouseForm):
    """Why a case is worth learning from, and who shall write on it."""

    reason = TextAreaField(
        _l("Why we can learn from this case"), [InputRequired(), not_blank, LONGEST]
    )
    is_exemplary = BooleanField(_l("Good practice worth sharing"))
    author = SelectField(_l("Who writes the feedback"))
    due_on = DateField(_l("To be written no later than"), [Optional()])


class AuthorForm(HouseForm):
    """Who shall write."""

    author = SelectField(_l("Who writes the feedback"), [InputRequired()])
    due_on = DateField(_l("To be written no later than"), [Optional()])


class FeedbackForm(HouseForm):
    """The sections of feedback; Markdown. What is not asked for is left out."""

    revision = HiddenField()
    done_well = TextAreaField(_l("What was done well"), [LONGEST])
    done_otherwise = TextAreaField(_l("What could have been done otherwise, and why"), [LONGEST])
    rule_and_practice = TextAreaField(_l("Rule and practice"), [LONGEST])
    dilemma = TextAreaField(_l("The dilemma"), [LONGEST])
    way_forward = TextAreaField(_l("The way forward"), [LONGEST])
    question = TextAreaField(_l("A question to you who handle the case"), [LONGEST])
    others_can_learn = TextAreaField(_l("What others can learn"), [LONGEST])
    law_references = TextAreaField(_l("Law references"), [Length(max=2000)])

    def texts(self) -> dict[str, str]:
        """Return what the form asks for, by name."""
        return {name: self[name].data or "" for name in TEXTS if name in self}

    def show(self, refusal: Conflict | Incomplete | Invalid) -> None:
        """Say what stands in the way, beside the fields where it can."""
        if isinstance(refusal, Conflict):
            self.form_errors.append(
                _("This was saved somewhere else meanwhile. Both texts are here.")
            )
        elif isinstance(refusal, Invalid):
            self.form_errors.append(_("Say what in the case you point to."))
        else:
            for name in refusal.facts["fields"]:  # type: ignore[attr-defined]
                self[name].errors = [_("Write something here before you send it.")]

    def read_revision(self) -> int:
        """Return the revision that was read; 0, which none has, when tampered with."""
        return int(self.revision.data) if str(self.revision.data or "").isdigit() else 0


class NoteForm(HouseForm):
    """What the coordinator says when passing feedback on."""

    note = TextAreaField(_l("Your own words to the caseworker"), [LONGEST])
    answer_due_on = DateField(_l("To be answered no later than"), [Optional()])

    def values(self) -> dict[str, Any]:
        """Return what the service asks for."""
        return {"note": self.note.data or "", "answer_due_on": self.answer_due_on.data}


class SecondForm(HouseForm):
    """What a second pair of eyes says to the writer."""

    reader_note = TextAreaField(_l("Your words to the writer"), [LONGEST])


class DialogueForm(HouseForm):
    """One turn in the talk."""

    text = TextAreaField(_l("Write to each other"), [InputRequired(), not_blank, LONGEST])


class ReflectionForm(HouseForm):
    """What the caseworker takes along."""

    reflection = TextAreaField(_l("What I take with me"), [InputRequired(), not_blank, LONGEST])
    changed_in_case = TextAreaField(_l("What I changed in the case"), [LONGEST])


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


def note_form(draft: Mapping[str, str] | None = None) -> NoteForm:
    """Build the form for passing feedback on; an answer is asked for within ten working days."""
    today = clock.today()
    due_on = add_working_days(today, ANSWER_WORKING_DAYS, holidays=holidays_around(today))
    note = (draft or {}).get("note", "")
    return NoteForm(data={"note": note, "answer_due_on": due_on})


def feedback_form(feedback: Feedback, guide: Guide, draft: Mapping[str, str]) -> FeedbackForm:
    """Build the writing form from what is saved, and over it what is still being written.

    A section that is not asked for, and that nobody has written in, is left out.
    """
    saved = {name: getattr(feedback, name) for name in TEXTS}
    form = FeedbackForm(data={**saved, "revision": str(feedback.revision), **draft})
    for section in guide.left_out:
        if not saved[section.column]:
            del form[section.column]
    for name in guide.needed:
        form[name].flags.silent = True  # not called optional: needed before it can be sent
    return form


def pointing(sent: Mapping[str, str]) -> dict[str, Any]:
    """Return what in the case is pointed to, as the service asks for it.

    :raises Invalid: when it is nothing that can be pointed to.
    """
    if (kind := sent.get("kind", "")) not in set(EvidenceKind):
        raise Invalid(field="kind", reason="unknown")
    event = sent.get("event", "")
    return {
        "kind": EvidenceKind(kind),
        "event_id": int(event) if event.isdecimal() else None,
        "reference": sent.get("reference", ""),
        "quotation": sent.get("quotation", ""),
    }


def guide_form(guide: Guide) -> HouseForm:
    """Build the form of what an engagement asks for: two fields for each section."""
    fields: dict[str, Any] = {}
    for section in FeedbackSection:
        fields[f"asked_{section.column}"] = BooleanField(word(section))
        fields[section.column] = TextAreaField(_("Guiding words"), [Length(max=2000)])
    given: dict[str, Any] = {s.column: guide.words.get(s, "") for s in FeedbackSection}
    given |= {f"asked_{s.column}": s in guide.asked for s in FeedbackSection}
    form: HouseForm = type("GuideForm", (HouseForm,), fields)(data=given)
    return form


def guide_values(form: HouseForm) -> dict[str, Any]:
    """Return what the service asks for."""
    return {
        "asked": [s for s in FeedbackSection if form[f"asked_{s.column}"].data],
        "words": {s: form[s.column].data or "" for s in FeedbackSection},
    }


def section_labels() -> dict[str, str]:
    """Return the names of the sections in order."""
    return {section.column: word(section) for section in FeedbackSection}
