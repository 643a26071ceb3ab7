"""What the codes of monthly reports are called; a part of :mod:`review_app.kernel.words`."""

from collections.abc import Mapping
from enum import StrEnum

from flask_babel import lazy_gettext as _l

from review_app.domain.comparison import Change
from review_app.domain.monthly_report import ChapterKind, FigureStatus, ReportState

CHANGES: Mapping[StrEnum, object] = {
    Change.IMPROVED: _l("Clear improvement"),
    Change.WORSENED: _l("Clear worsening"),
    Change.UNCLEAR: _l("No clear change"),
    Change.TOO_FEW: _l("Too few to say"),
}
REPORT_NAMES: dict[type[StrEnum], Mapping[StrEnum, object]] = {
    Change: CHANGES,
    ChapterKind: {
        ChapterKind.TIMELINESS: _l("Timeliness"),
        ChapterKind.QUALITY: _l("Quality"),
        ChapterKind.LEARNED: _l("What was learned"),
        ChapterKind.DECIDED: _l("What was decided"),
        ChapterKind.ACTIONS: _l("Actions"),
        ChapterKind.INDICATORS: _l("Indicators"),
        ChapterKind.REMARKS: _l("Remarks from outside"),
    },
    FigureStatus: {
        FigureStatus.KNOWN: _l("known"),
        FigureStatus.WITHHELD: _l("withheld"),
        FigureStatus.NOTHING: _l("nothing to count"),
        FigureStatus.TOO_FEW: _l("too few to say"),
    },
    ReportState: {
        ReportState.DRAFT: _l("Draft"),
        ReportState.ISSUED: _l("Issued"),
    },
}
