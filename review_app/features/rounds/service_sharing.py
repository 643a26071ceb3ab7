"""Sharing cases out among reviewers; some go to two, who do not know of each other."""

from collections.abc import Sequence

from review_app.domain.actors import Actor
from review_app.domain.assignment import Capacity, CaseToReview, share_out
from review_app.domain.double_scoring import (
    chosen_twice,
    in_secret_order,
    share_out_late,
    share_out_pairs,
)
from review_app.domain.errors import Invalid
from review_app.domain.events import ChosenCase
from review_app.features.rounds import queries, queries_sharing
from review_app.models import Round, RoundCase


def share_out_standing(actor: Actor, found: Round) -> tuple[ChosenCase, ...]:
    """Give each case that stands its reviewer, and the sealed share of them two.

    :raises Invalid: when a case has no reviewer without a part in it, or fewer than two where
        cases are scored twice; when all are away, or can take no more.
    """
    rows = [r for r in found.cases if r.replacement_code is None and r.file_missing_at is None]
    if found.double_share_percent:
        return share_out_double(actor, found, rows=rows)
    return share_out_cases(actor, found, rows=rows)


def can_be_shared_out(actor: Actor, found: Round) -> bool:
    """Say whether the reviewers can take all the cases; if not, the draw stands and waits."""
    try:
        share_out_standing(actor, found)
    except Invalid:
        return False
    return True


def share_out_cases(
    actor: Actor, found: Round, *, rows: Sequence[RoundCase], may_exceed: bool = False
) -> tuple[ChosenCase, ...]:
    """Give each case a reviewer who has no part in it, by weight.

    :param may_exceed: for cases that come in later; somebody has to take them.
    """
    capacities = _capacities(actor, found)
    chosen = share_out(
        _cases_to_review(actor, found, rows),
        list(capacities),
        capacities=capacities,
        reviews_already=queries.reviewer_loads(actor, found),
        may_exceed=may_exceed,
    )
    return tuple(ChosenCase(row.id, row.case_id, chosen[row.case_id]) for row in rows)


def share_out_double(
    actor: Actor, found: Round, *, rows: Sequence[RoundCase]
) -> tuple[ChosenCase, ...]:
    """Give each case a reviewer and the sealed share of them a second; in the order of the draw.

    The choice is made among the sample as drawn. A case that came in for another is reviewed as
    that one would have been; what came in by making the sample larger is reviewed once.
    """
    secret = _secret(found)
    cases = queries.cases_of(actor, found.cases)
    twice = _twice(actor, found)
    by_ref = {cases[row.case_id].key: row for row in rows}
    order = in_secret_order(by_ref, secret=secret, label="assign")
    capacities = _capacities(actor, found)
    pairs = share_out_pairs(
        _cases_to_review(actor, found, [by_ref[ref] for ref in order]),
        list(capacities),
        capacities=capacities,
        twice={row.case_id for row in rows if row.id in twice},
        outsider_ids=queries.outsiders_among(actor, found),
    )
    return tuple(
        ChosenCase(row.id, row.case_id, pair.first_id, pair.second_id)
        for row in rows
        for pair in [pairs[row.case_id]]
    )


def share_out_replacement(actor: Actor, found: Round, *, row: RoundCase) -> tuple[ChosenCase]:
    """Give a case that came in for another its reviewer, and a second where that one had two."""
    capacities = _capacities(actor, found)
    (case,) = _cases_to_review(actor, found, [row])
    pair = share_out_late(
        case,
        list(capacities),
        is_twice=bool(found.double_share_percent) and row.id in _twice(actor, found),
        outsider_ids=queries.outsiders_among(actor, found),
        capacities=capacities,
        reviews_already=queries.reviewer_loads(actor, found),
    )
    return (ChosenCase(row.id, row.case_id, pair.first_id, pair.second_id),)


def _secret(found: Round) -> str:
    assert found.draw is not None
    assert found.draw.double_secret is not None  # sealed with the draw
    return found.draw.double_secret


def _twice(actor: Actor, found: Round) -> set[int]:
    """Return the ids of the round's cases that are scored twice, with what came in for them."""
    cases = queries.cases_of(actor, found.cases)
    origin: dict[int, RoundCase] = {}
    for row in sorted(found.cases, key=lambda each: each.id):  # what gave way stands before
        origin[row.id] = origin[row.replaces_id] if row.replaces_id else row
    keys = {
        row.id: cases[row.case_id].key
        for row in found.cases
        if origin[row.id] is row and row.extension_id is None
    }
    chosen = chosen_twice(
        keys.values(), secret=_secret(found), share_percent=found.double_share_percent
    )
    return {id_ for id_, first in origin.items() if keys.get(first.id) in chosen}


def _capacities(actor: Actor, found: Round) -> dict[int, Capacity]:
    """Return who takes part and how much they take.

    :raises Invalid: when nobody is here.
    """
    here = queries_sharing.reviewers_here(actor, found)
    if not here:
        raise Invalid(field="reviewers", reason="nobody-here")
    return here


def _cases_to_review(actor: Actor, found: Round, rows: Sequence[RoundCase]) -> list[CaseToReview]:
    parts = queries_sharing.parts_in_cases(actor, found)
    return [CaseToReview(row.case_id, parts.get(row.case_id, frozenset())) for row in rows]
