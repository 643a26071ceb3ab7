"""How figures are put to readers in sentences, with their bounds and what to beware of."""

from collections.abc import Mapping
from fractions import Fraction

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from review_app.domain.draw import Method
from review_app.domain.estimation import CONFIDENCE_PERCENT, Estimate, Sides
from review_app.domain.figure_kinds import (
    CONFIDENCES,
    MANY_REPLACED_SHARE,
    Figure,
    Measure,
    Sensitivity,
    Status,
)
from review_app.domain.scoring import AnswerValue, Verdict
from review_app.domain.survey import MeanEstimate
from review_app.features.insights.queries import RoundFigures
from review_app.features.insights.queries_sample import Sample
from review_app.kernel.i18n import in_language, show_number, show_share
from review_app.kernel.words import word, words

# What a count is of; each is a whole sentence, so that languages may order it as they like.
SEEN: Mapping[Measure, str] = {
    Measure.MET: _l("Met in %(x)s of %(n)s cases"),
    Measure.MET_OF_ALL: _l("Met in %(x)s of %(n)s cases"),
    Measure.NOT_MET: _l("Failed outright in %(x)s of %(n)s cases"),
    Measure.CANNOT: _l("Could not be assessed in %(x)s of %(n)s cases"),
    Measure.GIVEN: _l("Given in %(x)s of %(n)s cases"),
}
NONE: Mapping[Status, str] = {
    Status.NO_CASES: _l("Nothing is settled here yet."),
    Status.APPLIES_TO_NONE: _l("No case could be assessed on this."),
    Status.WITHHELD: _l("Withheld: under 5 cases or under 3 caseworkers."),
}


def share(found: Estimate | MeanEstimate | None) -> str:
    """Write the share with the decimals its denominator deserves."""
    return "–" if found is None else show_share(float(found.share), _decimals(found))


def bounds(found: Estimate | MeanEstimate | None) -> str:
    """Write the bounds, rounded outwards, with only the side that chance leaves open."""
    if found is None:
        return "–"
    low, high = _outwards(found)
    sides = found.sides if isinstance(found, Estimate) else Sides.BOTH
    if sides is Sides.NONE:
        return str(_("exact"))
    if sides is Sides.UPPER:
        return str(_("at most %(high)s", high=high))
    if sides is Sides.LOWER:
        return str(_("at least %(low)s", low=low))
    return str(_("%(low)s to %(high)s", low=low, high=high))


def _decimals(found: Estimate | MeanEstimate) -> int:
    return 0 if found.denominator < 100 else 1


def _outwards(found: Estimate | MeanEstimate) -> tuple[str, str]:
    scale: int = 100 * 10 ** _decimals(found)
    low = Fraction(found.low_share * scale // 1, scale)
    high = Fraction(-(-found.high_share * scale // 1), scale)
    return (
        show_share(float(low), _decimals(found)),
        show_share(float(high), _decimals(found)),
    )


def sentence(figure: Figure, *, design: Method, names: Mapping[str, str] | None = None) -> str:
    """Say a figure in words: what was seen, and what that says of all cases.

    :param design: how the cases were drawn.
    :param names: what the strata are called, where one is to be named.
    """
    if figure.status in NONE:
        return str(NONE[figure.status])
    said = [_seen(figure, design)]
    if figure.status is Status.TOO_FEW:
        said.append(_("Too few to say anything about all cases."))
    elif figure.status is Status.STRATUM_UNREVIEWED:
        missing = ", ".join((names or {}).get(code, code) for code in figure.missing)
        told = _("No figure of all cases yet: nothing is settled in %(strata)s.", strata=missing)
        said.append(told)
    elif figure.found is not None:
        said.append(_told(figure.found))
    return " ".join(text for text in said if text)


def _seen(figure: Figure, design: Method) -> str:
    found = figure.found
    if figure.measure in (Measure.CREDIT, Measure.MEAN):
        if found is None:
            return str(_("%(n)s cases count.", n=figure.denominator))
        return str(
            _(
                "On average %(share)s of what could be earned, in %(n)s cases.",
                share=share(found),
                n=figure.denominator,
            )
        )
    counted = str(SEEN[figure.measure]) % {"x": figure.numerator, "n": figure.denominator}
    if found is None:
        return f"{counted}."
    raw = Fraction(figure.numerator or 0, figure.denominator or 1)
    if design is Method.PROPORTIONAL:
        return _looked_harder(counted, found)
    if found.share == raw:
        return f"{counted} ({share(found)})."
    told = _("counted for the cases each stands for, that is %(share)s.", share=share(found))
    return f"{counted}; {told}"


def _looked_harder(counted: str, found: Estimate | MeanEstimate) -> str:
    told = _(
        "but we looked harder at some cases than at others: the estimate for all cases is "
        "%(share)s (%(bounds)s).",
        share=share(found),
        bounds=bounds(found),
    )
    return f"{counted}, {told}"


def _told(found: Estimate | MeanEstimate) -> str:
    sure = found.confidence_percent
    if isinstance(found, MeanEstimate) or found.low_count is None or found.high_count is None:
        if isinstance(found, Estimate) and found.sides is Sides.NONE:
            return str(_("Every case was reviewed, so chance plays no part."))
        return str(
            _(
                "Of all cases it concerns, %(bounds)s with %(sure)s %% certainty.",
                bounds=bounds(found),
                sure=sure,
            )
        )
    return _told_in_counts(found, sure)


def _told_in_counts(found: Estimate, sure: int) -> str:
    low, high = show_number(found.low_count), show_number(found.high_count)
    size = show_number(found.frame_size)
    if found.sides is Sides.NONE:
        return str(_("Every case was reviewed, so chance plays no part."))
    if found.sides is Sides.UPPER:
        told = _(
            "Of all %(all)s cases at most %(high)s, with %(sure)s %% certainty (one-sided).",
            all=size,
            high=high,
            sure=sure,
        )
    elif found.sides is Sides.LOWER:
        told = _(
            "Of all %(all)s cases at least %(low)s, with %(sure)s %% certainty (one-sided).",
            all=size,
            low=low,
            sure=sure,
        )
    else:
        told = _(
            "Of all %(all)s cases between %(low)s and %(high)s, with %(sure)s %% certainty.",
            all=size,
            low=low,
            high=high,
            sure=sure,
        )
    return str(told)


def sensitive(found: Sensitivity) -> str:
    """Say how far a share could move with what nobody could judge."""
    if found.low_count == found.high_count:
        return str(_("Nothing was left open: every case that counts was judged."))
    told = _(
        "If everything left open were met: %(high)s of %(n)s; if nothing of it: %(low)s of %(n)s.",
        high=found.high_count,
        low=found.low_count,
        n=found.denominator,
    )
    if found.low_share is None or found.high_share is None:
        return str(told)
    low, high = show_share(float(found.low_share)), show_share(float(found.high_share))
    return f"{told} " + str(_("As a share of all cases: %(low)s to %(high)s.", low=low, high=high))


def open_range(found: Sensitivity) -> str:
    """Write the same shortly: counts, and the percentages where there are any."""
    if not found.denominator:
        return "–"
    counts = f"{found.low_count}–{found.high_count}/{found.denominator}"
    if found.low_share is None or found.high_share is None:
        return counts
    low, high = show_share(float(found.low_share)), show_share(float(found.high_share))
    return f"{counts} ({low}–{high})"


def answer_words() -> list[tuple[AnswerValue, str]]:
    """Return the answers with their names, in order."""
    return [(AnswerValue(code), name) for code, name in words(AnswerValue)]


def extremes(figures: RoundFigures) -> tuple[tuple[str, Figure], tuple[str, Figure]] | None:
    """Return the criteria most and least often met, if their ranges lie apart; names with figures.

    Where the ranges overlap the sample shows no order, and none is read out.
    """
    known = [
        (in_language(one, "question"), line.shares[Measure.MET])
        for _section, _figure, lines in figures.sections
        for one, line in lines
        if line.shares[Measure.MET].found is not None
    ]
    if not known:
        return None
    most = max(known, key=lambda k: k[1].found.share if k[1].found else 0)
    least = min(known, key=lambda k: k[1].found.share if k[1].found else 0)
    assert most[1].found is not None
    assert least[1].found is not None
    apart = least[1].found.high_share < most[1].found.low_share
    return (most, least) if apart else None


def stratum_lines(sample: Sample) -> list[tuple[str, str, int, int, int, int, bool]]:
    """Return of each stratum code, label, N, drawn, settled, replaced, and whether those are many.

    In the order of the labels, never of the results.
    """
    lines = []
    for stratum in sample.shown_strata:
        own = [case for case in sample.cases if case.stratum == stratum.code]
        gone = sum(not case.stands for case in own)
        many = gone > len(own) * MANY_REPLACED_SHARE
        settled = sum(case.counts for case in own)
        lines.append(
            (stratum.code, stratum.label, stratum.frame_size, len(own), settled, gone, many)
        )
    return lines


def stratum_names(sample: Sample) -> dict[str, str]:
    """Return what the strata are called that may be named."""
    return {stratum.code: stratum.label for stratum in sample.shown_strata}


def other_confidences() -> list[tuple[str, str]]:
    """Return the confidences on offer besides the usual one."""
    others = [percent for percent in CONFIDENCES if percent != CONFIDENCE_PERCENT]
    return [(str(percent), show_share(percent / 100)) for percent in others]


def counted(figure: Figure, design: Method) -> str:
    """Write the counts beside a share; where those are no share of anything, how many alone."""
    if figure.numerator is None or design is Method.PROPORTIONAL:
        return str(_("%(n)s cases", n=figure.denominator))
    return f"{figure.numerator}/{figure.denominator}"


def verdict_name(code: str) -> str:
    """Return what a verdict is called."""
    return word(Verdict(code))
