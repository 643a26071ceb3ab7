"""Cases by how hard they look, for a round that teaches; see ``domain/difficulty.py``."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload, selectinload

from review_app.domain.access import Permission, demand
from review_app.domain.actors import Actor
from review_app.domain.difficulty import Factor, Ranking
from review_app.domain.frames import CaseStatus, FrameFilter
from review_app.features.rounds.queries_frames import frame_query
from review_app.kernel.db import db
from review_app.kernel.paging import SIZE, Page, pack, unpack
from review_app.models import Case, Engagement, EngagementCase, Round, RoundCase
from review_app.models.difficulty import ranked
from review_app.models.visibility import visible_cases, visible_engagements


@dataclass(frozen=True, slots=True)
class RankedCase:
    """A case with its place among those that were ranked, its points, and the values behind."""

    case: Case
    rank: int
    points: int
    values: Mapping[Factor, int]


@dataclass(frozen=True, slots=True)
class Quota:
    """How many cases an engagement is for, and how many it has, this round's picks besides."""

    engagement: Engagement
    handed_over: int
    picked: int


def list_ranked(actor: Actor, found: Round, *, after: str | None = None) -> Page[RankedCase]:
    """Return the cases of the round's filter that have points and are not picked, hardest first."""
    demand(actor, Permission.ROUND_RUN, found)
    query, ranks = _ranked_cases(actor, found)
    picked = select(RoundCase.case_id).where(RoundCase.round_id == found.id)
    query = query.where(ranks.c.points > 0, ranks.c.id.not_in(picked))
    if after is not None:
        query = query.where(ranks.c.rank > unpack(after)[1])
    rows = _read(query.order_by(ranks.c.rank).limit(SIZE + 1))
    more = len(rows) > SIZE
    return Page(rows[:SIZE], pack(None, rows[SIZE - 1].rank) if more else None)


def ranked_among(actor: Actor, found: Round, *, case_keys: Collection[str]) -> list[RankedCase]:
    """Return those of the named cases that the round's filter holds, in the order of their rank."""
    query, ranks = _ranked_cases(actor, found)
    return _read(query.where(Case.key.in_(list(case_keys))).order_by(ranks.c.rank))


def among(_actor: Actor, found: Round) -> FrameFilter:
    """Return which cases are ranked: the open ones, until somebody says otherwise."""
    if not found.frame_filter:
        return FrameFilter(status=CaseStatus.OPEN)
    return FrameFilter.read(found.frame_filter)


def _ranked_cases(actor: Actor, found: Round) -> tuple[Select[Any], Any]:
    ranks = ranked(actor, frame_query(actor, among(actor, found)), Ranking.read(found.ranking))
    query = (
        visible_cases(actor)
        .join(ranks, ranks.c.id == Case.id)
        .add_columns(*ranks.c)
        .options(joinedload(Case.caseworker), selectinload(Case.handovers))
    )
    return query, ranks


def _read(query: Select[Any]) -> list[RankedCase]:
    rows = db.session.execute(query).all()
    return [
        RankedCase(row[0], row.rank, row.points, {f: int(row._mapping[f.value]) for f in Factor})
        for row in rows
    ]


def quota_of(actor: Actor, found: Round) -> Quota | None:
    """Return how far the picks go towards the quota of the engagement the round runs under."""
    if found.engagement_id is None:
        return None
    engagement = db.session.scalars(
        visible_engagements(actor).where(Engagement.id == found.engagement_id)
    ).one()
    given = select(func.count()).where(EngagementCase.engagement_id == engagement.id)
    picked = select(func.count()).where(RoundCase.round_id == found.id)
    handed_over, picks = (db.session.scalar(query) or 0 for query in (given, picked))
    return Quota(engagement, handed_over, picks)
