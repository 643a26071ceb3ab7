"""The chapter of a report on timeliness: the leading rule, its course, the others, and pairs."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from review_app.domain.chart_signals import judge_runs
from review_app.domain.control_charts import (
    Baseline,
    Chart,
    ChartKind,
    JudgedPoint,
    Point,
    Stretch,
    baseline_of,
)
from review_app.domain.monthly_report import ReportFigure, figures_of
from review_app.domain.timeliness import Definition
from review_app.features.reports import presenters_words as say
from review_app.kernel.chart_drawing import draw_series
from review_app.kernel.chart_svg import svg_of
from review_app.kernel.documents import Heading, Paragraph, Part, Picture, Points, Table
from review_app.kernel.i18n import show_day, show_month, show_share
from review_app.kernel.words import word

MARKS = {
    "sessions-begin": _l("The first learning session was held"),
    "notes-begin": _l("The first learning note was published"),
    "rules-change": _l("New rules came into force"),
}
DEFINITIONS = (
    Definition.DUE_COHORT,
    Definition.DONE_COHORT,
    Definition.DONE_PLUS_OPEN_OVERDUE,
    Definition.SNAPSHOT,
)
Found = Mapping[str, Any]


def parts(found: Found, quality: Sequence[ReportFigure]) -> Iterator[Part]:
    """Return the chapter; *quality* are the figures that pairs are found among."""
    yield Heading(_("Timeliness"))
    figures = figures_of(found)
    lead = {Definition(one.measure): one for one in figures if one.code == found["lead"]}
    if not lead:
        yield Paragraph(_("No deadline fell in the month."))
        return
    usual = Definition(found["definition"])
    yield Paragraph(_lead(lead[usual], usual))
    yield from _course(found, say.name(lead[usual]))
    yield _definitions(lead)
    yield Paragraph(_why_they_differ(), is_quiet=True)
    others = [one for one in figures if one.measure == usual]
    if len(others) > 1:
        yield _rules(others, usual)
    yield from _pairs(found["pairs"], others, quality)


def _lead(figure: ReportFigure, definition: Definition) -> str:
    if not figure.is_known:
        return f"{say.name(figure)}: {say.share(figure)}."
    said: str = _(
        "%(rule)s: %(share)s were in time, %(counts)s by the definition %(definition)s. With the "
        "same way of working, chance alone would make it %(limits)s.",
        rule=say.name(figure),
        share=say.share(figure),
        counts=say.counts(figure),
        definition=f"“{word(definition)}”",
        limits=say.limits(figure),
    )
    if figure.change and figure.before is not None:
        before = show_share(figure.before)
        said += " " + _(
            "The month before: %(before)s. %(change)s.", before=before, change=say.change(figure)
        )
    return said


def _course(found: Found, rule: str) -> Iterator[Part]:
    trend = found["trend"]
    if len(trend) < 2:
        return
    text = _course_in_words(trend)
    marks = list(enumerate(_places(found), start=1))
    numbers: dict[int, list[str]] = {}
    for number, (place, _mark) in marks:
        numbers.setdefault(place, []).append(str(number))
    drawing = draw_series(
        _chart(trend),
        labels=[show_month(_month(line), short=True) for line in trend],
        texts=[_point(line) for line in trend],
        flags=[(place, "event", ", ".join(several)) for place, several in numbers.items()],
        tick=lambda share: show_share(share, 0),
    )
    yield Picture(svg_of(drawing, text=text), text, _("In time by month: %(rule)s", rule=rule))
    if marks:
        yield Points(
            tuple(
                f"{number}: {show_day(date.fromisoformat(mark['on']))}, {_marked(mark)}"
                for number, (_place, mark) in marks
            )
        )
    yield Paragraph(_how_to_read(len(trend)), is_quiet=True)


def _month(line: Found) -> date:
    return date.fromisoformat(f"{line['month']}-01")


def _places(found: Found) -> list[tuple[int, Found]]:
    months = [line["month"] for line in found["trend"]]
    return [
        (months.index(mark["on"][:7]), mark) for mark in found["marks"] if mark["on"][:7] in months
    ]


def _marked(mark: Found) -> str:
    return str(MARKS[mark["kind"]]) if mark["kind"] in MARKS else str(mark["text"])


def _point(line: Found) -> str:
    month = show_month(_month(line))
    if line["value"] is None:
        why = _("withheld") if line["is_withheld"] else _("nothing counts")
        return f"{month}: {why}"
    counted = f"{line['numerator']}/{line['denominator']}"
    return f"{month}: {show_share(line['value'])} ({counted})"


def _course_in_words(trend: Sequence[Found]) -> str:
    known = [line for line in trend if line["value"] is not None]
    if not known:
        return str(_("No month can be shown."))
    last, low = known[-1], min(known, key=lambda line: line["value"])
    outside = sum(line["is_outside"] for line in known)
    said = _(
        "%(last)s in %(last_month)s; lowest %(lowest)s in %(lowest_month)s.",
        last=show_share(last["value"]),
        last_month=show_month(_month(last)),
        lowest=show_share(low["value"]),
        lowest_month=show_month(_month(low)),
    )
    told = _(
        "%(outside)s of %(all)s months lie outside the limits of chance.",
        outside=outside,
        all=len(known),
    )
    return f"{said} {told}"


def _chart(trend: Sequence[Found]) -> Chart:
    """Return the course as it was judged when it was counted."""
    points = tuple(
        JudgedPoint(
            Point(line["month"], line["value"], line["denominator"] or 0),
            line["centre"],
            line["low"],
            line["high"],
            is_outside=line["is_outside"],
            shapes_limits=False,
        )
        for line in trend
    )
    nothing = judge_runs([], 0)
    return Chart((Stretch(ChartKind.P, Baseline.NONE, 0, None, points, nothing),))


def _how_to_read(points: int) -> str:
    state, _count = baseline_of(points)
    if state is Baseline.NONE:
        return str(_("The line in the middle is the median; under 8 months there are no limits."))
    return str(
        _(
            "The dashed limits show how far chance alone moves a month of that size. A point "
            "outside them calls for a cause; one inside does not."
        )
    )


def _definitions(lead: Mapping[Definition, ReportFigure]) -> Table:
    rows = [
        (word(definition), say.counts(lead[definition]), say.share(lead[definition]))
        for definition in DEFINITIONS
        if definition in lead
    ]
    columns = (_("Definition"), _("In time"), _("Share in time"))
    return Table(_("The same month under each definition"), columns, tuple(rows), numeric=(1, 2))


def _why_they_differ() -> str:
    return str(
        _(
            "The definitions answer different questions about the same cases and can differ by "
            "tens of points. Never compare two figures under different names."
        )
    )


def _rules(figures: Sequence[ReportFigure], usual: Definition) -> Table:
    rows = [
        (say.name(one), say.counts(one), say.share(one), say.limits(one), say.change(one))
        for one in figures
    ]
    columns = (_("Rule"), _("In time"), _("Share"), _("Range"), _("Since the month before"))
    caption = _("Every rule under the definition %(name)s", name=f"“{word(usual)}”")
    return Table(caption, columns, tuple(rows), numeric=(1, 2, 3), wide=(0,))


def _pairs(
    pairs: Found, rules: Sequence[ReportFigure], quality: Sequence[ReportFigure]
) -> Iterator[Part]:
    rows = [
        (say.name(rule), say.share(rule), say.name(one), say.share(one), say.limits(one))
        for rule in rules
        for one in quality
        if rule.is_known and one.code in pairs.get(rule.code, ())
    ]
    if rows:
        columns = (_("Rule"), _("In time"), _("Criterion"), _("Met"), _("Range"))
        yield Table(
            _("In time, and done well?"), columns, tuple(rows), numeric=(1, 3, 4), wide=(2,)
        )
        yield Paragraph(
            _(
                "Beside each rule stand the criteria that look at the same step of the agreed way "
                "of working: a talk in time that helps nobody is not the aim."
            ),
            is_quiet=True,
        )
    else:
        yield Paragraph(
            _(
                "No rule can be set beside a criterion: no step of the agreed way of working names "
                "both, or none of the criteria was measured."
            ),
            is_quiet=True,
        )
