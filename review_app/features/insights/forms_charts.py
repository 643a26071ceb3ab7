"""The form of a mark on a chart."""

from collections.abc import Sequence
from datetime import date

from flask_babel import lazy_gettext as _l
from wtforms import RadioField, SelectField, TextAreaField
from wtforms.fields import SelectChoice
from wtforms.validators import InputRequired, Length

from review_app.domain.kinds import ChartMarkKind
from review_app.kernel.forms import HouseForm, not_blank
from review_app.kernel.words import words

LONGEST = Length(max=500, message=_l("Write at most 500 characters."))


class MarkForm(HouseForm):
    """What is marked, where, and why."""

    kind = RadioField(_l("What the mark does"), [InputRequired()])
    marks_on = SelectField(_l("Point"), [InputRequired()])
    text = TextAreaField(_l("What happened, or why"), [InputRequired(), not_blank, LONGEST])

    @property
    def day(self) -> date:
        """The first day of the point that was chosen."""
        return date.fromisoformat(self.marks_on.data)

    @property
    def mark_kind(self) -> ChartMarkKind:
        """What the mark does."""
        return ChartMarkKind(self.kind.data)


def mark_form(points: Sequence[tuple[str, str]]) -> MarkForm:
    """Return the form for a series with these points: [(first day, name), ...]."""
    form = MarkForm()
    form.kind.choices = [SelectChoice(code, name) for code, name in words(ChartMarkKind)]
    form.marks_on.choices = [SelectChoice(day, name) for day, name in points]
    form.kind.data = form.kind.data or ChartMarkKind.EVENT.value
    return form
