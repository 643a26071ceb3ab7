"""Words for states, severities and differences of checklists."""

from flask_babel import lazy_gettext as _l

from review_app.domain.checklists import ChangeKind
from review_app.domain.scoring import Severity
from review_app.domain.workflow import ChecklistVersionState

STATE_NAMES = {
    ChecklistVersionState.DRAFT: (_l("Draft"), "warning"),
    ChecklistVersionState.PUBLISHED: (_l("In use, locked"), "success"),
    ChecklistVersionState.RETIRED: (_l("Retired"), "neutral"),
}
SEVERITY_NAMES = {
    Severity.MINOR: _l("Minor"),
    Severity.MATERIAL: _l("Material"),
    Severity.SERIOUS: _l("Serious"),
}
SEVERITY_TONES = {
    Severity.MINOR: "neutral",
    Severity.MATERIAL: "warning",
    Severity.SERIOUS: "error",
}
CHANGE_NAMES = {
    ChangeKind.ADDED: (_l("Added"), "success"),
    ChangeKind.CHANGED: (_l("Changed"), "info"),
    ChangeKind.REMOVED: (_l("Removed"), "error"),
}
FIELD_NAMES = {
    "question_da": _l("Question in Danish"),
    "question_en": _l("Question in English"),
    "guidance_da": _l("What to look for, in Danish"),
    "guidance_en": _l("What to look for, in English"),
    "law_reference": _l("Law reference"),
    "weight": _l("Weight in the score"),
    "default_severity": _l("Severity"),
    "is_critical": _l("Critical"),
}
# The reason the starter checklists carry; the others are people's own words.
REASON_NAMES = {"starter": _l("Starter checklist that comes with the product")}
