"""The forms of recording outcomes, and of dissenting."""

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import DateField, HiddenField, SelectField, StringField, TextAreaField
from wtforms.fields import SelectChoice
from wtforms.validators import InputRequired, Length

from review_app.domain.access import Actor
from review_app.domain.errors import Conflict, Incomplete, Invalid
from review_app.domain.kinds import OutcomeKind
from review_app.domain.outcomes import OPTIONAL, REQUIRED, OutcomeFields
from review_app.features.learning_sessions import queries_choices as choices
from review_app.features.learning_sessions.forms import LONGEST
from review_app.kernel.forms import HouseForm, not_blank
from review_app.kernel.i18n import in_language
from review_app.models import LearningSession, SessionOutcome

# What the field for the text is called for each kind of outcome.
TEXT_LABELS = {
    OutcomeKind.PLAN: _l("Goal for the citizen"),
    OutcomeKind.ACTION: _l("What is to be done"),
    OutcomeKind.AGREED_PRACTICE: _l("How we do it from now on"),
    OutcomeKind.DILEMMA: _l("What speaks for one way"),
    OutcomeKind.CHANGE_PROPOSAL: _l("What the checklist should say"),
    OutcomeKind.LEARNING_NOTE: _l("What every caseworker should know"),
}
KEPT_AS_DRAFT = ("title", "text", "counter_text", "steps", "dissent")
AGREED, NOT_AGREED = "agreed", "not-agreed"
FORM_FIELD = {"owner_id": "owner", "criterion_id": "criterion"}


class OutcomeForm(HouseForm):
    """All that an outcome can say; fields that a kind has no use for are taken away."""

    revision = HiddenField()
    title = StringField(_l("Title"), [InputRequired(), not_blank, Length(max=200)])
    text = TextAreaField(_l("Text"), [InputRequired(), not_blank, LONGEST])
    counter_text = TextAreaField(
        _l("What speaks for the other way"), [InputRequired(), not_blank, LONGEST]
    )
    steps = TextAreaField(_l("Steps"), [InputRequired(), not_blank, LONGEST])
    owner = SelectField(_l("Owner"), [InputRequired()])
    due_on = DateField(_l("By when"), [InputRequired()])
    look_again_on = DateField(_l("Look at it again"), [InputRequired()])
    criterion = SelectField(_l("Criterion"), [InputRequired()])
    is_consensus = SelectField(_l("How far we agree"), default=AGREED)
    dissent = TextAreaField(_l("Who sees it otherwise, and how"), [LONGEST])
    ids: Mapping[str, int]

    def outcome(self) -> OutcomeFields:
        """Return what the service asks for."""
        plain = ("title", "text", "counter_text", "steps", "due_on", "look_again_on")
        given: dict[str, Any] = {name: self[name].data for name in plain if name in self}
        for name, field in FORM_FIELD.items():
            if field in self:
                given[name] = self.ids.get(self[field].data)
        given["is_consensus"] = self.is_consensus.data == AGREED
        given["dissent"] = self.dissent.data
        return OutcomeFields(**given)

    def show(self, refusal: Conflict | Incomplete | Invalid, *, stands_at: int = 0) -> None:
        """Put a refusal beside the field it is about.

        After a conflict the form carries the revision that stands: saving again is a choice.
        """
        if isinstance(refusal, Conflict):
            self.revision.data = str(stands_at)
            self.form_errors.append(
                _("This was saved somewhere else meanwhile. Both texts are here.")
            )
            return
        if isinstance(refusal, Invalid):
            self["look_again_on"].errors = [
                _("Look at it again after the steps are due, not before.")
            ]
            return
        for name in refusal.facts["fields"]:  # type: ignore[attr-defined]
            self[FORM_FIELD.get(name, name)].errors = [_("Write something here.")]


def outcome_form(
    actor: Actor,
    session: LearningSession,
    *,
    kind: OutcomeKind,
    draft: Mapping[str, str],
    outcome: SessionOutcome | None = None,
) -> OutcomeForm:
    """Build the form for an outcome of *kind*, with what is still being written filled in."""
    form = OutcomeForm(data=_values(outcome, draft))
    form.text.label.text = str(TEXT_LABELS[kind])
    optional = OPTIONAL.get(kind, ())
    needed = {FORM_FIELD.get(name, name) for name in (*REQUIRED[kind], *optional)}
    form.is_consensus.choices = [
        SelectChoice(AGREED, _("All agree")),
        SelectChoice(NOT_AGREED, _("Not all agree")),
    ]
    form.ids = {}
    if "owner" in needed:
        form.ids = _offer_owners(actor, form, session)
    if "criterion" in needed:
        form.ids = _offer_criteria(actor, form, is_optional="criterion_id" in optional)
    for name in [field.name for field in form]:
        if name not in needed | {"revision", "csrf_token", "is_consensus", "dissent"}:
            del form[name]
    return form


def _values(outcome: SessionOutcome | None, draft: Mapping[str, str]) -> dict[str, Any]:
    texts = {n: t for n, t in draft.items() if n in KEPT_AS_DRAFT}
    if outcome is None:
        return {"is_consensus": AGREED, **texts}
    return {
        **{name: getattr(outcome, name) for name in (*KEPT_AS_DRAFT, "due_on", "look_again_on")},
        "revision": str(outcome.revision),
        "owner": outcome.owner.key if outcome.owner else "",
        "criterion": outcome.criterion.key if outcome.criterion else "",
        "is_consensus": AGREED if outcome.is_consensus else NOT_AGREED,
        **texts,
    }


def _offer_owners(actor: Actor, form: OutcomeForm, session: LearningSession) -> dict[str, int]:
    people = choices.owners(actor)
    groups = {True: _("At the table"), False: _("Others")}
    ordered = sorted(people, key=lambda p: p.id not in session.participant_ids)
    form.owner.choices = [SelectChoice("", _("Choose"))] + [
        SelectChoice(p.key, p.name, optgroup=groups[p.id in session.participant_ids])
        for p in ordered
    ]
    return {person.key: person.id for person in people}


def _offer_criteria(actor: Actor, form: OutcomeForm, *, is_optional: bool) -> dict[str, int]:
    found = choices.criteria(actor)
    if is_optional:
        form.criterion.validators, form.criterion.flags.required = [], False
    form.criterion.choices = [SelectChoice("", _("Choose"))] + [
        SelectChoice(
            criterion.key,
            f"{criterion.code} {in_language(criterion, 'question')}"[:110],
            optgroup=in_language(checklist, "name"),
        )
        for checklist, criterion in found
    ]
    return {criterion.key: criterion.id for _checklist, criterion in found}


class DissentForm(HouseForm):
    """Why somebody does not agree with the minutes."""

    dissent = TextAreaField(_l("What I see otherwise"), [InputRequired(), not_blank, LONGEST])
