"""How a series over time is put to readers: a sentence, a drawing, a table and a file."""

from collections.abc import Sequence
from datetime import date

from babel.dates import format_date
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from review_app.domain.chart_series import Period, Series, SeriesKind, Spot
from review_app.domain.chart_signals import Signal
from review_app.domain.control_charts import Baseline, ChartKind, Stretch
from review_app.features.insights.queries_charts import Entry, MarkLine, SeriesView
from review_app.kernel.chart_drawing import Drawing, draw_series
from review_app.kernel.i18n import in_language, language, show_day, show_number, show_share
from review_app.kernel.spreadsheet_writing import OutCell, write_csv
from review_app.kernel.words import word

GAPS = {
    "no-cases": _l("no cases"),
    "not-asked": _l("not asked in the version used"),
    "withheld": _l("withheld: too few cases or caseworkers"),
}
KINDS = {
    ChartKind.P: _l("p chart: limits of three standard deviations for the cases of each period"),
    ChartKind.LANEY: _l("Laney's p' chart: the limits also hold what periods vary besides chance"),
    ChartKind.XMR: _l(
        "XmR chart: limits from how far the weighted shares move from one to another"
    ),
    ChartKind.G: _l("g chart: cases between one rare failure and the next"),
    ChartKind.RUN: _l("run chart: the median as a line, and no limits"),
}
BASELINES = {
    Baseline.NONE: _l("Under 8 points there are no limits."),
    Baseline.FORMING: _l("The limits still move with every point, until there are 12."),
    Baseline.PROVISIONAL: _l("The limits rest on the first 12 points, until there are 24."),
    Baseline.FINAL: _l("The limits rest on the first 24 points and stay."),
}


def title(series: Series, subject: object) -> str:
    """Return what a series is called."""
    if series.kind is SeriesKind.CRITERION:
        return f"{series.criterion} {in_language(subject, 'question')}"
    of_type = f", {subject}" if subject else ""
    if series.period is Period.QUARTER:
        return str(_("Closed in time, by quarter")) + of_type
    return str(_("Closed in time, by month")) + of_type


def name_of(series: Series, spot: Spot, *, short: bool = False) -> str:
    """Return what a point is called: its month or quarter, or its round."""
    if series.kind is SeriesKind.CRITERION:
        return show_day(spot.starts_on) if short else spot.label
    return period_name(spot.starts_on, series.period, short=short)


def period_name(start: date, period: Period, *, short: bool = False) -> str:
    """Return a month or quarter in words: March 2026, or short 03-26."""
    if period is Period.QUARTER:
        pattern = "Q'.' yy" if short else "QQQQ y"
    else:
        pattern = "MM-yy" if short else "MMMM y"
    return format_date(start, pattern, locale="en_GB" if language() == "en" else "da_DK")


def decimals(denominator: int | None) -> int:
    """Return how many decimals a percentage of so many cases deserves."""
    return 0 if (denominator or 0) < 100 else 1


def point_text(series: Series, entry: Entry) -> str:
    """Say one point in words."""
    spot, judged = entry.spot, entry.judged
    name = name_of(series, spot)
    if spot.value is None:
        return f"{name}: {GAPS[spot.gap]}"
    share = show_share(float(spot.value), decimals(spot.denominator))
    said: str = _(
        "%(period)s: %(share)s, %(met)s of %(cases)s cases",
        period=name,
        share=share,
        met=spot.numerator,
        cases=spot.denominator,
    )
    if judged.is_outside:
        said += f" ({_('outside the limits')})"
    return f"{said} ({_('left out of the limits')})" if judged.point.is_excluded else said


def sentences(view: SeriesView) -> list[str]:
    """Say what the chart shows: of the newest stretch, and that there were others before."""
    if not any(entry.spot.value is not None for entry in view.entries):
        return [_("There is no point yet.")]
    newest, name = view.chart.stretches[-1], _namer(view)
    known = [judged for judged in newest.points if judged.point.value is not None]
    said = _signals(newest, name)
    if newest.kind is ChartKind.RUN:
        said = [
            _(
                "%(count)s points are too few to tell chance from change: they are shown as they "
                "are, without limits.",
                count=len(known),
            )
        ]
    elif not said:
        said = [
            _(
                "The last %(count)s points vary no more than chance would make them. Do not look "
                "for a cause of one of them alone.",
                count=len(known),
            )
        ]
    if len(view.chart.stretches) > 1:
        said.append(_("The limits start anew where somebody decided so; see the marks below."))
    return [str(one) for one in said]


def _namer(view: SeriesView) -> dict[str, str]:
    return {e.judged.point.label: name_of(view.series, e.spot) for e in view.entries}


def _signals(stretch: Stretch, names: dict[str, str]) -> list[str]:
    said = []
    for judged in stretch.points:
        if judged.is_outside and judged.low is not None and judged.point.value is not None:
            where = _("lower") if judged.point.value < judged.low else _("higher")
            said.append(
                _(
                    "%(period)s is %(where)s than chance explains: look for a cause.",
                    period=names[judged.point.label],
                    where=where,
                )
            )
    said = _in_short(said, stretch)
    if Signal.WIDE_RANGE in stretch.signals:
        moved = ", ".join(names[label] for label in stretch.wide_ranges)
        said.append(_("The step to %(points)s is larger than chance explains.", points=moved))
    return [*said, *_runs(stretch)]


def _in_short(said: list[str], stretch: Stretch) -> list[str]:
    if len(said) <= 3:
        return said
    return [
        _(
            "%(count)s of %(all)s points lie outside the limits: the way of working has changed.",
            count=len(said),
            all=sum(judged.point.value is not None for judged in stretch.points),
        )
    ]


def _runs(stretch: Stretch) -> list[str]:
    judged, said = stretch.judgement, []
    if Signal.LONG_RUN in judged.signals:
        said.append(
            _(
                "%(run)s points in a row lie on the same side of the line; chance seldom makes "
                "more than %(most)s. Something has shifted.",
                run=judged.longest_run,
                most=judged.longest_expected,
            )
        )
    if Signal.FEW_CROSSINGS in judged.signals:
        said.append(
            _(
                "The points cross the line %(times)s times; chance seldom makes fewer than "
                "%(fewest)s. They drift rather than vary.",
                times=judged.crossings,
                fewest=judged.fewest_expected,
            )
        )
    return said


def drawing(view: SeriesView) -> Drawing:
    """Lay the chart out."""
    numbers = {line.mark.id: number for number, line in enumerate(standing_marks(view), start=1)}
    return draw_series(
        view.chart,
        labels=[name_of(view.series, entry.spot, short=True) for entry in view.entries],
        texts=[point_text(view.series, entry) for entry in view.entries],
        flags=[
            (place, line.mark.kind.value, str(numbers[line.mark.id]))
            for place, entry in enumerate(view.entries)
            for line in entry.marks
            if line.mark.id in numbers
        ],
        tick=lambda share: show_share(share, 0),
    )


def standing_marks(view: SeriesView) -> list[MarkLine]:
    """Return the marks that were not withdrawn, in order of their days."""
    return [line for line in view.marks if line.mark.withdrawn_at is None]


def method(view: SeriesView) -> list[tuple[str, str]]:
    """Say how each stretch was computed: [(name of the fact, its value), ...]."""
    told = []
    for stretch in view.chart.stretches:
        centre = "–" if stretch.centre is None else show_share(float(stretch.centre), 1)
        told += [
            (str(_("Kind of chart")), str(KINDS[stretch.kind])),
            (str(_("Line in the middle")), centre),
            (str(_("How firm the limits are")), str(BASELINES[stretch.baseline])),
        ]
        if stretch.sigma_z is not None:
            told.append(
                (str(_("Variation between periods (1: chance alone)")), _two(stretch.sigma_z))
            )
        told.append((str(_("Longest run on one side, and crossings")), _judged(stretch)))
    return told


def _two(number: float) -> str:
    return show_number(number, 2)


def _judged(stretch: Stretch) -> str:
    found = stretch.judgement
    if found.longest_expected is None:
        return str(_("not tested under 10 points beside the line"))
    return str(
        _(
            "%(run)s (at most %(most)s expected) and %(crossings)s (at least %(fewest)s expected)",
            run=found.longest_run,
            most=found.longest_expected,
            crossings=found.crossings,
            fewest=found.fewest_expected,
        )
    )


def as_csv(view: SeriesView) -> bytes:
    """Return the points as a file, with limits, marks and the kind of chart beside each."""
    columns = [
        _("Begins on"),
        _("Period or round"),
        _("In time or met"),
        _("Cases"),
        _("Share in percent"),
        _("Middle in percent"),
        _("Lower limit in percent"),
        _("Upper limit in percent"),
        _("Outside the limits"),
        _("Left out of the limits"),
        _("Kind of chart"),
        _("Remark"),
        _("Marks"),
    ]
    kinds = [stretch.kind for stretch in view.chart.stretches for _point in stretch.points]
    rows = zip(view.entries, kinds, strict=True)
    return write_csv(columns, [_row(view.series, entry, kind) for entry, kind in rows])


def _row(series: Series, entry: Entry, kind: ChartKind) -> list[OutCell]:
    spot, judged = entry.spot, entry.judged
    shares = (spot.value, judged.centre, judged.low, judged.high)
    marks = [
        f"{word(line.mark.kind)}: {line.mark.text}"
        for line in entry.marks
        if line.mark.withdrawn_at is None
    ]
    return [
        spot.starts_on,
        name_of(series, spot),
        spot.numerator,
        spot.denominator,
        *(None if share is None else round(float(share) * 100, 2) for share in shares),
        _yes(judged.is_outside),
        _yes(judged.point.is_excluded),
        kind.value,
        str(GAPS[spot.gap]) if spot.gap else str(_("provisional")) if spot.is_provisional else "",
        "; ".join(marks),
    ]


def _yes(is_so: bool) -> str:
    return str(_("yes")) if is_so else ""


def choices_of_points(view: SeriesView) -> Sequence[tuple[str, str]]:
    """Return the points that can be marked, the newest first."""
    return [
        (entry.spot.starts_on.isoformat(), name_of(view.series, entry.spot))
        for entry in reversed(view.entries)
    ]


def mark_day(view: SeriesView, line: MarkLine) -> str:
    """Return the name of the point a mark belongs to, or its day when the point is not shown."""
    for entry in view.entries:
        if line in entry.marks:
            return name_of(view.series, entry.spot)
    return show_day(line.mark.marks_on)
