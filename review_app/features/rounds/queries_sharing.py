"""Who of a round's reviewers can be given cases now, and which cases they have a part in."""

from collections.abc import Iterable

from sqlalchemy import or_

from review_app.domain.actors import Actor
from review_app.domain.assignment import Capacity
from review_app.kernel import clock
from review_app.kernel.db import db
from review_app.models import Engagement, Round, sharing
from review_app.models.visibility import visible_engagements


def reviewers_here(_actor: Actor, found: Round) -> dict[int, Capacity]:
    """Return what those reviewers of the round take who can be given cases today, by person."""
    return sharing.reviewers_here(db.session(), found, on=clock.today())


def absences_of(_actor: Actor, person_ids: Iterable[int]) -> sharing.Absences:
    """Return the absences of these people that are not over, by person."""
    return sharing.absences_of(db.session(), person_ids, on=clock.today())


def parts_in_cases(_actor: Actor, found: Round) -> dict[int, frozenset[int]]:
    """Return who must not review a case of the round, by case."""
    return sharing.parts_in_cases(db.session(), found.id)


def end_of_engagement(actor: Actor, found: Round) -> Engagement | None:
    """Return the round's engagement when it ends before the reviews are due."""
    if found.engagement_id is None or found.reviews_due_on is None:
        return None
    before = or_(Engagement.ends_on < found.reviews_due_on, Engagement.closed_at.is_not(None))
    of_round = visible_engagements(actor).where(Engagement.id == found.engagement_id)
    return db.session.scalar(of_round.where(before))
