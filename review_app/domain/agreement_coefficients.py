"""Coefficients of agreement between reviewers, from counts: numbers alone, no judgement.

``counts`` is one row for each item with the number of reviewers that chose each declared answer.
Every coefficient is ``None`` where it is 0/0: nobody can say what guessing would have given.
Convention: the number of answers is that of the *declared* ones, used or not.
"""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from fractions import Fraction
from math import fsum, sqrt

from review_app.domain.errors import Invalid

Counts = Sequence[Sequence[int]]
Matrix = Sequence[Sequence[float]]


class Scale(StrEnum):
    """What the answers are: names, steps in order, or numbers."""

    NOMINAL = "nominal"
    ORDINAL = "ordinal"
    INTERVAL = "interval"


class Weights(StrEnum):
    """How much credit two unlike answers earn: none, by distance, or by its square."""

    IDENTITY = "identity"
    LINEAR = "linear"
    QUADRATIC = "quadratic"


def weight_matrix(answers: int, weights: Weights) -> Matrix:
    """Return the credit of each pair of answers, 0 to 1, the answers taken as equal steps."""
    far = max(answers - 1, 1)
    power = 2 if weights is Weights.QUADRATIC else 1
    if weights is Weights.IDENTITY:
        return [[float(k == m) for m in range(answers)] for k in range(answers)]
    return [[1 - (abs(k - m) / far) ** power for m in range(answers)] for k in range(answers)]


def pairwise_agreement(counts: Counts) -> Fraction | None:
    """Return the chance that two reviewers of a random item agree; items with two or more."""
    shares = [
        Fraction(sum(count * (count - 1) for count in row), sum(row) * (sum(row) - 1))
        for row in counts
        if sum(row) > 1
    ]
    return sum(shares, Fraction(0)) / len(shares) if shares else None


def prevalence(counts: Counts) -> list[float]:
    """Return how often each answer is given: the mean over items of its share there."""
    rated = [row for row in counts if sum(row)]
    return [fsum(row[k] / sum(row) for row in rated) / len(rated) for k in range(len(rated[0]))]


def gwet(
    counts: Counts, weights: Matrix, *, clusters: Sequence[object], sampled_share: Fraction
) -> tuple[float | None, float | None]:
    """Return Gwet's AC1 (AC2 with weights) and its standard error.

    :param clusters: what each item belongs to; answers about one case hang together, so the error
        is that of the mean over cases. An item each: the published formulas, which divide by n
        where two reviewers rated every item and by n - 1 otherwise.
    :param sampled_share: items compared of the items there are, 0 when there is no end of them.

    Source: K. L. Gwet, "Computing inter-rater reliability and its variance in the presence of high
    agreement", British Journal of Mathematical and Statistical Psychology 61 (2008) 29-48.
    """
    shared = sum(sum(row) > 1 for row in counts)
    if len(weights) < 2 or not shared:
        return None, None
    often = prevalence(counts)
    spread = fsum(map(fsum, weights)) / (len(weights) * (len(weights) - 1))
    guessed = spread * fsum(share * (1 - share) for share in often)
    agreed = [_weighted_agreement(row, weights) for row in counts]
    value = (fsum(a for a in agreed if a is not None) / shared - guessed) / (1 - guessed)
    pulls: dict[object, list[float]] = {}
    for row, same, cluster in zip(counts, agreed, clusters, strict=True):
        own = 0.0 if same is None else len(counts) / shared * (same - guessed) / (1 - guessed)
        chance = spread * fsum(n * (1 - p) for n, p in zip(row, often, strict=True)) / sum(row)
        own -= 2 * (1 - value) * (chance - guessed) / (1 - guessed)
        pulls.setdefault(cluster, []).append(own - value)
    if len(pulls) < 2:
        return value, None
    squares = fsum(fsum(pull) ** 2 for pull in pulls.values()) / len(counts) ** 2
    if not is_two_by_two(counts, clusters):
        squares *= len(pulls) / (len(pulls) - 1)
    return value, sqrt(float(1 - sampled_share) * squares)


def is_two_by_two(counts: Counts, clusters: Sequence[object]) -> bool:
    """Say whether two reviewers rated every item and each item stands for itself."""
    return all(sum(row) == 2 for row in counts) and len(set(clusters)) == len(counts)


def _weighted_agreement(row: Sequence[int], weights: Matrix) -> float | None:
    """Return an item's share of agreeing pairs, near misses in part; ``None`` for one reviewer."""
    number = sum(row)
    if number < 2:
        return None
    likes = [fsum(w * n for w, n in zip(line, row, strict=True)) for line in weights]
    return fsum(n * (like - 1) for n, like in zip(row, likes, strict=True)) / (
        number * (number - 1)
    )


def cohen(table: Counts, weights: Matrix) -> tuple[float | None, float | None]:
    """Return Cohen's kappa of two reviewers and its asymptotic standard error.

    :param table: items by the first reviewer's answer (rows) and the second's (columns).

    Source: J. L. Fleiss, J. Cohen, B. S. Everitt, "Large sample standard errors of kappa and
    weighted kappa", Psychological Bulletin 72 (1969) 323-327.
    """
    total, answers = sum(map(sum, table)), range(len(table))
    first = [sum(row) / total for row in table]
    second = [sum(column) / total for column in zip(*table, strict=True)]
    if max(first) == max(second) == 1 and first == second:
        return None, None
    cells = [(k, m) for k in answers for m in answers]
    found = fsum(weights[k][m] * table[k][m] / total for k, m in cells)
    guessed = fsum(weights[k][m] * first[k] * second[m] for k, m in cells)
    across = [fsum(weights[k][m] * second[m] for m in answers) for k in answers]
    down = [fsum(weights[k][m] * first[k] for k in answers) for m in answers]
    squares = fsum(
        table[k][m]
        / total
        * (weights[k][m] * (1 - guessed) - (across[k] + down[m]) * (1 - found)) ** 2
        for k, m in cells
    )
    middle = (found * guessed - 2 * guessed + found) ** 2
    error = sqrt(max(squares - middle, 0.0) / total) / (1 - guessed) ** 2
    return (found - guessed) / (1 - guessed), error


def fleiss(counts: Counts) -> float | None:
    """Return Fleiss' kappa; with unequal numbers of reviewers Gwet's generalisation of it."""
    found = pairwise_agreement(counts)
    used = {k for row in counts for k, count in enumerate(row) if count}
    if found is None or len(used) < 2:
        return None
    guessed = fsum(share * share for share in prevalence(counts))
    return (float(found) - guessed) / (1 - guessed)


def krippendorff(counts: Counts, *, scale: Scale, values: Sequence[float]) -> float | None:
    """Return Krippendorff's alpha over the items with at least two ratings.

    :param values: the number of each answer; used by :attr:`Scale.INTERVAL` alone.

    Source: K. Krippendorff, "Computing Krippendorff's Alpha-Reliability" (2011).
    """
    paired = [row for row in counts if sum(row) > 1]
    totals = [sum(row[k] for row in paired) for k in range(len(values))]
    if sum(total > 0 for total in totals) < 2:
        return None
    far = _distances(totals, scale=scale, values=values)
    pairs = [(k, m) for k in range(len(values)) for m in range(len(values)) if k != m]
    within = fsum(
        fsum(row[k] * row[m] * far[k][m] for k, m in pairs) / (sum(row) - 1) for row in paired
    )
    overall = fsum(totals[k] * totals[m] * far[k][m] for k, m in pairs)
    return 1 - (sum(totals) - 1) * within / overall


def _distances(totals: Sequence[int], *, scale: Scale, values: Sequence[float]) -> Matrix:
    """Return the squared distance of each pair of answers."""
    size = range(len(totals))
    if scale is Scale.NOMINAL:
        return [[float(k != m) for m in size] for k in size]
    if scale is Scale.INTERVAL:
        return [[(values[k] - values[m]) ** 2 for m in size] for k in size]
    upto = [sum(totals[: k + 1]) for k in size]
    middle = [whole - part / 2 for whole, part in zip(upto, totals, strict=True)]
    return [[(middle[k] - middle[m]) ** 2 for m in size] for k in size]


def tally(items: Sequence[Mapping[str, str]], categories: Sequence[str]) -> list[list[int]]:
    """Count for each item how many reviewers gave each answer.

    :raises Invalid: for an answer that was not declared.
    """
    place = {category: number for number, category in enumerate(categories)}
    counts = [[0] * len(categories) for _ in items]
    for row, item in zip(counts, items, strict=True):
        for answer in item.values():
            if answer not in place:
                raise Invalid(field="ratings", reason="unknown-answer", answer=answer)
            row[place[answer]] += 1
    return counts


def cross_table(
    items: Sequence[Mapping[str, str]], reviewers: tuple[str, str], categories: Sequence[str]
) -> list[list[int]]:
    """Count the items that both reviewers rated by the answers of the two."""
    place = {category: number for number, category in enumerate(categories)}
    table = [[0] * len(categories) for _ in categories]
    for item in items:
        if set(reviewers) <= item.keys():
            table[place[item[reviewers[0]]]][place[item[reviewers[1]]]] += 1
    return table
