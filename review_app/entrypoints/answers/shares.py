"""Questions about the share, or the mean, of all cases."""

from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from review_app.domain.draw import Method
from review_app.domain.errors import Invalid
from review_app.domain.estimation import Estimate, estimate_for_chart
from review_app.domain.survey import (
    Design,
    MeanEstimate,
    Measured,
    Observed,
    estimate_mean,
    estimate_share,
    estimate_strata,
)
from review_app.domain.terms import CONFIDENCE_PERCENT, MEASURE, Remark, Sides, Target
from review_app.entrypoints.answers.kinds import Answer, Kind, Kinds
from review_app.entrypoints.answers.reading import Request, WrongRequest

REMARKS = {
    Remark.SYSTEMATIC_ORDER: "exact only if the order of the list has nothing to do with answers",
    Remark.SINGLE_CASE_STRATUM: "of a stratum one case was reviewed, which shows no spread",
    Remark.WIDE_WEIGHTS: "weights lie far apart or are of many kinds, so the bounds are wide",
    Remark.CONSERVATIVE: "the bounds are wider than they would have to be",
    Remark.DOMAIN_SIZE_ESTIMATED: "to how many cases the question applies is itself estimated",
    Remark.NO_SPREAD: "no stratum showed any spread; bounds as of a simple sample",
    Remark.APPROXIMATE: "the bounds are not exact",
    Remark.SIMULTANEOUS: "the certainty is that of several figures holding together",
    Remark.INCOMPLETE_CENSUS: "all cases were to be reviewed, and some are not",
}
COUNTS = {
    "frame_size": "cases that could be drawn; not needed for the way of working",
    "reviewed": "reviewed cases",
    "having": "reviewed cases with the property",
    "not_counting": "reviewed cases for which the question does not count; 0 unless given",
}
COMMON = {
    "purpose": "of the round; anything but `measure` (the default) is refused",
    "target": "`these-cases` (default) or `way-of-working`, which knows no end of cases",
    "confidence_percent": "1 to 99; 95 unless given",
    "questions": "how many figures are to hold together; 1 unless given",
}
SHARE = {
    "method": "how cases were drawn: `srs`, `stratified`, `systematic`, `pps` or `census`; unless "
    "given `stratified` with `strata`, else `srs`",
    "strata": "instead of the four counts below: an object of them by stratum code; "
    "with `observed` an object of frame sizes by stratum code",
    **COUNTS,
    "observed": "instead of counts: a list of reviewed cases, each with `having` (true, false, or "
    "null where the question does not count), `stratum`, and for `pps` its `inclusion_share`",
    **COMMON,
    "sides": "`both`, `upper` or `lower`; unless given both, or only the open one when none or all "
    "have the property",
}
ESTIMATE = {
    "share": "the estimate, 0 to 1, weighted where the design asks for it",
    "low_share, high_share": "bounds, 0 to 1",
    "low_percent, high_percent": "bounds in percent, rounded outwards",
    "low_count, high_count": "bounds in cases of the frame; null where it is unknown to how many "
    "the question applies",
    "numerator, denominator, cases, frame_size": "the counts, unweighted: with the property, "
    "counting, reviewed, in the frame",
    "method": "how the bounds were computed",
    "sides": "which ends chance leaves open; `none` for a census",
    "standard_error": "0 to 1; null where one case alone shows no spread",
    "effective_size": "how many cases of a simple sample would say as much; null where the bounds "
    "do not use it",
    "remarks": "what must be said beside the figure: "
    + ", ".join(f"`{remark}` ({meaning})" for remark, meaning in REMARKS.items()),
}


def shown(found: Estimate | MeanEstimate) -> Answer:
    """Write an estimate with the bounds as they are shown to people too."""
    percents = {"low_percent": found.low_percent, "high_percent": found.high_percent}
    return {**asdict(found), **percents}


def _common(request: Request) -> dict[str, Any]:
    return {
        "purpose": request.text("purpose", MEASURE),
        "target": request.code("target", Target, Target.THESE_CASES),
        "confidence_percent": request.whole("confidence_percent", CONFIDENCE_PERCENT),
        "questions": request.whole("questions", 1),
    }


def _terms(request: Request) -> dict[str, Any]:
    sides = request.code("sides", Sides) if request.has("sides") else None
    return {**_common(request), "sides": sides}


def _strata(request: Request) -> dict[str, int]:
    return request.wholes("strata") if request.has("strata") else {"": request.whole("frame_size")}


def _sample(request: Request) -> tuple[list[Observed], Design]:
    method = _method(request)
    if request.has("observed"):
        is_weighted = method is Method.PROPORTIONAL
        seen = [_observed(one, is_weighted=is_weighted) for one in request.objects("observed")]
        return seen, Design(method, _strata(request))
    if method is Method.PROPORTIONAL:
        raise WrongRequest("drawn by weight, each case must be given in 'observed'")
    strata = request.named_objects("strata") if request.has("strata") else {"": request}
    seen = [one for code, counts in strata.items() for one in _expanded(code, counts)]
    return seen, Design(method, {code: _size(one, request) for code, one in strata.items()})


def _method(request: Request) -> Method:
    usual = Method.STRATIFIED if request.has("strata") else Method.SIMPLE
    return request.code("method", Method, usual)


def _size(counts: Request, request: Request) -> int:
    """Return the cases of the frame; the way of working can be asked about without knowing them."""
    is_simple = counts is request and request.given.get("target") == Target.WAY_OF_WORKING
    return counts.whole("frame_size", counts.whole("reviewed") if is_simple else None)


def _observed(one: Request, *, is_weighted: bool) -> Observed:
    one.demand_known("stratum", "having", "inclusion_share")
    share = one.number("inclusion_share") if is_weighted else 1
    return Observed(one.text("stratum", ""), one.truth("having"), share)


def _expanded(code: str, counts: Request) -> Iterator[Observed]:
    if code:
        counts.demand_known(*COUNTS)
    reviewed, having = counts.whole("reviewed"), counts.whole("having")
    outside = counts.whole("not_counting", 0)
    if having + outside > reviewed:
        raise Invalid(
            field="counts", reason="having and not_counting exceed reviewed", stratum=code
        )
    values = {True: having, False: reviewed - having - outside, None: outside}
    return (Observed(code, value) for value, times in values.items() for _ in range(times))


def _share(request: Request) -> Answer:
    return shown(estimate_share(*_sample(request), **_terms(request)))


def _each_stratum(request: Request) -> Answer:
    found = estimate_strata(*_sample(request), **_terms(request))
    return {"strata": {code: one and shown(one) for code, one in found.items()}}


def _wilson(request: Request) -> Answer:
    confidence_percent = request.whole("confidence_percent", CONFIDENCE_PERCENT)
    counts = request.whole("having"), request.whole("reviewed")
    return shown(estimate_for_chart(*counts, confidence_percent=confidence_percent))


def _mean(request: Request) -> Answer:
    method = _method(request)
    measured = [
        _measured(one, is_weighted=method is Method.PROPORTIONAL)
        for one in request.objects("measured")
    ]
    design = Design(method, _strata(request))
    return shown(estimate_mean(measured, design, **_common(request)))


def _measured(one: Request, *, is_weighted: bool) -> Measured:
    one.demand_known("stratum", "value", "weight", "inclusion_share")
    return Measured(
        one.text("stratum", ""),
        one.number("value") if one.has("value") else None,
        one.number("weight") if one.has("weight") else 1,
        one.number("inclusion_share") if is_weighted else 1,
    )


THREE = {
    "north": {"frame_size": 120, "reviewed": 24, "having": 2},
    "south": {"frame_size": 80, "reviewed": 16, "having": 3},
    "west": {"frame_size": 50, "reviewed": 10, "having": 1},
}
CLEAN = {code: {**counts, "having": 0} for code, counts in THREE.items()}
BY_WEIGHT = [
    *({"having": True, "inclusion_share": 1} for _ in range(2)),
    *({"having": value, "inclusion_share": 0.6} for value in (True, True, False, False, False)),
    *({"having": value, "inclusion_share": 0.1} for value in (True, False, False, False, False)),
]
SCORES = [
    {"value": value / 10, "weight": 4 + value % 2} for value in (5, 6, 6, 7, 7, 8, 8, 9, 10, 10)
]

KINDS: Kinds = {
    "share": Kind(
        "The share of all cases with a property, from a random sample of any design.",
        SHARE,
        ESTIMATE,
        _share,
        (
            {"kind": "share", "method": "srs", "frame_size": 200, "reviewed": 50, "having": 5},
            {"kind": "share", "method": "srs", "frame_size": 200, "reviewed": 50, "having": 0},
            {
                "kind": "share",
                "reviewed": 50,
                "having": 5,
                "target": "way-of-working",
            },
            {"kind": "share", "method": "stratified", "strata": THREE},
            {"kind": "share", "method": "stratified", "strata": CLEAN},
            {"kind": "share", "method": "pps", "frame_size": 60, "observed": BY_WEIGHT},
        ),
    ),
    "strata": Kind(
        "Each stratum's share with its own exact limits; null where nothing counts.",
        SHARE,
        {"strata": "by stratum code: the fields of `share`, or null"},
        _each_stratum,
        ({"kind": "strata", "method": "stratified", "strata": THREE},),
    ),
    "wilson": Kind(
        "A share of the way of working with compact, approximate limits, for charts.",
        {name: COUNTS[name] for name in ("reviewed", "having")}
        | {"confidence_percent": COMMON["confidence_percent"]},
        {"": "the fields of `share`"},
        _wilson,
        ({"kind": "wilson", "reviewed": 50, "having": 5},),
    ),
    "mean": Kind(
        "The mean over all cases of a measure from 0 to 1 (a score); at least ten cases.",
        {
            "method": SHARE["method"],
            "frame_size": COUNTS["frame_size"],
            "strata": "instead of `frame_size`: cases by stratum code",
            "measured": "a list of reviewed cases, each with `value` (0 to 1, or null), `weight` "
            "(what its value was divided by; 1 unless given), `stratum` and for `pps` its "
            "`inclusion_share`",
            **COMMON,
        },
        {"": "the fields of `share` that apply; the bounds are approximate"},
        _mean,
        ({"kind": "mean", "frame_size": 40, "measured": SCORES},),
    ),
}
