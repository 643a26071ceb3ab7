"""How often the actor's own cases were drawn: counts alone, and of nobody but the actor."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, select

from review_app.domain.access import Permission, demand
from review_app.domain.actors import Actor
from review_app.domain.draw import Method
from review_app.domain.own_draws import (
    Distribution,
    Luck,
    Outlook,
    fold,
    of_chances,
    of_stratum,
    outlook,
)
from review_app.kernel import clock
from review_app.kernel.db import db
from review_app.models import Draw, DrawStratum, FrameCase, Round, RoundCase
from review_app.models.visibility import visible_rounds

YEAR = timedelta(days=365)
BY_STRATUM = (Method.SIMPLE, Method.STRATIFIED, Method.CENSUS)  # each case of a stratum alike


@dataclass(frozen=True, slots=True)
class OwnDraw:
    """One draw in whose list own cases stood; ``certificate_of`` is empty without access to it."""

    number: int
    drawn_at: datetime
    commit_hash: str
    frame_size: int
    own: int
    drawn: int
    came_in: int  # as replacements
    expected: float
    chances: Sequence[float]
    certificate_of: str


@dataclass(frozen=True, slots=True)
class OwnDraws:
    """All of it together."""

    since: datetime
    draws: Sequence[OwnDraw]
    drawn: int
    outlook: Outlook

    @property
    def luck(self) -> Luck:
        """How the number stands to chance."""
        return self.outlook.luck(self.drawn) if self.draws else Luck.NONE


def own_draws(actor: Actor) -> OwnDraws:
    """Return how often the actor's cases, as frozen in the lists, were drawn in twelve months.

    A case that came in for another counts apart: it was not drawn, it was next in line.
    """
    demand(actor, Permission.OWN_DRAWS_READ)
    since = clock.now() - YEAR
    own = _own_cases(actor, since)
    picks = _picks(actor, {row.round_id for row in own})
    strata = _strata({row.draw_id for row in own})
    readable = visible_rounds(actor).with_only_columns(Round.id)
    opened = set(db.session.scalars(readable.where(Round.id.in_({r.round_id for r in own}))))
    by_draw: dict[int, list[Any]] = defaultdict(list)
    for row in own:
        by_draw[row.draw_id].append(row)
    draws = [_one(rows, picks, strata, opened) for rows in by_draw.values()]
    return OwnDraws(
        since, draws, sum(one.drawn for one in draws), outlook(one.chances for one in draws)
    )


def _own_cases(actor: Actor, since: datetime) -> Sequence[Any]:
    """Return how many own cases stood in each stratum of each draw, by their chance."""
    return db.session.execute(
        select(
            Draw.id.label("draw_id"),
            Draw.number,
            Draw.drawn_at,
            Draw.commit_hash,
            Draw.frame_size,
            Round.id.label("round_id"),
            Round.key,
            Round.method,
            FrameCase.stratum,
            FrameCase.inclusion_share,
            func.count().label("cases"),
        )
        .select_from(FrameCase)
        .join(Draw, Draw.id == FrameCase.draw_id)
        .join(Round, Round.id == Draw.round_id)
        .where(
            FrameCase.caseworker_id == actor.id,
            Draw.drawn_at >= since,
            Draw.abandoned_at.is_(None),
        )
        .group_by(*(Draw.id, Round.id, FrameCase.stratum, FrameCase.inclusion_share))
        .order_by(Draw.number.desc(), FrameCase.stratum)
    ).all()


# Cases drawn by lot, own ones among them, and own ones that came in for others.
Picked = tuple[int, int, int]


def _picks(actor: Actor, round_ids: set[int]) -> dict[tuple[int, str], Picked]:
    by_lot, is_own = RoundCase.replaces_id.is_(None), RoundCase.caseworker_id == actor.id
    rows = db.session.execute(
        select(
            RoundCase.round_id,
            RoundCase.stratum,
            func.count().filter(by_lot),
            func.count().filter(by_lot, is_own),
            func.count().filter(~by_lot, is_own),
        )
        .where(RoundCase.round_id.in_(round_ids))
        .group_by(RoundCase.round_id, RoundCase.stratum)
    )
    return {(round_id, stratum): (n, own, came_in) for round_id, stratum, n, own, came_in in rows}


def _strata(draw_ids: set[int]) -> dict[tuple[int, str], int]:
    rows = db.session.execute(
        select(DrawStratum.draw_id, DrawStratum.code, DrawStratum.frame_size).where(
            DrawStratum.draw_id.in_(draw_ids)
        )
    )
    return {(draw_id, code): size for draw_id, code, size in rows}


def _one(
    rows: Sequence[Any],
    picks: dict[tuple[int, str], Picked],
    strata: dict[tuple[int, str], int],
    opened: set[int],
) -> OwnDraw:
    first = rows[0]
    chances: Distribution = [1.0]
    for stratum in {row.stratum for row in rows}:
        of_it = [row for row in rows if row.stratum == stratum]
        cases = strata.get((first.draw_id, stratum), first.frame_size)
        size = picks.get((first.round_id, stratum), (0, 0, 0))[0]
        chances = fold(chances, _chances(of_it, cases=cases, size=size))
    mine = [picks.get((first.round_id, s), (0, 0, 0)) for s in {row.stratum for row in rows}]
    return OwnDraw(
        number=first.number,
        drawn_at=first.drawn_at,
        commit_hash=first.commit_hash,
        frame_size=first.frame_size,
        own=sum(row.cases for row in rows),
        drawn=sum(own for _, own, _ in mine),
        came_in=sum(came_in for _, _, came_in in mine),
        expected=sum(n * chance for n, chance in enumerate(chances)),
        chances=chances,
        certificate_of=first.key if first.round_id in opened else "",
    )


def _chances(rows: Sequence[Any], *, cases: int, size: int) -> Distribution:
    if rows[0].method in BY_STRATUM:
        return of_stratum(cases=cases, own=sum(row.cases for row in rows), size=size)
    usual = size / cases
    return of_chances(
        usual if row.inclusion_share is None else row.inclusion_share
        for row in rows
        for _ in range(row.cases)
    )
