"""Second reading: which reviews a colleague reads before they go on, and who that is.

Like the cases of two, the sample is chosen by a secret that the platform alone keeps, so that a
reviewer cannot foresee which of their reviews are read.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum

from review_app.domain.double_scoring import double_count, in_secret_order
from review_app.domain.errors import Invalid

MOST_FIRST_REVIEWS = 50


class ReadingRule(StrEnum):
    """Why a review is read by a second person."""

    FAILED_CRITICAL = "failed-critical"
    NEW_REVIEWER = "new-reviewer"
    SAMPLE = "sample"


class ReviewerReply(StrEnum):
    """What a reviewer says to a second reader's comment."""

    CHANGED = "changed"
    KEPT = "kept"  # the reviewer objects, and says why


@dataclass(frozen=True, slots=True)
class ReadingRules:
    """What of a round is read twice.

    ``share_percent`` of the cases as chosen (0-100); every review with a failed critical criterion;
    the first ``first_reviews`` that somebody hands in with a checklist.
    """

    share_percent: int = 0
    on_failed_critical: bool = False
    first_reviews: int = 0

    def check(self) -> None:
        """Refuse what cannot be meant.

        :raises Invalid: for a share outside 0-100, or too many or negative first reviews.
        """
        if not 0 <= self.share_percent <= 100:
            raise Invalid(field="share_percent", reason="not-a-share")
        if not 0 <= self.first_reviews <= MOST_FIRST_REVIEWS:
            raise Invalid(field="first_reviews", reason="not-a-count")

    @property
    def asks_for_any(self) -> bool:
        """Whether anything is read twice at all."""
        return bool(self.share_percent or self.on_failed_critical or self.first_reviews)


@dataclass(frozen=True, slots=True)
class HandedIn:
    """A review as the rules look at it.

    ``handed_in_before`` counts what the reviewer handed in earlier with the same checklist.
    """

    is_in_sample: bool
    has_failed_critical: bool
    handed_in_before: int


def sample_of(case_refs: Collection[str], *, secret: str, share_percent: int) -> frozenset[str]:
    """Return the cases whose reviews are read: the first by HMAC-SHA-256 under a label of its own.

    :param case_refs: the cases as chosen, without those that two review.
    :param secret: the platform's own, as hexadecimal text.
    """
    count = double_count(share_percent, len(case_refs))
    return frozenset(in_secret_order(case_refs, secret=secret, label="second-reading")[:count])


def rule_for(rules: ReadingRules, review: HandedIn) -> ReadingRule | None:
    """Return the rule under which a review is read, the weightiest first; nothing if it is not."""
    if rules.on_failed_critical and review.has_failed_critical:
        return ReadingRule.FAILED_CRITICAL
    if review.handed_in_before < rules.first_reviews:
        return ReadingRule.NEW_REVIEWER
    if rules.share_percent and review.is_in_sample:
        return ReadingRule.SAMPLE
    return None


def reader_among(able_ids: Collection[int], readings: Mapping[int, int]) -> int | None:
    """Return who reads: of those who can, whoever was asked least so far."""
    return min(sorted(able_ids), key=lambda person: readings.get(person, 0), default=None)
