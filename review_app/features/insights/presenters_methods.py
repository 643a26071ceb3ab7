"""How a figure was computed, in words: the draw, and each method that was used."""

from collections.abc import Mapping

from flask_babel import lazy_gettext as _l

from review_app.domain.draw import Method
from review_app.domain.estimation import EstimateMethod

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


def methods_said(used: list[EstimateMethod]) -> list[tuple[str, str]]:
    """Return the id and the words of each method that was used."""
    return [(method.value, str(SAID.get(method, ""))) for method in used]


def drawn(method: Method) -> str:
    """Return how the cases were drawn."""
    return str(DRAWN[method])
