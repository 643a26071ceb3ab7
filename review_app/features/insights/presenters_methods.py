"""How a figure was computed, in words: the draw, and each method that was used."""

from collections.abc import Mapping, Sequence

from flask_babel import lazy_gettext as _l

from review_app.domain.draw import Method
from review_app.domain.estimation import EstimateMethod, Remark
from review_app.domain.figure_kinds import ScopeFigures

DRAWN: Mapping[Method, str] = {
    Method.SIMPLE: _l("simple random, without replacement"),
    Method.STRATIFIED: _l("random within each stratum"),
    Method.SYSTEMATIC: _l("every so many-th of the list, from a random start"),
    Method.PROPORTIONAL: _l("by lot in proportion to weight"),
    Method.CENSUS: _l("all cases"),
}
SAID: Mapping[EstimateMethod, str] = {
    EstimateMethod.HYPERGEOMETRIC: _l(
        "The exact bounds for a draw without replacement. Every number of cases between them could "
        "have given what was found with at least half of the chance left open on either side (all "
        "of it where all or none are met). Buonaccorsi 1987."
    ),
    EstimateMethod.DOMAIN: _l(
        "Used when the question concerns only some of the cases drawn, since nobody knows for how "
        "many of the frame it would. A little wider. Clopper and Pearson 1934."
    ),
    EstimateMethod.CENSUS: _l("Every case was reviewed: what was counted is what is so."),
    EstimateMethod.PROCESS: _l(
        "About the way of working that made the cases, not about these cases alone. Clopper and "
        "Pearson 1934."
    ),
    EstimateMethod.WILSON: _l("A compact approximation for charts. Wilson 1927."),
    EstimateMethod.STRATIFIED: _l(
        "Because the strata have different numbers of cases, each reviewed case is counted for the "
        "cases it stands for. Korn and Graubard 1998, with no more cases credited than were seen."
    ),
    EstimateMethod.STRATIFIED_DOMAIN: _l(
        "The same where the question concerns only some of the cases drawn."
    ),
    EstimateMethod.STRATIFIED_EXTREME: _l(
        "Used when all or none are met in every stratum: the most failures that the strata could "
        "hold together and still, with that chance, show none."
    ),
    EstimateMethod.MEAN: _l(
        "Used for scores and sections. A case where more criteria counted has more to say; the "
        "range is Student's t, cut off at 0 and 100 percent, and approximate."
    ),
    EstimateMethod.WEIGHTED: _l(
        "Each case is counted for the cases it stands for, by its chance of being drawn (Hájek). "
        "Korn and Graubard 1998, with no more cases credited than were seen."
    ),
}


REMARKS: Mapping[Remark, str] = {
    Remark.SYSTEMATIC_ORDER: _l(
        "The range is exact only if the order of the list has nothing to do with the answers."
    ),
    Remark.SINGLE_CASE_STRATUM: _l(
        "A stratum has one settled case only; its share of the doubt is set cautiously."
    ),
    Remark.WIDE_WEIGHTS: _l(
        "Some cases were many times likelier to be drawn than others; the range is wide for that."
    ),
    Remark.CONSERVATIVE: _l("The range is on the cautious side."),
    Remark.DOMAIN_SIZE_ESTIMATED: _l(
        "Range without finite-population correction, because the number of cases this concerns is "
        "only estimated."
    ),
    Remark.NO_SPREAD: _l("Every case counted had the same value, so no spread could be seen."),
    Remark.INCOMPLETE_CENSUS: _l(
        "All cases are to be reviewed and some are left; the range takes those done for a sample."
    ),
    Remark.SIMULTANEOUS: _l("The ranges of all criteria hold at once, with the certainty given."),
    Remark.APPROXIMATE: _l("The range is approximate."),
}
# What a reader must know before the figures; the rest stands where the methods do.
FIRST = frozenset(
    {
        Remark.INCOMPLETE_CENSUS,
        Remark.SINGLE_CASE_STRATUM,
        Remark.SYSTEMATIC_ORDER,
        Remark.WIDE_WEIGHTS,
    }
)


def methods_said(scopes: Sequence[ScopeFigures]) -> list[tuple[str, str]]:
    """Return the id and the words of each method by which bounds were computed."""
    used = {f.found.method for scope in scopes for f in scope.figures() if f.found is not None}
    return [(method.value, str(SAID.get(method, ""))) for method in sorted(used)]


def remarks_said(scopes: Sequence[ScopeFigures], *, first: bool) -> list[str]:
    """Return what is to be known of the ranges: what must come *first*, or the rest."""
    found = {
        remark
        for scope in scopes
        for figure in scope.figures()
        if figure.found is not None
        for remark in figure.found.remarks
    }
    return [str(REMARKS[remark]) for remark in sorted(found) if (remark in FIRST) is first]


def drawn(method: Method) -> str:
    """Return how the cases were drawn."""
    return str(DRAWN[method])
