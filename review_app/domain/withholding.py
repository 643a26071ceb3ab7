"""Which figures are withheld from those who may not read the rows behind them.

A figure of under five cases or under three caseworkers could lead back to a person. So could one
found by taking the published figures of the other strata from that of all; therefore where a single
small stratum is withheld, others are withheld with it until what they hold together is large.
"""

from collections import defaultdict
from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from enum import StrEnum

from review_app.domain.estimation import is_withheld
from review_app.domain.sample_rows import Asked, SampleCase
from review_app.domain.scoring import AnswerValue
from review_app.domain.suppression import Part, part_of, total_gives_away

ASSESSED = (AnswerValue.MET, AnswerValue.PARTLY_MET, AnswerValue.NOT_MET)
ASKED = (*ASSESSED, AnswerValue.CANNOT_BE_ASSESSED)


class Subject(StrEnum):
    """What a figure is about."""

    CRITERION = "criterion"
    SECTION = "section"
    VERDICT = "verdict"
    SCORE = "score"


Place = tuple[Subject, str, str | None]  # what, its code, and the stratum (None: in total)
Handlers = Sequence[str]  # the caseworker of each case that counts for a figure


def to_withhold(
    cases: Iterable[SampleCase],
    checklist: Sequence[Asked],
    *,
    strata: Collection[str],
    for_everybody: bool = False,
) -> frozenset[Place]:
    """Return what nobody may be shown who may not read the reviews themselves.

    :param strata: codes of the strata that are shown one by one; empty without strata.

    Verdicts are withheld all together (code ``""``). A section's share goes with its criteria:
    from the section and the other criteria a withheld one could be solved for. What is told
    *for_everybody* leaves out a criterion, too, whose share would tell what a team holds that the
    published tables withhold.
    """
    cases = [case for case in cases if case.counts]
    hidden: set[Place] = set()
    for asked in checklist:
        both = [_handlers(cases, asked.code, kinds) for kinds in (ASSESSED, ASKED)]
        hidden |= _hide(Subject.CRITERION, asked.code, both, strata=strata)
        if for_everybody and total_gives_away(parts_of(cases, asked.code)):
            hidden |= {(Subject.CRITERION, asked.code, stratum) for stratum in (None, *strata)}
    whole = [(case.stratum, case.caseworker) for case in cases]
    hidden |= _hide(Subject.VERDICT, "", [whole], strata=strata)
    hidden |= _hide(Subject.SCORE, "", [whole], strata=strata)
    answered = {
        (asked.code, stratum)
        for asked in checklist
        for case in cases
        for stratum in (None, case.stratum)
        if case.answers.get(asked.code) in ASSESSED
    }
    for asked in checklist:
        for stratum in (None, *strata):
            place = (Subject.CRITERION, asked.code, stratum)
            if place in hidden and (asked.code, stratum) in answered:
                hidden.add((Subject.SECTION, asked.section, stratum))
    return frozenset(hidden)


def parts_of(cases: Iterable[SampleCase], code: str) -> list[Part]:
    """Return the cases on which a criterion was assessed as cells, one for each team."""
    teams: defaultdict[Hashable, list[tuple[Hashable, bool]]] = defaultdict(list)
    for case in cases:
        answer = case.answers.get(code)
        if answer in ASSESSED:
            teams[case.team].append((case.caseworker, answer is AnswerValue.MET))
    return [part_of(team, rows) for team, rows in teams.items()]


def _handlers(
    cases: Iterable[SampleCase], code: str, kinds: Collection[AnswerValue]
) -> list[tuple[str, str]]:
    return [(case.stratum, case.caseworker) for case in cases if case.answers.get(code) in kinds]


def _hide(
    subject: Subject,
    code: str,
    ways: Sequence[Sequence[tuple[str, str]]],
    *,
    strata: Collection[str],
) -> set[Place]:
    """Withhold what is small by any of the *ways* of counting, and what would give it away."""
    hidden: set[str | None] = set()
    for counted in ways:
        if _is_small([caseworker for _, caseworker in counted]):
            return {(subject, code, stratum) for stratum in (None, *strata)}
        by_stratum = {s: [who for of, who in counted if of == s] for s in strata}
        hidden |= _with_company(by_stratum, hidden)
    return {(subject, code, stratum) for stratum in hidden}


def _with_company(by_stratum: Mapping[str, Handlers], already: Collection[str | None]) -> set[str]:
    hidden = {s for s, handlers in by_stratum.items() if s in already or _is_small(handlers)}
    left = sorted(by_stratum.keys() - hidden, key=lambda s: (len(by_stratum[s]), s))
    while left:
        together = [who for s in hidden for who in by_stratum[s]]
        if not together or not _is_small(together):  # of no case there is nothing to find out
            break
        hidden.add(left.pop(0))
    return hidden


def _is_small(handlers: Handlers) -> bool:
    return is_withheld(len(handlers), len(set(handlers)))
