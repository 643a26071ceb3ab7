"""Figures on the overview: the latest report, with rounds and indicators against their targets.

Whoever reads the rows is told of these as of now, everybody else as the report had them; the words
are the same, and so are the functions that count.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _

from review_app.domain.access import Permission, may_ever
from review_app.domain.comparison import Change
from review_app.domain.monthly_report import ReportFigure, figures_of
from review_app.features.reports import counting, presenters, queries
from review_app.features.reports import presenters_words as say
from review_app.kernel.gate import current_actor
from review_app.models import MonthlyReport


@dataclass(frozen=True, slots=True)
class RoundLine:
    """A round of the report: its key, its title, and what it showed, in words."""

    key: str
    title: str
    text: str
    is_provisional: bool


@dataclass(frozen=True, slots=True)
class IndicatorLine:
    """An indicator of the report; ``standing`` is a code of TargetStanding."""

    key: str
    name: str
    value: str
    target: str
    standing: str


@dataclass(frozen=True, slots=True)
class Card:
    """What the overview shows: of the newest report the reader may read, if there is one.

    Where ``is_now``, rounds and indicators are as of now; else every number is the report's own.
    """

    report: MonthlyReport | None
    title: str
    line: str
    says: str
    rounds: Sequence[RoundLine]
    indicators: Sequence[IndicatorLine]
    is_now: bool


def card() -> Card | None:
    """Return what whoever asks is told; ``None`` where there is nothing.

    The number of statements does not depend on how many rounds and indicators there are.
    """
    actor = current_actor()
    report = queries.newest(actor) if may_ever(actor, Permission.REPORT_READ) else None
    is_now = may_ever(actor, Permission.FIGURES_READ_SMALL)
    issued: Mapping[str, Any] = report.content["chapters"] if report else {}
    found = counting.latest(actor) if is_now else issued
    quality, indicators = (found.get(kind, {}) for kind in counting.LATEST)
    rounds = [_round(told, figures_of(quality)) for told in quality.get("rounds", [])]
    against = [_indicator(one) for one in figures_of(indicators)]
    if report is None:
        return Card(None, "", "", "", rounds, against, is_now) if rounds or against else None
    return Card(
        report,
        presenters.title(report.month_on),
        presenters.issue_line(report, issued_on=presenters.issued_on(report)),
        presenters.cover(report.content),
        rounds,
        against,
        is_now,
    )


def _round(told: Mapping[str, Any], figures: Sequence[ReportFigure]) -> RoundLine:
    own = [one for one in figures if one.scope == told["key"]]
    known = [one for one in own if one.is_known]
    changes = [one.change for one in own]
    if not known:
        return RoundLine(
            told["key"], told["title"], _("No figure can be shown."), is_provisional=False
        )
    low = min(known, key=lambda one: one.value or 0)
    said: str = _(
        "Least often met, in %(share)s (%(limits)s): %(name)s",
        name=f"{low.code} {say.name(low)}",
        share=say.share(low),
        limits=say.limits(low),
    )
    better, worse = changes.count(Change.IMPROVED), changes.count(Change.WORSENED)
    if told["before"]:
        said += " " + _(
            "Since the round before: %(better)s clearly better, %(worse)s clearly worse.",
            better=better,
            worse=worse,
        )
    return RoundLine(told["key"], told["title"], said, told["is_provisional"])


def _indicator(one: ReportFigure) -> IndicatorLine:
    target = say.value(one, one.target) if one.target is not None else ""
    return IndicatorLine(one.code, say.name(one), say.indicator(one), target, one.standing)
