"""Agreement and charts against scipy and statsmodels, which the product itself never loads."""

import warnings
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import binom, binomtest
from statsmodels.stats.inter_rater import aggregate_raters, cohens_kappa, fleiss_kappa
from statsmodels.stats.multitest import multipletests

from review_app.domain.agreement import agreement, calibrate
from review_app.domain.agreement_coefficients import Weights
from review_app.domain.comparison import Change, Side, compare, difference_limits, share_limits
from review_app.domain.control_charts import exact_limits

ANSWERS = ["met", "partly-met", "not-met"]
SCHEMES = {Weights.IDENTITY: None, Weights.LINEAR: "linear", Weights.QUADRATIC: "quadratic"}
tables = st.lists(st.lists(st.integers(1, 25), min_size=3, max_size=3), min_size=3, max_size=3)


def items_of(table):
    return [
        {"anna": ANSWERS[first], "bo": ANSWERS[second]}
        for first, row in enumerate(table)
        for second, count in enumerate(row)
        for _ in range(count)
    ]


@settings(max_examples=30, deadline=None)
@given(tables, st.sampled_from(list(Weights)))
def test_kappa_and_its_error_are_those_of_statsmodels(table, weights):
    found = agreement(items_of(table), categories=ANSWERS, weights=weights).kappa
    theirs = cohens_kappa(table, wt=SCHEMES[weights])
    assert found.value == pytest.approx(float(theirs.kappa), abs=1e-10)
    assert found.standard_error == pytest.approx(float(theirs.std_kappa), abs=1e-10)


@settings(max_examples=30, deadline=None)
@given(st.lists(st.lists(st.sampled_from(ANSWERS), min_size=4, max_size=4), min_size=3, max_size=9))
def test_fleiss_kappa_is_that_of_statsmodels(rows):
    items = [{str(who): answer for who, answer in enumerate(row)} for row in rows]
    found = agreement(items, categories=ANSWERS).fleiss.value
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # theirs divides by nil where everybody agrees
        theirs = float(fleiss_kappa(aggregate_raters(rows)[0]))
    if found is None:
        assert theirs != theirs
    else:
        assert found == pytest.approx(theirs, abs=1e-10)


@settings(max_examples=30, deadline=None)
@given(st.integers(1, 80), st.data())
def test_error_rates_have_the_exact_limits_of_scipy(chances, data):
    errors = data.draw(st.integers(0, chances))
    given_answers = ["met"] * errors + ["not-met"] * (chances - errors)
    found = calibrate(
        given_answers, ["not-met"] * chances, categories=ANSWERS, failures={"not-met"}
    ).missed
    theirs = binomtest(errors, chances).proportion_ci(0.95, method="exact")
    assert (found.low, found.high) == pytest.approx((theirs.low, theirs.high), abs=1e-10)
    ours = share_limits(Side.counted(errors, chances), alpha=0.05)
    assert ours == pytest.approx((theirs.low, theirs.high), abs=1e-10)


@settings(max_examples=50, deadline=None)
@given(st.integers(1, 400), st.integers(1, 99))
def test_exact_chart_limits_are_the_quantiles_of_scipy(size, percent):
    low, high = exact_limits(Fraction(percent, 100), size)
    assert low * size == pytest.approx(binom.ppf(0.00135, size, percent / 100))
    assert high * size == pytest.approx(binom.ppf(0.99865, size, percent / 100))


def test_the_stepwise_test_decides_as_holm_does_with_p_values():
    sides = {
        f"{x}-{y}": (Side.counted(x, 60), Side.counted(y, 60))
        for x, y in ((30, 30), (30, 44), (30, 50), (20, 55), (40, 52), (50, 35), (58, 50))
    }
    found = compare(sides)
    chances = [p_value(*pair) for pair in sides.values()]
    theirs, *_ = multipletests(chances, alpha=0.05, method="holm")
    assert [one.change is not Change.UNCLEAR for one in found.values()] == list(theirs)
    assert 0 < sum(theirs) < len(sides)


def p_value(before, after):
    """The smallest alpha at which the range leaves no change out, by halving."""
    low, high = 1e-12, 1.0
    for _ in range(60):
        middle = (low * high) ** 0.5
        limits = difference_limits(before, after, alpha=middle)
        low, high = (middle, high) if limits[0] <= 0 <= limits[1] else (low, middle)
    return high
