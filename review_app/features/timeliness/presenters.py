"""Rules in words."""

from datetime import date

from flask_babel import gettext as _

from review_app.domain.case_deadlines import Outcome, Skipped, Skipping, Standing, standing
from review_app.domain.deadline_rules import CaseField, RuleKind, Unit
from review_app.features.timeliness.queries_bench import BenchLine
from review_app.kernel.i18n import show_day
from review_app.kernel.rule_words import amount, start, terms
from review_app.kernel.words import word
from review_app.models import DeadlineRule, RuleSet

__all__ = [
    "amount",
    "conditions",
    "details",
    "skipped",
    "standing_of",
    "start",
    "terms",
    "validity",
]


def validity(thing: DeadlineRule | RuleSet) -> str:
    """Return from when to when a rule or a set is in force."""
    begin, end = show_day(thing.valid_from_on), show_day(thing.valid_to_on)
    if begin and end:
        return str(_("%(begin)s to %(end)s", begin=begin, end=end))
    if begin:
        return str(_("From %(begin)s", begin=begin))
    return str(_("Until %(end)s", end=end) if end else _("No limit"))


def details(rule: DeadlineRule) -> list[tuple[str, str]]:
    """Return a rule's parts as names and values, without those that are empty."""
    pairs = [
        (_("Met by"), _list(rule.evidence_activities) or _closing(rule)),
        (_("About cases by"), conditions(rule)),
        (_("The clock stops at"), _list(rule.stop_activities)),
        (_("The clock goes on at"), _list(rule.resume_activities)),
        (_("Exempt by"), _list(rule.exempting_activities)),
        (_("Lawful reason for being late"), _list(rule.lawful_activities)),
        (_("Warning"), amount(rule.warning_days, Unit.CALENDAR_DAYS) if rule.warning_days else ""),
        (_("In force"), validity(rule) if rule.valid_from_on or rule.valid_to_on else ""),
        (_("Law reference"), rule.law_reference or ""),
    ]
    return [(name, value) for name, value in pairs if value]


def _closing(rule: DeadlineRule) -> str:
    closes = rule.closing_counts or rule.kind is RuleKind.OWN_DEADLINE
    return _("the closing of the case") if closes else ""


def _list(names: list[str]) -> str:
    return " · ".join(names)


def conditions(rule: DeadlineRule) -> str:
    """Return which cases a rule is about."""
    told = []
    for field, kept in rule.conditions.items():
        name = word(CaseField(field))
        values = ", ".join(kept["values"])
        told.append(
            _("%(field)s is not %(values)s", field=name, values=values)
            if kept.get("excludes")
            else _("%(field)s is %(values)s", field=name, values=values)
        )
    return "; ".join(told)


def standing_of(outcome: Outcome, today: date) -> Standing:
    """Return how an outcome stands today."""
    return standing(outcome.state, due_on=outcome.due_on, warn_on=outcome.warn_on, today=today)


def skipped(line: BenchLine) -> str:
    """Return what the rule would have needed, where that can be said."""
    if not isinstance(line.found, Skipped):
        return ""
    if line.found.why is Skipping.CONDITION:
        return conditions(line.rule)
    if line.found.why is Skipping.NO_START:
        return start(line.rule)
    if line.found.why is Skipping.NOT_IN_FORCE:
        return show_day(date.fromisoformat(line.found.detail))
    return ""
