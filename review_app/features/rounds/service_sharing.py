"""Sharing cases out among reviewers; some go to two, who do not know of each other."""

from collections.abc import Sequence

from review_app.domain.actors import Actor
from review_app.domain.assignment import Capacity, CaseToReview, share_out
from review_app.domain.double_scoring import chosen_twice, in_secret_order, share_out_pairs
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

    The choice is made among the sample as drawn. A case that came in for another, or by making the
    sample larger, is reviewed once; a chosen case that gave way is not made up for.
    """
    assert found.draw is not None
    assert found.draw.double_secret is not None  # sealed with the draw
    secret = found.draw.double_secret
    cases = queries.cases_of(actor, found.cases)
    drawn = [
        cases[row.case_id].key
        for row in found.cases
        if row.replaces_id is None and row.extension_id is None
    ]
    twice = chosen_twice(drawn, secret=secret, share_percent=found.double_share_percent)
    by_ref = {cases[row.case_id].key: row for row in rows}
    order = in_secret_order(by_ref, secret=secret, label="assign")
    capacities = _capacities(actor, found)
    pairs = share_out_pairs(
        _cases_to_review(actor, found, [by_ref[ref] for ref in order]),
        list(capacities),
        capacities=capacities,
        twice={row.case_id for ref, row in by_ref.items() if ref in twice},
        outsider_ids=queries.outsiders_among(actor, found),
    )
    return tuple(
        ChosenCase(row.id, row.case_id, pair.first_id, pair.second_id)
        for row in rows
        for pair in [pairs[row.case_id]]
    )


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
