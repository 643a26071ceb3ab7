"""What the codes of recurring plans are called; a part of :mod:`review_app.kernel.words`."""

from collections.abc import Mapping
from enum import StrEnum

from flask_babel import lazy_gettext as _l

from review_app.domain import kinds

PLAN_NAMES: dict[type[StrEnum], Mapping[StrEnum, object]] = {
    kinds.PeriodRule: {
        kinds.PeriodRule.ANY: _l("All cases, as they stand on the day of the draw"),
        kinds.PeriodRule.OPENED: _l("Cases opened in the period"),
        kinds.PeriodRule.CLOSED: _l("Cases closed in the period"),
        kinds.PeriodRule.ACTIVE: _l("Cases that were open at some time in the period"),
    },
    kinds.PlanStanding: {
        kinds.PlanStanding.RUNNING: _l("Draws by itself"),
        kinds.PlanStanding.PAUSED: _l("Paused"),
        kinds.PlanStanding.ENDED: _l("Ended"),
    },
    kinds.RunReason: {
        kinds.RunReason.ENDED: _l("The plan was ended."),
        kinds.RunReason.FRAME: _l("There were no cases to draw among."),
        kinds.RunReason.MISSED: _l("The background work did not run until it was too late."),
        kinds.RunReason.NO_CHECKLIST: _l("The checklist had no published version."),
        kinds.RunReason.NO_REVIEWERS: _l("None of the plan's reviewers could review any more."),
        kinds.RunReason.OTHER: _l("The draw was refused."),
        kinds.RunReason.OWN_CASES: _l("A case could only be reviewed by its own caseworker."),
        kinds.RunReason.PAUSED: _l("The plan was paused."),
    },
    kinds.RunResult: {
        kinds.RunResult.DRAWN: _l("Drawn"),
        kinds.RunResult.NO_CASES: _l("No cases to draw among"),
        kinds.RunResult.REFUSED: _l("Could not be drawn"),
        kinds.RunResult.SKIPPED: _l("Skipped"),
    },
    kinds.SamplingInterval: {
        kinds.SamplingInterval.WEEK: _l("Every week"),
        kinds.SamplingInterval.MONTH: _l("Every month"),
        kinds.SamplingInterval.QUARTER: _l("Every quarter"),
    },
}
