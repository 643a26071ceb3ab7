"""How single figures of a report are written: shares, ranges, changes, counts and their names."""

from math import ceil, floor

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from review_app.domain.comparison import Change
from review_app.domain.indicators import IndicatorUnit, TargetStanding
from review_app.domain.kinds import LearningSessionKind, OutcomeKind
from review_app.domain.monthly_report import FigureStatus, ReportFigure
from review_app.kernel.i18n import in_language, show_number, show_points, show_share
from review_app.kernel.words import word

# What is counted one by one; figures of rules, criteria and indicators carry names of their own.
COUNTED = {
    "notes-published": _l("Notes published"),
    "learning-cases": _l("Learning cases chosen"),
    "feedback-sent": _l("Feedback sent"),
    "feedback-acknowledged": _l("Feedback acknowledged by the caseworker"),
    "proposals-accepted": _l("Proposals for checklists accepted"),
    "proposals-rejected": _l("Proposals for checklists rejected"),
    "actions-opened": _l("Actions agreed on"),
    "actions-done": _l("Actions done"),
    "actions-open": _l("Actions open at the end of the month"),
    "actions-late": _l("Of these late"),
    "remarks-came": _l("Remarks received"),
    "remarks-closed": _l("Remarks closed"),
    "remarks-open": _l("Remarks open at the end of the month"),
}
KINDS = {"session": LearningSessionKind, "outcome": OutcomeKind}
STATUSES = {
    FigureStatus.WITHHELD: _l("withheld"),
    FigureStatus.NOTHING: _l("nothing to count"),
    FigureStatus.TOO_FEW: _l("too few to say"),
}
MANY = 100  # cases, from which a percentage deserves a decimal


def name(figure: ReportFigure) -> str:
    """Return what a figure counts."""
    if figure.code in COUNTED:
        return str(COUNTED[figure.code])
    area, _dot, code = figure.code.partition(".")
    if figure.unit == "count" and area in KINDS:
        return word(KINDS[area](code))
    return in_language(figure, "name")


def count(figure: ReportFigure) -> str:
    """Write a plain count."""
    return show_number(figure.value)


def counts(figure: ReportFigure) -> str:
    """Write how many of how many; a dash where there is nothing to tell."""
    if figure.numerator is None or not figure.denominator:
        return "–"
    return f"{show_number(figure.numerator)}/{show_number(figure.denominator)}"


def share(figure: ReportFigure) -> str:
    """Write a share, or why there is none."""
    if not figure.is_known:
        return str(STATUSES.get(FigureStatus(figure.status), "–"))
    return show_share(figure.value, _decimals(figure))


def limits(figure: ReportFigure) -> str:
    """Write the limits of a share, rounded outwards."""
    if not figure.is_known or figure.low is None or figure.high is None:
        return "–"
    decimals = _decimals(figure)
    scale = 100 * 10**decimals
    low, high = floor(figure.low * scale + 1e-9) / scale, ceil(figure.high * scale - 1e-9) / scale
    return str(
        _("%(low)s to %(high)s", low=show_share(low, decimals), high=show_share(high, decimals))
    )


def _decimals(figure: ReportFigure) -> int:
    return 0 if (figure.denominator or 0) < MANY else 1


def change(figure: ReportFigure) -> str:
    """Say what can be said of the difference from the month or round before."""
    if not figure.change:
        return "–"
    said = word(Change(figure.change))
    if figure.before is None or figure.value is None or figure.change == Change.TOO_FEW:
        return said
    apart = _("%(number)s points", number=show_points(figure.value - figure.before))
    return f"{said} ({apart})"


def value(figure: ReportFigure, number: float | None) -> str:
    """Write a number of an indicator in its unit."""
    if number is None:
        return "–"
    decimals = 0 if number == int(number) else 1
    written = show_number(number, decimals)
    unit = IndicatorUnit(figure.unit)
    if unit is IndicatorUnit.PERCENT:
        return show_share(number / 100, decimals)
    return written if unit is IndicatorUnit.COUNT else f"{written} {word(unit).lower()}"


def indicator(figure: ReportFigure) -> str:
    """Write the month's value of an indicator, or why there is none."""
    if figure.status == FigureStatus.WITHHELD:
        return str(STATUSES[FigureStatus.WITHHELD])
    if figure.value is None:
        return str(_("no value"))
    return value(figure, figure.value)


def standing(figure: ReportFigure) -> str:
    """Say whether the target is met."""
    return word(TargetStanding(figure.standing)) if figure.standing else "–"
