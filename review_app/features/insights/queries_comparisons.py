"""Two rounds side by side, and the teams of one round around the share of all."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from sqlalchemy import func, select

from review_app.domain.access import Actor, Permission, may_ever
from review_app.domain.comparison import (
    Change,
    Difference,
    Funnel,
    Unit,
    compare,
    funnel,
)
from review_app.domain.errors import Invalid, NoEstimate
from review_app.domain.round_sides import (
    NO_CASES,
    WITHHELD,
    Seen,
    assessed,
    is_weighted,
    seen_of,
    side_of,
    teams_to_hide,
)
from review_app.domain.sample_rows import SampleCase
from review_app.features.insights.queries import get_sample, withheld_codes
from review_app.features.insights.queries_sample import Sample
from review_app.features.insights.queries_series import drawn_rounds
from review_app.kernel.db import db
from review_app.models import Case, Criterion, Round, RoundCase, Team


@dataclass(frozen=True, slots=True)
class ComparedLine:
    """A criterion in both rounds; ``difference`` is ``None`` where a side has nothing to tell."""

    criterion: Criterion
    before: Seen
    after: Seen
    difference: Difference | None


@dataclass(frozen=True, slots=True)
class RoundsCompared:
    """Two rounds of one checklist; ``tested`` criteria were looked at together."""

    before: Round
    after: Round
    lines: Sequence[ComparedLine]
    is_provisional: bool

    @property
    def tested(self) -> int:
        """How many criteria had cases enough on both sides."""
        found = [line.difference for line in self.lines if line.difference]
        return sum(one.change is not Change.TOO_FEW for one in found)

    def having(self, change: Change) -> list[ComparedLine]:
        """Return the lines of one verdict."""
        return [line for line in self.lines if line.difference and line.difference.change is change]


def list_comparable(actor: Actor) -> list[Round]:
    """Return the rounds of checklists that at least two drawn rounds used, newest first."""
    rounds = drawn_rounds(actor)
    used = [found.version.checklist_id for found in rounds if found.version]
    return [
        found
        for found in reversed(rounds)
        if found.version and used.count(found.version.checklist_id) > 1
    ]


def get_comparison(actor: Actor, *, before: str, after: str) -> RoundsCompared:
    """Compare two rounds criterion by criterion; the earlier drawn is the one before.

    :raises NotFound: when the actor knows of no such round.
    :raises NoEstimate: when one of them has no figures, or the checklists are not the same.
    :raises Invalid: when the two are one.
    """
    if before == after:
        raise Invalid(field="after", reason="same-round")
    samples = sorted((get_sample(actor, key) for key in (before, after)), key=_drawn)
    return compare_samples(actor, (samples[0], samples[1]))


def compare_samples(actor: Actor, samples: tuple[Sample, Sample]) -> RoundsCompared:
    """Compare two rounds that were read already, the earlier first.

    :raises NoEstimate: when their checklists are not the same.
    """
    first, second = samples[0].round, samples[1].round
    if not first.version or not second.version:
        raise NoEstimate(reason="other-checklist", title=second.title)
    if first.version.checklist_id != second.version.checklist_id:
        raise NoEstimate(reason="other-checklist", title=second.title)
    hidden = [withheld_codes(actor, sample) for sample in samples]
    words = {c.code: c for sample in samples for _, criteria in sample.sections for c in criteria}
    seen = {
        code: [_seen(sample, code, hide) for sample, hide in zip(samples, hidden, strict=True)]
        for code in words
    }
    found = compare(
        {c: (old.side, new.side) for c, (old, new) in seen.items() if old.side and new.side}
    )
    lines = [
        ComparedLine(words[code], old, new, found.get(code)) for code, (old, new) in seen.items()
    ]
    waiting = any(case.stands and not case.counts for s in samples for case in s.cases)
    return RoundsCompared(first, second, lines, waiting)


def _drawn(sample: Sample) -> tuple[str, int]:
    draw = sample.round.draw
    return (draw.drawn_at.isoformat() if draw and draw.drawn_at else "", sample.round.id)


def _seen(sample: Sample, code: str, hidden: Collection[str]) -> Seen:
    asked = {asked.code for asked in sample.checklist}
    return seen_of(sample.cases, sample.design, code, asked=asked, hidden=hidden)


@dataclass(frozen=True, slots=True)
class Teams:
    """The teams of one round on one criterion.

    ``funnel`` is ``None`` with a ``reason``: ``withheld``, ``no-cases`` or ``weighted``. ``hidden``
    teams are withheld from this reader.
    """

    round: Round
    criteria: Sequence[Criterion]
    criterion: Criterion | None
    funnel: Funnel | None
    reason: str = ""
    hidden: int = 0


def get_teams(actor: Actor, key: str, *, criterion: str = "") -> Teams:
    """Return where the teams of a round stand on a criterion, by its key; by default the first.

    :raises NotFound: as :func:`get_sample`.
    :raises NoEstimate: as :func:`get_sample`.
    """
    sample = get_sample(actor, key)
    found = sample.round
    criteria = [c for _, several in sample.sections for c in several]
    chosen = next((c for c in criteria if c.key == criterion), next(iter(criteria), None))
    if chosen is None:
        return Teams(found, criteria, None, None, NO_CASES)
    if not _teams_are_alike(sample):
        return Teams(found, criteria, chosen, None, "weighted")
    if chosen.code in withheld_codes(actor, sample):
        return Teams(found, criteria, chosen, None, WITHHELD)
    by_team = _by_team(found, assessed(sample.cases, chosen.code))
    hidden: Collection[str] = ()
    if not may_ever(actor, Permission.FIGURES_READ_SMALL):
        hidden = teams_to_hide({team: [c for c, _ in cases] for team, cases in by_team.items()})
    units = [
        Unit(team, sum(met for _, met in cases), len(cases))
        for team, cases in sorted(by_team.items())
        if team and team not in hidden
    ]
    if not units:
        return Teams(found, criteria, chosen, None, WITHHELD if hidden else NO_CASES, len(hidden))
    overall = side_of(sample.cases, sample.design, chosen.code)
    share = Fraction(overall[0].share) if overall else None
    return Teams(found, criteria, chosen, funnel(units, overall=share), hidden=len(hidden))


def _teams_are_alike(sample: Sample) -> bool:
    """Say whether each team's cases stand for equally many: always, or where teams are strata."""
    if not is_weighted(sample.design):
        return True
    return bool(sample.strata) and all(stratum.team_id is not None for stratum in sample.strata)


def _by_team(
    found: Round, given: Sequence[tuple[SampleCase, bool]]
) -> Mapping[str, list[tuple[SampleCase, bool]]]:
    """Sort the cases by the team that had them when drawn; under "" those of no known team."""
    rows = db.session.execute(
        select(Case.key, func.coalesce(Team.name, RoundCase.team_label))
        .select_from(RoundCase)
        .join(Case, Case.id == RoundCase.case_id)
        .outerjoin(Team, Team.id == RoundCase.team_id)
        .where(RoundCase.round_id == found.id)
    )
    team_of = {case: team or "" for case, team in rows}
    by_team: dict[str, list[tuple[SampleCase, bool]]] = {}
    for case, met in given:
        by_team.setdefault(team_of.get(case.case, ""), []).append((case, met))
    return by_team
