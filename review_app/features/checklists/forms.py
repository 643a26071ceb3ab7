"""The forms of editing and publishing a checklist."""

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField, FileRequired
from wtforms import (
    DateField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.fields import SelectChoice
from wtforms.validators import InputRequired, Length, Regexp

from review_app.kernel.forms import HouseForm, not_blank
from review_app.kernel.i18n import in_language
from review_app.models import ChecklistVersion


class ReasonForm(HouseForm):
    """Why a new version is started."""

    reason = StringField(
        _l("What is the new version for?"), [InputRequired(), not_blank, Length(max=500)]
    )


class PublishForm(HouseForm):
    """Why, and from when, a version is used."""

    reason = TextAreaField(
        _l("What has changed, and why?"), [InputRequired(), not_blank, Length(max=2000)]
    )
    effective_on = DateField(_l("In use from"), [InputRequired()])


class ChecklistForm(HouseForm):
    """A checklist from scratch."""

    name_da = StringField(_l("Name in Danish"), [InputRequired(), not_blank, Length(max=200)])
    name_en = StringField(_l("Name in English"), [InputRequired(), not_blank, Length(max=200)])
    code = StringField(
        _l("Short code"),
        [
            InputRequired(),
            Length(max=40),
            Regexp(
                r"^[a-z0-9][a-z0-9-]*$", message=_l("Use small letters a to z, digits and hyphens.")
            ),
        ],
    )


class CopyForm(HouseForm):
    """Which criteria are taken over, and to where."""

    criteria = SelectMultipleField(
        _l("Criteria"), [InputRequired(_l("Choose at least one criterion."))]
    )
    section = SelectField(_l("Put them in the section"), [InputRequired()], coerce=int)


class ImportForm(HouseForm):
    """A file that a draft shall say what it says."""

    file = FileField(_l("File"), [FileRequired(_l("Choose a file."))])


def copy_form(draft: ChecklistVersion, source: ChecklistVersion) -> CopyForm:
    """Build the form of taking criteria over from *source*."""
    form = CopyForm()
    form.criteria.choices = [
        SelectChoice(c.key, f"{c.code} {in_language(c, 'question')}") for c in source.criteria
    ]
    form.section.choices = section_choices(draft)
    return form


def section_choices(version: ChecklistVersion) -> list[SelectChoice]:
    """Return the sections of a version to choose from, by position."""
    return [
        SelectChoice(section.position, in_language(section, "title"))
        for section in version.sections
    ]
