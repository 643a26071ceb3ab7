"""Plain values for the figures: read from rounds and settled reviews, computed by the domain.

Figures are not rows: a manager reads them without being able to read a review. What is small enough
to give a case or a colleague away is withheld by the domain (ruling on withholding).
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, String, cast, func, select
from sqlalchemy.orm import joinedload

from review_app.domain.access import Actor, Permission, demand, may_ever
from review_app.domain.errors import NoEstimate, NotFound
from review_app.domain.estimation import LEAST_CASES
from review_app.domain.kinds import RoundPurpose
from review_app.domain.round_figures import CriterionFigure, GivenAnswer, criterion_figure
from review_app.domain.scoring import Verdict
from review_app.domain.workflow import RoundState
from review_app.kernel import clock
from review_app.kernel.db import db
from review_app.models import (
    ChecklistSection,
    ChecklistVersion,
    Criterion,
    Draw,
    Review,
    ReviewAnswer,
    Round,
    RoundCase,
)
from review_app.models.reviews import is_final
from review_app.models.visibility import visible_rounds

WITH_FIGURES = (RoundState.REVIEWING, RoundState.RESPONDING, RoundState.CLOSED)
DESIGNS = (None, "srs", "census")  # whose shares the domain can bound


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
class CriterionLine:
    """A criterion with its figure."""

    criterion: Criterion
    figure: CriterionFigure


@dataclass(frozen=True, slots=True)
class RoundFigures:
    """Everything the page of one measure round shows."""

    round: Round
    frame_size: int
    progress: Progress
    sections: Sequence[tuple[ChecklistSection, Sequence[CriterionLine]]]
    verdicts: dict[Verdict, int] | None  # None: withheld

    @property
    def is_withheld(self) -> bool:
        """Whether the reader may see no figure of the round at all."""
        return bool(self.lines) and all(line.figure.is_withheld for line in self.lines)

    @property
    def lines(self) -> list[CriterionLine]:
        """All criteria in the order of the checklist."""
        return [line for _, lines in self.sections for line in lines]


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
    progress = _progress([found.id for found in rounds])
    return [RoundLine(found, progress[found.id]) for found in rounds]


def get_round(actor: Actor, key: str) -> Round:
    """Return a round by its key.

    :raises NotFound: when there is none, or none the actor may know of.
    :raises NoEstimate: when its cases were picked by hand, or drawn in a way without an estimator;
        ``facts`` hold the reason and the round's title.
    """
    demand(actor, Permission.FIGURES_READ)
    found = db.session.scalar(
        visible_rounds(actor)
        .where(Round.key == key)
        .options(
            joinedload(Round.version).joinedload(ChecklistVersion.checklist),
            joinedload(Round.draw).load_only(Draw.frame_size, Draw.number, Draw.drawn_at),
        )
    )
    if found is None:
        raise NotFound(thing="round", key=key)
    if found.purpose is not RoundPurpose.MEASURE:
        raise NoEstimate(reason="purposive", title=found.title)
    if found.draw is None or found.state not in WITH_FIGURES:
        raise NoEstimate(reason="nothing-reviewed", title=found.title)
    if found.method not in DESIGNS:
        raise NoEstimate(reason="design", title=found.title)
    return found


def get_figures(actor: Actor, key: str) -> RoundFigures:
    """Return the figures of one measure round; refusals as in :func:`get_round`."""
    found = get_round(actor, key)
    assert found.draw is not None
    frame_size = found.draw.frame_size
    progress = _progress([found.id])[found.id]
    rows = may_ever(actor, Permission.FIGURES_READ_SMALL)
    answers = _answers(found.id)
    sections: dict[ChecklistSection, list[CriterionLine]] = {}
    for section, criterion in _criteria(found.version_id):
        figure = criterion_figure(
            answers.get(criterion.id, []),
            frame_size=frame_size,
            cases=progress.settled,
            purpose=found.purpose,
            may_read_rows=rows,
        )
        sections.setdefault(section, []).append(CriterionLine(criterion, figure))
    verdicts = _verdicts(found.id) if rows or progress.settled >= LEAST_CASES else None
    return RoundFigures(found, frame_size, progress, list(sections.items()), verdicts)


def _progress(round_ids: Sequence[int]) -> dict[int, Progress]:
    settled = _settled_reviews(RoundCase.round_id.in_(round_ids)).subquery()
    rows = db.session.execute(
        select(
            RoundCase.round_id,
            func.count(RoundCase.id).filter(RoundCase.replaced_at.is_(None)),
            func.count(settled.c.id),
            func.count(RoundCase.replaced_at),
        )
        .outerjoin(settled, settled.c.round_case_id == RoundCase.id)
        .where(RoundCase.round_id.in_(round_ids))
        .group_by(RoundCase.round_id)
    )
    counted = {round_id: Progress(*counts) for round_id, *counts in rows}
    return {round_id: counted.get(round_id, Progress(0, 0, 0)) for round_id in round_ids}


def _settled_reviews(of_round: ColumnElement[bool]) -> Select[int, int]:
    """Select the settled review of each case that stands; of two for one case the first."""
    return (
        select(func.min(Review.id).label("id"), Review.round_case_id.label("round_case_id"))
        .join(RoundCase, RoundCase.id == Review.round_case_id)
        .where(
            of_round,
            is_final(clock.today()),
            RoundCase.replaced_at.is_(None),
        )
        .group_by(Review.round_case_id)
    )


def _answers(round_id: int) -> dict[int, list[GivenAnswer]]:
    settled = _settled_reviews(RoundCase.round_id == round_id).subquery()
    handler = func.coalesce(
        cast(RoundCase.caseworker_id, String), "?" + RoundCase.caseworker_label, "?"
    )
    rows = db.session.execute(
        select(ReviewAnswer.criterion_id, ReviewAnswer.value, handler)
        .join(settled, settled.c.id == ReviewAnswer.review_id)
        .join(RoundCase, RoundCase.id == settled.c.round_case_id)
    )
    found: dict[int, list[GivenAnswer]] = defaultdict(list)
    for criterion_id, value, caseworker in rows:
        if value is not None:
            found[criterion_id].append(GivenAnswer(value, caseworker))
    return found


def _criteria(version_id: int | None) -> list[tuple[ChecklistSection, Criterion]]:
    rows = db.session.execute(
        select(ChecklistSection, Criterion)
        .join(Criterion, Criterion.section_id == ChecklistSection.id)
        .where(ChecklistSection.version_id == version_id)
        .order_by(ChecklistSection.position, Criterion.position)
    )
    return [(section, criterion) for section, criterion in rows]


def _verdicts(round_id: int) -> dict[Verdict, int]:
    settled = _settled_reviews(RoundCase.round_id == round_id).subquery()
    rows = db.session.execute(
        select(Review.verdict, func.count())
        .join(settled, settled.c.id == Review.id)
        .group_by(Review.verdict)
    )
    counted = {verdict: count for verdict, count in rows if verdict is not None}
    return {verdict: counted.get(verdict, 0) for verdict in Verdict}
