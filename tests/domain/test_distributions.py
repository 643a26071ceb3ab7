"""Quantiles and tails in plain Python, held against scipy."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from review_app.domain.distributions import (
    beta_quantile,
    binomial_at_least,
    binomial_at_most,
    binomial_quantile,
    incomplete_beta,
    normal_at_most,
    normal_quantile,
    t_quantile,
)
from review_app.domain.errors import Invalid

SHAPES = (0.01, 0.3, 0.5, 1, 1.5, 2, 7.3, 59.7293, 999, 20_000)
SHARES = (1e-6, 0.0005, 0.01, 0.025, 0.05, 0.3, 0.5, 0.9, 0.975, 0.999)


@pytest.mark.parametrize("a", SHAPES)
@pytest.mark.parametrize("b", SHAPES)
def test_the_quantile_of_beta_agrees_with_scipy(a, b):
    for share in SHARES:
        assert beta_quantile(share, a, b) == pytest.approx(stats.beta.ppf(share, a, b), abs=1e-10)


@pytest.mark.parametrize("degrees", [1, 2, 3, 4.5, 10, 47, 300, 100_000])
def test_the_quantile_of_student_agrees_with_scipy(degrees):
    for share in (*SHARES, 0.45, 0.55, 0.25, 0.75):
        expected = stats.t.ppf(share, degrees)
        assert t_quantile(share, degrees) == pytest.approx(expected, rel=1e-10, abs=1e-10)


def test_the_normal_quantile_agrees_with_scipy():
    for share in (1e-15, *SHARES, 1 - 1e-9):
        assert normal_quantile(share) == pytest.approx(stats.norm.ppf(share), abs=1e-10)
        assert normal_at_most(normal_quantile(share)) == pytest.approx(share, rel=1e-9)


@settings(deadline=None)
@given(st.integers(1, 3000), st.integers(-1, 3001), st.floats(0.0001, 0.9999))
def test_binomial_tails_agree_with_scipy(size, found, share):
    at_most, at_least = binomial_at_most(found, size, share), binomial_at_least(found, size, share)
    assert at_most == pytest.approx(stats.binom.cdf(found, size, share), abs=1e-10)
    assert at_least == pytest.approx(stats.binom.sf(found - 1, size, share), abs=1e-10)


@settings(deadline=None)
@given(st.integers(1, 200), st.sampled_from(SHARES), st.floats(0.01, 0.99))
def test_the_binomial_quantile_is_the_first_that_is_likely_enough(size, chance, share):
    found = binomial_quantile(chance, size, share)
    assert binomial_at_most(found, size, share) >= chance
    assert found == 0 or binomial_at_most(found - 1, size, share) < chance


@settings(deadline=None)
@given(st.floats(0.05, 500), st.floats(0.05, 500), st.floats(1e-6, 1 - 1e-6))
def test_a_quantile_is_where_the_tail_has_its_share(a, b, share):
    found = beta_quantile(share, a, b)
    if 1e-12 < found < 1 - 1e-12:
        assert incomplete_beta(found, a, b) == pytest.approx(share, rel=1e-6, abs=1e-9)


def test_the_ends_are_the_ends():
    assert (beta_quantile(0, 2, 3), beta_quantile(1, 2, 3)) == (0, 1)
    assert t_quantile(0.5, 7) == pytest.approx(0, abs=1e-12)
    assert t_quantile(1, 7) == normal_quantile(1) == float("inf")
    assert t_quantile(0, 7) == normal_quantile(0) == -float("inf")
    assert (incomplete_beta(0, 2, 3), incomplete_beta(1, 2, 3)) == (0, 1)


@pytest.mark.parametrize(
    "asked",
    [
        lambda: beta_quantile(1.1, 2, 3),
        lambda: beta_quantile(0.5, 0, 3),
        lambda: t_quantile(0.5, 0),
        lambda: normal_quantile(-0.1),
    ],
)
def test_what_no_distribution_has_is_refused(asked):
    with pytest.raises(Invalid):
        asked()
