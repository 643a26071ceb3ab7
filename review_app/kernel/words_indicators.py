"""What the codes of indicators and remarks are called; a part of :mod:`review_app.kernel.words`."""

from collections.abc import Mapping
from enum import StrEnum

from flask_babel import lazy_gettext as _l

from review_app.domain import workflow
from review_app.domain.indicators import (
    IndicatorDirection,
    IndicatorSource,
    IndicatorUnit,
    TargetStanding,
    ValueWay,
)
from review_app.domain.kinds import RemarkSender

INDICATOR_NAMES: dict[type[StrEnum], Mapping[StrEnum, object]] = {
    IndicatorUnit: {
        IndicatorUnit.COUNT: _l("Number"),
        IndicatorUnit.PERCENT: _l("Percent"),
        IndicatorUnit.DAYS: _l("Days"),
        IndicatorUnit.HOURS: _l("Hours"),
        IndicatorUnit.KRONER: _l("Kroner"),
        IndicatorUnit.POINTS: _l("Points"),
    },
    IndicatorDirection: {
        IndicatorDirection.HIGHER: _l("Higher is better"),
        IndicatorDirection.LOWER: _l("Lower is better"),
        IndicatorDirection.NEITHER: _l("Neither is better"),
    },
    IndicatorSource: {
        IndicatorSource.ENTERED: _l("Entered by people"),
        IndicatorSource.TIMELINESS: _l("Computed: timeliness of a rule"),
        IndicatorSource.TALKS: _l("Computed: events of chosen kinds, such as talks held"),
        IndicatorSource.ACTIONS: _l("Computed: actions done in time"),
    },
    ValueWay: {
        ValueWay.TYPED: _l("Typed in"),
        ValueWay.PASTED: _l("Pasted"),
        ValueWay.IMPORTED: _l("From a file"),
    },
    TargetStanding: {
        TargetStanding.MET: _l("Target met"),
        TargetStanding.NOT_MET: _l("Target not met"),
        TargetStanding.NO_TARGET: _l("No target"),
        TargetStanding.NO_VALUE: _l("No value"),
    },
    RemarkSender: {
        RemarkSender.ACCOUNTANT: _l("External auditor"),
        RemarkSender.APPEALS_BOARD: _l("Appeals board"),
        RemarkSender.AGENCY: _l("Agency or ministry"),
        RemarkSender.OMBUDSMAN: _l("Ombudsman"),
        RemarkSender.OTHER: _l("Others"),
    },
    workflow.RemarkState: {
        workflow.RemarkState.OPEN: _l("Open"),
        workflow.RemarkState.ANSWERED: _l("Answered"),
        workflow.RemarkState.CLOSED: _l("Closed"),
    },
}
