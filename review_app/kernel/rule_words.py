"""What a rule with a deadline asks, in a sentence; for every area that names one.

A rule is whatever has the fields of the models' ``DeadlineRule``.
"""

from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext

from review_app.domain.deadline_rules import RuleKind, StartsFrom, Unit


def amount(value: int, unit: Unit) -> str:
    """Return how long a time is, in words.

    Each unit has its own sentence, since languages bend the words differently.
    """
    if unit is Unit.WEEKS:
        return str(ngettext("%(num)s week", "%(num)s weeks", value))
    if unit is Unit.MONTHS:
        return str(ngettext("%(num)s month", "%(num)s months", value))
    if unit is Unit.WORKING_DAYS:
        return str(ngettext("%(num)s working day", "%(num)s working days", value))
    if unit is Unit.BANKING_DAYS:
        return str(ngettext("%(num)s banking day", "%(num)s banking days", value))
    return str(ngettext("%(num)s day", "%(num)s days", value))


def terms(rule: Any) -> str:
    """Return what a rule asks, in a sentence."""
    if rule.kind is RuleKind.OWN_DEADLINE:
        return str(_("No later than the deadline that the case system gave the case."))
    told = _(
        "Within %(amount)s from %(start)s.", amount=amount(rule.value, rule.unit), start=start(rule)
    )
    if rule.needed > 1:
        told = _(
            "%(needed)s times within %(amount)s from %(start)s.",
            needed=rule.needed,
            amount=amount(rule.value, rule.unit),
            start=start(rule),
        )
    parts = [told]
    if rule.counts_from:
        parts.append(_("That day is day 1."))
    if rule.quota_percent is not None:
        parts.append(_("Asked of %(percent)s percent of the group.", percent=rule.quota_percent))
    if rule.local_value is not None:
        parts.append(
            _("The house's own goal: %(amount)s.", amount=amount(rule.local_value, rule.unit))
        )
    return " ".join(parts)


def start(rule: Any) -> str:
    """Return what starts a rule's clock, within a sentence."""
    if rule.starts_from is StartsFrom.EVENT:
        names = ", ".join(_("“%(name)s”", name=name) for name in rule.start_activities)
        return names or _("an event that is not named yet")
    if rule.starts_from is StartsFrom.OPENED:
        return str(_("the day the case was opened"))
    return str(_("the first absence day"))
