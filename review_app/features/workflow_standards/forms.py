"""The forms of writing a workflow standard down."""

from collections.abc import Sequence

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import DateField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.fields import SelectChoice
from wtforms.validators import InputRequired, Length, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from review_app.domain.access import Actor
from review_app.features.workflow_standards import queries
from review_app.features.workflow_standards.service import HEAD, TEXTS, Links
from review_app.kernel.forms import HouseForm, not_blank
from review_app.kernel.i18n import in_language
from review_app.models import Checklist, Criterion, LearningNote, WorkflowStep, WorkflowVersion

BETWEEN = "|"  # between the two codes of one choice


class CheckboxesField(SelectMultipleField):
    """Some of many, as check boxes."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class HeadForm(HouseForm):
    """What a standard is called and is for, and who answers for it."""

    title_da = StringField(_l("Title in Danish"), [InputRequired(), not_blank, Length(max=200)])
    title_en = StringField(_l("Title in English"), [InputRequired(), not_blank, Length(max=200)])
    purpose_da = TextAreaField(_l("What it is for, in Danish"), [Length(max=2000)])
    purpose_en = TextAreaField(_l("What it is for, in English"), [Length(max=2000)])
    case_type = StringField(_l("Type of case"), [Length(max=100)])
    owner = SelectField(_l("Who answers for it"), [InputRequired()])

    def values(self) -> dict[str, str | None]:
        """Return what the service asks for."""
        return {name: self[name].data for name in HEAD}


class StepForm(HouseForm):
    """One step: who does what, when, and what is noted where."""

    who_da = StringField(_l("Who, in Danish"), [InputRequired(), not_blank, Length(max=100)])
    who_en = StringField(_l("Who, in English"), [InputRequired(), not_blank, Length(max=100)])
    what_da = TextAreaField(
        _l("Does what, in Danish"), [InputRequired(), not_blank, Length(max=1000)]
    )
    what_en = TextAreaField(
        _l("Does what, in English"), [InputRequired(), not_blank, Length(max=1000)]
    )
    when_da = StringField(_l("When, in Danish"), [Length(max=200)])
    when_en = StringField(_l("When, in English"), [Length(max=200)])
    rule = SelectField(_l("Rule with a deadline"))
    noted_da = TextAreaField(_l("What is noted where, in Danish"), [Length(max=1000)])
    noted_en = TextAreaField(_l("What is noted where, in English"), [Length(max=1000)])
    branch_da = StringField(_l("If ..., in Danish"), [Length(max=200)])
    branch_en = StringField(_l("If ..., in English"), [Length(max=200)])
    branch_to = SelectField(_l("then go to"))
    criteria = CheckboxesField(_l("Criteria that look at this step"))
    notes = CheckboxesField(_l("Learning notes that help"))

    def validate_branch_to(self, field: SelectField) -> None:
        """Ask for both the condition, in both languages, and the step, or for none of them."""
        said = [bool((f.data or "").strip()) for f in (self.branch_da, self.branch_en)]
        if {*said, bool(field.data)} == {True, False}:
            raise ValidationError(_("Say both if what, in both languages, and where to go then."))

    def values(self) -> dict[str, str | None]:
        """Return the texts the service asks for."""
        return {name: self[name].data for name in TEXTS}

    def links(self) -> Links:
        """Return what the step points at."""
        rule_set, _between, rule = (self.rule.data or "").partition(BETWEEN)
        named = [value.partition(BETWEEN) for value in self.criteria.data or []]
        return Links(
            branch_to=self.branch_to.data or "",
            rule=(rule_set, rule) if rule else None,
            criteria=[(checklist, code) for checklist, _between, code in named],
            note_keys=self.notes.data or [],
        )


class ReasonForm(HouseForm):
    """Why the next version is started."""

    reason = StringField(
        _l("What is the new version for?"), [InputRequired(), not_blank, Length(max=500)]
    )


class PublishForm(HouseForm):
    """Why, and from when, a version is the standard."""

    reason = TextAreaField(
        _l("What was agreed, and why?"), [InputRequired(), not_blank, Length(max=2000)]
    )
    effective_on = DateField(_l("In use from"), [InputRequired()])


def head_form(actor: Actor, *, version: WorkflowVersion | None = None) -> HeadForm:
    """Build the form, filled from *version* when it is there already."""
    form = HeadForm(obj=version)
    people = queries.owners_to_choose(actor)
    form.owner.choices = [SelectChoice(person.key, person.name) for person in people]
    if form.owner.data is None:
        owner_id = version.standard.owner_id if version else actor.id
        form.owner.data = next((p.key for p in people if p.id == owner_id), None)
    return form


def step_form(
    actor: Actor, *, version: WorkflowVersion, step: WorkflowStep | None = None
) -> StepForm:
    """Build the form with all that a step can point at, filled from *step* when there is one."""
    checklists = queries.criteria_to_choose(actor)
    notes = queries.notes_to_choose(actor)
    form = StepForm(data=_filled(step, checklists, notes) if step else None)
    form.rule.choices = [
        SelectChoice("", _("None")),
        *(
            SelectChoice(
                f"{rule.rule_set.code}{BETWEEN}{rule.code}",
                f"{rule.code} · {in_language(rule, 'name')}",
            )
            for rule in queries.rules_to_choose(actor)
        ),
    ]
    form.branch_to.choices = [
        SelectChoice("", _("the next step")),
        *(
            SelectChoice(other.code, f"{other.position}. {in_language(other, 'what')[:80]}")
            for other in version.steps
            if other is not step
        ),
    ]
    form.criteria.choices = [
        SelectChoice(f"{k.key}{BETWEEN}{c.code}", f"{c.code} · {in_language(c, 'question')}")
        for k, c in checklists
    ]
    form.notes.choices = [SelectChoice(note.key, note.title) for note in notes]
    return form


def _filled(
    step: WorkflowStep,
    checklists: Sequence[tuple[Checklist, Criterion]],
    notes: Sequence[LearningNote],
) -> dict[str, object]:
    keys = {checklist.id: checklist.key for checklist, _criterion in checklists}
    note_keys = {note.id: note.key for note in notes}
    return {
        **{name: getattr(step, name) for name in TEXTS},
        "rule": f"{step.rule_set_code}{BETWEEN}{step.rule_code}" if step.rule_code else "",
        "branch_to": step.branch_to or "",
        "criteria": [
            f"{keys[line.checklist_id]}{BETWEEN}{line.criterion_code}"
            for line in step.criteria
            if line.checklist_id in keys
        ],
        "notes": [note_keys[n.note_id] for n in step.notes if n.note_id in note_keys],
    }
