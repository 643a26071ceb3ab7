"""Planned against done in words: the filters of the address, the reasons of gaps, the file."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from review_app.domain.actors import Actor
from review_app.domain.kinds import SamplingInterval
from review_app.domain.sampling_plans import period_of
from review_app.domain.supervision import Tally, month_later
from review_app.features.rounds import queries_supervision
from review_app.features.rounds.presenters_plans import period_name
from review_app.features.rounds.queries_supervision import Gap, Supervision, Window
from review_app.kernel import clock
from review_app.kernel.spreadsheet_writing import OutCell, write_csv
from review_app.kernel.words import word

MONTH, PLAN, CASEWORKER = "month", "plan", "caseworker"
LENGTHS = (12, 24)


def window_of(given: MultiDict[str, str]) -> Window:
    """Return the window an address names; what cannot be read stands for the last twelve months."""
    try:
        until = date.fromisoformat(f"{given.get('until', '')}-01")
    except ValueError:
        until = clock.today()
    months = given.get("months", type=int)
    return Window(
        until=min(until, clock.today()).replace(day=1),
        months=months if months in LENGTHS else LENGTHS[0],
        plan_key=given.get("plan", ""),
        team_key=given.get("team", ""),
    )


def view_of(given: MultiDict[str, str]) -> str:
    """Return by what the address wants the counts."""
    by = given.get("by", "")
    return by if by in (MONTH, PLAN, CASEWORKER) else MONTH


def page_of(actor: Actor, window: Window, by: str) -> dict[str, Any]:
    """Return what the page needs besides the record: what can be chosen, and where it leads."""
    now = clock.today().replace(day=1)
    views = [(MONTH, _("By month and team")), (PLAN, _("By plan"))]
    if queries_supervision.may_name_caseworkers(actor):
        views.append((CASEWORKER, _("By caseworker")))
    later = min(month_later(window.until, window.months), now)
    earlier = month_later(window.until, -window.months)
    return {
        "by": by,
        "plans": queries_supervision.list_plans(actor),
        "teams": queries_supervision.list_teams(actor),
        "lengths": [(12, _("12 months")), (24, _("24 months"))],
        "tabs": [(text, address(window, view), view == by, None) for view, text in views],
        "earlier_url": address(window, by, until=earlier),
        "later_url": address(window, by, until=later) if window.until < now else "",
        "file_url": address(window, by, endpoint="rounds.supervision_file"),
    }


def address(
    window: Window,
    by: str,
    *,
    until: date | None = None,
    endpoint: str = "rounds.supervision",
) -> str:
    """Return the address of the same choice, perhaps of another time or as a file."""
    chosen = {"plan": window.plan_key, "team": window.team_key, "by": by if by != MONTH else ""}
    named: dict[str, Any] = {name: value for name, value in chosen.items() if value}
    return url_for(endpoint, until=f"{until or window.until:%Y-%m}", months=window.months, **named)


def gap_words(gap: Gap) -> str:
    """Say why a period was not supervised as planned."""
    if gap.run is None:
        return str(_("Not drawn yet; the background work has not come by."))
    if gap.is_cancelled and gap.run.round is not None:
        return str(_("The round was cancelled: %(reason)s", reason=gap.run.round.cancel_reason))
    told = [word(gap.run.result) + ".", word(gap.run.reason), gap.run.note or ""]
    return " ".join(part for part in told if part)


def gap_period(gap: Gap) -> str:
    """Name the plan and the period of a gap."""
    return f"{gap.plan.title}, {period_name(gap.period)}"


def month_name(month_on: date) -> str:
    """Name a month in the reader's language."""
    return period_name(period_of(SamplingInterval.MONTH, month_on))


def as_csv(record: Supervision, by: str) -> bytes:
    """Return what the page shows as a file."""
    counts = [_("Planned"), _("Drawn"), _("Handed in"), _("Settled"), _("Replaced"), _("Missing")]
    if by == PLAN:
        rows = [[line.name, *_cells(line.tally)] for line in record.plans]
        return write_csv([_("Plan"), *counts], rows)
    if by == CASEWORKER:
        named = [[line.name, line.beside, *_cells(line.tally)] for line in record.caseworkers]
        return write_csv([_("Caseworker"), _("Team"), *counts], named)
    heads = [_("Month"), _("Team"), *counts, _("Plan"), _("First day"), _("Last day"), _("Gap")]
    return write_csv(heads, _month_rows(record))


def _month_rows(record: Supervision) -> Iterator[list[OutCell]]:
    for month in record.months:
        name = f"{month.month_on:%Y-%m}"
        for line in month.lines:
            yield [name, line.name, *_cells(line.tally), "", "", "", ""]
        for gap in month.gaps:
            wanted = gap.run.wanted_size if gap.run else None
            days = gap.period.starts_on, gap.period.ends_on
            yield [name, "", wanted, *[None] * 5, gap.plan.title, *days, gap_words(gap)]


def _cells(tally: Tally) -> list[OutCell]:
    return [
        tally.planned,
        tally.drawn,
        tally.handed_in,
        tally.settled,
        tally.replaced,
        tally.missing,
    ]
