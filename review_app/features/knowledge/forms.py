"""The forms of the knowledge base."""

from flask_babel import lazy_gettext as _l
from wtforms import (
    DateField,
    HiddenField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.fields import SelectChoice
from wtforms.validators import InputRequired, Length, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from review_app.domain.access import Actor
from review_app.features.knowledge import queries
from review_app.kernel.forms import HouseForm, not_blank
from review_app.kernel.i18n import in_language
from review_app.models import LearningNote

WRITTEN = ("title", "text", "law_reference")


class CriteriaField(SelectMultipleField):
    """Some criteria, as check boxes."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class NoteForm(HouseForm):
    """A learning note."""

    title = StringField(_l("Title"), [InputRequired(), not_blank, Length(max=200)])
    text = TextAreaField(_l("Text"), [InputRequired(), not_blank, Length(max=50_000)])
    law_reference = StringField(_l("Law reference"), [Length(max=300)])
    criteria = CriteriaField(_l("Criteria the note is about"))
    review_by_on = DateField(_l("To be looked at again by"), [Optional()])
    revision = HiddenField()

    def values(self) -> dict[str, object]:
        """Return what the services ask for."""
        return {
            "title": self.title.data,
            "text": self.text.data,
            "law_reference": self.law_reference.data,
            "criterion_keys": self.criteria.data or [],
            "review_by_on": self.review_by_on.data,
        }


class ReasonForm(HouseForm):
    """Why a note goes back to its writer."""

    reason = TextAreaField(_l("What is missing"), [InputRequired(), not_blank, Length(max=2000)])


class OverrideForm(HouseForm):
    """Why a hit of the screen leads back to nobody."""

    hit_text = HiddenField(validators=[InputRequired()])
    reason = StringField(
        _l("Why it leads back to nobody"), [InputRequired(), not_blank, Length(max=500)]
    )


def note_form(
    actor: Actor, *, note: LearningNote | None = None, draft: dict[str, str] | None = None
) -> NoteForm:
    """Build the form, filled in with the *note*, over which goes what was left half written."""
    values: dict[str, object] = {}
    if note is not None:
        values = {name: getattr(note, name) for name in (*WRITTEN, "review_by_on")}
        values["revision"] = note.revision
        values["criteria"] = [line.criterion.key for line in note.criteria]
    values |= {name: text for name, text in (draft or {}).items() if name in WRITTEN}
    form = NoteForm(data=values)
    form.criteria.choices = [
        SelectChoice(c.key, f"{c.code} · {in_language(c, 'question')}")
        for c in queries.criteria_to_choose(actor, note=note)
    ]
    return form
