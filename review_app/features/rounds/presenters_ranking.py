"""Why a case stands where it stands in a ranking, in words."""

from collections.abc import Callable, Mapping
from typing import Any

from flask_babel import ngettext

from review_app.domain.actors import Actor
from review_app.domain.difficulty import Factor, Ranking
from review_app.features.rounds import forms_ranking, queries_ranking
from review_app.models import Round, RoundCase

WORDS: Mapping[Factor, Callable[[int], str]] = {
    Factor.AGE: lambda n: ngettext("open for %(num)s day", "open for %(num)s days", n),
    Factor.MISSED_DEADLINES: lambda n: ngettext(
        "%(num)s missed deadline", "%(num)s missed deadlines", n
    ),
    Factor.CASEWORKERS: lambda n: ngettext("%(num)s caseworker", "%(num)s caseworkers", n),
    Factor.PLAN_CHANGES: lambda n: ngettext("%(num)s change of plan", "%(num)s changes of plan", n),
    Factor.FINDINGS: lambda n: ngettext("%(num)s finding", "%(num)s findings", n),
}


def reasons(line: queries_ranking.RankedCase, ranking: Ranking) -> list[tuple[str, int]]:
    """Return (what makes the case hard, points) of a ranked case, the most first."""
    points = ranking.points(line.values)
    return [(WORDS[factor](line.values[factor]), n) for factor, n in points.items()]


def reasons_kept(row: RoundCase) -> list[tuple[str, int]]:
    """Return the same of a case that was picked from a ranking, as it stood then."""
    kept = (row.ranked or {}).get("from", {})
    return [(WORDS[Factor(code)](value), points) for code, (value, points) in kept.items()]


def page(actor: Actor, found: Round, *, after: str | None) -> dict[str, Any]:
    """Return what the page of the ranking needs."""
    ranking = Ranking.read(found.ranking)
    return {
        "round": found,
        "page": queries_ranking.list_ranked(actor, found, after=after),
        "reasons": lambda line: reasons(line, ranking),
        "quota": queries_ranking.quota_of(actor, found),
        "weights": [forms_ranking.field_of(factor) for factor in Factor],
    }
