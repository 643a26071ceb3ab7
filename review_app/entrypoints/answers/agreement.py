"""Questions about how far reviewers agree, with each other or with agreed answers."""

from typing import Any

from review_app.domain.agreement import Agreement, Coefficient, ErrorRate, agreement, calibrate
from review_app.domain.agreement_coefficients import Scale, Weights
from review_app.domain.terms import CONFIDENCE_PERCENT
from review_app.entrypoints.answers.kinds import Answer, Kind, Kinds
from review_app.entrypoints.answers.reading import Request, WrongRequest

AGREEMENT = {
    "items, reviewers": "items with at least two ratings, and how many people gave any",
    "percent_agreement": "chance that two reviewers of an item agree, 0 to 1",
    "all_agreed, all_agreed_share": "items on which everybody gave the same answer",
    "gwet": "AC1 (AC2 with weights): `value`, `standard_error`, `low`, `high` (t interval)",
    "kappa": "Cohen's, with asymptotic standard error; null unless there are two reviewers",
    "fleiss, alpha": "Fleiss' kappa and Krippendorff's alpha; a null value is not defined (0/0)",
    "method": "what the variance of AC1 is divided by: `gwet/n` for two reviewers of every item, "
    "`gwet/n-1` otherwise, `gwet/clusters-1` with clusters",
    "remarks": "codes of what must be said beside the numbers",
}
CATEGORIES = (
    "every answer that could be given, used or not, in order where they have one; numbers "
    "written as text for the `interval` scale"
)
CONFIDENCE = "1 to 99; 95 unless given"


def _agreement(request: Request) -> Answer:
    rows = _lists(request, "ratings")
    width = max(map(len, rows), default=0)
    names = [f"{place:0{len(str(width))}}" for place in range(width)]
    items = [
        {name: answer for name, answer in zip(names, row, strict=False) if answer is not None}
        for row in rows
    ]
    clusters = _texts(request.given["clusters"], "clusters") if request.has("clusters") else None
    if clusters is not None and len(clusters) != len(items):
        raise WrongRequest("the request: 'clusters' must name one for each row of ratings")
    return _told(
        agreement(
            items,
            categories=_categories(request),
            scale=request.code("scale", Scale, Scale.NOMINAL),
            weights=request.code("weights", Weights, Weights.IDENTITY),
            clusters=clusters,
            population=request.whole("population") if request.has("population") else None,
            confidence_percent=request.whole("confidence_percent", CONFIDENCE_PERCENT),
        )
    )


def _calibration(request: Request) -> Answer:
    failures = _texts(request.given.get("failures"), "failures")
    found = calibrate(
        _texts(request.given.get("answers"), "answers"),
        _texts(request.given.get("key"), "key"),
        categories=_categories(request),
        failures=frozenset(one for one in failures if one),
        confidence_percent=request.whole("confidence_percent", CONFIDENCE_PERCENT),
    )
    return {
        "against_key": _told(found.against_key),
        "missed": _rate(found.missed),
        "wrongly_raised": _rate(found.wrongly_raised),
    }


def _categories(request: Request) -> list[str]:
    return [one for one in _texts(request.given.get("categories"), "categories") if one]


def _texts(value: Any, name: str) -> list[str | None]:
    """Return a list of answers; null stands for none, and a whole number for itself as text."""
    if not isinstance(value, list) or not all(map(_is_answer, value)):
        raise WrongRequest(f"{name!r} must be a list of texts, whole numbers or null")
    return [None if one is None else str(one) for one in value]


def _is_answer(value: object) -> bool:
    return value is None or (isinstance(value, str | int) and not isinstance(value, bool))


def _lists(request: Request, name: str) -> list[list[str | None]]:
    value = request.given.get(name)
    if not isinstance(value, list):
        raise WrongRequest(f"the request: {name!r} must be a list of lists")
    return [_texts(row, f"{name}[{index}]") for index, row in enumerate(value)]


def _told(found: Agreement) -> Answer:
    return {
        "items": found.items,
        "reviewers": found.reviewers,
        "percent_agreement": found.percent_agreement,
        "all_agreed": found.all_agreed,
        "all_agreed_share": found.all_agreed_share,
        "gwet": _coefficient(found.gwet),
        "kappa": found.kappa and _coefficient(found.kappa),
        "fleiss": _coefficient(found.fleiss),
        "alpha": _coefficient(found.alpha),
        "method": found.convention,
        "confidence_percent": found.confidence_percent,
        "remarks": found.remarks,
    }


def _coefficient(one: Coefficient) -> Answer:
    return {
        "value": one.value,
        "standard_error": one.standard_error,
        "low": one.low,
        "high": one.high,
    }


def _rate(rate: ErrorRate) -> Answer:
    return {
        "errors": rate.errors,
        "chances": rate.chances,
        "share": rate.share,
        "low_share": rate.low,
        "high_share": rate.high,
        "method": "clopper-pearson",
    }


def usual_kind(request: Any) -> str:
    """Return the kind of a request that names none: a calibration has a key."""
    return "calibration" if isinstance(request, dict) and "key" in request else "agreement"


KINDS: Kinds = {
    "agreement": Kind(
        about="How far two reviewers or more agree on the same items (3.7: percent agreement, "
        "Gwet, Cohen, Fleiss, Krippendorff). The kind may be left out.",
        fields={
            "categories": CATEGORIES,
            "ratings": "a list of items, each a list with one answer for each reviewer, null "
            "where there is none",
            "scale": "`nominal` (default), `ordinal` or `interval`; of Krippendorff's alpha",
            "weights": "`identity` (default), `linear` or `quadratic`; of AC2 and kappa",
            "clusters": "what each item is about, when several items are about one case",
            "population": "items (or clusters) that those compared were drawn from",
            "confidence_percent": CONFIDENCE,
        },
        gives=AGREEMENT,
        answer=_agreement,
        examples=(
            {
                "kind": "agreement",
                "categories": ["1", "2", "3"],
                "scale": "ordinal",
                "ratings": [
                    ["1", "1", None],
                    ["1", "2", "1"],
                    ["2", "2", "2"],
                    ["2", "2", "3"],
                    ["1", "1", "1"],
                    ["3", "3", "3"],
                    [None, "3", "3"],
                    ["2", None, "2"],
                ],
            },
        ),
    ),
    "calibration": Kind(
        about="One reviewer against agreed answers: agreement, and both directions of error. The "
        "kind may be left out, since there is a `key`.",
        fields={
            "categories": CATEGORIES,
            "failures": "the answers that count as a failure",
            "key": "the agreed answer to each item, null where there is none",
            "answers": "the reviewer's answer to each item",
            "confidence_percent": CONFIDENCE,
        },
        gives={
            "against_key": "as an `agreement` of answers and key",
            "missed": "failures of the key that the reviewer did not raise: `errors` of `chances`, "
            "with exact limits",
            "wrongly_raised": "failures the reviewer raised against the key, likewise",
        },
        answer=_calibration,
        examples=(
            {
                "kind": "calibration",
                "categories": ["met", "partly-met", "not-met", "not-applicable"],
                "failures": ["partly-met", "not-met"],
                "key": ["met", "met", "not-met", "not-met", "not-applicable"],
                "answers": ["met", "partly-met", "not-met", "met", "not-applicable"],
            },
        ),
    ),
}
