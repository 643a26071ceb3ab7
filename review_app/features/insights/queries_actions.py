"""Actions by the month they were due in: what an indicator and a published table both count."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date

from sqlalchemy import func, select

from review_app.domain.access import Actor
from review_app.domain.deadline_rules import add_months
from review_app.domain.publication import Counted
from review_app.domain.workflow import ActionState
from review_app.kernel import clock
from review_app.kernel.db import db
from review_app.models import Action, TeamMembership

IN_TIME = {
    "code": "actions-in-time",
    "name_da": "Handlinger udført til tiden",
    "name_en": "Actions done in time",
}


def actions_due(_actor: Actor, *, first: date, last: date) -> Mapping[date, list[Counted]]:
    """Return by month one row for each action due from the month *first* to the month *last*.

    Dropped ones are not counted. An action is its owner's team's, where the owner is in one alone.
    """
    teams = (
        select(TeamMembership.person_id, func.min(TeamMembership.team_id).label("team_id"))
        .group_by(TeamMembership.person_id)
        .having(func.count() == 1)
        .subquery()
    )
    query = (
        select(Action.due_on, Action.done_at, Action.owner_id, teams.c.team_id)
        .outerjoin(teams, teams.c.person_id == Action.owner_id)
        .where(Action.state != ActionState.DROPPED)
        .where(Action.due_on >= first, Action.due_on < add_months(last, 1))
    )
    found: defaultdict[date, list[Counted]] = defaultdict(list)
    for due_on, done_at, owner_id, team_id in db.session.execute(query):
        in_time = done_at is not None and done_at.astimezone(clock.ZONE).date() <= due_on
        row = Counted(IN_TIME["code"], team_id, None, owner_id, in_time)
        found[due_on.replace(day=1)].append(row)
    return found
