"""The forms of the import wizard: the files, the columns, and whose label is whose."""

from collections.abc import Sequence

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField, FileRequired
from wtforms import Field as FormField
from wtforms import SelectField, StringField
from wtforms.fields import SelectChoice
from wtforms.validators import Length, ValidationError

from review_app.domain.case_import import MISSING_WORDS, Profile
from review_app.domain.column_names import CASE_FIELDS, EVENT_FIELDS, Field
from review_app.domain.import_values import DateOrder
from review_app.domain.personal_data import is_dropped_heading, is_refused_heading
from review_app.domain.tables import Table
from review_app.features.cases.presenters_imports import FIELD_NAMES
from review_app.features.cases.service_imports import CODE, Inspection
from review_app.kernel.forms import HouseForm
from review_app.models import CaseSource, CaseworkerLabel, Person

CASE_PART = CASE_FIELDS
EVENT_PART = (Field.CASE_NUMBER, *EVENT_FIELDS)


class UploadForm(HouseForm):
    """Where the cases come from, and one or two files."""

    source = SelectField(_l("Source"))
    code = StringField(_l("Code of a new source"), [Length(max=40)])
    name = StringField(_l("Name of a new source"), [Length(max=200)])
    cases = FileField(_l("Cases"), [FileRequired(_l("Choose a file."))])
    events = FileField(_l("Events"))

    def validate_code(self, field: FormField) -> None:
        """A new source needs a code that can stand in an address."""
        if not self.source.data and not CODE.fullmatch(field.data or ""):
            raise ValidationError(_("Use small letters, digits and hyphens, at most 40."))

    @property
    def source_code(self) -> str:
        """The code of the chosen or the new source."""
        return str(self.source.data or self.code.data)


def upload_form(sources: Sequence[CaseSource]) -> UploadForm:
    """Build the upload form with the sources there are."""
    form = UploadForm()
    form.source.choices = [
        *(SelectChoice(source.code, source.name) for source in sources),
        SelectChoice("", _("A new source")),
    ]
    form.source.flags.silent = True  # one of the choices always holds
    return form


class ColumnsForm(HouseForm):
    """Which column is which; the fields for the columns are added by :func:`columns_form`."""

    date_order = SelectField(_l("Dates in numbers"))
    missing_words = StringField(_l("Words that mean nothing is known"), [Length(max=200)])
    save_as = StringField(_l("Save these columns under a name"), [Length(max=80)])

    def part(self, kind: str) -> list[FormField]:
        """Return the select fields of the ``cases`` or of the ``events``."""
        return [field for field in self if field.name.startswith(f"{kind}-")]

    def profile(self) -> Profile:
        """Return what was chosen."""
        order = self.date_order.data
        words = [word.strip() for word in (self.missing_words.data or "").split(",")]
        return Profile(
            self._chosen("cases"),
            self._chosen("events"),
            DateOrder(order) if order else None,
            tuple(word for word in words if word),
        )

    def _chosen(self, kind: str) -> dict[Field, str]:
        fields = self.part(kind)
        return {Field(f.name.removeprefix(f"{kind}-")): f.data for f in fields if f.data}


def columns_form(inspection: Inspection) -> ColumnsForm:
    """Build the form with a list to choose from for each field, the guess preselected."""

    class ColumnsOfThisImport(ColumnsForm):
        """The columns of one import's own tables."""

    layout, profile = inspection.layout, inspection.profile
    chosen: dict[str, str] = {}
    for kind, table, guess, part in (
        ("cases", layout.cases, layout.case_guess, CASE_PART),
        ("events", layout.events, layout.event_guess, EVENT_PART),
    ):
        for field in part if table and guess else ():
            name = f"{kind}-{field.value}"
            select = SelectField(FIELD_NAMES[field], choices=_choices(table))
            setattr(ColumnsOfThisImport, name, select)
            chosen[name] = guess.columns.get(field, "") if guess else ""
    guess = layout.case_guess or layout.event_guess
    order = profile.date_order or (guess.date_order if guess else DateOrder.DAY_FIRST)
    words = ", ".join(profile.missing_words or MISSING_WORDS)
    form = ColumnsOfThisImport(data={"date_order": order.value, "missing_words": words, **chosen})
    form.date_order.flags.silent = True
    form.date_order.choices = [
        SelectChoice(DateOrder.DAY_FIRST.value, _("Day first: 31-12-2026")),
        SelectChoice(DateOrder.MONTH_FIRST.value, _("Month first: 12-31-2026")),
    ]
    return form


def _choices(table: Table | None) -> list[SelectChoice]:
    names = [
        name
        for name in (table.columns if table else ())
        if not is_dropped_heading(name) and not is_refused_heading(name)
    ]
    return [SelectChoice("", _("(not in the file)")), *(SelectChoice(n, n) for n in names)]


class LabelsForm(HouseForm):
    """A list of people for each caseworker label; the fields are added by :func:`labels_form`."""

    def links(self, labels: Sequence[CaseworkerLabel]) -> dict[str, int | None]:
        """Return the person chosen for each label, ``None`` for nobody."""
        return {
            label.label: int(self[f"label-{label.id}"].data or 0) or None
            for label in labels
            if f"label-{label.id}" in self
        }


def labels_form(labels: Sequence[CaseworkerLabel], people: Sequence[Person]) -> LabelsForm:
    """Build the form; a label that is exactly one person's name suggests that person."""

    class LabelsOfThisSource(LabelsForm):
        """The labels of one source."""

    by_name: dict[str, list[int]] = {}
    for person in people:
        by_name.setdefault(person.name.casefold(), []).append(person.id)
    choices = [SelectChoice("", _("Nobody yet"))]
    choices += [SelectChoice(str(person.id), person.name) for person in people]
    chosen = {}
    for label in labels:
        setattr(LabelsOfThisSource, f"label-{label.id}", SelectField(label.label, choices=choices))
        same = by_name.get(label.label.casefold(), [])
        suggested = label.person_id or (same[0] if len(same) == 1 else None)
        chosen[f"label-{label.id}"] = str(suggested or "")
    return LabelsOfThisSource(data=chosen)
