"""Blind double scoring: which cases two people review, who they are, and what came of the two.

Which cases is decided by a secret that the platform alone keeps and is bound to before the draw, so
that neither the certificate of the draw nor anybody who computes it again gives them away.
"""

import hashlib
import hmac
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, inf

from review_app.domain.assignment import Capacity, CaseToReview, share_out
from review_app.domain.errors import Invalid
from review_app.domain.kinds import SettlingWay
from review_app.domain.scoring import AnswerValue, Verdict

CANNOT_AGREE = "cannot-agree"


def double_count(share_percent: int, size: int) -> int:
    """Return how many of *size* cases are scored twice: the share, rounded up to a whole case.

    :param share_percent: 0-100.
    :param size: cases in the sample as drawn.
    :raises Invalid: for a share outside 0-100.
    """
    if not 0 <= share_percent <= 100:
        raise Invalid(field="double_share_percent", reason="not-a-share")
    return ceil(Fraction(share_percent, 100) * size)


def chosen_twice(case_refs: Iterable[str], *, secret: str, share_percent: int) -> frozenset[str]:
    """Return the cases to be scored twice: the first by HMAC-SHA-256(secret, "double\\n" + case).

    :param case_refs: the sample as drawn; what came in for one of them takes over how it is scored.
    :param secret: the platform's own, as hexadecimal text; the key of the HMAC is that text.
    """
    refs = list(case_refs)
    count = double_count(share_percent, len(refs))
    return frozenset(in_secret_order(refs, secret=secret, label="double")[:count])


def in_secret_order(case_refs: Iterable[str], *, secret: str, label: str) -> list[str]:
    """Return the cases in an order that nobody without the secret can foresee or recognise."""

    def place(ref: str) -> str:
        return hmac.new(secret.encode(), f"{label}\n{ref}".encode(), hashlib.sha256).hexdigest()

    return sorted(case_refs, key=place)


@dataclass(frozen=True, slots=True)
class Pair:
    """Who reviews a case; ``second_id`` only where two do."""

    first_id: int
    second_id: int | None = None


def share_out_pairs(
    cases: Sequence[CaseToReview],
    reviewer_ids: Sequence[int],
    *,
    twice: Collection[int],
    outsider_ids: Collection[int] = (),
    capacities: Mapping[int, Capacity] | None = None,
) -> dict[int, Pair]:
    """Return the reviewers of each case, by case; the reviews as even as the cases allow.

    Somebody of the house is paired with an outsider where both take part. *cases* come in secret
    order: shared out in the order of the draw, the cases of two would stand out from the pattern.

    What is refused must not tell which cases were chosen. So it is asked of every case whether two
    could review it, and of all reviewers together whether they can take that many reviews; where
    it comes out uneven all the same, somebody gets more than they wanted to take.

    :param twice: the cases that two review.
    :raises Invalid: ``too-few-for-two`` when some case, scored twice or not, has fewer than two
        able reviewers; ``no-room`` when the reviewers cannot take so many in all.
    """
    for case in cases:
        if len(_able(case, reviewer_ids)) < 2:
            raise Invalid(field="reviewers", reason="too-few-for-two")
    doubled = [case for case in cases if case.case_id in twice]
    single = [case for case in cases if case.case_id not in twice]
    capacities = capacities or {}
    if _room(reviewer_ids, capacities) < len(cases) + len(doubled):
        raise Invalid(field="reviewers", reason="no-room")
    first = share_out(doubled, reviewer_ids, capacities=capacities, may_exceed=True)
    load = Counter(first.values())
    pairs: dict[int, Pair] = {}
    for case in doubled:
        able = [r for r in _able(case, reviewer_ids) if r != first[case.case_id]]
        second = _second(first[case.case_id], able, outsider_ids, load, capacities)
        pairs[case.case_id] = Pair(first[case.case_id], second)
        load[second] += 1
    alone = share_out(
        single, reviewer_ids, capacities=capacities, reviews_already=load, may_exceed=True
    )
    return pairs | {case_id: Pair(reviewer) for case_id, reviewer in alone.items()}


def share_out_late(
    case: CaseToReview,
    reviewer_ids: Sequence[int],
    *,
    is_twice: bool,
    outsider_ids: Collection[int] = (),
    capacities: Mapping[int, Capacity] | None = None,
    reviews_already: Mapping[int, int] | None = None,
) -> Pair:
    """Return who reviews a case that came in for another; somebody has to take it.

    Where only one can review it, one does: a refusal would tell that the other case was chosen.

    :param is_twice: whether the case it came in for is scored twice.
    :raises Invalid: ``own-case`` when everybody has a part in it.
    """
    already, capacities = reviews_already or {}, capacities or {}
    first = share_out(
        [case], reviewer_ids, capacities=capacities, reviews_already=already, may_exceed=True
    )[case.case_id]
    able = [r for r in _able(case, reviewer_ids) if r != first]
    if not is_twice or not able:
        return Pair(first)
    return Pair(first, _second(first, able, outsider_ids, already, capacities))


def _able(case: CaseToReview, reviewer_ids: Iterable[int]) -> list[int]:
    return [reviewer for reviewer in reviewer_ids if reviewer not in case.barred_ids]


def _room(reviewer_ids: Iterable[int], capacities: Mapping[int, Capacity]) -> float:
    """Return how many reviews they can take in all."""
    every = [capacities.get(reviewer, Capacity()).most for reviewer in reviewer_ids]
    return sum(inf if most is None else most for most in every)


def _second(
    first_id: int,
    able: Iterable[int],
    outsider_ids: Collection[int],
    load: Mapping[int, int],
    capacities: Mapping[int, Capacity],
) -> int:
    def rank(reviewer: int) -> tuple[bool, bool, Fraction]:
        capacity, given = capacities.get(reviewer, Capacity()), load.get(reviewer, 0)
        is_full = capacity.most is not None and given >= capacity.most
        is_like = (reviewer in outsider_ids) == (first_id in outsider_ids)
        return is_full, is_like, Fraction(given + 1, capacity.weight)

    return min(able, key=rank)


def alike(first: AnswerValue | None, second: AnswerValue | None) -> AnswerValue | None:
    """Return the answer both gave, or nothing when they differ."""
    return first if first == second else None


def settled_answer(value: str, way: SettlingWay) -> AnswerValue:
    """Return what an answer is settled on; two who cannot agree leave it as not to be assessed.

    :raises Invalid: when *value* is no answer.
    """
    if way is SettlingWay.CANNOT_AGREE:
        return AnswerValue.CANNOT_BE_ASSESSED
    if value not in set(AnswerValue):
        raise Invalid(field="value", reason="unknown")
    return AnswerValue(value)


def settled_verdict(value: str, way: SettlingWay) -> Verdict:
    """Return what the verdict is settled on, in the same manner.

    :raises Invalid: when *value* is no verdict.
    """
    if way is SettlingWay.CANNOT_AGREE:
        return Verdict.CANNOT_BE_ASSESSED
    if value not in set(Verdict):
        raise Invalid(field="value", reason="unknown")
    return Verdict(value)
