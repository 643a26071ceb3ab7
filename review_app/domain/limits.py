"""Bounds of a share, each by one named method; the choice between them is made elsewhere.

``alpha`` is always the chance allowed on one side.
"""

from fractions import Fraction
from math import comb, sqrt

from review_app.domain.distributions import beta_quantile, normal_quantile


def highest_count(found: int, size: int, frame_size: int, *, alpha: Fraction) -> int:
    """Return the most cases of the frame that can have the property, given the sample.

    :param found: cases in the sample with the property.
    :param alpha: chance allowed for a sample as poor as this one; compared in whole numbers, so
        that no tie is decided by a rounding.
    :returns: the largest M with P(X <= found | M of the frame) > alpha, exact. Other programs
        name the first M that is *not* plausible, one case more.
    """
    threshold = alpha.numerator * comb(frame_size, size)

    def is_plausible(count: int) -> bool:
        ways = _ways_up_to(found, size, count, frame_size - count)
        return ways * alpha.denominator > threshold

    low, high = found, frame_size - size + found
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if is_plausible(middle) else (low, middle - 1)
    return low


def lowest_count(found: int, size: int, frame_size: int, *, alpha: Fraction) -> int:
    """Return the fewest cases of the frame that can have the property (see the mirror image)."""
    return frame_size - highest_count(size - found, size, frame_size, alpha=alpha)


def _ways_up_to(found: int, size: int, having: int, lacking: int) -> int:
    """Count the samples of *size* with at most *found* cases out of the *having*."""
    first = max(0, size - lacking)
    if first > found:
        return 0
    ways = total = comb(having, first) * comb(lacking, size - first)
    for k in range(first, found):
        ways = ways * (having - k) * (size - k) // ((k + 1) * (lacking - size + k + 1))
        total += ways
    return total


def highest_share(found: float, size: float, *, alpha: Fraction | float) -> float:
    """Return the upper Clopper-Pearson limit: p with P(X <= found | size, p) = alpha.

    Both may be fractions of cases, as an effective sample size is (Korn and Graubard).

    Source: C. J. Clopper and E. S. Pearson, "The Use of Confidence or Fiducial Limits Illustrated
    in the Case of the Binomial", Biometrika 26 (1934) 404-413; E. L. Korn and B. I. Graubard,
    "Confidence Intervals for Proportions with Small Expected Number of Positive Counts", Survey
    Methodology 24 (1998) 193-201.
    """
    return 1 - lowest_share(size - found, size, alpha=alpha)


def lowest_share(found: float, size: float, *, alpha: Fraction | float) -> float:
    """Return the lower Clopper-Pearson limit, the mirror image of the upper one."""
    if found <= 0:
        return 0.0
    return beta_quantile(float(alpha), found, size - found + 1)


def wilson(found: int, size: int, *, alpha: Fraction | float) -> tuple[float, float]:
    """Return Wilson's limits: compact, for charts; not exact.

    Source: E. B. Wilson, "Probable Inference, the Law of Succession, and Statistical Inference",
    Journal of the American Statistical Association 22 (1927) 209-212.

    >>> [round(limit, 6) for limit in wilson(5, 50, alpha=0.025)]
    [0.043476, 0.213602]
    """
    z, share = normal_quantile(float(1 - alpha)), found / size
    spread = 1 + z * z / size
    centre = (share + z * z / (2 * size)) / spread
    half = z * sqrt(share * (1 - share) / size + z * z / (4 * size * size)) / spread
    low = 0.0 if found == 0 else centre - half
    return low, 1.0 if found == size else centre + half
