"""Which reviews a colleague reads, and who it is."""

import pytest

from review_app.domain.errors import Invalid
from review_app.domain.second_reading import (
    HandedIn,
    ReadingRule,
    ReadingRules,
    reader_among,
    rule_for,
    sample_of,
)

REFS = [f"case-{n}" for n in range(20)]


def handed_in(*, sample=False, critical=False, before=99):
    return HandedIn(is_in_sample=sample, has_failed_critical=critical, handed_in_before=before)


def test_the_sample_is_the_share_rounded_up_and_follows_the_secret():
    chosen = sample_of(REFS, secret="a" * 64, share_percent=12)
    assert len(chosen) == 3
    assert chosen == sample_of(REFS, secret="a" * 64, share_percent=12)
    assert chosen != sample_of(REFS, secret="b" * 64, share_percent=12)
    assert sample_of(REFS, secret="a" * 64, share_percent=0) == frozenset()
    assert sample_of([], secret="a" * 64, share_percent=50) == frozenset()


def test_the_weightiest_rule_is_named():
    every = ReadingRules(20, on_failed_critical=True, first_reviews=2)
    assert rule_for(every, handed_in(sample=True, critical=True, before=0)) is (
        ReadingRule.FAILED_CRITICAL
    )
    assert rule_for(every, handed_in(sample=True, before=1)) is ReadingRule.NEW_REVIEWER
    assert rule_for(every, handed_in(sample=True, before=2)) is ReadingRule.SAMPLE
    assert rule_for(every, handed_in(before=2)) is None
    assert rule_for(ReadingRules(), handed_in(sample=True, critical=True, before=0)) is None


def test_whoever_was_asked_least_reads():
    assert reader_among([3, 1, 2], {1: 2, 2: 1, 3: 1}) == 2
    assert reader_among([], {}) is None


@pytest.mark.parametrize("rules", [ReadingRules(101), ReadingRules(-1), ReadingRules(0, False, 51)])
def test_what_cannot_be_meant_is_refused(rules):
    with pytest.raises(Invalid):
        rules.check()
