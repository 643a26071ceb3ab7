"""Why a case stands where it stands in a ranking, in words."""

from typing import Any

from review_app.domain.actors import Actor
from review_app.domain.difficulty import Factor, Ranking
from review_app.features.rounds import forms_ranking, queries_ranking
from review_app.kernel.words_difficulty import in_words
from review_app.models import Round, RoundCase


def reasons(line: queries_ranking.RankedCase, ranking: Ranking) -> list[tuple[str, int]]:
    """Return (what makes the case hard, points) of a ranked case, the most first."""
    return in_words(ranking.explained(line.values))


def reasons_kept(row: RoundCase) -> list[tuple[str, int]]:
    """Return the same of a case that was picked from a ranking, as it stood then."""
    return in_words((row.ranked or {}).get("from", {}))


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
