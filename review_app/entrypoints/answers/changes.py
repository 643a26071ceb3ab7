"""Questions about change and difference: control charts, two rounds, teams in a funnel."""

from fractions import Fraction
from typing import Any

from review_app.domain.comparison import (
    FUNNEL_METHOD,
    METHOD,
    Difference,
    FunnelPoint,
    Side,
    Unit,
    compare,
    funnel,
)
from review_app.domain.control_charts import (
    ChartKind,
    Point,
    Stretch,
    g_chart,
    p_chart,
    xmr_chart,
)
from review_app.domain.errors import Invalid
from review_app.domain.terms import CONFIDENCE_PERCENT
from review_app.entrypoints.answers.kinds import Answer, Kind, Kinds
from review_app.entrypoints.answers.reading import Request

CONFIDENCE = "1 to 99; 95 unless given"


def _chart(request: Request) -> Answer:
    kind = request.code("chart", ChartKind) if request.has("chart") else None
    points = request.objects("points")
    if kind is ChartKind.XMR or kind is ChartKind.G:
        given = [_valued(one, place) for place, one in enumerate(points)]
        found = g_chart(given) if kind is ChartKind.G else xmr_chart(given)
    elif kind is ChartKind.RUN:
        raise Invalid(field="chart", reason="a run chart is what under 8 points become")
    else:
        found = p_chart([_counted(one, place) for place, one in enumerate(points)], kind=kind)
    return {"stretches": [_stretch(one) for one in found.stretches], "signals": found.signals}


def _counted(one: Request, place: int) -> Point:
    one.demand_known("label", "having", "cases", "excluded", "rebase")
    having, cases = one.whole("having"), one.whole("cases")
    if having > cases:
        raise Invalid(field="points", reason="having exceeds cases", point=place)
    value = Fraction(having, cases) if cases else None
    return Point(_label(one, place), value, cases, _is(one, "excluded"), _is(one, "rebase"))


def _valued(one: Request, place: int) -> Point:
    one.demand_known("label", "value", "excluded", "rebase")
    value = one.number("value") if one.has("value") else None
    return Point(_label(one, place), value, 0, _is(one, "excluded"), _is(one, "rebase"))


def _label(one: Request, place: int) -> str:
    return one.text("label", str(place + 1))


def _is(one: Request, name: str) -> bool:
    return one.has(name) and one.truth(name) is True


def _stretch(one: Stretch) -> Answer:
    judged = one.judgement
    return {
        "chart": one.kind,
        "baseline": one.baseline,
        "baseline_points": one.baseline_points,
        "centre": one.centre,
        "sigma_z": one.sigma_z,
        "range_high": one.range_high,
        "longest_run": judged.longest_run,
        "longest_expected": judged.longest_expected,
        "crossings": judged.crossings,
        "fewest_expected": judged.fewest_expected,
        "useful_points": judged.useful,
        "signals": one.signals,
        "points": [
            {
                "label": p.point.label,
                "value": p.point.value,
                "low": p.low,
                "high": p.high,
                "outside": p.is_outside,
                "shapes_limits": p.shapes_limits,
            }
            for p in one.points
        ],
    }


def _comparison(request: Request) -> Answer:
    pairs = {code: _sides(one) for code, one in request.named_objects("criteria").items()}
    found = compare(
        pairs,
        confidence_percent=request.whole("confidence_percent", CONFIDENCE_PERCENT),
        more_is_better=not _is(request, "less_is_better"),
    )
    return {"criteria": {code: _difference(one) for code, one in found.items()}, "method": METHOD}


def _sides(one: Request) -> tuple[Side, Side]:
    one.demand_known("before", "after")
    return _side(one, "before"), _side(one, "after")


def _side(one: Request, name: str) -> Side:
    given = Request(one.given.get(name), place=f"{one.place}.{name}")
    given.demand_known("having", "counting", "share", "effective_size")
    counting = given.whole("counting")
    if given.has("share"):
        size = float(given.number("effective_size", Fraction(counting)))
        return Side(given.number("share"), counting, size)
    having = given.whole("having")
    if having > counting:
        raise Invalid(field=name, reason="having exceeds counting")
    return Side.counted(having, counting)


def _difference(one: Difference) -> Answer:
    return {
        "change": one.change,
        "share": one.share,
        "low_share": one.low,
        "high_share": one.high,
        "left_to_chance": one.tail_share,
    }


def _funnel(request: Request) -> Answer:
    units = [
        Unit(code, one.whole("having"), one.whole("counting"))
        for code, one in request.named_objects("units").items()
    ]
    found = funnel(
        units,
        overall=request.number("overall") if request.has("overall") else None,
        confidence_percent=request.whole("confidence_percent", CONFIDENCE_PERCENT),
    )
    points = {point.unit.label: _placed(point) for point in found.points}
    return {"overall": found.overall, "units": points, "method": FUNNEL_METHOD}


def _placed(point: FunnelPoint) -> Answer:
    return {
        "share": point.share,
        "low_share": point.low,
        "high_share": point.high,
        "limits_95": point.warning,
        "limits_99_8": point.alarm,
        "standing": point.standing,
        "is_above": point.is_above,
    }


MONTHS = [3, 5, 4, 6, 2, 5, 4, 3, 6, 4, 5, 4, 19]
_POINTS: list[dict[str, Any]] = [{"having": x, "cases": 40} for x in MONTHS]

KINDS: Kinds = {
    "control-chart": Kind(
        about="Whether a series varies more than chance makes it (3.8). Limits are frozen at 12 "
        "points, and for good at 24; under 8 points there are none.",
        fields={
            "chart": "`p-chart`, `laney-p-prime`, `xmr` or `g-chart`; unless given `p-chart`, or "
            "Laney's where periods are large or restless",
            "points": "a list in order of time: `having` of `cases` (for `xmr` and `g-chart` a "
            "`value`, null for a gap), `label`, and true where it is `excluded` or the limits "
            "`rebase`",
        },
        gives={
            "stretches": "one for each beginning, with its `chart`, `centre`, the tests for runs, "
            "and each point's `low`, `high` and whether it lies `outside`",
            "baseline": "`none`, `forming`, `provisional` or `final`",
            "sigma_z": "Laney's measure of variation between periods",
            "signals": "`outside`, `wide-range`, `long-run`, `few-crossings`",
        },
        answer=_chart,
        examples=({"kind": "control-chart", "points": _POINTS},),
    ),
    "comparison": Kind(
        about="What has changed between two rounds (ruling 5): Newcombe's range of the difference "
        "from the two exact ranges of the way of working, Holm over all criteria given.",
        fields={
            "criteria": "an object: by code, `before` and `after`, each `having` of `counting` "
            "cases, or a weighted `share` with its `effective_size` and `counting`",
            "less_is_better": "true where a falling share is an improvement",
            "confidence_percent": CONFIDENCE,
        },
        gives={
            "change": "`clear-improvement`, `clear-worsening`, `no-clear-change`, or `too-few` "
            "under 10 on either side",
            "share, low_share, high_share": "the difference, -1 to 1, and its range",
            "left_to_chance": "the chance at which Holm decided on it",
        },
        answer=_comparison,
        examples=(
            {
                "kind": "comparison",
                "criteria": {
                    "A1": {
                        "before": {"having": 24, "counting": 40},
                        "after": {"having": 37, "counting": 40},
                    },
                    "A2": {
                        "before": {"having": 30, "counting": 40},
                        "after": {"having": 33, "counting": 41},
                    },
                },
            },
        ),
    ),
    "funnel": Kind(
        about="Teams around the share of all (3.3): exact limits for so many cases; nobody is "
        "ranked.",
        fields={
            "units": "an object: by name, `having` of `counting` cases",
            "overall": "the share of all where it is not that of the counts together, 0 to 1",
            "confidence_percent": "of each unit's own range; 95 unless given",
        },
        gives={
            "limits_95, limits_99_8": "what chance does in so many of 100 and 1,000 units",
            "standing": "`too-few-to-tell` unless the unit's own range leaves the overall share "
            "out and it lies outside: `beyond-95` or `beyond-99.8`",
        },
        answer=_funnel,
        examples=(
            {
                "kind": "funnel",
                "units": {
                    "north": {"having": 45, "counting": 50},
                    "south": {"having": 30, "counting": 52},
                    "east": {"having": 8, "counting": 12},
                },
            },
        ),
    ),
}
