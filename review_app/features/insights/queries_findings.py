"""What was found in the cases reviewed: how often, on which criterion, and in which cases.

These are counts of the cases seen, so that people know where to begin; they are no estimate of all
cases, and say so. What is withheld elsewhere is left out, and named.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, not_, select

from review_app.domain.access import Actor, Permission, demand
from review_app.domain.errors import NotFound
from review_app.domain.pareto import Bar, Counted, pareto
from review_app.domain.sample_rows import SampleCase
from review_app.domain.scoring import AnswerValue
from review_app.domain.withholding import ASSESSED
from review_app.features.insights import queries
from review_app.features.insights.queries import withheld_codes
from review_app.features.insights.queries_sample import (
    Sample,
    read_sample,
    read_samples,
    settled_reviews,
)
from review_app.features.insights.queries_series import drawn_rounds
from review_app.kernel.clock import ZONE
from review_app.kernel.db import db
from review_app.models import (
    Case,
    Checklist,
    ChecklistSection,
    Criterion,
    Finding,
    Review,
    Round,
    RoundCase,
)
from review_app.models.visibility import case_name, visible_reviews

DEVIATIONS = frozenset({AnswerValue.PARTLY_MET, AnswerValue.NOT_MET})
FREE = "free"  # found beside the checklist


@dataclass(frozen=True, slots=True)
class Asked:
    """What is counted: rounds of one checklist, drawn in a period or named by key.

    ``by_section`` counts by section instead of criterion; ``is_strict`` leaves partly met out.
    """

    checklist: str = ""
    round_key: str = ""
    since: date | None = None
    until: date | None = None
    by_section: bool = False
    is_strict: bool = False


@dataclass(frozen=True, slots=True)
class Findings:
    """The bars, the highest first, and what each stands for.

    ``names`` holds the criterion or section of a bar's key; ``free`` counts what was found beside
    the checklist, and is nobody's bar.
    """

    asked: Asked
    checklist: Checklist | None
    rounds: Sequence[Round]
    bars: Sequence[Bar]
    names: dict[str, Criterion | ChecklistSection]
    cases: int
    free: int
    withheld: Sequence[str]
    choices: Sequence[Round]

    @property
    def checklists(self) -> list[Checklist]:
        """The checklists there are rounds of."""
        return list(dict.fromkeys(r.version.checklist for r in self.choices if r.version))


@dataclass(frozen=True, slots=True)
class CaseBehind:
    """A case that got a certain answer, as the reader may know it."""

    review_key: str
    case_key: str
    case_name: str
    team: str | None
    answer: AnswerValue


@dataclass(frozen=True, slots=True)
class CasesBehind:
    """The cases behind a count; ``others`` counts those the reader may not read."""

    round: Round
    criterion: Criterion
    rows: Sequence[CaseBehind]
    others: int


def get_findings(actor: Actor, asked: Asked) -> Findings:
    """Return what was found, by criterion or section.

    Unless a checklist is named it is the one of the newest round.
    """
    demand(actor, Permission.FIGURES_READ)
    choices = list(reversed(drawn_rounds(actor)))
    wanted = [found for found in choices if _is_wanted(found, asked)]
    checklist = wanted[0].version.checklist if wanted and wanted[0].version else None
    rounds = [r for r in wanted if r.version and r.version.checklist is checklist]
    samples = read_samples(actor, rounds)
    hidden = {r.id: withheld_codes(actor, samples[r.id]) for r in rounds}
    names = _names(samples.values(), asked)
    counts, looks = _counts(samples, hidden, asked)
    bars = pareto(Counted(key, counts[key], looks[key]) for key in names)
    return Findings(
        asked,
        checklist,
        rounds,
        bars,
        names,
        cases=sum(case.counts for sample in samples.values() for case in sample.cases),
        free=_free(actor, [r.id for r in rounds if not _is_all_withheld(samples[r.id], hidden)]),
        withheld=sorted({code for codes in hidden.values() for code in codes}),
        choices=choices,
    )


def _is_wanted(found: Round, asked: Asked) -> bool:
    if found.version is None or found.draw is None or found.draw.drawn_at is None:
        return False
    day = found.draw.drawn_at.astimezone(ZONE).date()
    return (
        asked.checklist in ("", found.version.checklist.code)
        and asked.round_key in ("", found.key)
        and (asked.since is None or day >= asked.since)
        and (asked.until is None or day <= asked.until)
    )


def _is_all_withheld(sample: Sample, hidden: dict[int, Collection[str]]) -> bool:
    return len(hidden[sample.round.id]) == len(sample.checklist)


def _names(samples: Iterable[Sample], asked: Asked) -> dict[str, Criterion | ChecklistSection]:
    """Return criteria by code, or sections by title, as the newest version has them first."""
    found: dict[str, Criterion | ChecklistSection] = {}
    newest_first = sorted(samples, key=lambda one: -(one.round.version_id or 0))
    for sample in newest_first:
        for section, criteria in sample.sections:
            if asked.by_section:
                found.setdefault(section.title_da, section)
                continue
            for criterion in criteria:
                found.setdefault(criterion.code, criterion)
    return found


def _counts(
    samples: dict[int, Sample], hidden: dict[int, Collection[str]], asked: Asked
) -> tuple[Counter[str], Counter[str]]:
    """Return how often each bar's key was found, and how often it was looked for."""
    found = {AnswerValue.NOT_MET} if asked.is_strict else DEVIATIONS
    counts: Counter[str] = Counter()
    looks: Counter[str] = Counter()
    for round_id, sample in samples.items():
        keys = {
            criterion.code: section.title_da if asked.by_section else criterion.code
            for section, criteria in sample.sections
            for criterion in criteria
            if criterion.code not in hidden[round_id]
        }
        for code, value in _given(sample.cases):
            if code in keys and value in ASSESSED:
                looks[keys[code]] += 1
                counts[keys[code]] += value in found
    return counts, looks


def _given(cases: Iterable[SampleCase]) -> Iterable[tuple[str, AnswerValue]]:
    return (pair for case in cases if case.counts for pair in case.answers.items())


def _free(actor: Actor, round_ids: Sequence[int]) -> int:
    """Count what was found beside the checklist in settled reviews that stand."""
    settled = settled_reviews(actor, RoundCase.round_id.in_(round_ids)).subquery()
    return (
        db.session.scalar(
            select(func.count())
            .select_from(Finding)
            .join(settled, settled.c.id == Finding.review_id)
            .where(Finding.criterion_id.is_(None), not_(Finding.is_set_aside))
        )
        or 0
    )


def get_cases(
    actor: Actor, key: str, *, code: str, answers: Collection[AnswerValue]
) -> CasesBehind:
    """Return the cases of a round whose answer to a criterion is one of *answers*.

    :raises NotFound: for a round or criterion that there is not, or whose figures are withheld from
        the actor.
    """
    demand(actor, Permission.FIGURES_READ)
    found = queries.get_round(actor, key)
    sample = read_sample(actor, found)
    named = {one.code: one for _section, criteria in sample.sections for one in criteria}
    if code not in named or code in withheld_codes(actor, sample):
        raise NotFound(thing="criterion", key=code)
    given = {
        case.case: case.answers[code]
        for case in sample.cases
        if case.counts and case.answers.get(code) in answers
    }
    rows = _read(actor, found, given)
    return CasesBehind(found, named[code], rows, len(given) - len(rows))


def _read(actor: Actor, found: Round, given: dict[str, AnswerValue]) -> list[CaseBehind]:
    settled = settled_reviews(actor, RoundCase.round_id == found.id).subquery()
    query = (
        visible_reviews(actor)
        .join(settled, settled.c.id == Review.id)
        .join(Case, Case.id == Review.case_id)
        .with_only_columns(Review.key, Case.key, case_name(actor), Case.team_label)
        .order_by(Case.team_label, Review.id)
    )
    return [
        CaseBehind(review, case, name, team, given[case])
        for review, case, name, team in db.session.execute(query)
        if case in given
    ]
