"""Forms about responses: decisions on objections, longer periods, corrections."""

from collections.abc import Iterable

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import DateField, RadioField, SelectField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from review_app.domain.errors import Invalid
from review_app.domain.scoring import AnswerValue, Severity, Verdict
from review_app.domain.workflow import ObjectionStep
from review_app.kernel.forms import HouseForm, not_blank
from review_app.kernel.words import word, words
from review_app.models import Criterion, Objection

LONGEST = Length(max=4000)
REFUSED = {
    "missing": _l("Choose or write this."),
    "not-a-third": _l("Choose an answer that is neither the reviewer's nor the caseworker's."),
    "not-later": _l("Choose a later day than the present one."),
    "no-working-day": _l("Choose a working day."),
    "stands-already": _l("That answer stands already."),
    "not-offered": _l("The criterion does not offer that answer."),
    "nothing-changed": _l("Choose another answer or verdict than the one that stands."),
}


class ResponseForm(HouseForm):
    """What these forms share."""

    def refuse(self, refusal: Invalid) -> None:
        """Put a refusal beside the field it is about."""
        name, reason = str(refusal.facts["field"]), str(refusal.facts["reason"])
        self[name].errors = [str(REFUSED.get(reason, REFUSED["missing"]))]


class ReplyForm(ResponseForm):
    """The short reply of whoever gave the answer."""

    reply = TextAreaField(_l("Your reply"), [InputRequired(), not_blank, LONGEST])


class DecisionForm(ResponseForm):
    """What is decided on an objection."""

    step = RadioField(_l("What stands"), [InputRequired()])
    value = SelectField(_l("The third answer"), [Optional()])
    reason = TextAreaField(_l("Why"), [InputRequired(), not_blank, LONGEST])


class ExtensionForm(ResponseForm):
    """Until when a response period is made longer, and why."""

    due_on = DateField(_l("Answer by"), [InputRequired()])
    reason = TextAreaField(_l("Why"), [InputRequired(), not_blank, LONGEST])


class CorrectionForm(ResponseForm):
    """Which other answer or verdict shall stand, and why."""

    criterion = SelectField(_l("What is corrected"), [InputRequired()])
    value = SelectField(_l("The answer that shall stand"), [Optional()])
    verdict = SelectField(_l("The verdict that shall stand"), [Optional()])
    severity = SelectField(_l("How serious, if it is a deviation"), [Optional()])
    reason = TextAreaField(_l("Why"), [InputRequired(), not_blank, LONGEST])


def decision_form(objection: Objection) -> DecisionForm:
    """Build the form for deciding on *objection*."""
    form = DecisionForm()
    form.step.choices = words(ObjectionStep)
    two = (objection.value, objection.proposed_value)
    left = [value for value in objection.criterion.answers if value not in two]
    if not left:
        form.step.choices = [c for c in form.step.choices if c[0] != "answer-otherwise"]
    form.value.choices = [("", _("Choose")), *((value.value, word(value)) for value in left)]
    return form


def proposals(criterion: Criterion, stands: AnswerValue | None) -> list[tuple[str, str]]:
    """Return the answers a caseworker can propose instead of the one that stands."""
    return [(v.value, word(v)) for v in AnswerValue if v in criterion.answers and v is not stands]


def correction_form(criteria: Iterable[tuple[str, str]]) -> CorrectionForm:
    """Build the form for correcting a settled review; *criteria* are keys and their words."""
    form = CorrectionForm()
    none = ("", _("Choose"))
    form.criterion.choices = [none, ("verdict", _("The verdict")), *criteria]
    form.value.choices = [none, *words(AnswerValue)]
    form.verdict.choices = [none, *words(Verdict)]
    form.severity.choices = [("", _("As it is")), *words(Severity)]
    return form


class ProposeForm(HouseForm):
    """What the checklist should say instead, and what that rests on."""

    text = TextAreaField(
        _l("What should the checklist say?"), [InputRequired(), not_blank, LONGEST]
    )
    evidence = TextAreaField(_l("What does it rest on?"), [LONGEST])


def propose_form(objection: Objection) -> ProposeForm:
    """Build the form; what it rests on is written already, without words from the case."""
    told = _(
        "An objection left as a dilemma: the answer was “%(given)s”, and “%(proposed)s” was "
        "proposed.",
        given=word(objection.value),
        proposed=word(objection.proposed_value),
    )
    return ProposeForm(evidence=told)
