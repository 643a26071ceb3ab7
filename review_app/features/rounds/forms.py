"""The forms of planning a round and of running it."""

from collections.abc import Iterable
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import (
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
from review_app.domain.assignment import Capacity
from review_app.domain.draw import ReplacementCode
from review_app.domain.kinds import RoundPurpose
from review_app.features.rounds import queries_planning
from review_app.features.rounds.presenters import REPLACEMENT_WORDS
from review_app.kernel.forms import HouseForm, not_blank
from review_app.kernel.i18n import in_language
from review_app.models import ChecklistVersion, Person, Round

LONGEST_RESPONSE_DAYS = 60
MOST_WEIGHT, MOST_REVIEWS = 9, 9999


class RoundForm(HouseForm):
    """What a round is for."""

    title = StringField(_l("Title"), [InputRequired(), not_blank, Length(max=200)])
    purpose = RadioField(
        _l("What is the round for?"),
        [InputRequired(_l("Choose what the round is for."))],
        choices=[
            SelectChoice(
                RoundPurpose.MEASURE.value,
                _l(
                    "Measure: cases are drawn by lot, and the answers say something about all cases"
                ),
            ),
            SelectChoice(
                RoundPurpose.LEARN.value,
                _l("Learn: you pick the cases yourself; no percentage of all cases comes of it"),
            ),
        ],
    )
    engagement = SelectField(_l("Engagement"))


class ReviewingForm(HouseForm):
    """What the cases are held against, and by whom."""

    version = SelectField(_l("Checklist"), [InputRequired(_l("Choose a checklist."))])
    reviewers = SelectMultipleField(
        _l("Reviewers"), [InputRequired(_l("Choose at least one reviewer."))], coerce=int
    )
    response_days = IntegerField(
        _l("Working days for the caseworker's response"),
        [InputRequired(), NumberRange(min=1, max=LONGEST_RESPONSE_DAYS)],
    )
    reviews_due_on = DateField(_l("Reviews are due on"), [Optional()])
    double_share_percent = IntegerField(
        _l("Share of cases scored twice, in percent"), [Optional(), NumberRange(0, 100)]
    )

    def validate_reviewers(self, field: SelectMultipleField) -> None:
        """Refuse to have cases scored twice by one person."""
        if self.double_share_percent and self.double_share_percent.data and len(field.data) < 2:
            raise ValidationError(_("Choose at least two reviewers: some cases are scored twice."))

    def capacities(self) -> dict[int, Capacity]:
        """Return how much each reviewer takes, by person."""
        return {
            id_: Capacity(
                self[f"weight_{id_}"].data or 1,
                self[f"most_{id_}"].data,
            )
            for id_ in self.reviewers.data
        }

    def chosen(self) -> dict[str, Any]:
        """Return what the service is told."""
        return {
            "capacities": self.capacities(),
            "version_key": self.version.data,
            "reviewer_ids": self.reviewers.data,
            "response_days": self.response_days.data,
            "reviews_due_on": self.reviews_due_on.data,
            "double_share_percent": self.double_share_percent.data or 0
            if self.double_share_percent
            else None,
        }


class PickForm(HouseForm):
    """One case picked by hand."""

    reference = StringField(
        _l("Case number or case key"), [InputRequired(), not_blank, Length(max=200)]
    )
    reason = TextAreaField(_l("Why this case?"), [InputRequired(), not_blank, Length(max=2000)])


class ReplaceForm(HouseForm):
    """Why a drawn case gives way."""

    code = RadioField(
        _l("Why can the case not be reviewed?"),
        [InputRequired(_l("Choose why."))],
        choices=[SelectChoice(code.value, words) for code, words in REPLACEMENT_WORDS.items()],
    )
    note = TextAreaField(_l("Explanation"), [InputRequired(), not_blank, Length(max=2000)])

    def chosen(self) -> ReplacementCode:
        """Return the code."""
        return ReplacementCode(self.code.data)


class CancelForm(HouseForm):
    """Why a round is given up."""

    reason = TextAreaField(_l("Reason"), [InputRequired(), not_blank, Length(max=2000)])


def round_form(actor: Actor) -> RoundForm:
    """Build the form of a new round."""
    form = RoundForm()
    form.engagement.choices = [
        SelectChoice("", _("None: our own reviewers")),
        *(
            SelectChoice(str(e.id), f"{e.firm.name}: {e.title}")
            for e in queries_planning.list_engagements(actor)
        ),
    ]
    return form


def reviewing_form(actor: Actor, found: Round) -> ReviewingForm:
    """Build the form of checklist and reviewers, filled in with what was chosen before."""
    kept = {
        "version": found.version.key if found.version else "",
        "reviewers": [one.person_id for one in found.reviewers],
        "response_days": found.response_days,
        "reviews_due_on": found.reviews_due_on,
        "double_share_percent": found.double_share_percent,
    }
    for one in found.reviewers:
        kept |= {f"weight_{one.person_id}": one.weight, f"most_{one.person_id}": one.most_reviews}
    people = queries_planning.list_reviewers(actor, found)
    form = _with_capacities(people)(data=kept)
    if found.purpose is not RoundPurpose.MEASURE or found.draw is not None:
        del form.double_share_percent  # sealed with the plan
    form.version.choices = [
        SelectChoice("", _("Choose a checklist")),
        *(SelectChoice(one.key, _name_of(one)) for one in queries_planning.list_versions(actor)),
    ]
    form.reviewers.choices = [
        SelectChoice(p.id, f"{p.name} ({p.firm.name})" if p.firm else p.name) for p in people
    ]
    return form


def _with_capacities(people: Iterable[Person]) -> type[ReviewingForm]:
    """Return the form with two more fields for each of *people*."""
    fields: dict[str, Any] = {}
    for p in people:
        fields[f"weight_{p.id}"] = IntegerField(
            _l("Share of %(name)s", name=p.name), [Optional(), NumberRange(1, MOST_WEIGHT)]
        )
        fields[f"most_{p.id}"] = IntegerField(
            _l("Most reviews of %(name)s", name=p.name), [Optional(), NumberRange(0, MOST_REVIEWS)]
        )
    return type("SizedReviewingForm", (ReviewingForm,), fields)


def _name_of(version: ChecklistVersion) -> str:
    number = _("version %(number)s", number=version.number)
    return f"{in_language(version.checklist, 'name')}, {number}"
