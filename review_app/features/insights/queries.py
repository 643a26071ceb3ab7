"""The figures of rounds: which rounds have some, and all of them for one round or stratum.

Figures are not rows: a manager reads them without being able to read a review. What is small enough
to give a case or a colleague away is withheld by the domain (ruling on withholding).
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import func, or_, select
from sqlalchemy.orm import joinedload

from review_app.domain.access import Actor, Permission, demand, may_ever
from review_app.domain.draw import Method
from review_app.domain.errors import NoEstimate, NotFound
from review_app.domain.figure_kinds import Bounds, CriterionFigures, Figure, Measure, ScopeFigures
from review_app.domain.kinds import RoundPurpose
from review_app.domain.round_figures import EACH, overlap, scope_figures
from review_app.domain.round_sides import withheld_criteria
from review_app.domain.withholding import Place, to_withhold
from review_app.domain.workflow import RoundState
from review_app.features.insights.queries_sample import Sample, read_sample, settled_reviews
from review_app.kernel.db import db
from review_app.models import (
    ChecklistSection,
    ChecklistVersion,
    Criterion,
    Draw,
    DrawStratum,
    Round,
    RoundCase,
)
from review_app.models.visibility import visible_rounds

WITH_FIGURES = (RoundState.REVIEWING, RoundState.RESPONDING, RoundState.CLOSED)


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a round is: cases it stands on, those settled, those that had to be replaced."""

    cases: int
    settled: int
    replaced: int

    @property
    def is_provisional(self) -> bool:
        """Whether some reviews may still change the figures."""
        return self.settled < self.cases


@dataclass(frozen=True, slots=True)
class RoundLine:
    """A measure round in the list."""

    round: Round
    progress: Progress


@dataclass(frozen=True, slots=True)
class View:
    """What of a round's figures is asked for; an empty stratum is all of them together."""

    stratum: str = ""
    bounds: Bounds = EACH


WHOLE = View()


@dataclass(frozen=True, slots=True)
class RoundFigures:
    """The figures of a round in one scope, with the words for them."""

    sample: Sample
    view: View
    scope: ScopeFigures
    stratum: DrawStratum | None
    hidden: frozenset[Place]
    may_read_rows: bool

    @property
    def round(self) -> Round:
        """The round the figures are of."""
        return self.sample.round

    @property
    def sections(
        self,
    ) -> list[tuple[ChecklistSection, Figure, list[tuple[Criterion, CriterionFigures]]]]:
        """Each section with its figure and its criteria with theirs, as the checklist has them."""
        scope = self.scope
        return [
            (
                section,
                scope.sections[str(section.position)],
                [(one, scope.criteria[one.code]) for one in criteria],
            )
            for section, criteria in self.sample.sections
        ]

    @property
    def is_withheld(self) -> bool:
        """Whether the reader may see no criterion at all."""
        lines = self.scope.criteria.values()
        return bool(lines) and all(line.is_withheld for line in lines)

    @property
    def was_enlarged_after_results(self) -> bool:
        """Whether more cases were drawn when some results were known already."""
        draw = self.round.draw
        return draw is not None and any(more.results_seen for more in draw.extensions)


@dataclass(frozen=True, slots=True)
class CriterionAcross:
    """One criterion: in all, and in each stratum in the order of the labels."""

    criterion: Criterion
    figures: RoundFigures
    line: CriterionFigures
    strata: Sequence[tuple[DrawStratum, ScopeFigures, CriterionFigures]]

    @property
    def overlap(self) -> bool | None:
        """Whether the strata's ranges share a value; ``None`` with fewer than two ranges."""
        return overlap(line.shares[Measure.MET] for _, _, line in self.strata)


def list_rounds(actor: Actor) -> list[RoundLine]:
    """Return the measure rounds that have, or are getting, figures; newest first."""
    demand(actor, Permission.FIGURES_READ)
    rounds = db.session.scalars(
        visible_rounds(actor)
        .where(Round.purpose == RoundPurpose.MEASURE, Round.state.in_(WITH_FIGURES))
        .options(
            joinedload(Round.version).joinedload(ChecklistVersion.checklist),
            joinedload(Round.draw).load_only(Draw.frame_size),
        )
        .order_by(Round.id.desc())
    ).all()
    progress = progress_of(actor, [found.id for found in rounds])
    return [RoundLine(found, progress[found.id]) for found in rounds]


def get_round(actor: Actor, key: str) -> Round:
    """Return a round by its key.

    :raises NotFound: when there is none, or none the actor may know of.
    :raises NoEstimate: when its cases were picked by hand, or none is being reviewed; ``facts``
        hold the reason and the round's title.
    """
    demand(actor, Permission.FIGURES_READ)
    draw = joinedload(Round.draw)
    found = db.session.scalar(
        visible_rounds(actor)
        .where(Round.key == key)
        .options(
            joinedload(Round.version).joinedload(ChecklistVersion.checklist),
            draw.load_only(Draw.frame_size, Draw.number, Draw.drawn_at),
            draw.selectinload(Draw.strata),
            draw.selectinload(Draw.extensions),
        )
    )
    if found is None:
        raise NotFound(thing="round", key=key)
    if found.purpose is not RoundPurpose.MEASURE:
        raise NoEstimate(reason="purposive", title=found.title)
    if found.draw is None or found.state not in WITH_FIGURES:
        raise NoEstimate(reason="nothing-reviewed", title=found.title)
    return found


def get_sample(actor: Actor, key: str) -> Sample:
    """Return the rows behind a round's figures; refusals as in :func:`get_round`.

    :raises NoEstimate: when cases were drawn by weight and the chance of each is not known.
    """
    found = get_round(actor, key)
    sample = read_sample(actor, found)
    if sample.design.method is Method.PROPORTIONAL and not sample.knows_chances:
        raise NoEstimate(reason="design", title=found.title)
    return sample


def get_figures(actor: Actor, key: str, *, view: View = WHOLE) -> RoundFigures:
    """Return the figures of one measure round; refusals as in :func:`get_sample`.

    :raises NotFound: for a stratum that there is not, or that is a single colleague.
    """
    return figures_in(actor, get_sample(actor, key), view=view)


def figures_in(actor: Actor, sample: Sample, *, view: View, only: str = "") -> RoundFigures:
    """Return the figures of a sample in the scope of *view*; *only* one criterion's, if named."""
    rows = may_ever(actor, Permission.FIGURES_READ_SMALL)
    by_code = {stratum.code: stratum for stratum in sample.shown_strata}
    if view.stratum and view.stratum not in by_code:
        raise NotFound(thing="stratum", key=view.stratum)
    hidden: frozenset[Place] = frozenset()
    if not rows:
        hidden = to_withhold(
            sample.cases,
            sample.checklist,
            strata=list(by_code),
            for_everybody=actor.is_nobody,
        )
    scope = scope_figures(
        sample.cases,
        sample.design,
        sample.checklist,
        stratum=view.stratum or None,
        bounds=view.bounds,
        hidden=hidden,
        only=only,
    )
    return RoundFigures(sample, view, scope, by_code.get(view.stratum), hidden, rows)


def withheld_codes(actor: Actor, sample: Sample) -> Collection[str]:
    """Return the criteria whose figures are withheld from the actor in this round."""
    if may_ever(actor, Permission.FIGURES_READ_SMALL):
        return ()
    return withheld_criteria(sample.cases, sample.checklist, for_everybody=actor.is_nobody)


def every_scope(actor: Actor, sample: Sample, *, bounds: Bounds) -> list[RoundFigures]:
    """Return the figures in total, then of each stratum that may be shown."""
    codes = ["", *(stratum.code for stratum in sample.shown_strata)]
    return [figures_in(actor, sample, view=View(code, bounds)) for code in codes]


def get_criterion(actor: Actor, key: str, *, code: str, bounds: Bounds) -> CriterionAcross:
    """Return one criterion of a round in total and across its strata.

    :raises NotFound: when the round's checklist has no such criterion.
    """
    sample = get_sample(actor, key)
    named = {one.code: one for _, criteria in sample.sections for one in criteria}
    if code not in named:
        raise NotFound(thing="criterion", key=code)
    views = {s.code: View(s.code, bounds) for s in sample.shown_strata}
    total = figures_in(actor, sample, view=View("", bounds), only=code)
    strata = [
        (stratum, found.scope, found.scope.criteria[code])
        for stratum in sample.shown_strata
        for found in [figures_in(actor, sample, view=views[stratum.code], only=code)]
    ]
    return CriterionAcross(named[code], total, total.scope.criteria[code], strata)


def progress_of(actor: Actor, round_ids: Sequence[int]) -> dict[int, Progress]:
    """Return how far each of these rounds is."""
    settled = settled_reviews(actor, RoundCase.round_id.in_(round_ids)).subquery()
    stands = RoundCase.replaced_at.is_(None)
    is_done = or_(settled.c.id.is_not(None), RoundCase.file_missing_at.is_not(None))
    rows = db.session.execute(
        select(
            RoundCase.round_id,
            func.count(RoundCase.id).filter(stands),
            func.count(RoundCase.id).filter(stands, is_done),
            func.count(RoundCase.replaced_at),
        )
        .outerjoin(settled, settled.c.round_case_id == RoundCase.id)
        .where(RoundCase.round_id.in_(round_ids))
        .group_by(RoundCase.round_id)
    )
    counted = {round_id: Progress(*counts) for round_id, *counts in rows}
    return {round_id: counted.get(round_id, Progress(0, 0, 0)) for round_id in round_ids}
