"""Timeliness in words, as a chart and as a file."""

from collections.abc import Iterable, Sequence
from datetime import date

from flask_babel import gettext as _

from review_app.domain.control_charts import Point as ControlPoint
from review_app.domain.control_charts import p_chart, xmr_chart
from review_app.domain.rule_figures import lateness_of
from review_app.domain.timeliness import Definition, Lateness
from review_app.features.timeliness.queries_figures import Mark, TimelinessPage
from review_app.kernel.chart_drawing import Drawing, draw_series
from review_app.kernel.i18n import in_language, show_day, show_month, show_share
from review_app.kernel.spreadsheet_writing import OutCell, write_csv
from review_app.kernel.words import word
from review_app.models.deadline_sums import Point

#: The order in which the definitions are offered: what fell due is the usual one.
DEFINITIONS = (
    Definition.DUE_COHORT,
    Definition.DONE_COHORT,
    Definition.DONE_PLUS_OPEN_OVERDUE,
    Definition.SNAPSHOT,
)
YEAR = 12
FEW = 10  # deadlines in a month: fewer are shown but not singled out


def definition_of(text: str) -> Definition:
    """Return the definition an address names; what fell due when it names none."""
    return Definition(text) if text in set(Definition) else Definition.DUE_COHORT


def explained(definition: Definition) -> str:
    """Return what a definition counts, and what it hides."""
    if definition is Definition.DUE_COHORT:
        return str(
            _(
                "Of the deadlines that fell in the month, how many were kept. One that is"
                " still not done counts as late."
            )
        )
    if definition is Definition.DONE_COHORT:
        return str(
            _(
                "Of what was done in the month, how much was done in time. It hides what "
                "was never done."
            )
        )
    if definition is Definition.DONE_PLUS_OPEN_OVERDUE:
        return str(
            _(
                "What was done in the month, and besides what fell due in it and was "
                "never done, as late."
            )
        )
    return str(
        _(
            "Of the cases that were open at the end of the month, how many had "
            "nothing overdue. Cases that have time left count as well."
        )
    )


def why_they_differ() -> str:
    """Return why the definitions give different figures on the same cases."""
    return str(
        _(
            "They answer different questions about the same cases, so they can differ"
            " by tens of points. What is done late today pulls down the figure of the"
            " work done now, but belongs to a deadline of months ago; and an open "
            "case with time left looks good on a day without anything having been "
            "done. Never compare two figures under different names."
        )
    )


def month(day: date) -> str:
    """Return a month as 03-2026."""
    return show_day(day)[3:]


def title(page: TimelinessPage) -> str:
    """Return what the chart shows, in a sentence: the newest whole month beside the lowest."""
    known = [p for p in page.months if p.share is not None and p.month_on < _present(page)]
    if not known:
        return str(_("There is no whole month with figures yet."))
    last = known[-1]
    lowest = min(known, key=lambda p: (p.denominator < FEW, p.share))
    return str(
        _(
            "%(last)s in time in %(last_month)s; at the lowest %(lowest)s, in %(lowest_month)s.",
            last=show_share(float(last.share or 0)),
            last_month=month(last.month_on),
            lowest=show_share(float(lowest.share or 0)),
            lowest_month=month(lowest.month_on),
        )
    )


def _present(page: TimelinessPage) -> date:
    return page.as_of.replace(day=1) if page.as_of else date.max


def is_running(point: Point, page: TimelinessPage) -> bool:
    """Say whether a month is not over on the day of the count."""
    return point.month_on >= _present(page)


def told(point: Point) -> str:
    """Return a month's figure in words."""
    if point.is_withheld:
        return f"{month(point.month_on)}: {_('withheld')}"
    if point.share is None:
        return f"{month(point.month_on)}: {_('nothing counts')}"
    counts = f"{point.numerator}/{point.denominator}"
    return f"{month(point.month_on)}: {show_share(float(point.share))} ({counts})"


def mark_text(mark: Mark) -> str:
    """Return what happened, in words."""
    if mark.kind == "sessions-begin":
        return str(_("The first learning session was held"))
    if mark.kind == "notes-begin":
        return str(_("The first learning note was published"))
    return str(_("New rules came into force")) if mark.kind == "rules-change" else mark.text


def shares(points: Sequence[Point]) -> list[float | None]:
    """Return the shares of a small line, with gaps."""
    return [None if point.share is None else float(point.share) for point in points]


def drawing(page: TimelinessPage) -> Drawing:
    """Lay the months out as a control chart, what happened above it and a quota as a line.

    The cases open at the end of one month are mostly those of the next, so snapshots are judged by
    how far they move. The month that is not over is left out of the limits.
    """
    points = [
        ControlPoint(p.month_on.isoformat(), p.share, p.denominator, is_running(p, page))
        for p in page.months
    ]
    is_snapshot = page.definition is Definition.SNAPSHOT
    quota = page.rule.quota_share
    places = {point.month_on: place for place, point in enumerate(page.months)}
    numbers: dict[int, list[str]] = {}
    for number, mark in enumerate(page.marks, start=1):
        numbers.setdefault(places[mark.on.replace(day=1)], []).append(str(number))
    return draw_series(
        xmr_chart(points) if is_snapshot else p_chart(points),
        labels=[show_month(point.month_on, short=True) for point in page.months],
        texts=[told(point) for point in page.months],
        flags=[(place, "event", ", ".join(several)) for place, several in numbers.items()],
        tick=lambda share: show_share(share, 0),
        targets=[float(quota)] * len(points) if quota else (),
    )


def picture_title(page: TimelinessPage) -> str:
    """Return what the chart is called when it leaves its page: rule, scope and definition."""
    team = page.team.name if page.team else _("All teams")
    return f"{in_language(page.rule, 'name')} · {team} · {word(page.definition)}"


def compared(page: TimelinessPage) -> list[tuple[Definition, Point | None, Point | None]]:
    """Return each definition's newest whole month and its last twelve months together.

    A snapshot is of a day; its days are never added up.
    """
    lines: list[tuple[Definition, Point | None, Point | None]] = []
    for definition in DEFINITIONS:
        whole = [p for p in page.by_definition[definition] if p.month_on < _present(page)]
        is_snapshot = definition is Definition.SNAPSHOT
        year = None if is_snapshot else total(whole[-YEAR:], reads_rows=page.reads_rows)
        lines.append((definition, whole[-1] if whole else None, year))
    return lines


def total(points: Iterable[Point], *, reads_rows: bool) -> Point | None:
    """Add months up.

    :returns: ``None`` when a month is withheld: the sum would let the reader solve for it.
    """
    sum_ = Point(date.min)
    for point in points:
        if point.is_withheld and not reads_rows:
            return None
        sum_.numerator += point.numerator
        sum_.denominator += point.denominator
        sum_.exempt += point.exempt
        sum_.lawful += point.lawful
        sum_.late_days += point.late_days
    return sum_


def lateness(page: TimelinessPage) -> Lateness | None:
    """Return how late the late ones of the last twelve whole months were."""
    done = [p for p in page.by_definition[Definition.DONE_COHORT] if p.month_on < _present(page)]
    year = total(done[-YEAR:], reads_rows=page.reads_rows)
    return lateness_of(dict(year.late_days), done=year.denominator) if year else None


def columns() -> list[str]:
    """Return the headings of the table and of the file."""
    return [
        _("Month"),
        _("In time"),
        _("Of"),
        _("Share in time"),
        _("Exempt, not counted"),
        _("Late for a lawful reason, counted"),
    ]


def as_csv(page: TimelinessPage) -> bytes:
    """Return the months as a file; rule, scope and definition stand on every line."""
    heads = [_("Rule"), _("Team"), _("Definition"), *columns()]
    team = page.team.name if page.team else _("All teams")
    named: list[OutCell] = [in_language(page.rule, "name"), team, word(page.definition)]
    return write_csv(heads, [[*named, *_cells(point)] for point in page.months])


def _cells(point: Point) -> list[OutCell]:
    if point.is_withheld:
        return [month(point.month_on), None, None, _("withheld"), None, None]
    share = None if point.share is None else round(float(point.share), 4)
    counts: list[OutCell] = [point.numerator, point.denominator, share, point.exempt, point.lawful]
    return [month(point.month_on), *counts]
