"""Words for what differs between two versions."""

from flask_babel import lazy_gettext as _l

from review_app.domain.checklists import ChangeKind

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
    "default_severity": _l("How much a deviation matters"),
    "is_critical": _l("Critical"),
    "asks_for_file": _l("Asks for the case file"),
}
# The reason the starter checklists carry; the others are people's own words.
REASON_NAMES = {"starter": _l("Starter checklist that comes with the product")}
