"""Finding rounds, with their cases, reviews and proof."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, case, func, select
from sqlalchemy.orm import joinedload

from review_app.domain.access import Permission, demand
from review_app.domain.actors import Actor
from review_app.domain.errors import NotFound
from review_app.domain.kinds import RoundPurpose
from review_app.domain.workflow import ReviewState, RoundState
from review_app.kernel.db import db
from review_app.kernel.paging import Page, after_row, page_of
from review_app.models import (
    Case,
    Comparison,
    Review,
    Round,
    RoundCase,
)
from review_app.models.bundles import bundle_of
from review_app.models.reviews import HANDED_IN
from review_app.models.visibility import (
    counted_as_handed_in,
    counted_reviews,
    may_read_case,
    not_blind_to_it,
    visible_cases,
    visible_comparisons,
    visible_reviews,
    visible_rounds,
)


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the cases of a round are; one that two review counts once, a cancelled one never."""

    cases: int = 0
    handed_in: int = 0
    with_caseworker: int = 0
    settled: int = 0


def list_rounds(
    actor: Actor, *, state: str = "", purpose: str = "", after: str | None = None
) -> Page[tuple[Round, Progress]]:
    """Return the rounds the actor may read, newest first, with how far they are."""
    demand(actor, Permission.ROUND_READ)
    query = visible_rounds(actor)
    if state in set(RoundState):
        query = query.where(Round.state == state)
    if purpose in set(RoundPurpose):
        query = query.where(Round.purpose == purpose)
    query = after_row(query, after, value=Round.id, id_=Round.id, descending=True)
    rounds = db.session.scalars(query.options(joinedload(Round.version))).all()
    done = progress_of(actor, [found.id for found in rounds])
    rows = [(found, done.get(found.id, Progress())) for found in rounds]
    return page_of(rows, lambda row: (row[0].id, row[0].id))


def get_round(actor: Actor, key: str, *, to_run: bool = False, locked: bool = False) -> Round:
    """Return one round; *locked* keeps others from changing it until this unit of work ends.

    :raises NotFound: when there is none, or none the actor may know of.
    :raises NotPermitted: when the actor may read it but not run it and *to_run* is asked.
    """
    query = visible_rounds(actor).where(Round.key == key)
    found = db.session.scalar(query.with_for_update(of=Round) if locked else query)
    if found is None:
        raise NotFound(thing="round", key=key)
    if to_run:
        demand(actor, Permission.ROUND_RUN, found)
    return found


def round_by_id(actor: Actor, round_id: int) -> Round:
    """Return the round of an event that was told."""
    return db.session.scalars(visible_rounds(actor).where(Round.id == round_id)).one()


def progress_of(actor: Actor, round_ids: Sequence[int]) -> dict[int, Progress]:
    """Count the cases of rounds by how far their reviews are, by round.

    Whoever reviews a case blindly counts their own review for it (see ``counted_reviews``).
    """
    demand(actor, Permission.ROUND_READ)

    def counted(which: ColumnElement[bool]) -> ColumnElement[int]:
        return func.sum(case((which, 1), else_=0))

    counts = (
        select(
            Review.round_id,
            func.count(),
            counted(counted_as_handed_in(actor)),
            counted(Review.state == ReviewState.IN_RESPONSE),
            counted(Review.state == ReviewState.SETTLED),
        )
        .where(
            Review.round_id.in_(round_ids),
            Review.state != ReviewState.CANCELLED,
            counted_reviews(actor),
        )
        .group_by(Review.round_id)
    )
    return {round_id: Progress(*map(int, rest)) for round_id, *rest in db.session.execute(counts)}


def round_cases(actor: Actor, found: Round) -> Sequence[RoundCase]:
    """Return those of the round's cases that the actor may read, in order."""
    return db.session.scalars(
        select(RoundCase)
        .join(Case, Case.id == RoundCase.case_id)
        .where(RoundCase.round_id == found.id, may_read_case(actor))
        .options(joinedload(RoundCase.case))
        .order_by(RoundCase.position)
    ).all()


def cases_of(actor: Actor, rows: Sequence[RoundCase]) -> dict[int, Case]:
    """Return the cases of these rows by id, in one query."""
    found = visible_cases(actor).where(Case.id.in_([row.case_id for row in rows]))
    return {case.id: case for case in db.session.scalars(found)}


def cases_in_order(actor: Actor, case_ids: Sequence[int]) -> list[Case]:
    """Return the cases in the order of *case_ids*."""
    found = db.session.scalars(visible_cases(actor).where(Case.id.in_(case_ids)))
    by_id = {case.id: case for case in found}
    return [by_id[case_id] for case_id in case_ids]


def parts_of(actor: Actor, calibration_id: int) -> Sequence[Round]:
    """Return the rounds in which a calibration is still scored, one for each participant."""
    query = visible_rounds(actor).where(
        Round.calibration_id == calibration_id, Round.state == RoundState.REVIEWING
    )
    return db.session.scalars(query.order_by(Round.id)).all()


def reviews_of(actor: Actor, found: Round) -> dict[int, list[Review]]:
    """Return the round's reviews that the actor may read and that still count, by round case."""
    by_case: dict[int, list[Review]] = {}
    query = visible_reviews(actor).where(
        Review.round_id == found.id, Review.state != ReviewState.CANCELLED
    )
    query = query.options(joinedload(Review.reviewer))
    for review in db.session.scalars(query.order_by(Review.second_of_id.is_not(None), Review.id)):
        by_case.setdefault(review.round_case_id, []).append(review)
    return by_case


def count_to_settle(actor: Actor, found: Round) -> int:
    """Count the cases whose two reviews differ and are not settled, of those the actor may read."""
    still = visible_comparisons(actor).where(
        Comparison.round_id == found.id,
        Comparison.settled_at.is_(None),
        Comparison.cancelled_at.is_(None),
    )
    return db.session.scalar(select(func.count()).select_from(still.subquery())) or 0


def is_handed_in(actor: Actor, row: RoundCase) -> bool:
    """Say whether a review of the case was handed in, by anybody the actor may know of.

    Of two who review it blindly neither learns from a refusal that the other was first.
    """
    handed_in = select(Review.id).where(
        Review.round_case_id == row.id, Review.state.in_(HANDED_IN), not_blind_to_it(actor)
    )
    return db.session.scalar(handed_in.limit(1)) is not None


def get_round_case(actor: Actor, found: Round, *, key: str) -> RoundCase:
    """Return one case of a round.

    :raises NotFound: when there is none, or none the actor may know of.
    """
    for row in round_cases(actor, found):
        if row.key == key:
            return row
    raise NotFound(thing="round-case", key=key)


def bundle_files(actor: Actor, found: Round) -> dict[str, bytes]:
    """Return the files with which anybody can draw again.

    :raises NotFound: as long as nothing is drawn.
    """
    demand(actor, Permission.ROUND_READ, found)
    if found.draw is None or found.draw.seed is None:
        raise NotFound(thing="draw", key=found.key)
    return bundle_of(found.draw, found.cases)


def reviewer_loads(_actor: Actor, found: Round) -> dict[int, int]:
    """Return how many reviews of the round each reviewer has that were not cancelled."""
    loads = (
        select(Review.reviewer_id, func.count().label("reviews"))
        .where(Review.round_id == found.id, Review.state != ReviewState.CANCELLED)
        .group_by(Review.reviewer_id)
    )
    return {row.reviewer_id: row.reviews for row in db.session.execute(loads)}


def outsiders_among(_actor: Actor, found: Round) -> set[int]:
    """Return those of the round's reviewers who belong to a firm."""
    return {one.person_id for one in found.reviewers if one.person.firm_id is not None}
