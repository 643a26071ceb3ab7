"""What makes a case look hard, in words."""

from collections.abc import Callable, Mapping, Sequence

from flask_babel import ngettext

from review_app.domain.difficulty import Factor

WORDS: Mapping[Factor, Callable[[int], str]] = {
    Factor.AGE: lambda n: ngettext("open for %(num)s day", "open for %(num)s days", n),
    Factor.MISSED_DEADLINES: lambda n: ngettext(
        "%(num)s missed deadline", "%(num)s missed deadlines", n
    ),
    Factor.CASEWORKERS: lambda n: ngettext("%(num)s caseworker", "%(num)s caseworkers", n),
    Factor.PLAN_CHANGES: lambda n: ngettext("%(num)s change of plan", "%(num)s changes of plan", n),
    Factor.FINDINGS: lambda n: ngettext("%(num)s finding", "%(num)s findings", n),
}


def in_words(explained: Mapping[str, Sequence[int]]) -> list[tuple[str, int]]:
    """Return (what makes the case hard, points) of what ``Ranking.explained`` returned."""
    return [(WORDS[Factor(code)](value), points) for code, (value, points) in explained.items()]
