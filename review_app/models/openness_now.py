"""How openness stands now: steps and answers read together and put to the rules.

Nothing is kept: a withdrawal, a colleague who leaves or a step that takes effect is there at the
next reading, without anybody doing anything.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime

from sqlalchemy import select

from review_app.domain.access import Actor
from review_app.domain.assent import Answered, Asked, Consent, consent_of
from review_app.domain.openness import (
    LADDER,
    Audience,
    Detail,
    FigureFamily,
    Levels,
    Sight,
    audiences_of,
    capped,
    in_force_on,
    sight_of,
)
from review_app.kernel import clock
from review_app.kernel.db import db
from review_app.models.openness import Assent, AssentMember, OpennessStep

Consents = Mapping[tuple[int, int], Consent]  # by step and team


def standing_steps(day: date | None = None) -> Sequence[OpennessStep]:
    """Return the steps that were not taken back, in the order in which they were decided.

    :param day: leave out what takes effect later.
    """
    query = select(OpennessStep).where(OpennessStep.taken_back_at.is_(None))
    if day is not None:
        query = query.where(OpennessStep.effective_on <= day)
    return db.session.scalars(query.order_by(OpennessStep.id)).all()


def levels(in_force: Mapping[Audience, OpennessStep]) -> Levels:
    """Return the detail that was decided for each audience."""
    return {
        audience: in_force[audience].detail if audience in in_force else None for audience in LADDER
    }


def open_to(family: FigureFamily) -> frozenset[Audience]:
    """Return the audiences that are shown anything of a family today."""
    today = clock.today()
    shown = capped(levels(in_force_on(standing_steps(today), family, today)))
    return frozenset(audience for audience, detail in shown.items() if detail is not None)


def families_open_to(actor: Actor) -> list[FigureFamily]:
    """Return the families of which the actor is shown anything today."""
    today = clock.today()
    steps = standing_steps(today)
    theirs = audiences_of(actor)
    return [
        family
        for family in FigureFamily
        if any(
            detail is not None and audience in theirs
            for audience, detail in capped(levels(in_force_on(steps, family, today))).items()
        )
    ]


def consents(step_ids: Iterable[int], *, at: datetime | None = None) -> Consents:
    """Return how each team stands that was asked in these steps."""
    step_ids = list(step_ids)
    asked: defaultdict[tuple[int, int], list[Asked]] = defaultdict(list)
    answers: defaultdict[int, list[Answered]] = defaultdict(list)
    if step_ids:
        members = select(AssentMember).where(AssentMember.step_id.in_(step_ids))
        for one in db.session.scalars(members.order_by(AssentMember.id)):
            asked[one.step_id, one.team_id].append(Asked(one.person_id, one.joined_at, one.left_at))
        given = select(Assent).where(Assent.step_id.in_(step_ids)).order_by(Assent.id)
        for said in db.session.scalars(given):
            answers[said.step_id].append(Answered(said.person_id, said.answer, said.answered_at))
    moment = at or clock.now()
    return {
        (step, team): consent_of(several, answers[step], at=moment)
        for (step, team), several in asked.items()
    }


def sight(actor: Actor, family: FigureFamily) -> Sight:
    """Return what of a family the actor is shown today."""
    today, now = clock.today(), clock.now()
    in_force = in_force_on(standing_steps(today), family, today)
    naming = {step.id: a for a, step in in_force.items() if step.detail is Detail.NAMED}
    named: dict[Audience, set[tuple[int, int]]] = {audience: set() for audience in LADDER}
    for (step_id, team_id), consent in consents(naming).items():
        people = consent.named_at(now)
        named[naming[step_id]] |= {(team_id, who) for who in people if isinstance(who, int)}
    return sight_of(capped(levels(in_force)), actor, named=named)
