"""A criterion from round to round, whatever version of its checklist was in use."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from review_app.domain.access import Actor, Permission, demand
from review_app.domain.chart_series import LONGEST, Series, SeriesKind, Spot
from review_app.domain.draw import Method
from review_app.domain.errors import NotFound
from review_app.domain.kinds import RoundPurpose
from review_app.domain.round_sides import NO_CASES, Seen, is_weighted, seen_of
from review_app.features.insights.queries import WITH_FIGURES, withheld_codes
from review_app.features.insights.queries_sample import Sample, read_samples
from review_app.kernel.clock import ZONE
from review_app.kernel.db import db
from review_app.models import Checklist, ChecklistSection, ChecklistVersion, Criterion, Draw, Round
from review_app.models.visibility import visible_rounds


@dataclass(frozen=True, slots=True)
class ChecklistSeries:
    """A checklist that at least two measure rounds used, with a series for each criterion."""

    checklist: Checklist
    rounds: int
    criteria: Sequence[tuple[Series, Criterion]]


def drawn_rounds(actor: Actor, *, checklist: str = "") -> Sequence[Round]:
    """Return the measure rounds with figures, of one checklist or of all, in order of drawing."""
    demand(actor, Permission.FIGURES_READ)
    draw = joinedload(Round.draw)
    query = (
        visible_rounds(actor)
        .join(Draw, (Draw.round_id == Round.id) & Draw.abandoned_at.is_(None))
        .join(ChecklistVersion, ChecklistVersion.id == Round.version_id)
        .join(Checklist, Checklist.id == ChecklistVersion.checklist_id)
        .where(
            Round.purpose == RoundPurpose.MEASURE,
            Round.state.in_(WITH_FIGURES),
            Draw.drawn_at.is_not(None),
        )
        .options(
            joinedload(Round.version).joinedload(ChecklistVersion.checklist),
            draw.load_only(Draw.frame_size, Draw.number, Draw.drawn_at),
            draw.selectinload(Draw.strata),
        )
        .order_by(Draw.drawn_at, Round.id)
    )
    if checklist:
        query = query.where(Checklist.code == checklist)
    return db.session.scalars(query).all()


def list_criteria(actor: Actor) -> list[ChecklistSeries]:
    """Return the checklists with two measure rounds or more, and the criteria they used."""
    by_checklist: dict[Checklist, list[Round]] = {}
    for found in drawn_rounds(actor):
        assert found.version is not None
        by_checklist.setdefault(found.version.checklist, []).append(found)
    return [
        ChecklistSeries(checklist, len(rounds), _criteria(checklist, rounds))
        for checklist, rounds in by_checklist.items()
        if len(rounds) > 1
    ]


def _criteria(checklist: Checklist, rounds: Sequence[Round]) -> list[tuple[Series, Criterion]]:
    """Return every criterion that was asked, as the newest version that has it words it."""
    found: dict[str, Criterion] = {}
    for criterion in _of_versions({one.version_id for one in rounds}):
        found.setdefault(criterion.code, criterion)
    return [
        (Series(SeriesKind.CRITERION, checklist=checklist.code, criterion=code), criterion)
        for code, criterion in found.items()
    ]


def _of_versions(versions: set[int | None]) -> Sequence[Criterion]:
    return db.session.scalars(
        select(Criterion)
        .join(ChecklistSection)
        .join(ChecklistVersion)
        .where(ChecklistVersion.id.in_(versions))
        .order_by(ChecklistVersion.number.desc(), ChecklistSection.position, Criterion.position)
    ).all()


def criterion_spots(actor: Actor, series: Series) -> tuple[Criterion, list[Spot]]:
    """Return the criterion and its points, one for each round; where it was not asked, a gap.

    :raises NotFound: when no round asked it.
    """
    rounds = drawn_rounds(actor, checklist=series.checklist)[-LONGEST:]
    versions = {one.version_id for one in rounds}
    asked = [c for c in _of_versions(versions) if c.code == series.criterion]
    if not asked:
        raise NotFound(thing="series", key=series.code)
    samples = read_samples(actor, rounds)
    return asked[0], [_spot(actor, samples[found.id], series.criterion) for found in rounds]


def _spot(actor: Actor, sample: Sample, code: str) -> Spot:
    found = sample.round
    assert found.draw is not None
    assert found.draw.drawn_at is not None
    drawn_on = found.draw.drawn_at.astimezone(ZONE).date()
    waiting = any(case.stands and not case.counts for case in sample.cases)

    def gap(why: str) -> Spot:
        return Spot(drawn_on, found.title, gap=why, key=found.key, is_provisional=waiting)

    seen = seen_in(actor, sample, code=code)
    if seen.side is None:
        return gap(seen.gap)
    share, weighted = seen.side, is_weighted(sample.design)
    return Spot(
        drawn_on,
        found.title,
        seen.met,
        share.denominator,
        share.share,
        "",
        found.key,
        weighted,
        waiting,
    )


def seen_in(actor: Actor, sample: Sample, *, code: str) -> Seen:
    """Return what a round shows the actor of a criterion."""
    if sample.design.method is Method.PROPORTIONAL and not sample.knows_chances:
        return Seen(None, gap=NO_CASES)
    asked = {one.code for one in sample.checklist}
    hidden = withheld_codes(actor, sample)
    return seen_of(sample.cases, sample.design, code, asked=asked, hidden=hidden)
