"""How much reviewers who scored the same cases agree, corrected for luck.

Gwet's AC1 leads, because with nine answers in ten "met" Cohen's kappa can call a fine agreement
poor. Nothing here is coloured good or bad: the number, its range and the remarks are the answer.
"""

from collections.abc import Hashable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from review_app.domain import agreement_coefficients as rules
from review_app.domain.agreement_coefficients import Scale, Weights
from review_app.domain.distributions import normal_quantile, t_quantile
from review_app.domain.errors import Invalid, NoEstimate
from review_app.domain.limits import highest_share, lowest_share
from review_app.domain.terms import CONFIDENCE_PERCENT

INDICATIVE_BELOW = 20
ONE_SIDED_SHARE = Fraction(9, 10)

Item = Mapping[str, str]  # who rated it -> the answer given


class AgreementRemark(StrEnum):
    """What must be said beside the numbers."""

    INDICATIVE = "indicative"  # under 20 items
    SAME_ANSWER = "same-answer"  # all in one category: nothing can be corrected for luck
    ONE_DEVIATION = "one-deviation"  # all but one rating alike: alpha is about 0 and says nothing
    ONE_SIDED = "one-sided"  # nine in ten alike: kappa and alpha understate
    TWO_REVIEWERS = "two-reviewers"  # says nothing of other reviewers


class Convention(StrEnum):
    """What the variance of AC1 is divided by; printed in every export."""

    TWO_REVIEWERS = "gwet/n"
    BY_ITEM = "gwet/n-1"
    BY_CLUSTER = "gwet/clusters-1"


@dataclass(frozen=True, slots=True)
class Coefficient:
    """A coefficient of at most 1 (0: as by guessing; below is possible).

    ``value`` is ``None`` where it is not defined; the rest where no honest range is known.
    """

    value: float | None
    standard_error: float | None = None
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class Agreement:
    """What is known of the agreement; ``items`` are those with at least two ratings.

    ``all_agreed`` of them have one answer only; ``percent_agreement`` (0 to 1) is the chance that
    two reviewers of an item agree. ``kappa`` is there for exactly two reviewers.
    """

    items: int
    reviewers: int
    percent_agreement: Fraction
    all_agreed: int
    gwet: Coefficient
    kappa: Coefficient | None
    fleiss: Coefficient
    alpha: Coefficient
    convention: Convention
    confidence_percent: int
    remarks: tuple[AgreementRemark, ...]

    @property
    def all_agreed_share(self) -> Fraction:
        """The share of the items on which everybody gave the same answer, 0 to 1."""
        return Fraction(self.all_agreed, self.items)


def agreement(
    items: Sequence[Item],
    *,
    categories: Sequence[str],
    scale: Scale = Scale.NOMINAL,
    weights: Weights = Weights.IDENTITY,
    clusters: Sequence[Hashable] | None = None,
    population: int | None = None,
    confidence_percent: int = CONFIDENCE_PERCENT,
) -> Agreement:
    """Compare what different reviewers answered about the same items.

    :param items: for each item who gave which answer; items of one reviewer inform only how often
        each answer is given, and unrated items nothing.
    :param categories: all answers that could be given, in order where they have one; numbers as
        text for :attr:`Scale.INTERVAL`.
    :param weights: the credit of unlike answers in AC2 and kappa.
    :param clusters: which case each item is about, when several items are about one.
    :param population: clusters the compared ones were drawn from; without it the correction for
        having drawn many of few is left out.
    :raises NoEstimate: reason ``no-double-reviewed-cases``.
    :raises Invalid: for an undeclared answer, or too few or unfit categories.
    """
    _check(categories, scale=scale, confidence_percent=confidence_percent)
    groups = list(range(len(items))) if clusters is None else list(clusters)
    rated = [(item, group) for item, group in zip(items, groups, strict=True) if item]
    items, groups = [item for item, _ in rated], [group for _, group in rated]
    counts = rules.tally(items, categories)
    shared = [row for row in counts if sum(row) > 1]
    found = rules.pairwise_agreement(counts)
    if found is None:
        raise NoEstimate(reason="no-double-reviewed-cases")
    reviewers = sorted({who for item in items for who in item})
    credit = rules.weight_matrix(len(categories), weights)
    value, error = rules.gwet(
        counts, credit, clusters=groups, sampled_share=_sampled(groups, population)
    )
    certainty = Fraction(confidence_percent, 100)
    free = len(set(groups)) - 1
    margin = t_quantile((1 + float(certainty)) / 2, free) if error is not None else 0.0
    return Agreement(
        items=len(shared),
        reviewers=len(reviewers),
        percent_agreement=found,
        all_agreed=sum(max(row) == sum(row) for row in shared),
        gwet=_ranged(value, error, margin),
        kappa=_kappa(items, reviewers, categories, credit, certainty=certainty),
        fleiss=Coefficient(rules.fleiss(counts)),
        alpha=Coefficient(
            rules.krippendorff(counts, scale=scale, values=_numbers(categories, scale))
        ),
        convention=_convention(counts, groups),
        confidence_percent=confidence_percent,
        remarks=_remarks(shared, len(set(groups)), len(reviewers)),
    )


def _check(categories: Sequence[str], *, scale: Scale, confidence_percent: int) -> None:
    if len(set(categories)) < max(2, len(categories)):
        raise Invalid(field="categories", reason="two-different-answers-at-least")
    if not 0 < confidence_percent < 100:
        raise Invalid(field="confidence_percent", reason=str(confidence_percent))
    _numbers(categories, scale)


def _numbers(categories: Sequence[str], scale: Scale) -> list[float]:
    if scale is not Scale.INTERVAL:
        return [float(place) for place in range(len(categories))]
    try:
        return [float(category) for category in categories]
    except ValueError as fault:
        raise Invalid(field="categories", reason="interval-needs-numbers") from fault


def _sampled(groups: Sequence[Hashable], population: int | None) -> Fraction:
    if population is None:
        return Fraction(0)
    if population < len(set(groups)):
        raise Invalid(field="population", reason="fewer-than-compared")
    return Fraction(len(set(groups)), population)


def _ranged(value: float | None, error: float | None, margin: float) -> Coefficient:
    if value is None or error is None:
        return Coefficient(value)
    low, high = max(-1.0, value - margin * error), min(1.0, value + margin * error)
    return Coefficient(value, error, low, high)


def _kappa(
    items: Sequence[Item],
    reviewers: Sequence[str],
    categories: Sequence[str],
    credit: rules.Matrix,
    *,
    certainty: Fraction,
) -> Coefficient | None:
    if len(reviewers) != 2:
        return None
    table = rules.cross_table(items, (reviewers[0], reviewers[1]), categories)
    value, error = rules.cohen(table, credit)
    return _ranged(value, error, normal_quantile((1 + float(certainty)) / 2))


def _convention(counts: rules.Counts, groups: Sequence[Hashable]) -> Convention:
    if rules.is_two_by_two(counts, groups):
        return Convention.TWO_REVIEWERS
    return Convention.BY_ITEM if len(set(groups)) == len(groups) else Convention.BY_CLUSTER


def _remarks(shared: rules.Counts, groups: int, reviewers: int) -> tuple[AgreementRemark, ...]:
    totals = [sum(column) for column in zip(*shared, strict=True)]
    most, ratings = max(totals), sum(totals)
    said = []
    if min(len(shared), groups) < INDICATIVE_BELOW:
        said.append(AgreementRemark.INDICATIVE)
    if most == ratings:
        said.append(AgreementRemark.SAME_ANSWER)
    elif most == ratings - 1:
        said.append(AgreementRemark.ONE_DEVIATION)
    elif most >= ONE_SIDED_SHARE * ratings:
        said.append(AgreementRemark.ONE_SIDED)
    if reviewers == 2:
        said.append(AgreementRemark.TWO_REVIEWERS)
    return tuple(said)


@dataclass(frozen=True, slots=True)
class ErrorRate:
    """How often one kind of error was made: ``errors`` of the ``chances`` for it.

    ``share`` and its Clopper-Pearson limits run from 0 to 1; ``None`` when there was no chance.
    """

    errors: int
    chances: int
    share: Fraction | None
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class Calibration:
    """One reviewer measured against the agreed answers; "not applicable" is an answer too."""

    against_key: Agreement
    missed: ErrorRate  # the key says it failed, the reviewer does not
    wrongly_raised: ErrorRate  # the reviewer says it failed, the key does not


def calibrate(
    answers: Sequence[str | None],
    key: Sequence[str | None],
    *,
    categories: Sequence[str],
    failures: AbstractSet[str],
    confidence_percent: int = CONFIDENCE_PERCENT,
) -> Calibration:
    """Measure a reviewer against an answer key, item by item in the same order.

    :param failures: the answers that count as a failure, as "partly met" and "not met" do.
    :raises NoEstimate: reason ``no-double-reviewed-cases`` when no item has both.
    :raises Invalid: when the two have different lengths, or a failure was not declared.
    """
    if len(answers) != len(key) or not failures <= set(categories):
        raise Invalid(field="key", reason="does-not-fit")
    pairs = [(given, right) for given, right in zip(answers, key, strict=True) if given and right]
    compared = agreement(
        [{"answer": given, "key": right} for given, right in pairs],
        categories=categories,
        confidence_percent=confidence_percent,
    )
    alpha = Fraction(100 - confidence_percent, 200)
    failed = [given in failures for given, right in pairs if right in failures]
    passed = [given in failures for given, right in pairs if right not in failures]
    return Calibration(
        against_key=compared,
        missed=_error_rate(failed.count(False), len(failed), alpha=alpha),
        wrongly_raised=_error_rate(passed.count(True), len(passed), alpha=alpha),
    )


def _error_rate(errors: int, chances: int, *, alpha: Fraction) -> ErrorRate:
    if not chances:
        return ErrorRate(errors, chances, None, None, None)
    low = lowest_share(errors, chances, alpha=alpha)
    high = highest_share(errors, chances, alpha=alpha)
    return ErrorRate(errors, chances, Fraction(errors, chances), low, high)
