"""Scores, comments and the bar on the verdict."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from review_app.domain.errors import Incomplete, Invalid
from review_app.domain.scoring import (
    Answer,
    AnswerValue,
    Verdict,
    check_complete,
    check_verdict,
    score,
)

MET, PARTLY, NOT_MET = AnswerValue.MET, AnswerValue.PARTLY_MET, AnswerValue.NOT_MET
values = st.sampled_from([*AnswerValue, None])
answers = st.lists(st.builds(Answer, st.just("c"), st.integers(1, 9), st.booleans(), values))


def test_partly_met_earns_half_of_its_weight():
    given_answers = [
        Answer("a", 3, value=MET),
        Answer("b", 2, value=PARTLY),
        Answer("c", 5, value=NOT_MET),
    ]
    assert score(given_answers) == Fraction(4, 10)


def test_what_cannot_be_assessed_or_does_not_apply_neither_earns_nor_loses():
    left_out = [
        Answer("b", 9, value=v)
        for v in (AnswerValue.NOT_APPLICABLE, AnswerValue.CANNOT_BE_ASSESSED)
    ]
    assert score([Answer("a", value=MET), *left_out]) == 1
    assert score(left_out) is None


def test_a_failed_critical_criterion_does_not_touch_the_number():
    assert score([Answer("a", 1, True, NOT_MET), Answer("b", 1, False, MET)]) == Fraction(1, 2)


@given(answers)
def test_a_score_is_a_share_and_never_falls_when_an_answer_improves(rows):
    before = score(rows)
    assert before is None or 0 <= before <= 1
    better = [
        Answer(a.criterion, a.weight, a.is_critical, MET if a.value is PARTLY else a.value)
        for a in rows
    ]
    assert before is None or score(better) >= before


@pytest.mark.parametrize("value", AnswerValue)
def test_unless_the_checklist_says_otherwise_every_answer_but_met_is_explained(value):
    assert Answer("a", value=value).lacks_comment == (value is not MET)
    assert not Answer("a", value=value, comment="Seen.").lacks_comment
    assert not Answer("a", value=value, comment_on=frozenset()).lacks_comment


def test_an_incomplete_review_names_what_is_missing():
    asks = frozenset({NOT_MET})
    rows = [
        Answer("a"),
        Answer("b", value=NOT_MET, comment=" "),
        Answer("c", value=MET),
        Answer("d", value=NOT_MET, comment="Late.", evidence_on=asks),
        Answer("e", value=NOT_MET, comment="Late.", evidence_on=asks, has_evidence=True),
        Answer("f", value=AnswerValue.NOT_APPLICABLE, evidence_on=asks, is_asked=False),
    ]
    with pytest.raises(Incomplete) as refused:
        check_complete(rows)
    missing = {"unanswered": ["a"], "uncommented": ["b"], "unsupported": ["d"]}
    assert refused.value.facts == missing


def test_a_failed_critical_criterion_bars_in_accordance_unless_reasoned():
    rows = [Answer("a", is_critical=True, value=PARTLY)]
    with pytest.raises(Invalid) as refused:
        check_verdict(rows, Verdict.IN_ACCORDANCE)
    assert refused.value.facts["criteria"] == ["a"]
    check_verdict(rows, Verdict.IN_ACCORDANCE, reason="The letter was sent again the same day.")
    check_verdict(rows, Verdict.WOULD_BE_CHANGED)
