"""Agreement between reviewers: published numbers, and every case where a number misleads."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from review_app.domain.agreement import AgreementRemark, Convention, agreement, calibrate
from review_app.domain.agreement_coefficients import Scale, Weights
from review_app.domain.errors import Invalid, NoEstimate


def both(first, second, times=1):
    return [{"anna": first, "bo": second}] * times


def published():
    return [
        *both("failed", "failed", 30),
        *both("failed", "met", 4),
        *both("met", "failed", 6),
        *both("met", "met", 10),
    ]


def three_reviewers():
    rows = ("1 1 2 2 1 3 - 2", "1 2 2 2 1 3 3 -", "- 1 2 3 1 3 3 2")
    columns = zip(*(row.split() for row in rows), strict=True)
    return [
        {f"r{place}": answer for place, answer in enumerate(column) if answer != "-"}
        for column in columns
    ]


def test_fifty_cases_of_two_reviewers_agree_with_print():
    found = agreement(published(), categories=["met", "failed"])
    assert found.percent_agreement == Fraction(4, 5)
    assert (found.items, found.all_agreed, found.reviewers) == (50, 40, 2)
    assert found.kappa.value == pytest.approx(0.524715, abs=5e-7)
    assert found.kappa.standard_error == pytest.approx(0.130891, abs=5e-7)
    assert found.gwet.value == pytest.approx(0.655172, abs=5e-7)
    assert found.gwet.standard_error == pytest.approx(0.107464, abs=5e-7)
    assert (round(found.gwet.low, 3), round(found.gwet.high, 3)) == (0.439, 0.871)
    assert found.convention is Convention.TWO_REVIEWERS
    assert found.remarks == (AgreementRemark.TWO_REVIEWERS,)


def test_three_reviewers_with_answers_missing_agree_with_print():
    by_name = agreement(three_reviewers(), categories=["1", "2", "3"])
    in_order = agreement(three_reviewers(), categories=["1", "2", "3"], scale=Scale.ORDINAL)
    assert by_name.alpha.value == pytest.approx(0.726027, abs=5e-7)
    assert in_order.alpha.value == pytest.approx(0.853131, abs=5e-7)
    assert by_name.kappa is None
    assert by_name.convention is Convention.BY_ITEM
    assert AgreementRemark.INDICATIVE in by_name.remarks


def test_reviewers_who_never_rated_the_same_item_have_no_agreement():
    for items in ([], [{"anna": "met"}, {"bo": "met"}]):
        with pytest.raises(NoEstimate) as refused:
            agreement(items, categories=["met", "failed"])
        assert refused.value.facts["reason"] == "no-double-reviewed-cases"


def test_the_same_answer_everywhere_cannot_be_corrected_for_luck():
    found = agreement(both("met", "met", 30), categories=["met", "failed"])
    assert found.percent_agreement == found.gwet.value == 1
    assert found.kappa.value is found.alpha.value is found.fleiss.value is None
    assert AgreementRemark.SAME_ANSWER in found.remarks


def test_one_deviation_among_equal_answers_is_told_as_such():
    items = [*both("met", "met", 29), *both("met", "failed")]
    found = agreement(items, categories=["met", "failed"])
    assert found.alpha.value == pytest.approx(0, abs=0.02)
    assert found.gwet.value > 0.96
    assert AgreementRemark.ONE_DEVIATION in found.remarks


def test_nine_in_ten_alike_is_the_case_where_kappa_understates():
    items = [*both("met", "met", 90), *both("met", "failed", 5), *both("failed", "met", 5)]
    found = agreement(items, categories=["met", "failed"])
    assert found.percent_agreement == Fraction(9, 10)
    assert found.kappa.value < 0 < 0.85 < found.gwet.value
    assert AgreementRemark.ONE_SIDED in found.remarks


def test_declared_answers_count_whether_or_not_they_were_used():
    two = agreement(published(), categories=["met", "failed"])
    five = agreement(published(), categories=["met", "failed", "a", "b", "c"])
    assert five.gwet.value > two.gwet.value
    assert five.kappa.value == pytest.approx(two.kappa.value)


def test_an_item_of_one_reviewer_informs_the_prevalence_alone():
    found = agreement([*published(), {"anna": "met"}], categories=["met", "failed"])
    assert (found.items, found.percent_agreement) == (50, Fraction(4, 5))
    assert found.gwet.value != pytest.approx(0.655172, abs=1e-5)


def test_drawing_many_of_few_cases_narrows_the_range():
    free = agreement(published(), categories=["met", "failed"])
    tied = agreement(published(), categories=["met", "failed"], population=100)
    assert tied.gwet.standard_error == pytest.approx(free.gwet.standard_error * 0.5**0.5)
    with pytest.raises(Invalid):
        agreement(published(), categories=["met", "failed"], population=49)


def test_answers_about_one_case_hang_together():
    items = published()
    alone = agreement(items, categories=["met", "failed"])
    cases = [place // 2 for place in range(50)]  # neighbours are alike here
    together = agreement(items, categories=["met", "failed"], clusters=cases)
    assert together.gwet.value == alone.gwet.value
    assert together.gwet.standard_error > 1.2 * alone.gwet.standard_error
    assert together.convention is Convention.BY_CLUSTER


def test_near_misses_earn_credit_where_weights_say_so():
    items = [*both("1", "2", 10), *both("1", "1", 10), *both("3", "3", 10)]
    strict = agreement(items, categories=["1", "2", "3"])
    kind = agreement(items, categories=["1", "2", "3"], weights=Weights.QUADRATIC)
    assert strict.gwet.value < kind.gwet.value
    assert strict.percent_agreement == kind.percent_agreement == Fraction(2, 3)


def test_what_was_not_declared_is_refused():
    with pytest.raises(Invalid):
        agreement(both("met", "maybe"), categories=["met", "failed"])
    with pytest.raises(Invalid):
        agreement(both("met", "met"), categories=["met"])
    with pytest.raises(Invalid):
        agreement(both("met", "met"), categories=["met", "failed"], scale=Scale.INTERVAL)


@given(st.lists(st.tuples(st.sampled_from("ab"), st.sampled_from("ab")), min_size=2, max_size=40))
def test_alpha_of_two_reviewers_is_scotts_pi_with_its_small_correction(pairs):
    items = [{"anna": first, "bo": second} for first, second in pairs]
    found = agreement(items, categories=["a", "b"])
    if found.alpha.value is None:
        assert found.fleiss.value is None
    else:
        pi = found.fleiss.value
        assert found.alpha.value == pytest.approx(pi + (1 - pi) / (2 * len(pairs)))


def test_a_reviewer_against_the_key_errs_in_two_directions():
    key = ["not-met"] * 10 + ["met"] * 20 + [None]
    answers = ["not-met"] * 7 + ["met"] * 3 + ["met"] * 19 + ["partly-met", "met"]
    found = calibrate(
        answers,
        key,
        categories=["met", "partly-met", "not-met", "not-applicable"],
        failures={"partly-met", "not-met"},
    )
    assert (found.missed.errors, found.missed.chances) == (3, 10)
    assert (found.missed.low, found.missed.high) == pytest.approx((0.06674, 0.65245), abs=1e-5)
    assert (found.wrongly_raised.errors, found.wrongly_raised.chances) == (1, 20)
    assert found.wrongly_raised.low == pytest.approx(0.001265, abs=1e-6)
    assert found.wrongly_raised.high == pytest.approx(0.248733, abs=1e-6)
    assert found.against_key.percent_agreement == Fraction(26, 30)


def test_a_key_without_failures_leaves_nothing_to_miss():
    found = calibrate(
        ["met", "met"], ["met", "met"], categories=["met", "not-met"], failures={"not-met"}
    )
    assert found.missed.share is None
    assert (found.wrongly_raised.low, found.wrongly_raised.errors) == (0, 0)
