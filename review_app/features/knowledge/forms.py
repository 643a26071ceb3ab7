"""The forms of the knowledge base."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField, FileRequired
from wtforms import (
    DateField,
    HiddenField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms import Field as FormField
from wtforms.fields import SelectChoice
from wtforms.validators import InputRequired, Length, Optional, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from review_app.domain.access import Actor
from review_app.domain.kinds import NoteKind
from review_app.domain.learning_notes import Filed, Written
from review_app.domain.note_links import has_bare_picture
from review_app.features.knowledge import queries_writing
from review_app.kernel.forms import HouseForm, not_blank
from review_app.kernel.i18n import in_language
from review_app.kernel.words import words
from review_app.models import LearningNote

LONGEST = 50_000


class SomeOfManyField(SelectMultipleField):
    """Some of many, as check boxes."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class NoteForm(HouseForm):
    """A note's words, and where it is found."""

    kind = SelectField(_l("Kind"), default=NoteKind.LEARNING_NOTE.value)
    title = StringField(_l("Title"), [InputRequired(), not_blank, Length(max=200)])
    text = TextAreaField(_l("Text"), [InputRequired(), not_blank, Length(max=LONGEST)])
    one_argument = TextAreaField(_l("The one argument"), [Length(max=LONGEST)])
    other_argument = TextAreaField(_l("The other argument"), [Length(max=LONGEST)])
    law_reference = StringField(_l("Law reference"), [Length(max=300)])
    profession = SelectField(_l("Meant for"), default="")
    topics = SomeOfManyField(_l("Topics"))
    criteria = SomeOfManyField(_l("Criteria the note is about"))
    review_by_on = DateField(_l("To be looked at again by"), [Optional()])
    revision = HiddenField()

    def validate_text(self, field: FormField) -> None:
        """A picture says in words what it shows."""
        if has_bare_picture(field.data or ""):
            raise ValidationError(_("Say in words what each picture shows: ![here](picture:...)."))

    def validate_other_argument(self, field: FormField) -> None:
        """A dilemma keeps both arguments."""
        is_dilemma = self.kind.data == NoteKind.DILEMMA
        if is_dilemma and not (self.one_argument.data and field.data):
            raise ValidationError(_("A dilemma has two arguments. Write both."))

    @property
    def written(self) -> Written:
        """The words."""
        is_dilemma = self.kind.data == NoteKind.DILEMMA
        return Written(
            title=self.title.data,
            text=self.text.data,
            one_argument=(is_dilemma and self.one_argument.data) or None,
            other_argument=(is_dilemma and self.other_argument.data) or None,
            law_reference=self.law_reference.data or None,
        )

    @property
    def filed(self) -> Filed:
        """Where the note is found, and until when it stands."""
        return Filed(
            kind=NoteKind(self.kind.data),
            criterion_keys=self.criteria.data or [],
            topic_keys=self.topics.data or [],
            profession=self.profession.data or None,
            review_by_on=self.review_by_on.data,
        )


class ReasonForm(HouseForm):
    """Why a note goes back to its writer."""

    reason = TextAreaField(_l("What is missing"), [InputRequired(), not_blank, Length(max=2000)])


class OverrideForm(HouseForm):
    """Why a hit of the screen leads back to nobody."""

    hit_text = HiddenField(validators=[InputRequired()])
    reason = StringField(
        _l("Why it leads back to nobody"), [InputRequired(), not_blank, Length(max=500)]
    )


class PictureForm(HouseForm):
    """A picture for a note."""

    picture = FileField(_l("Picture"), [FileRequired(_l("Choose a file."))])
    alt_text = StringField(
        _l("What the picture shows"), [InputRequired(), not_blank, Length(max=300)]
    )


class ReplyForm(HouseForm):
    """What somebody says at a note."""

    text = TextAreaField(_l("What you want to say"), [InputRequired(), not_blank, Length(max=4000)])


class CommentForm(ReplyForm):
    """A question, or a remark that asks for nothing."""

    is_question = RadioField(
        _l("What it is"),
        choices=[SelectChoice("1", _l("A question")), SelectChoice("", _l("A remark"))],
        default="1",
        coerce=bool,
    )


class TopicForm(HouseForm):
    """A topic to file notes under."""

    name_da = StringField(_l("Name in Danish"), [InputRequired(), not_blank, Length(max=100)])
    name_en = StringField(_l("Name in English"), [Length(max=100)])


def note_form(
    actor: Actor,
    *,
    note: LearningNote | None = None,
    draft: dict[str, str] | None = None,
    is_sent: bool = True,
) -> NoteForm:
    """Build the form, filled in with the *note*, over which goes what was left half written.

    :param is_sent: whether what was sent may be this form.
    """
    values: dict[str, object] = {}
    if note is not None:
        newest = queries_writing.newest_words(actor, note)
        values = {name: getattr(newest, name) for name in Written.NAMES}
        values |= {name: getattr(note, name) for name in ("review_by_on", "revision")}
        values["profession"] = note.profession or ""
        values["kind"] = note.kind.value
        values["criteria"] = [line.criterion.key for line in note.criteria]
        values["topics"] = [line.topic.key for line in note.topics]
    values |= {name: text for name, text in (draft or {}).items() if name in Written.NAMES}
    form = NoteForm(data=values) if is_sent else NoteForm(formdata=None, data=values)
    _offer(actor, form, note)
    return form


def _offer(actor: Actor, form: NoteForm, note: LearningNote | None) -> None:
    form.kind.choices = [SelectChoice(code, name) for code, name in words(NoteKind)]
    form.criteria.choices = [
        SelectChoice(c.key, f"{c.code} · {in_language(c, 'question')}")
        for c in queries_writing.criteria_to_choose(actor, note=note)
    ]
    topics = queries_writing.list_topics(actor)
    form.topics.choices = [SelectChoice(t.key, in_language(t, "name")) for t in topics]
    form.profession.choices = professions_to_choose(actor, now=note.profession if note else None)


def professions_to_choose(actor: Actor, *, now: str | None = None) -> list[SelectChoice]:
    """Return whom a text can be addressed to; the one chosen *now* stays to be chosen."""
    known = queries_writing.list_professions(actor)
    known = [*known, *([now] if now and now not in known else [])]
    return [SelectChoice("", _("Everybody")), *(SelectChoice(one, one) for one in known)]
