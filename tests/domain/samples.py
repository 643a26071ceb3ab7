"""Samples for the tests of estimates, written as counts."""

from review_app.domain.draw import Method
from review_app.domain.survey import Design, Observed

THREE = {"a": (120, 24, 2), "b": (80, 16, 3), "c": (50, 10, 1)}


def design(strata, method=Method.STRATIFIED):
    """Return the design of strata given as code -> (frame, reviewed, having[, not counting])."""
    return Design(method, {code: counts[0] for code, counts in strata.items()})


def seen(strata):
    """Return the reviewed cases of such strata."""
    observed = []
    for code, (_, reviewed, having, *outside) in strata.items():
        none = sum(outside)
        values = [True] * having + [False] * (reviewed - having - none) + [None] * none
        observed += [Observed(code, value) for value in values]
    return observed


def mirrored(observed):
    """Return the same cases with the opposite answers."""
    return [
        Observed(one.stratum, None if one.value is None else not one.value, one.inclusion_share)
        for one in observed
    ]
