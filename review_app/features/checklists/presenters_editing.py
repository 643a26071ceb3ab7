"""The editing forms, filled from what stands and with everything there is to choose from."""

from collections.abc import Iterable
from typing import Any

from flask_babel import gettext as _

from review_app.domain.access import Actor
from review_app.domain.applies_when import CaseField, ClauseKind
from review_app.domain.checklists import FieldChange
from review_app.domain.scoring import AnswerValue, Severity
from review_app.domain.shown_facts import DayField, FactKind
from review_app.features.checklists import forms, presenters
from review_app.features.checklists import queries_editing as queries
from review_app.features.checklists.forms_editing import (
    LISTS,
    LONG_TEXTS,
    CriterionForm,
    Groups,
    SectionForm,
    answer_choices,
    clause_rows,
)
from review_app.features.checklists.writing import fingerprint, write
from review_app.kernel.drafts import load_draft
from review_app.kernel.i18n import in_language
from review_app.kernel.words import words
from review_app.models import ChecklistSection, ChecklistVersion, Criterion
from review_app.models.locked_checklists import text_of

PARTS = {
    "question": ("guidance", "note_duty"),
    "answers": ("met", "partly_met", "not_met"),
    "effect": ("critical_effect",),
}


def criterion_form(
    actor: Actor, version: ChecklistVersion, criterion: Criterion | None = None
) -> CriterionForm:
    """Build the form, filled from *criterion* and what its editor was writing on it."""
    form = CriterionForm(data=_data_of(actor, criterion))
    if criterion is not None:
        del form.section
    else:
        form.section.choices = forms.section_choices(version)
        del form.is_same_meaning
    form.default_severity.choices = words(Severity)
    for name in LISTS:
        form[name].choices = answer_choices()
    activities = queries.activities(actor)
    form.shown_fact.choices = _facts(activities, form.shown_fact.data)
    form.offer(_subjects(queries.earlier_criteria(actor, version, before=criterion), activities))
    return form


def section_form(
    actor: Actor, version: ChecklistVersion, section: ChecklistSection | None = None
) -> SectionForm:
    """Build the form of a section."""
    data: dict[str, Any] = {"clauses": []}
    if section is not None:
        titles = {"title_da": section.title_da, "title_en": section.title_en}
        data = {**titles, "clauses": clause_rows(section.applies_when)}
    form = SectionForm(data=data)
    position = section.position if section else len(version.sections) + 1
    earlier = queries.earlier_criteria(actor, version, before=position)
    form.offer(_subjects(earlier, queries.activities(actor)))
    return form


def with_choices(
    actor: Actor,
    form: CriterionForm | SectionForm,
    version: ChecklistVersion,
    before: Criterion | int | None,
) -> None:
    """Offer choices to a row that was added to the form meanwhile."""
    earlier = queries.earlier_criteria(actor, version, before=before)
    form.offer(_subjects(earlier, queries.activities(actor)))


def _data_of(actor: Actor, criterion: Criterion | None) -> dict[str, Any]:
    if criterion is None:
        lists = {"allowed_answers": list(AnswerValue), "comment_on": list(AnswerValue)[1:]}
        return {**lists, "default_severity": Severity.MATERIAL, "weight": 1}
    names = (*CriterionForm()._fields, *LONG_TEXTS)
    data = {name: getattr(criterion, name) for name in names if hasattr(criterion, name)}
    draft = load_draft(actor, f"criterion/{criterion.key}")
    kept = {name: text for name, text in draft.items() if name in LONG_TEXTS}
    clauses = clause_rows(criterion.applies_when)
    seen = fingerprint(criterion)
    return {**data, **kept, "clauses": clauses, "is_same_meaning": True, "seen": seen}


def stands_otherwise(criterion: Criterion, form: CriterionForm) -> list[FieldChange]:
    """Return the fields in which what stands now differs from what is in the form."""
    mine, stands = form.values(), text_of(criterion)
    written = text_of(write(Criterion(code=criterion.code), mine))
    return [
        FieldChange(name, getattr(stands, name), getattr(written, name))
        for name in presenters.FIELD_NAMES
        if hasattr(stands, name) and getattr(stands, name) != getattr(written, name)
    ]


def _subjects(earlier: Iterable[Criterion], activities: Iterable[str]) -> Groups:
    answers = [(f"answer:{c.code}", f"{c.code} {in_language(c, 'question')}") for c in earlier]
    fields = [(f"field:{code}", str(name)) for code, name in words(CaseField)]
    groups = {
        _("No condition"): [("", _("Choose what it depends on"))],
        _("The answer to"): answers,
        _("A field of the case"): fields,
        _("Has happened in the case"): _events(ClauseKind.HAPPENED, activities),
        _("Has not happened in the case"): _events(ClauseKind.MISSING, activities),
    }
    return {label: options for label, options in groups.items() if options}


def _events(kind: ClauseKind, activities: Iterable[str]) -> list[tuple[str, str]]:
    return [(f"{kind.value}:{name}", name) for name in activities]


def _facts(activities: Iterable[str], chosen: str | None) -> Groups:
    days = [(f"{FactKind.FIELD.value}:{code}", name) for code, name in words(DayField)]
    groups = {_("None"): [("", _("No fact"))], _("A day of the case"): days}
    labels = {
        FactKind.FIRST: _("The day of the first"),
        FactKind.LAST: _("The day of the last"),
        FactKind.COUNT: _("How many times"),
    }
    for kind, label in labels.items():
        groups[label] = [(f"{kind.value}:{name}", name) for name in activities]
    there = {value for options in groups.values() for value, _label in options}
    if chosen and chosen not in there:
        groups[_("No longer there")] = [(chosen, presenters.fact_words(chosen))]
    return {label: options for label, options in groups.items() if options}
