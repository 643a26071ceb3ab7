"""The forms of proposing a change, talking about it, and deciding."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, RadioField, SelectField, TextAreaField
from wtforms.fields import SelectChoice
from wtforms.validators import InputRequired, Length, ValidationError

from review_app.domain.access import Actor
from review_app.domain.kinds import ProposalSubject
from review_app.features.checklists import queries_proposals as queries
from review_app.kernel.forms import HouseForm, not_blank
from review_app.kernel.i18n import in_language
from review_app.kernel.words import words
from review_app.models import ChangeProposal, Checklist, Criterion

LONG = 4000


class ProposalForm(HouseForm):
    """What should be said instead, of what, and why."""

    criterion = HiddenField()
    sealed = HiddenField()
    subject = RadioField(_l("What is it about?"), [InputRequired()], coerce=ProposalSubject)
    checklist = SelectField(_l("Checklist"), [InputRequired()])
    text = TextAreaField(
        _l("What should the checklist say?"), [InputRequired(), not_blank, Length(max=LONG)]
    )
    evidence = TextAreaField(_l("What does it rest on?"), [Length(max=LONG)])


class EntryForm(HouseForm):
    """One contribution to the discussion."""

    text = TextAreaField(_l("Your words"), [InputRequired(), not_blank, Length(max=LONG)])


class EvidenceForm(HouseForm):
    """More of what a proposal rests on."""

    session = SelectField(_l("Learning session"))
    evidence = TextAreaField(_l("In words"), [Length(max=LONG)])

    def validate_evidence(self, field: TextAreaField) -> None:
        """Ask for one of the two."""
        if not self.session.data and not (field.data or "").strip():
            raise ValidationError(_("Choose a session, or write something here."))


class DecisionForm(HouseForm):
    """What becomes of a proposal, and why; a refusal needs a reason."""

    decision = RadioField(
        _l("What becomes of it?"),
        [InputRequired()],
        choices=[
            SelectChoice("accept", _l("Accept: the checklist shall say this")),
            SelectChoice("reject", _l("Reject: the checklist stays as it is")),
        ],
    )
    checklist = SelectField(_l("Which checklist shall say it?"))
    reason = TextAreaField(_l("Why"), [Length(max=2000)])

    @property
    def accepts(self) -> bool:
        """Whether the proposal is accepted."""
        return bool(self.decision.data == "accept")

    def validate_reason(self, field: TextAreaField) -> None:
        """Ask for a reason where somebody's proposal is turned down."""
        if self.decision.data == "reject" and not (field.data or "").strip():
            raise ValidationError(_("Say why, so that those who proposed it understand."))


def proposal_form(actor: Actor, *, criterion: Criterion | None, checklist: str) -> ProposalForm:
    """Build the form; about *criterion* alone when one is given."""
    form = ProposalForm()
    if criterion is not None:
        del form.subject, form.checklist
        form.criterion.data = criterion.key
        return form
    form.checklist.choices = _checklists(actor)
    form.checklist.data = form.checklist.data or checklist
    form.subject.choices = [
        SelectChoice(code, name)
        for code, name in words(ProposalSubject)
        if code != ProposalSubject.CRITERION
    ]
    return form


def decision_form(actor: Actor, *, proposal: ChangeProposal) -> DecisionForm:
    """Build the form; it asks for the checklist only where nobody has said which."""
    form = DecisionForm(prefix="decide-")
    if proposal.checklist_id is None:
        form.checklist.choices = _checklists(actor)
    else:
        del form.checklist
    return form


def evidence_form(actor: Actor) -> EvidenceForm:
    """Build the form with the sessions the actor may point at."""
    form = EvidenceForm(prefix="add-")
    form.session.choices = [
        SelectChoice("", _("None")),
        *(SelectChoice(s.key, s.title) for s in queries.sessions_to_name(actor)),
    ]
    return form


def _checklists(actor: Actor) -> list[SelectChoice]:
    found: list[Checklist] = list(queries.checklists_to_name(actor))
    return [SelectChoice(c.key, in_language(c, "name")) for c in found]
