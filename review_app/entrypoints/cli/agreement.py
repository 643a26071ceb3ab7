"""``review-app agreement``: agreement between reviewers, to check against other software."""

import json
from collections.abc import Mapping
from typing import Any, TextIO

import click

from review_app.domain.agreement import Agreement, Calibration, ErrorRate, agreement, calibrate
from review_app.domain.agreement_coefficients import Scale, Weights
from review_app.domain.errors import Invalid
from review_app.domain.terms import CONFIDENCE_PERCENT

Request = Mapping[str, Any]
KNOWN = {
    "answers",
    "categories",
    "clusters",
    "confidence_percent",
    "failures",
    "key",
    "population",
    "ratings",
    "scale",
    "weights",
}

EXAMPLES: list[tuple[str, Request]] = [
    (
        "Three reviewers, eight items, some answers missing; the answers have an order.",
        {
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
    (
        "One reviewer against the agreed answers: both directions of error.",
        {
            "categories": ["met", "partly-met", "not-met", "not-applicable"],
            "failures": ["partly-met", "not-met"],
            "key": ["met", "met", "not-met", "not-met", "not-applicable"],
            "answers": ["met", "partly-met", "not-met", "met", "not-applicable"],
        },
    ),
]


def compute(request: Any) -> dict[str, Any]:
    """Answer a request for agreement, or for a calibration when it holds a ``key``.

    :raises Invalid: for a request that does not hold together.
    :raises NoEstimate: when no item was rated twice.
    """
    if not isinstance(request, dict) or not request.keys() <= KNOWN:
        unknown = sorted(set(request) - KNOWN) if isinstance(request, dict) else "no object"
        raise Invalid(field="request", reason="unknown", names=unknown)
    try:
        return _calibration(request) if "key" in request else _agreement(request)
    except (KeyError, TypeError, AttributeError, ValueError) as fault:
        raise Invalid(field="request", reason=f"{type(fault).__name__}: {fault}") from fault


def _agreement(request: Request) -> dict[str, Any]:
    items = [
        {f"{who:06}": str(answer) for who, answer in enumerate(row) if answer is not None}
        for row in request["ratings"]
    ]
    found = agreement(
        items,
        categories=[str(category) for category in request["categories"]],
        scale=Scale(request.get("scale", Scale.NOMINAL)),
        weights=Weights(request.get("weights", Weights.IDENTITY)),
        clusters=request.get("clusters"),
        population=request.get("population"),
        confidence_percent=request.get("confidence_percent", CONFIDENCE_PERCENT),
    )
    return told(found)


def _calibration(request: Request) -> dict[str, Any]:
    found: Calibration = calibrate(
        request["answers"],
        request["key"],
        categories=request["categories"],
        failures=frozenset(request["failures"]),
        confidence_percent=request.get("confidence_percent", CONFIDENCE_PERCENT),
    )
    return {
        "against_key": told(found.against_key),
        "missed": _told_rate(found.missed),
        "wrongly_raised": _told_rate(found.wrongly_raised),
    }


def told(found: Agreement) -> dict[str, Any]:
    """Return an agreement as plain values; a coefficient that is not defined is null."""
    coefficients = {
        name: one
        and {
            "value": one.value,
            "standard_error": one.standard_error,
            "low": one.low,
            "high": one.high,
        }
        for name, one in (
            ("gwet", found.gwet),
            ("kappa", found.kappa),
            ("fleiss", found.fleiss),
            ("alpha", found.alpha),
        )
    }
    return {
        "items": found.items,
        "reviewers": found.reviewers,
        "percent_agreement": float(found.percent_agreement),
        "all_agreed": found.all_agreed,
        "all_agreed_share": float(found.all_agreed_share),
        **coefficients,
        "method": found.convention.value,
        "confidence_percent": found.confidence_percent,
        "remarks": [remark.value for remark in found.remarks],
    }


def _told_rate(rate: ErrorRate) -> dict[str, Any]:
    return {
        "errors": rate.errors,
        "chances": rate.chances,
        "share": None if rate.share is None else float(rate.share),
        "low": rate.low,
        "high": rate.high,
        "method": "clopper-pearson",
    }


def lines(value: Any, name: str = "") -> list[str]:
    """Write an answer as one line for each number, for reading on a screen."""
    if isinstance(value, dict):
        return [line for key, one in value.items() for line in lines(one, f"{name}.{key}")]
    if isinstance(value, list):
        value = ", ".join(map(str, value)) or "-"
    if isinstance(value, float):
        value = f"{value:.6f}"
    return [f"{name[1:]}: {'not defined' if value is None else value}"]


@click.command("agreement")
@click.argument("request", type=click.File("r", encoding="utf-8"), default="-")
@click.option("--format", "format_", type=click.Choice(["text", "json"]), default="text")
def agreement_command(request: TextIO, format_: str) -> None:
    """Compute how much reviewers agree from REQUEST, a JSON file (or what is piped in).

    The shape is described in docs/reference/json.md. Percent agreement, Gwet's AC1/AC2 with its
    range, Cohen's and Fleiss' kappa and Krippendorff's alpha; with a "key", the two directions of
    error. Exit code 0: computed; 1: refused, with the reason; 2: not JSON.
    """
    try:
        asked = json.load(request)
    except ValueError as fault:
        raise click.UsageError(f"not JSON: {fault}") from fault
    answer = compute(asked)
    if format_ == "json":
        click.echo(json.dumps(answer, indent=2))
    else:
        click.echo("\n".join(lines(answer)))


COMMANDS = [agreement_command]
