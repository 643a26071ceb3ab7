"""What can be published: rounds that are closed, and months that are over."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import func, select

from review_app.domain.access import Actor, Permission, demand
from review_app.domain.deadline_rules import add_months
from review_app.domain.draw import Method
from review_app.domain.indicators import month_before
from review_app.domain.kinds import DeadlineRunState
from review_app.domain.openness import FigureFamily
from review_app.domain.round_sides import WEIGHTED
from review_app.domain.workflow import RoundState
from review_app.features.insights.queries_actions import actions_due
from review_app.features.insights.queries_counted import DEFINITION
from review_app.features.insights.queries_series import drawn_rounds
from review_app.kernel import clock
from review_app.kernel.db import db
from review_app.models import (
    DeadlineMonth,
    DeadlineRun,
    Publication,
    Review,
    Round,
)
from review_app.models.visibility import visible_publications

MOST_MONTHS = 24


def rounds_to_publish(actor: Actor, *, family: FigureFamily = FigureFamily.QUALITY) -> list[Round]:
    """Return the closed measure rounds of which a family is not published, in order of drawing.

    Rounds whose cases had unequal chances are left out: a plain count would not be their figure.
    Agreement asks for cases that were reviewed twice.
    """
    demand(actor, Permission.PUBLICATION_MAKE)
    published = _published(actor, family, Publication.round_id)
    found = [one for one in _closed(actor) if one.id not in published and _is_plain(one)]
    if family is FigureFamily.AGREEMENT:
        twice = select(Review.round_id).where(
            Review.second_of_id.is_not(None), Review.submitted_at.is_not(None)
        )
        known = set(db.session.scalars(twice.distinct()))
        found = [one for one in found if one.id in known]
    return found


def rounds_left_out(actor: Actor) -> list[Round]:
    """Return the closed measure rounds that cannot be published."""
    demand(actor, Permission.PUBLICATION_MAKE)
    return [found for found in _closed(actor) if not _is_plain(found)]


def _closed(actor: Actor) -> list[Round]:
    return [found for found in drawn_rounds(actor) if found.state is RoundState.CLOSED]


def _is_plain(found: Round) -> bool:
    return found.method is not None and Method(found.method) not in WEIGHTED


def months_to_publish(
    actor: Actor, *, family: FigureFamily = FigureFamily.TIMELINESS
) -> list[date]:
    """Return the months that are over and of which a family is not published, oldest first.

    Of timeliness those that were counted since they were over.
    """
    demand(actor, Permission.PUBLICATION_MAKE)
    published = _published(actor, family, Publication.month_on)
    months = _with_actions(actor) if family is FigureFamily.ACTIONS else _with_deadlines()
    return [month for month in months if month not in published]


def _with_actions(actor: Actor) -> list[date]:
    last = month_before(clock.today())
    return sorted(actions_due(actor, first=add_months(last, -MOST_MONTHS), last=last))


def _with_deadlines() -> Sequence[date]:
    done = DeadlineRun.state == DeadlineRunState.DONE
    as_of = db.session.scalar(select(func.max(DeadlineRun.as_of_on)).where(done))
    if as_of is None:
        return []
    last = min(as_of, clock.today()).replace(day=1)
    first = add_months(last, -MOST_MONTHS)
    return db.session.scalars(
        select(DeadlineMonth.month_on)
        .where(
            DeadlineMonth.definition == DEFINITION,
            DeadlineMonth.team_id.is_(None),
            DeadlineMonth.denominator > 0,
            DeadlineMonth.month_on >= first,
            DeadlineMonth.month_on < last,
        )
        .distinct()
        .order_by(DeadlineMonth.month_on)
    ).all()


def _published(actor: Actor, family: FigureFamily, column: Any) -> set[Any]:
    query = visible_publications(actor).where(Publication.family == family)
    return set(db.session.scalars(query.with_only_columns(column)))
