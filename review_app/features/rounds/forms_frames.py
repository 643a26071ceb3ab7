"""The forms of saying which cases can be drawn, of keeping that, and of checking the list."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from wtforms import DateField, IntegerField, SelectField, StringField, TextAreaField
from wtforms.fields import SelectChoice
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from review_app.domain.actors import Actor
from review_app.domain.completeness import read_numbers
from review_app.domain.frames import PERIODS, CaseStatus, DeadlineStatus, EventStatus, FrameFilter
from review_app.domain.personal_data import has_personal_number
from review_app.features.rounds import queries_frames, queries_planning
from review_app.kernel.forms import HouseForm, not_blank
from review_app.kernel.text_files import decode
from review_app.kernel.words import words
from review_app.models import Round, SavedFrame

LONGEST_NAME = 120
MOST_CASES = 10_000_000


class FrameForm(HouseForm):
    """Which cases can be drawn, and under which name to keep the description."""

    source = SelectField(_l("Source"))
    case_type = SelectField(_l("Type of case"))
    team = SelectField(_l("Team"))
    caseworker = SelectField(_l("Caseworker"))
    status = SelectField(_l("Open or closed"))
    opened_from_on = DateField(_l("Opened from"), [Optional()])
    opened_to_on = DateField(_l("Opened to"), [Optional()])
    closed_from_on = DateField(_l("Closed from"), [Optional()])
    closed_to_on = DateField(_l("Closed to"), [Optional()])
    active_from_on = DateField(_l("Active from"), [Optional()])
    active_to_on = DateField(_l("Active to"), [Optional()])
    deadline = SelectField(_l("Deadline"))
    open_longer_than_days = IntegerField(_l("Open longer than, days"), [Optional(), NumberRange(1)])
    least_caseworkers = IntegerField(
        _l("At least so many caseworkers"), [Optional(), NumberRange(2)]
    )
    least_departments = IntegerField(
        _l("At least so many departments"), [Optional(), NumberRange(2)]
    )
    event = SelectField(_l("Step of the case"))
    event_status = SelectField(_l("Did it happen?"))
    event_from_on = DateField(_l("Step from"), [Optional()])
    event_to_on = DateField(_l("Step to"), [Optional()])
    not_drawn_since_on = DateField(_l("Not drawn since"), [Optional()])
    keep_as = StringField(_l("Name of these filters"), [Optional(), Length(max=LONGEST_NAME)])

    def chosen(self) -> FrameFilter:
        """Return the filter."""
        given = {name: self[name].data for name in FrameFilter.__dataclass_fields__}
        return FrameFilter(**{name: value for name, value in given.items() if value})

    def validate(self, extra_validators: Any = None) -> bool:
        """Check the form; refuse a period that ends before it begins."""
        valid = super().validate(extra_validators)
        for period in PERIODS:
            first, last = self[f"{period}_from_on"], self[f"{period}_to_on"]
            if first.data and last.data and last.data < first.data:
                last.errors = [*last.errors, _("The period ends before it begins.")]
                valid = False
        return valid

    @property
    def has_more(self) -> bool:
        """Whether any of the rarer filters is used, so that they are shown."""
        plain = {"source", "case_type", "team", "caseworker", "status"}
        plain |= {"opened_from_on", "opened_to_on", "event_status"}
        rare = FrameFilter.__dataclass_fields__.keys() - plain
        return any(self[name].data or self[name].errors for name in rare)


class SavedFrameForm(HouseForm):
    """What a saved description of cases is called."""

    name = StringField(_l("Name"), [InputRequired(), not_blank, Length(max=LONGEST_NAME)])


class CompletenessForm(HouseForm):
    """How many cases there should be, and who says so."""

    expected = IntegerField(
        _l("Expected number of cases"), [Optional(), NumberRange(0, MOST_CASES)]
    )
    source = StringField(_l("Where the number comes from"), [Optional(), Length(max=200)])
    numbers = TextAreaField(_l("Or a list of case numbers"), [Optional(), Length(max=2_000_000)])
    upload = FileField(_l("Or a file with case numbers (CSV)"))

    def listed(self) -> list[str]:
        """Return the case numbers that were pasted or uploaded."""
        return read_numbers(self._text())

    def _text(self) -> str:
        if self.numbers.data and self.numbers.data.strip():
            return str(self.numbers.data)
        return self._uploaded

    def validate(self, extra_validators: Any = None) -> bool:
        """Check the form: a number or a list, where it comes from, and no personal number."""
        self._uploaded = decode(self.upload.data.read())[0] if self.upload.data else ""
        valid = super().validate(extra_validators)
        if has_personal_number(self._uploaded):
            self.upload.errors = [_("The file holds what looks like CPR numbers. Remove them.")]
            valid = False
        if self.expected.data is None and not self.listed():
            self.expected.errors = [_("Write a number, or give a list.")]
            valid = False
        if not (self.source.data or "").strip():
            self.source.errors = [_("Say where the number or the list comes from.")]
            valid = False
        return valid


def frame_form(actor: Actor, found: Round, *, saved: SavedFrame | None = None) -> FrameForm:
    """Build the form of the frame, filled in with a saved one or what was chosen before."""
    kept = FrameFilter.read(saved.frame_filter if saved else found.frame_filter)
    form = FrameForm(data={name: getattr(kept, name) for name in kept.__dataclass_fields__})
    planning = queries_planning
    for field, nothing, offered in (
        (form.source, _("All sources"), [(o.code, o.name) for o in planning.list_sources(actor)]),
        (form.case_type, _("All types"), [(o, o) for o in planning.list_case_types(actor)]),
        (form.team, _("All teams"), planning.list_teams(actor)),
        (form.caseworker, _("All caseworkers"), queries_frames.list_caseworkers(actor)),
        (form.status, _("Open and closed"), words(CaseStatus)),
        (form.deadline, _("Missed or not"), words(DeadlineStatus)),
        (form.event, _("No matter"), [(o, o) for o in queries_frames.list_activities(actor)]),
        (form.event_status, _("No matter"), words(EventStatus)),
    ):
        field.choices = [
            SelectChoice("", nothing),
            *(SelectChoice(str(code), name) for code, name in offered),
        ]
    return form


def completeness_form(found: Round) -> CompletenessForm:
    """Build the form of the check, filled in with what was expected before."""
    kept = {"expected": found.expected_frame_size, "source": found.expected_frame_source}
    return CompletenessForm(data=kept)
