"""What the codes of editing checklists are called; a part of :mod:`review_app.kernel.words`."""

from collections.abc import Mapping
from enum import StrEnum

from flask_babel import lazy_gettext as _l

from review_app.domain.applies_when import CaseField
from review_app.domain.checklists import ChangeKind
from review_app.domain.shown_facts import DayField

CHECKLIST_NAMES: dict[type[StrEnum], Mapping[StrEnum, object]] = {
    CaseField: {
        CaseField.CASE_TYPE: _l("Case type"),
        CaseField.CHANNEL: _l("Channel"),
        CaseField.DECISION: _l("Decision"),
        CaseField.STATUS: _l("Status in the source"),
        CaseField.TEAM: _l("Team"),
    },
    DayField: {
        DayField.OPENED_ON: _l("Date opened"),
        DayField.CLOSED_ON: _l("Date closed"),
        DayField.DEADLINE_ON: _l("Deadline"),
    },
    ChangeKind: {
        ChangeKind.ADDED: _l("Added"),
        ChangeKind.CHANGED: _l("Changed"),
        ChangeKind.MOVED: _l("Moved"),
        ChangeKind.REMOVED: _l("Removed"),
    },
}
