"""How indicators are put to readers: numbers with their unit, sentences, a drawing and a file."""

from collections.abc import Mapping, Sequence
from datetime import date

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from review_app.domain.chart_series import Period, Spot
from review_app.domain.control_charts import ChartKind
from review_app.domain.indicators import (
    IndicatorDirection,
    IndicatorUnit,
    TargetStanding,
    month_before,
)
from review_app.domain.month_cells import MonthLine
from review_app.features.insights import presenters_charts
from review_app.features.insights.presenters_charts import period_name, standing_marks
from review_app.features.insights.queries_indicators import IndicatorLine, IndicatorView
from review_app.kernel import clock
from review_app.kernel.chart_drawing import Drawing, draw_series
from review_app.kernel.i18n import in_language, show_number
from review_app.kernel.spreadsheet_writing import OutCell, write_csv
from review_app.kernel.words import word
from review_app.models import Indicator, IndicatorValue

MOST_DECIMALS = 4
GAPS = {
    **presenters_charts.GAPS,
    "missing": _l("no value entered"),
    "no-cases": _l("nothing to count"),
    "unknown": _l("not imported yet"),
}
KINDS = {
    **presenters_charts.KINDS,
    ChartKind.XMR: _l("XmR chart: limits from how far values move from one month to the next"),
}
FAULTS = {
    "heading": _l("No month and no number was found."),
    "no-month": _l("The month could not be read. Write for instance marts 2026 or 03-2026."),
    "no-number": _l("The number could not be read."),
    "future": _l("The month lies ahead."),
    "twice": _l("The month stands more than once."),
}
TONES = {TargetStanding.MET: "success", TargetStanding.NOT_MET: "warning"}


def name(indicator: Indicator) -> str:
    """Return what an indicator is called, with its team where it has one."""
    title = in_language(indicator, "name")
    return f"{title}, {indicator.team.name}" if indicator.team else title


def number(value: float | None) -> str:
    """Write a number with as many decimals as it has, four at most."""
    if value is None:
        return ""
    decimals = next(
        (n for n in range(MOST_DECIMALS) if abs(value - round(value, n)) < 1e-9), MOST_DECIMALS
    )
    return show_number(value, decimals)


def shown(value: float | None, unit: IndicatorUnit) -> str:
    """Write a value with its unit; percent with one decimal at most."""
    if value is None:
        return "–"
    if unit is IndicatorUnit.PERCENT:
        return str(_("%(number)s per cent", number=number(round(value, 1))))
    if unit is IndicatorUnit.COUNT:
        return number(value)
    return f"{number(round(value, 2))} {word(unit).lower()}"


def month(day: date) -> str:
    """Write a month in words."""
    return period_name(day, Period.MONTH)


def change(line: IndicatorLine) -> str:
    """Say how the newest value differs from the one before it, and whether that is better."""
    if line.newest is None or line.before is None:
        return ""
    step = float(line.newest.value or 0) - float(line.before.value or 0)
    since = month(line.before.starts_on)
    if abs(step) < 1e-9:
        return str(_("unchanged since %(month)s", month=since))
    size = shown(abs(step), line.indicator.unit)
    if line.indicator.unit is IndicatorUnit.PERCENT:
        size = str(_("%(number)s points", number=number(round(abs(step), 1))))
    said = (
        _("%(size)s more than in %(month)s", size=size, month=since)
        if step > 0
        else _("%(size)s less than in %(month)s", size=size, month=since)
    )
    if line.indicator.direction is IndicatorDirection.NEITHER:
        return str(said)
    is_better = (step > 0) == (line.indicator.direction is IndicatorDirection.HIGHER)
    judged = _("better") if is_better else _("worse")
    return f"{said} ({judged})"


def gaps(view: IndicatorView) -> str:
    """Name the months without a number; empty when there is none."""
    missing = [month(entry.spot.starts_on) for entry in view.series.entries if entry.spot.gap]
    return ", ".join(missing)


def is_last_month_missing(line: IndicatorLine) -> bool:
    """Say whether the last month that is over has no value yet."""
    last = month_before(clock.today())
    return line.newest is None or line.newest.starts_on < last


def point_text(view: IndicatorView, place: int) -> str:
    """Say one month in words."""
    entry, unit = view.series.entries[place], view.indicator.unit
    at = month(entry.spot.starts_on)
    if entry.spot.value is None:
        return f"{at}: {GAPS[entry.spot.gap]}"
    said = f"{at}: {shown(float(entry.spot.value), unit)}"
    if entry.spot.denominator is not None:
        said += f" ({entry.spot.numerator}/{entry.spot.denominator})"
    if view.targets[place] is not None:
        said += f", {word(view.standings[place]).lower()}"
    return f"{said} ({_('outside the limits')})" if entry.judged.is_outside else said


def drawing(view: IndicatorView) -> Drawing:
    """Lay the chart out, with the target as a line of its own."""
    numbers = {line.mark.id: n for n, line in enumerate(standing_marks(view.series), start=1)}
    entries = view.series.entries
    return draw_series(
        view.series.chart,
        labels=[period_name(e.spot.starts_on, Period.MONTH, short=True) for e in entries],
        texts=[point_text(view, place) for place in range(len(entries))],
        flags=[
            (place, line.mark.kind.value, str(numbers[line.mark.id]))
            for place, entry in enumerate(entries)
            for line in entry.marks
            if line.mark.id in numbers
        ],
        tick=number,
        is_share=False,
        targets=view.targets,
    )


def sentences(view: IndicatorView) -> list[str]:
    """Say what the chart shows, and which months it knows nothing of."""
    said = presenters_charts.sentences(view.series)
    missing = sum(entry.spot.gap != "" for entry in view.series.entries)
    if missing:
        said.append(
            str(_("Months without a number are gaps in the line: %(months)s.", months=gaps(view)))
        )
    return said


def method(view: IndicatorView) -> list[tuple[str, str]]:
    """Say how each stretch was computed: [(name of the fact, its value), ...]."""
    told = []
    for stretch in view.series.chart.stretches:
        centre = None if stretch.centre is None else float(stretch.centre)
        told += [
            (str(_("Kind of chart")), str(KINDS[stretch.kind])),
            (str(_("Line in the middle")), shown(centre, view.indicator.unit)),
            (
                str(_("How firm the limits are")),
                str(presenters_charts.BASELINES[stretch.baseline]),
            ),
        ]
    return told


def limits(view: IndicatorView, spot: int) -> str:
    """Write the limits of a month; a dash where there are none."""
    judged = view.series.entries[spot].judged
    if judged.low is None or judged.high is None:
        return "–"
    low, high = number(round(max(judged.low, 0.0), 1)), number(round(judged.high, 1))
    return str(_("%(low)s to %(high)s", low=low, high=high))


def as_csv(view: IndicatorView) -> bytes:
    """Return the months as a file: numbers, targets, limits, and why a month is empty."""
    columns = [
        _("Month"),
        _("Value"),
        _("Unit"),
        _("Numerator"),
        _("Denominator"),
        _("Target"),
        _("Target met"),
        _("Middle"),
        _("Lower limit"),
        _("Upper limit"),
        _("Outside the limits"),
        _("Remark"),
        _("Marks"),
    ]
    rows = [_row(view, place) for place in range(len(view.series.entries))]
    return write_csv(columns, rows)


def _row(view: IndicatorView, place: int) -> list[OutCell]:
    entry = view.series.entries[place]
    spot, judged = entry.spot, entry.judged
    standing = [line for line in entry.marks if line.mark.withdrawn_at is None]
    low = None if judged.low is None else max(judged.low, 0.0)
    centre = None if spot.value is None else judged.centre
    return [
        spot.starts_on,
        _plain(spot.value),
        view.indicator.unit.value,
        spot.numerator,
        spot.denominator,
        view.targets[place],
        word(view.standings[place]),
        _plain(centre),
        _plain(low),
        _plain(judged.high),
        str(_("yes")) if judged.is_outside else "",
        str(GAPS[spot.gap]) if spot.gap else "",
        "; ".join(f"{word(line.mark.kind)}: {line.mark.text}" for line in standing),
    ]


def _plain(value: object) -> float | None:
    return None if value is None else round(float(str(float(value))), 6)  # type: ignore[arg-type]


def grid(year: int, rows: Mapping[date, IndicatorValue]) -> dict[date, tuple[str, str]]:
    """Return the months of a year that have begun, with what stands: {day: (name, value)}."""
    today = clock.today()
    months = [date(year, n, 1) for n in range(1, 13) if date(year, n, 1) <= today]
    return {day: (month(day), number(rows[day].value) if day in rows else "") for day in months}


def years(rows: Mapping[date, IndicatorValue], shown_year: int) -> list[int]:
    """Return the years that can be filled in, the newest first."""
    today = clock.today().year
    first = min([*(day.year for day in rows), today - 2, shown_year])
    return list(range(today, first - 1, -1))


def effect(line: MonthLine, rows: Mapping[date, IndicatorValue]) -> str:
    """Say what storing a line that was pasted would do."""
    if line.fault:
        return str(FAULTS[line.fault])
    if line.value is None or line.month_on is None:
        return str(_("No value: the month is left as it is."))
    before = rows[line.month_on].value if line.month_on in rows else None
    if before is None:
        return str(_("New"))
    if before == line.value:
        return str(_("Stands already"))
    return str(_("Replaces %(value)s", value=number(before)))


def replaces(lines: Sequence[MonthLine], rows: Mapping[date, IndicatorValue]) -> bool:
    """Say whether storing the lines would replace a value."""
    standing = {day: row.value for day, row in rows.items() if row.value is not None}
    return any(
        line.month_on in standing and standing[line.month_on] != line.value
        for line in lines
        if line.month_on is not None and line.value is not None
    )


def spot_of(view: IndicatorView) -> Spot | None:
    """Return the newest month with a number."""
    known = [e.spot for e in view.series.entries if e.spot.value is not None]
    return known[-1] if known else None
