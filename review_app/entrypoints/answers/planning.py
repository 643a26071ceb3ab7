"""Questions that are asked before a draw."""

from dataclasses import asdict
from fractions import Fraction

from review_app.domain.inclusion import inclusion_shares
from review_app.domain.planning import (
    FOUND,
    Allocation,
    allocate,
    eligible_size,
    expected_replacements,
    size_for_discovery,
    size_for_margin,
    what_n_tells,
)
from review_app.domain.terms import CONFIDENCE_PERCENT
from review_app.entrypoints.answers.kinds import Answer, Kind, Kinds
from review_app.entrypoints.answers.reading import Request
from review_app.entrypoints.answers.shares import shown

FRAME = {"frame_size": "cases that can be drawn"}
SURE = {"confidence_percent": "1 to 99; 95 unless given"}
CENSUS = {"is_census": "whether every case is reviewed"}


def _confidence(request: Request) -> int:
    return request.whole("confidence_percent", CONFIDENCE_PERCENT)


def _margin(request: Request) -> Answer:
    planned = size_for_margin(
        request.number("margin"),
        request.whole("frame_size"),
        guess=request.number("guess", Fraction(1, 2)),
        confidence_percent=_confidence(request),
        design_effect=request.number("design_effect", Fraction(1)),
    )
    return {**asdict(planned), "then": shown(planned.then)}


def _discovery(request: Request) -> Answer:
    frame_size = request.whole("frame_size")
    tolerance = (
        Fraction(request.whole("tolerated_cases"), max(1, frame_size))
        if request.has("tolerated_cases")
        else request.number("tolerance")
    )
    sure = _confidence(request)
    return asdict(size_for_discovery(tolerance, frame_size, confidence_percent=sure))


def _tells(request: Request) -> Answer:
    rows = what_n_tells(
        request.whole("size"),
        request.whole("frame_size"),
        found=request.list_of_wholes("found", list(FOUND)),
        confidence_percent=_confidence(request),
    )
    return {"rows": [shown(row) for row in rows]}


def _allocation(request: Request) -> Answer:
    sizes = allocate(
        request.wholes("strata"),
        request.whole("size") if request.has("size") else None,
        allocation=request.code("allocation", Allocation, Allocation.PROPORTIONAL),
        guesses=request.numbers("guesses"),
        per_stratum=request.whole("per_stratum") if request.has("per_stratum") else None,
    )
    return {"size": sum(sizes.values()), "sizes": sizes}


def _inclusion(request: Request) -> Answer:
    return {"shares": inclusion_shares(request.wholes("weights"), request.whole("size"))}


def _eligible(request: Request) -> Answer:
    counts = {name: request.whole(name) for name in ("opened", "eligible")}
    return {"size": eligible_size(request.whole("frame_size"), **counts)}


def _replacements(request: Request) -> Answer:
    usable_share = request.number("usable_share")
    return {"cases": expected_replacements(request.whole("size"), usable_share=usable_share)}


KINDS: Kinds = {
    "size-for-margin": Kind(
        "How many cases to draw to know a share about so precisely.",
        {
            "margin": "half the width of the range, a share above 0 and below 1",
            **FRAME,
            "guess": "the share one expects, above 0 and below 1; 0.5 unless given",
            "design_effect": "times as many cases as a simple sample; 1 unless given",
            **SURE,
        },
        {
            "size": "cases to draw",
            "unlimited_size": "for an endless frame, not rounded",
            "cautious_size": "cases to draw if the guess were a half",
            **CENSUS,
            "then": "the fields of `share`: what the sample says if the guess comes true",
        },
        _margin,
        ({"kind": "size-for-margin", "margin": 0.07, "frame_size": 900},),
    ),
    "size-for-discovery": Kind(
        "How many cases without a failure show that at most so many are wrong.",
        {
            "tolerance": "the share of wrong cases that is still accepted, 0 to below 1",
            "tolerated_cases": "instead of `tolerance`: their number",
            **FRAME,
            **SURE,
        },
        {
            "size": "cases to draw",
            "failures": "the smallest number of wrong cases above the tolerance",
            **CENSUS,
        },
        _discovery,
        (
            {"kind": "size-for-discovery", "tolerated_cases": 14, "frame_size": 300},
            {"kind": "size-for-discovery", "tolerance": 0.05, "frame_size": 1200},
        ),
    ),
    "what-n-tells": Kind(
        "What a sample of a size would say, for each number of cases found in it.",
        {
            "size": "cases drawn",
            **FRAME,
            "found": "numbers to show; 0, 1, 2, 3 and 5 unless given",
            **SURE,
        },
        {"rows": "a list of the fields of `share`"},
        _tells,
        ({"kind": "what-n-tells", "size": 8, "frame_size": 20, "found": [0, 2]},),
    ),
    "allocation": Kind(
        "How many cases of each stratum, in whole cases.",
        {
            "strata": "cases of the frame by stratum code",
            "size": "cases to draw in all",
            "allocation": "`proportional` (default), `equal`, `neyman` or `fixed`",
            "guesses": "for `neyman`: the share one expects by stratum code; a half where unknown",
            "per_stratum": "for `fixed`: cases of each stratum, or all where it has fewer",
        },
        {"size": "cases in all", "sizes": "cases by stratum code"},
        _allocation,
        (
            {
                "kind": "allocation",
                "strata": {"north": 121, "south": 80, "west": 50, "isle": 1},
                "size": 51,
            },
            {
                "kind": "allocation",
                "strata": {"kb": 40, "ml": 3},
                "allocation": "fixed",
                "per_stratum": 5,
            },
        ),
    ),
    "inclusion-shares": Kind(
        "Each case's chance of being drawn when cases are drawn by weight.",
        {"weights": "whole number of at least 1 by case", "size": "cases drawn"},
        {"shares": "chance by case, above 0 and up to 1"},
        _inclusion,
        ({"kind": "inclusion-shares", "weights": {"a": 2, "b": 1}, "size": 1},),
    ),
    "eligible-size": Kind(
        "How many cases of the frame are what the round is about, when others were replaced.",
        {
            **FRAME,
            "opened": "drawn cases looked at until the eligible ones were found",
            "eligible": "eligible cases among them",
        },
        {"size": "estimated eligible cases of the frame"},
        _eligible,
        ({"kind": "eligible-size", "frame_size": 500, "opened": 51, "eligible": 41},),
    ),
    "expected-replacements": Kind(
        "How many reserve cases a sample will probably take.",
        {"size": "cases drawn", "usable_share": "of drawn cases, above 0 and up to 1"},
        {"cases": "reserve cases, rounded up"},
        _replacements,
        ({"kind": "expected-replacements", "size": 40, "usable_share": 0.9},),
    ),
}
