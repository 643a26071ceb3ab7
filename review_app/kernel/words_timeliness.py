"""What the codes of rules and deadlines are called; part of :mod:`review_app.kernel.words`."""

from collections.abc import Mapping
from enum import StrEnum

from flask_babel import lazy_gettext as _l

from review_app.domain.case_deadlines import DeadlineState, Exemption, Skipping, Standing
from review_app.domain.deadline_rules import CaseField, ChosenBy, RuleKind, StartsFrom, Unit
from review_app.domain.kinds import DeadlineRunState
from review_app.domain.rule_sets import RuleSetState
from review_app.domain.timeliness import Definition

TIMELINESS_NAMES: dict[type[StrEnum], Mapping[StrEnum, object]] = {
    RuleSetState: {
        RuleSetState.DRAFT: _l("Draft"),
        RuleSetState.PUBLISHED: _l("Published"),
        RuleSetState.RETIRED: _l("Replaced"),
    },
    RuleKind: {
        RuleKind.SINGLE_DEADLINE: _l("Single deadline"),
        RuleKind.COUNT_IN_WINDOW: _l("So many times within a period"),
        RuleKind.GROUP_QUOTA: _l("A share of the whole group"),
        RuleKind.OWN_DEADLINE: _l("The case's own deadline"),
    },
    Unit: {
        Unit.CALENDAR_DAYS: _l("Calendar days"),
        Unit.WORKING_DAYS: _l("Working days"),
        Unit.BANKING_DAYS: _l("Banking days"),
        Unit.WEEKS: _l("Weeks"),
        Unit.MONTHS: _l("Months"),
    },
    StartsFrom: {
        StartsFrom.FIRST_ABSENCE: _l("The first absence day"),
        StartsFrom.OPENED: _l("The day the case was opened"),
        StartsFrom.EVENT: _l("An event in the case"),
    },
    ChosenBy: {
        ChosenBy.FIRST_ABSENCE: _l("The case's first absence day"),
        ChosenBy.START: _l("The day this rule's clock starts"),
    },
    CaseField: {
        CaseField.CASE_TYPE: _l("Case type"),
        CaseField.STATUS: _l("Status in the source"),
        CaseField.DECISION: _l("Decision"),
        CaseField.CHANNEL: _l("Channel"),
        CaseField.DEPARTMENT: _l("Department"),
        CaseField.TEAM: _l("Team"),
    },
    DeadlineState: {
        DeadlineState.MET: _l("In time"),
        DeadlineState.LATE: _l("Done late"),
        DeadlineState.OPEN: _l("Open"),
        DeadlineState.NOT_MET: _l("Never done"),
        DeadlineState.EXEMPT: _l("Exempt"),
        DeadlineState.SUSPENDED: _l("The clock stands still"),
    },
    Standing: {
        Standing.MET: _l("In time"),
        Standing.LATE: _l("Done late"),
        Standing.OVERDUE: _l("Overdue"),
        Standing.DUE_SOON: _l("Due soon"),
        Standing.NOT_DUE: _l("Not due yet"),
        Standing.NOT_MET: _l("Never done"),
        Standing.EXEMPT: _l("Exempt"),
        Standing.SUSPENDED: _l("The clock stands still"),
    },
    Exemption: {
        Exemption.EVENT: _l("An event that the rule names"),
        Exemption.CLOSED_BEFORE: _l("The case was closed before it fell due"),
    },
    Skipping: {
        Skipping.CONDITION: _l("The rule is about other cases"),
        Skipping.NO_START: _l("What starts the clock has not happened"),
        Skipping.NOT_IN_FORCE: _l("The rule was not in force for this case"),
        Skipping.NO_OWN_DEADLINE: _l("The case has no deadline of its own"),
        Skipping.NO_EVIDENCE_NAMED: _l("The rule does not say which event meets it"),
    },
    Definition: {
        Definition.DUE_COHORT: _l("What fell due"),
        Definition.DONE_COHORT: _l("What was done"),
        Definition.DONE_PLUS_OPEN_OVERDUE: _l("What was done or overdue"),
        Definition.SNAPSHOT: _l("Open cases on a day"),
    },
    DeadlineRunState: {
        DeadlineRunState.QUEUED: _l("Waiting"),
        DeadlineRunState.RUNNING: _l("Running"),
        DeadlineRunState.DONE: _l("Done"),
    },
}
