"""The forms of calibrations."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    DateField,
    IntegerField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from review_app.domain.access import Actor
from review_app.domain.calibrations import FEWEST_PARTICIPANTS, CalibrationMode
from review_app.features.calibrations import queries, queries_bridges
from review_app.features.calibrations.service import MOST_CASES, Planned
from review_app.features.calibrations.service_bridges import PlannedBridge
from review_app.kernel.forms import HouseForm, not_blank
from review_app.kernel.i18n import in_language
from review_app.models import Round


class PlanForm(HouseForm):
    """What is calibrated, how, and by whom."""

    title = StringField(_l("Title"), [InputRequired(), not_blank, Length(max=200)])
    mode = RadioField(
        _l("Do the participants know?"),
        [InputRequired(_l("Choose one."))],
        choices=[
            SelectChoice(CalibrationMode.OPEN.value, _l("Open: they are told that it is one")),
            SelectChoice(
                CalibrationMode.HIDDEN.value, _l("Hidden: it looks like any other review")
            ),
        ],
    )
    task_title = StringField(_l("What the task is called, when hidden"), [Length(max=200)])
    version = SelectField(_l("Checklist"), [InputRequired(_l("Choose a checklist."))], coerce=int)
    people = SelectMultipleField(
        _l("Who scores"),
        [Length(FEWEST_PARTICIPANTS, message=_l("Choose two at least."))],
        coerce=int,
    )
    engagement = SelectField(_l("Engagement of the consultants"), coerce=int)
    due_on = DateField(_l("To be scored by"), [Optional()])

    def chosen(self) -> Planned:
        """Return what the service is told."""
        return Planned(
            title=self.title.data or "",
            mode=CalibrationMode(self.mode.data),
            task_title=self.task_title.data or "",
            version_id=self.version.data,
            person_ids=self.people.data or (),
            engagement_id=self.engagement.data or None,
            due_on=self.due_on.data,
        )


class CaseForm(HouseForm):
    """One case by its number or key."""

    reference = StringField(
        _l("Case number or case key"), [InputRequired(), not_blank, Length(max=200)]
    )


class ChanceForm(HouseForm):
    """So many cases by chance."""

    count = IntegerField(_l("How many"), [InputRequired(), NumberRange(1, MOST_CASES)], default=3)
    only_reviewed = BooleanField(_l("Only cases that were reviewed before"), default=True)


class BridgeForm(HouseForm):
    """With which version, how many cases, and by when."""

    title = StringField(_l("Title"), [InputRequired(), not_blank, Length(max=200)])
    version = SelectField(
        _l("Score again with version"), [InputRequired(_l("Choose a version."))], coerce=int
    )
    count = IntegerField(_l("How many cases"), [InputRequired()])
    due_on = DateField(_l("To be scored by"), [Optional()])

    def chosen(self) -> PlannedBridge:
        """Return what the service is told."""
        return PlannedBridge(
            title=self.title.data or "",
            version_id=self.version.data,
            count=self.count.data or 0,
            due_on=self.due_on.data,
        )


def bridge_form(actor: Actor, found: Round, *, most: int) -> BridgeForm:
    """Return the form with the versions to choose and a title to change.

    :param most: how many cases can be scored again.
    """
    title = _("Bridge: %(round)s", round=found.title)[:200]
    form = BridgeForm(title=title, count=most)
    form.count.validators = [*form.count.validators, NumberRange(1, most)]
    form.version.choices = [
        (v.id, _("Version %(number)s", number=v.number))
        for v in queries_bridges.other_versions(actor, found)
    ]
    return form


def plan_form(actor: Actor) -> PlanForm:
    """Return the form with what can be chosen."""
    form = PlanForm()
    form.version.choices = [
        (v.id, f"{in_language(v.checklist, 'name')}, {v.number}")
        for v in queries.list_versions(actor)
    ]
    form.people.choices = [(p.id, p.name) for p in queries.able_people(actor)]
    engagements = queries.list_engagements(actor)
    form.engagement.choices = [(0, _l("None")), *((e.id, e.title) for e in engagements)]
    return form
