"""Cases ticked in a ranking that are to become learning cases, and what that would mean."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload, selectinload

from review_app.domain.access import Actor, Permission, demand
from review_app.domain.difficulty import Factor, Ranking
from review_app.kernel import clock
from review_app.kernel.db import db
from review_app.models import Case, Engagement, EngagementCase, LearningCase, Round
from review_app.models.difficulty import ranked
from review_app.models.engagements import runs_on
from review_app.models.visibility import (
    visible_cases,
    visible_engagements,
    visible_learning_cases,
    visible_rounds,
)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A case, why it looks hard, and whether it is a learning case already."""

    case: Case
    ranked: Mapping[str, Any]  # "points" and what they come "from"
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Room:
    """How many cases an engagement is for, and how many were handed over to it."""

    engagement: Engagement
    handed_over: int


def list_candidates(
    actor: Actor, *, case_keys: Collection[str], round_key: str = ""
) -> list[Candidate]:
    """Return the named cases, the hardest first by what the round says makes a case hard."""
    demand(actor, Permission.LEARNING_CASE_CHOOSE)
    found = db.session.scalar(visible_rounds(actor).where(Round.key == round_key))
    ranking = Ranking.read(found.ranking if found else {})
    named = visible_cases(actor).where(Case.key.in_(list(case_keys)))
    ranks = ranked(actor, named, ranking)
    query = named.join(ranks, ranks.c.id == Case.id).add_columns(*ranks.c)
    query = query.options(joinedload(Case.caseworker), selectinload(Case.handovers))
    rows = db.session.execute(query.order_by(ranks.c.rank)).all()
    known = _chosen_already(actor, [row[0].id for row in rows])
    return [Candidate(row[0], _why(ranking, row), row[0].id in known) for row in rows]


def _why(ranking: Ranking, row: Any) -> dict[str, Any]:
    values = {factor: int(row._mapping[factor.value]) for factor in Factor}
    return {"points": row.points, "from": ranking.explained(values)}


def _chosen_already(actor: Actor, case_ids: Collection[int]) -> set[int]:
    of_cases = visible_learning_cases(actor).where(
        LearningCase.case_id.in_(case_ids), LearningCase.review_id.is_(None)
    )
    return set(db.session.scalars(of_cases.with_only_columns(LearningCase.case_id)))


def list_rooms(actor: Actor) -> list[Room]:
    """Return the running engagements with how far each is."""
    given = (
        select(func.count())
        .where(EngagementCase.engagement_id == Engagement.id)
        .correlate(Engagement)
        .scalar_subquery()
    )
    query = visible_engagements(actor).where(runs_on(clock.today())).add_columns(given)
    rows = db.session.execute(query.order_by(Engagement.title))
    return [Room(engagement, handed_over) for engagement, handed_over in rows]
