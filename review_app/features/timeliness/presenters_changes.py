"""Periods and teams of timeliness held against each other, with what chance alone explains."""

from collections.abc import Sequence

from flask_babel import gettext as _

from review_app.domain.comparison import Difference, Side, Unit, compare, funnel
from review_app.domain.timeliness import Definition
from review_app.features.timeliness.presenters_figures import YEAR, is_running, month, total
from review_app.features.timeliness.queries_figures import TimelinessPage
from review_app.kernel.i18n import show_points, show_share
from review_app.kernel.words import word
from review_app.models.deadline_sums import Point

HALF_YEAR = 6


def periods(page: TimelinessPage) -> list[str]:
    """Say whether the newest month, and the newest half-year, differ from the one before.

    Both are judged together. The cases of a snapshot are mostly those of the one before, so
    nothing is said of those.
    """
    if page.definition is Definition.SNAPSHOT:
        return []
    whole = [point for point in page.months if not is_running(point, page)]
    asked = {
        "month": (whole[-2:-1], whole[-1:]),
        "half-year": (whole[-2 * HALF_YEAR : -HALF_YEAR], whole[-HALF_YEAR:]),
    }
    sums = {
        name: sides
        for name, (before, after) in asked.items()
        if (sides := _sums(before, after, reads_rows=page.reads_rows)) is not None
    }
    found = compare({name: (_side(one), _side(other)) for name, (one, other) in sums.items()})
    newest = month(whole[-1].month_on) if whole else ""
    names = {"month": newest, "half-year": _("Last 6 whole months")}
    return [_said(names[name], *sums[name], found[name]) for name in sums]


def _sums(
    before: Sequence[Point], after: Sequence[Point], *, reads_rows: bool
) -> tuple[Point, Point] | None:
    if not before or len(before) != len(after):
        return None
    one, other = total(before, reads_rows=reads_rows), total(after, reads_rows=reads_rows)
    if one is None or other is None or not one.denominator or not other.denominator:
        return None
    return one, other


def _side(point: Point) -> Side:
    return Side.counted(point.numerator, point.denominator)


def _said(name: str, before: Point, after: Point, found: Difference) -> str:
    said: str = _(
        "%(period)s: %(after)s in time, %(before)s in the one before: %(change)s.",
        period=name,
        after=_counted(after),
        before=_counted(before),
        change=word(found.change).lower(),
    )
    if found.low is None or found.high is None:
        return said
    low, high = show_points(found.low), show_points(found.high)
    between: str = _("Between %(low)s and %(high)s points.", low=low, high=high)
    return f"{said} {between}"


def _counted(point: Point) -> str:
    return f"{show_share(float(point.share or 0))} ({point.numerator}/{point.denominator})"


def teams(page: TimelinessPage) -> str:
    """Say which teams differ from the whole in the last twelve whole months; none is ranked."""
    if page.definition is Definition.SNAPSHOT:
        return ""
    units = []
    for team, points in page.by_team:
        year = total(
            [point for point in points if not is_running(point, page)][-YEAR:],
            reads_rows=page.reads_rows,
        )
        if year is not None and year.denominator:
            units.append(Unit(team.name, year.numerator, year.denominator))
    if len(units) < 2:
        return ""
    out = [point.unit.label for point in funnel(units).points if point.stands_out]
    if not out:
        return str(
            _("No team stands out: what differs between them is no more than chance explains.")
        )
    return str(
        _(
            "%(teams)s differ from the whole by more than chance explains. The others cannot be "
            "told apart from it.",
            teams=", ".join(out),
        )
    )
