"""A filter over cases in words."""

from collections.abc import Mapping, Sequence
from datetime import date

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from review_app.domain.frames import (
    LABEL,
    CaseStatus,
    DeadlineStatus,
    EventStatus,
    FrameFilter,
)
from review_app.kernel.i18n import show_day
from review_app.kernel.words import word

Names = Sequence[tuple[str, str]]
SAVING_FAULTS = {
    "empty": _l("Write a name for the filters."),
    "taken": _l("Another set of filters has this name."),
    "personal-number": _l("This looks like a CPR number. Remove it."),
}


def frame_words(chosen: FrameFilter, *, teams: Names = (), caseworkers: Names = ()) -> str:
    """Say in words which cases a filter means; a caseworker is named only if *caseworkers* are."""
    parts = [
        chosen.source and _("source %(name)s", name=chosen.source),
        chosen.case_type,
        chosen.team and _("team %(name)s", name=dict(teams).get(chosen.team, chosen.team)),
        _caseworker(chosen.caseworker, dict(caseworkers)),
        chosen.status and str(word(CaseStatus(chosen.status))).lower(),
        *_periods(chosen),
        *_difficulty(chosen),
        *_history(chosen),
    ]
    told = ", ".join(str(part) for part in parts if part)
    return told or str(_("all cases"))


def _caseworker(value: str, named: Mapping[str, str]) -> str:
    if not value:
        return ""
    name = named.get(value, value.removeprefix(LABEL) if named else "")
    return str(_("caseworker %(name)s", name=name) if name else _("one caseworker"))


def _periods(chosen: FrameFilter) -> list[str]:
    days: list[tuple[date | None, str]] = [
        (chosen.opened_from_on, _("opened from %(day)s")),
        (chosen.opened_to_on, _("opened to %(day)s")),
        (chosen.closed_from_on, _("closed from %(day)s")),
        (chosen.closed_to_on, _("closed to %(day)s")),
        (chosen.active_from_on, _("active from %(day)s")),
        (chosen.active_to_on, _("active to %(day)s")),
    ]
    return [told % {"day": show_day(day)} for day, told in days if day]


def _difficulty(chosen: FrameFilter) -> list[str]:
    days, handlers = chosen.open_longer_than_days, chosen.least_caseworkers
    departments = chosen.least_departments
    return [
        str(word(DeadlineStatus(chosen.deadline))).lower() if chosen.deadline else "",
        ngettext("open longer than %(num)s day", "open longer than %(num)s days", days)
        if days
        else "",
        ngettext("at least %(num)s caseworker", "at least %(num)s caseworkers", handlers)
        if handlers
        else "",
        ngettext("at least %(num)s department", "at least %(num)s departments", departments)
        if departments
        else "",
    ]


def _history(chosen: FrameFilter) -> list[str]:
    found = []
    if chosen.event:
        is_missing = chosen.event_status == EventStatus.MISSING
        told = _("without “%(step)s”") if is_missing else _("with “%(step)s”")
        found.append(told % {"step": chosen.event} + _event_period(chosen))
    if chosen.not_drawn_since_on:
        found.append(_("not drawn since %(day)s", day=show_day(chosen.not_drawn_since_on)))
    return found


def _event_period(chosen: FrameFilter) -> str:
    first, last = chosen.event_from_on, chosen.event_to_on
    told = [_("from %(day)s", day=show_day(first))] if first else []
    told += [_("to %(day)s", day=show_day(last))] if last else []
    return " " + " ".join(told) if told else ""
