"""How two rounds side by side, and teams around the whole, are put to readers."""

from collections.abc import Sequence

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from review_app.domain.comparison import (
    FUNNEL_METHOD,
    METHOD,
    Change,
    Difference,
    Funnel,
    FunnelPoint,
    Standing,
)
from review_app.domain.round_sides import Seen
from review_app.features.insights.presenters_charts import decimals
from review_app.features.insights.queries_comparisons import RoundsCompared, Teams
from review_app.kernel.chart_drawing import Drawing, draw_funnel
from review_app.kernel.i18n import in_language, show_number, show_points, show_share
from review_app.kernel.spreadsheet_writing import OutCell, write_csv
from review_app.kernel.words_reports import CHANGES

TONES = {Change.IMPROVED: "success", Change.WORSENED: "error"}
GAPS = {
    "no-cases": _l("no case could be assessed"),
    "not-asked": _l("not asked in the version used"),
    "withheld": _l("withheld: too few cases or caseworkers"),
}
STANDINGS = {
    Standing.TOO_FEW_TO_TELL: _l("too few cases to tell"),
    Standing.BEYOND_WARNING: _l("outside what chance does in 95 of 100 teams"),
    Standing.BEYOND_ALARM: _l("outside what chance does in 998 of 1,000 teams"),
}
REASONS = {
    "withheld": _l("Withheld: under 5 cases or under 3 caseworkers."),
    "no-cases": _l("No case could be assessed on this."),
    "weighted": _l(
        "The cases of this round stand for unequal numbers of cases within the teams, so their "
        "plain shares would mislead. There is no funnel of such a round."
    ),
}


def summary(found: RoundsCompared) -> list[str]:
    """Say in words what has changed between the rounds."""
    clear = len(found.having(Change.IMPROVED)), len(found.having(Change.WORSENED))
    if not found.tested:
        return [_("No criterion has 10 assessed cases in both rounds: too few to say anything.")]
    looked = ngettext(
        "%(num)s criterion had cases enough in both rounds to be compared.",
        "%(num)s criteria had cases enough in both rounds and were looked at together.",
        found.tested,
    )
    if not any(clear):
        return [looked, _("None has clearly changed; what differs may be chance.")]
    told = _(
        "Clearly improved: %(better)s. Clearly worsened: %(worse)s. The others may differ by "
        "chance.",
        better=clear[0],
        worse=clear[1],
    )
    return [looked, told]


def share(seen: Seen) -> str:
    """Write a round's share of a criterion."""
    assert seen.side is not None
    return show_share(float(seen.side.share), decimals(seen.side.denominator))


def range_of(found: Difference) -> str:
    """Write the range of a difference in percentage points."""
    if found.low is None or found.high is None:
        return ""
    return str(
        _("%(low)s to %(high)s points", low=show_points(found.low), high=show_points(found.high))
    )


def comparison_csv(found: RoundsCompared) -> bytes:
    """Return the comparison as a file."""
    sides = [
        f"{name} ({when})"
        for when in (_("before"), _("after"))
        for name in (_("Met"), _("Assessed"), _("Share in percent"))
    ]
    columns = [
        _("Criterion"),
        _("Question"),
        *sides,
        _("Change in points"),
        _("Change from"),
        _("Change to"),
        _("Left to chance in percent"),
        _("Conclusion"),
        _("Method"),
    ]
    rows = []
    for line in found.lines:
        told = line.difference
        rows.append(
            [
                line.criterion.code,
                in_language(line.criterion, "question"),
                *_side_cells(line.before),
                *_side_cells(line.after),
                *_change_cells(told),
                str(CHANGES[told.change]) if told else _why(line.before, line.after),
                METHOD,
            ]
        )
    return write_csv(columns, rows)


def _why(before: Seen, after: Seen) -> str:
    return str(GAPS[before.gap or after.gap])


def _side_cells(seen: Seen) -> list[OutCell]:
    if seen.side is None:
        return [None, None, None]
    return [seen.met, seen.side.denominator, round(float(seen.side.share) * 100, 2)]


def _change_cells(told: Difference | None) -> list[OutCell]:
    if told is None or told.share is None:
        return [None] * 4
    numbers = (told.share, told.low, told.high, told.tail_share)
    return [None if number is None else round(number * 100, 3) for number in numbers]


def team_text(point: FunnelPoint) -> str:
    """Say where one team stands."""
    said: str = _(
        "%(team)s: %(share)s, %(met)s of %(cases)s cases",
        team=point.unit.label,
        share=show_share(float(point.share), decimals(point.unit.denominator)),
        met=point.unit.numerator,
        cases=point.unit.denominator,
    )
    return f"{said} ({standing(point)})"


def standing(point: FunnelPoint) -> str:
    """Say whether a team stands out, and to which side."""
    if not point.stands_out:
        return str(STANDINGS[point.standing])
    side = _("higher") if point.is_above else _("lower")
    return f"{side}, {STANDINGS[point.standing]}"


def title(found: Teams) -> str:
    """Return what a picture of the funnel is called when it leaves its page."""
    criterion = found.criterion
    asked = f"{criterion.code} {in_language(criterion, 'question')}" if criterion else ""
    return f"{found.round.title}: {asked}"


def funnel_sentence(found: Funnel) -> str:
    """Say in words what the funnel shows."""
    out = [point.unit.label for point in found.points if point.stands_out]
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


def drawing(found: Funnel) -> Drawing:
    """Lay the funnel out."""
    return draw_funnel(
        found,
        texts=[team_text(point) for point in found.points],
        percent=lambda share: show_share(share, 0),
        number=show_number,
    )


def teams_csv(found: Teams) -> bytes:
    """Return the teams as a file; withheld teams are not in it."""
    columns: Sequence[str] = [
        _("Team"),
        _("Met"),
        _("Assessed"),
        _("Share in percent"),
        _("Lower bound in percent"),
        _("Upper bound in percent"),
        _("Share of all in percent"),
        *(f"{limit} {side}" for limit in ("95 %", "99.8 %") for side in (_("from"), _("to"))),
        _("Remark"),
        _("Method"),
    ]
    points = found.funnel.points if found.funnel else ()
    overall = float(found.funnel.overall) if found.funnel else 0.0
    return write_csv(columns, [_team_row(point, overall) for point in points])


def _team_row(point: FunnelPoint, overall: float) -> list[OutCell]:
    shares = (point.share, point.low, point.high, overall, *point.warning, *point.alarm)
    return [
        point.unit.label,
        point.unit.numerator,
        point.unit.denominator,
        *(round(float(share) * 100, 2) for share in shares),
        standing(point),
        FUNNEL_METHOD,
    ]
