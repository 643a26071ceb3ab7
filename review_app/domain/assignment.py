"""Sharing cases out among reviewers, evenly and never to the one who handled the case."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from review_app.domain.errors import Invalid


@dataclass(frozen=True, slots=True)
class CaseToReview:
    """A case and the people who handle it or handled it, who must not review it."""

    case_id: int
    caseworker_ids: frozenset[int] = frozenset()


def share_out(
    cases: Iterable[CaseToReview],
    reviewer_ids: Sequence[int],
    *,
    reviews_already: Mapping[int, int] | None = None,
) -> dict[int, int]:
    """Return the reviewer of each case, by case.

    Each case goes to the reviewer with the fewest so far, ties to the one named first; then cases
    are handed over as long as that evens out the numbers.

    :param reviews_already: what each reviewer has on the table before, if that shall count.
    :raises Invalid: when a case has no reviewer left because its caseworkers are the only ones.
    """
    cases = list(cases)
    load = Counter(dict.fromkeys(reviewer_ids, 0))
    load.update(reviews_already or {})
    chosen: dict[int, int] = {}
    for case in cases:
        able = [r for r in reviewer_ids if r not in case.caseworker_ids]
        if not able:
            raise Invalid(field="reviewers", reason="own-case", case_id=case.case_id)
        chosen[case.case_id] = min(able, key=lambda reviewer: load[reviewer])
        load[chosen[case.case_id]] += 1
    while _hand_over_one(cases, reviewer_ids, chosen, load):
        pass
    return chosen


def _hand_over_one(
    cases: Sequence[CaseToReview],
    reviewer_ids: Sequence[int],
    chosen: dict[int, int],
    load: Counter[int],
) -> bool:
    for case in cases:
        giver = chosen[case.case_id]
        able = [r for r in reviewer_ids if r not in case.caseworker_ids]
        taker = min(able, key=lambda reviewer: load[reviewer])
        if load[giver] - load[taker] >= 2:
            chosen[case.case_id] = taker
            load[giver] -= 1
            load[taker] += 1
            return True
    return False
