"""Figures as plain values for files, and where two such files differ."""

import json
from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import Any

from review_app.domain.estimation import Estimate
from review_app.domain.figure_kinds import Bounds, Figure, ScopeFigures
from review_app.domain.survey import MeanEstimate

FORMAT = "round-figures/1"
DECIMALS = 10
TOLERANCE = 1e-7  # another machine's logarithms may differ in the last digits
LISTS = ("scopes", "counts", "sensitivity", "figures")
Plain = dict[str, Any]


def published(scopes: Iterable[ScopeFigures], *, bounds: Bounds) -> Plain:
    """Return figures as they stand in ``figures.json``.

    :param scopes: the figures in total, then those of each stratum.
    """
    scopes = list(scopes)
    return {
        "format": FORMAT,
        "bounds": {
            "confidence_percent": bounds.confidence_percent,
            "together": bounds.are_together,
        },
        "scopes": [_scope(scope) for scope in scopes],
        "counts": [count for scope in scopes for count in _counts(scope)],
        "sensitivity": [line for scope in scopes for line in _ranges(scope)],
        "figures": [as_plain(figure) for scope in scopes for figure in scope.figures()],
    }


def as_plain(figure: Figure) -> Plain:
    """Return a figure with N, n, x and all it carries; shares run from 0 to 1."""
    found = figure.found
    return {
        "subject": figure.subject.value,
        "code": figure.code,
        "measure": figure.measure.value,
        "stratum": figure.stratum,
        "status": figure.status.value,
        "N": figure.frame_size,
        "n": figure.cases,
        "counted": figure.denominator,
        "x": figure.numerator,
        "not_reviewed": list(figure.missing),
        **({} if found is None else _estimate(found)),
    }


def _estimate(found: Estimate | MeanEstimate) -> Plain:
    plain = {
        "share": _rounded(found.share),
        "low": _rounded(found.low_share),
        "high": _rounded(found.high_share),
        "standard_error": _rounded(found.standard_error),
        "method": found.method.value,
        "confidence_percent": _rounded(found.confidence_percent),
        "remarks": [remark.value for remark in found.remarks],
    }
    if isinstance(found, Estimate):
        plain |= {
            "sides": found.sides.value,
            "low_count": found.low_count,
            "high_count": found.high_count,
            "effective_size": _rounded(found.effective_size),
        }
    else:
        plain |= {"sides": "both"}
    return plain


def _rounded(number: Fraction | float | None) -> float | int | None:
    if number is None or isinstance(number, int):
        return number
    return round(float(number), DECIMALS)


def _scope(scope: ScopeFigures) -> Plain:
    return {
        "stratum": scope.stratum,
        "N": scope.frame_size,
        "drawn": scope.drawn,
        "standing": scope.cases,
        "settled": scope.settled,
        "without_file": scope.without_file,
        "replaced": scope.replaced,
        "provisional": scope.is_provisional,
    }


def _counts(scope: ScopeFigures) -> list[Plain]:
    return [
        {
            "code": code,
            "stratum": scope.stratum,
            **{answer.value: count for answer, count in line.counts.items()},
        }
        for code, line in scope.criteria.items()
        if not line.is_withheld
    ]


def _ranges(scope: ScopeFigures) -> list[Plain]:
    return [
        {
            "code": code,
            "stratum": scope.stratum,
            "cannot_be_assessed": found.cannot,
            "without_file": found.without_file,
            "reviewer_conflict": found.conflicts,
            "counted": found.denominator,
            "low_count": found.low_count,
            "high_count": found.high_count,
            "low": _rounded(found.low_share),
            "high": _rounded(found.high_share),
        }
        for code, line in scope.criteria.items()
        if (found := line.sensitivity) is not None
    ]


def as_json(value: object) -> bytes:
    """Write a value in one and only one way: two spaces, UTF-8, the keys as they come."""
    return (json.dumps(value, indent=2, ensure_ascii=False) + "\n").encode()


def differences(published: Mapping[str, Any], recomputed: Mapping[str, Any]) -> list[str]:
    """Name every number that was published and comes out otherwise, or not at all."""
    wrong: list[str] = []
    for part in LISTS:
        told, found = (_by_name(part, whole.get(part, [])) for whole in (published, recomputed))
        for name in told.keys() | found.keys():
            wrong += _between(name, told.get(name), found.get(name))
    return sorted(wrong)


def _by_name(part: str, lines: Iterable[Mapping[str, Any]]) -> dict[str, Mapping[str, Any]]:
    return {_name(part, line): line for line in lines}


def _name(part: str, line: Mapping[str, Any]) -> str:
    names = [part, line.get("subject"), line.get("code"), line.get("measure")]
    where = "in all" if line.get("stratum") is None else f"in stratum {line['stratum']}"
    return " ".join([*(str(name) for name in names if name), where])


def _between(
    name: str, told: Mapping[str, Any] | None, found: Mapping[str, Any] | None
) -> list[str]:
    if told is None or found is None:
        return [f"{name}: {'published' if found is None else 'recomputed'} only"]
    return [
        f"{name}: {key} published {told.get(key)}, recomputed {found.get(key)}"
        for key in [*found, *(key for key in told if key not in found)]
        if key != "says" and not _is_same(told.get(key), found.get(key))
    ]


def _is_same(told: object, found: object) -> bool:
    if isinstance(told, float) or isinstance(found, float):
        return (
            isinstance(told, int | float)
            and isinstance(found, int | float)
            and abs(told - found) <= TOLERANCE * max(1, abs(found))
        )
    return told == found
