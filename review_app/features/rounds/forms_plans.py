"""The forms of recurring plans."""

from typing import Any

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
    TextAreaField,
)
from wtforms.fields import SelectChoice
from wtforms.validators import InputRequired, Length, NumberRange, Optional, ValidationError

from review_app.domain.actors import Actor
from review_app.domain.designs import Grouping, SamplingDesign
from review_app.domain.draw import Method
from review_app.domain.errors import Invalid
from review_app.domain.frames import CaseStatus, DeadlineStatus, EventStatus, FrameFilter
from review_app.domain.kinds import PeriodRule, SamplingInterval
from review_app.domain.planning import Allocation
from review_app.domain.sampling_plans import LONGEST_WAIT_DAYS, earliest_start, period_of
from review_app.domain.second_reading import MOST_FIRST_REVIEWS, ReadingRules
from review_app.features.rounds import queries_frames, queries_planning, queries_plans
from review_app.features.rounds.service_plans import PlanFields
from review_app.kernel import clock
from review_app.kernel.forms import HouseForm, not_blank
from review_app.kernel.i18n import in_language
from review_app.kernel.words import word, words
from review_app.models import SamplingPlan

FRAME_FIELDS = ("source", "case_type", "team", "status", "deadline", "event", "event_status")
PER_CASEWORKER, IN_ALL = "per-caseworker", "in-all"
RANGE = _l("Choose a whole number from %(min)s to %(max)s.")
LONGEST_DAYS = 60
MOST_CASES = 500


class PlanForm(HouseForm):
    """What a recurring plan is."""

    title = StringField(_l("Title"), [InputRequired(), not_blank, Length(max=160)])
    interval = RadioField(_l("How often are cases drawn?"), [InputRequired()])
    starts_on = DateField(_l("A day in the first period"), [InputRequired()])
    ends_on = DateField(_l("No cases after"), [Optional()])
    wait_days = IntegerField(
        _l("Days to wait after the period"),
        [InputRequired(), NumberRange(0, LONGEST_WAIT_DAYS, RANGE)],
    )
    period_rule = RadioField(_l("Which cases of the period?"), [InputRequired()])
    source = SelectField(_l("Source"))
    case_type = SelectField(_l("Type of case"))
    team = SelectField(_l("Team"))
    status = SelectField(_l("Open or closed"))
    deadline = SelectField(_l("Deadline"))
    event = SelectField(_l("Step of the case"))
    event_status = SelectField(_l("Did it happen?"))
    way = RadioField(
        _l("How are they drawn?"),
        [InputRequired()],
        choices=[
            SelectChoice(PER_CASEWORKER, _l("The same number of each caseworker")),
            SelectChoice(IN_ALL, _l("A number in all, every case with the same chance")),
        ],
    )
    number = IntegerField(
        _l("Number of cases"), [InputRequired(), NumberRange(1, MOST_CASES, RANGE)]
    )
    checklist = SelectField(_l("Checklist"), [InputRequired(_l("Choose a checklist."))])
    reviewers = SelectMultipleField(
        _l("Reviewers"), [InputRequired(_l("Choose at least one reviewer."))], coerce=int
    )
    review_days = IntegerField(
        _l("Working days for the review"), [InputRequired(), NumberRange(1, LONGEST_DAYS, RANGE)]
    )
    response_days = IntegerField(
        _l("Working days for the caseworker's response"),
        [InputRequired(), NumberRange(1, LONGEST_DAYS, RANGE)],
    )
    double_share_percent = IntegerField(
        _l("Share scored twice, in percent"), [InputRequired(), NumberRange(0, 100, RANGE)]
    )
    reading_share_percent = IntegerField(
        _l("Share read by a colleague, in percent"), [Optional(), NumberRange(0, 100, RANGE)]
    )
    reading_on_failed_critical = BooleanField(
        _l("Every review in which a critical criterion is not met")
    )
    reading_first_reviews = IntegerField(
        _l("The first reviews of somebody new to the checklist"),
        [Optional(), NumberRange(0, MOST_FIRST_REVIEWS, RANGE)],
    )
    is_new = False
    has_begun = False  # from its first run on, the rhythm is fixed

    def validate_starts_on(self, field: DateField) -> None:
        """Refuse a first period that was over before the last one was."""
        if not (self.is_new and field.data and self.interval.data in set(SamplingInterval)):
            return
        if field.data < earliest_start(SamplingInterval(self.interval.data), clock.today()):
            raise ValidationError(
                _("That is too long ago: begin at the earliest with the last period that is over.")
            )

    def validate_ends_on(self, field: DateField) -> None:
        """Refuse an end before the first period is over."""
        if not (field.data and self.starts_on.data and self.interval.data in set(SamplingInterval)):
            return
        first = period_of(SamplingInterval(self.interval.data), self.starts_on.data)
        if field.data < first.ends_on:
            raise ValidationError(_("The plan ends before its first period is over."))

    @property
    def interval_words(self) -> str:
        """The rhythm of a plan that has begun."""
        return f"{word(SamplingInterval(self.interval.data))}."

    def chosen(self) -> PlanFields:
        """Return what the service is told."""
        return PlanFields(
            title=self.title.data,
            interval=SamplingInterval(self.interval.data),
            starts_on=self.starts_on.data,
            ends_on=self.ends_on.data,
            wait_days=self.wait_days.data,
            period_rule=PeriodRule(self.period_rule.data),
            frame=FrameFilter.read({name: self[name].data for name in FRAME_FIELDS}),
            design=design(self.way.data, self.number.data),
            checklist_key=self.checklist.data,
            reviewer_ids=self.reviewers.data,
            review_days=self.review_days.data,
            response_days=self.response_days.data,
            double_share_percent=self.double_share_percent.data,
            readings=ReadingRules(
                self.reading_share_percent.data or 0,
                self.reading_on_failed_critical.data,
                self.reading_first_reviews.data or 0,
            ),
        )

    def tried(self) -> PlanFields | None:
        """Return what stands in the form so far; none as long as it cannot mean a plan."""
        needed = (self.interval, self.starts_on, self.wait_days, self.period_rule, self.number)
        if any(field.data is None for field in needed):
            return None
        try:
            return self.chosen()
        except (Invalid, ValueError):
            return None


class PauseForm(HouseForm):
    """Why a plan rests."""

    reason = TextAreaField(_l("Reason"), [InputRequired(), not_blank, Length(max=500)])


def design(way: str, number: int) -> SamplingDesign:
    """Return the design that the form's two answers mean."""
    if way != PER_CASEWORKER:
        return SamplingDesign(size=number)
    return SamplingDesign(
        method=Method.STRATIFIED,
        stratify_by=Grouping.CASEWORKER.value,
        allocation=Allocation.FIXED.value,
        per_stratum=number,
    )


def plan_form(actor: Actor, plan: SamplingPlan | None = None) -> PlanForm:
    """Build the form of a plan, filled in with what stands; what has begun keeps its rhythm."""
    data = _kept(plan) if plan else _usual()
    form = PlanForm(data=data)
    form.is_new = plan is None
    form.interval.choices = _choices(SamplingInterval)
    form.period_rule.choices = _choices(PeriodRule)
    _offer_frame(actor, form)
    form.checklist.choices = [
        SelectChoice("", _("Choose a checklist")),
        *(
            SelectChoice(one.key, in_language(one, "name"))
            for one in queries_plans.list_checklists(actor)
        ),
    ]
    form.reviewers.choices = [
        SelectChoice(person.id, person.name) for person in queries_plans.list_reviewers(actor)
    ]
    if plan is not None and queries_plans.has_runs(actor, plan):
        form.has_begun = True
        form.interval.data, form.starts_on.data = plan.interval.value, plan.starts_on
    return form


def _choices(kind: Any) -> list[SelectChoice]:
    return [SelectChoice(code, text) for code, text in words(kind)]


def _offer_frame(actor: Actor, form: PlanForm) -> None:
    planning = queries_planning
    offered = {
        "source": (_("All sources"), [(s.code, s.name) for s in planning.list_sources(actor)]),
        "case_type": (_("All types"), [(t, t) for t in planning.list_case_types(actor)]),
        "team": (_("All teams"), planning.list_teams(actor)),
        "status": (_("Open and closed"), words(CaseStatus)),
        "deadline": (_("Missed or not"), words(DeadlineStatus)),
        "event": (_("No matter"), [(a, a) for a in queries_frames.list_activities(actor)]),
        "event_status": (_("No matter"), words(EventStatus)),
    }
    for name, (everything, choices) in offered.items():
        form[name].choices = [
            SelectChoice("", everything),
            *(SelectChoice(value, text) for value, text in choices),
        ]


def _usual() -> dict[str, Any]:
    return {
        "interval": SamplingInterval.MONTH.value,
        "starts_on": clock.today(),
        "wait_days": 3,
        "period_rule": PeriodRule.ACTIVE.value,
        "way": PER_CASEWORKER,
        "number": 2,
        "review_days": 15,
        "response_days": 10,
        "double_share_percent": 0,
        "reading_share_percent": 0,
        "reading_first_reviews": 0,
    }


def _kept(plan: SamplingPlan) -> dict[str, Any]:
    frame, drawn = FrameFilter.read(plan.frame_filter), SamplingDesign.read(plan.design)
    names = "title starts_on ends_on wait_days review_days response_days double_share_percent"
    names += " reading_share_percent reading_on_failed_critical reading_first_reviews"
    return {
        **{name: getattr(plan, name) for name in names.split()},
        **{name: getattr(frame, name) for name in FRAME_FIELDS},
        "interval": plan.interval.value,
        "period_rule": plan.period_rule.value,
        "way": PER_CASEWORKER if drawn.is_fixed else IN_ALL,
        "number": drawn.per_stratum if drawn.is_fixed else drawn.size,
        "checklist": plan.checklist.key,
        "reviewers": [row.person_id for row in plan.reviewers],
    }
