"""How openness stands, what was decided when and why, and the questions put to the actor."""

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from review_app.domain.access import Actor, Permission, Role, demand
from review_app.domain.assent import AssentAnswer, Consent
from review_app.domain.errors import NotFound
from review_app.domain.openness import (
    LADDER,
    Audience,
    Detail,
    FigureFamily,
    Obstacle,
    capped,
    in_force_on,
    next_detail,
)
from review_app.kernel import clock
from review_app.kernel.db import db
from review_app.kernel.paging import Page, after_row, page_of
from review_app.models import (
    Appointment,
    AssentMember,
    OpennessStep,
    Person,
    Team,
    TeamMembership,
)
from review_app.models.openness_now import consents, levels, standing_steps
from review_app.models.visibility import visible_questions


@dataclass(frozen=True, slots=True)
class Standing:
    """What one audience is shown of one family, what comes next, and what could."""

    family: FigureFamily
    audience: Audience
    detail: Detail | None  # what is shown today
    step: OpennessStep | None  # the decision it rests on
    upcoming: OpennessStep | None
    following: Detail | Obstacle


@dataclass(frozen=True, slots=True)
class GroupLine:
    """How one team stands to being named to one audience."""

    step: OpennessStep
    team: Team
    consent: Consent
    names_from: datetime | None


@dataclass(frozen=True, slots=True)
class Question:
    """What the actor is asked, in which teams, and what they last answered."""

    step: OpennessStep
    member: AssentMember
    teams: Sequence[GroupLine]
    answer: AssentAnswer | None
    answered_at: datetime | None


def ladder(actor: Actor) -> dict[FigureFamily, list[Standing]]:
    """Return for each family how it stands with every audience, in the order of the ladder."""
    demand(actor, Permission.OPENNESS_READ)
    today, steps = clock.today(), standing_steps()
    return {family: _standings(family, steps, today) for family in FigureFamily}


def _standings(family: FigureFamily, steps: Sequence[OpennessStep], today: date) -> list[Standing]:
    in_force = in_force_on(steps, family, today)
    decided = levels(in_force)
    shown = capped(decided)
    coming = {s.audience: s for s in steps if s.family is family and s.effective_on > today}
    return [
        Standing(
            family,
            audience,
            shown[audience],
            in_force.get(audience),
            coming.get(audience),
            next_detail(family, audience, decided),
        )
        for audience in LADDER
    ]


def get_standing(actor: Actor, *, family: str, audience: str) -> Standing:
    """Return how one family stands with one audience.

    :raises NotFound: for names that there are not.
    """
    found = ladder(actor).get(FigureFamily(family)) if family in list(FigureFamily) else None
    one = next((s for s in found or [] if s.audience == audience), None)
    if one is None:
        raise NotFound(thing="openness", key=f"{family}/{audience}")
    return one


def history(actor: Actor, *, after: str | None = None) -> Page[OpennessStep]:
    """Return every decision, also those taken back, the newest first."""
    demand(actor, Permission.OPENNESS_READ)
    query = select(OpennessStep).options(joinedload(OpennessStep.decided_by))
    query = after_row(query, after, value=OpennessStep.id, id_=OpennessStep.id, descending=True)
    return page_of(db.session.scalars(query).all(), lambda step: (step.id, step.id))


def get_step(actor: Actor, key: str) -> OpennessStep:
    """Return a decision by its key.

    :raises NotFound: when there is none.
    """
    demand(actor, Permission.OPENNESS_READ)
    found = db.session.scalar(select(OpennessStep).where(OpennessStep.key == key))
    if found is None:
        raise NotFound(thing="openness step", key=key)
    return found


def naming_steps(_actor: Actor) -> list[OpennessStep]:
    """Return the steps that show names: those in force, and those that will be."""
    today, steps = clock.today(), standing_steps()
    found = [step for step in steps if step.effective_on > today]
    for family in FigureFamily:
        found += in_force_on(steps, family, today).values()
    return [step for step in found if step.detail is Detail.NAMED]


def caseworkers_by_team(_actor: Actor) -> AbstractSet[tuple[int, int]]:
    """Return (team, person) of every caseworker who is here."""
    rows = db.session.execute(
        select(TeamMembership.team_id, TeamMembership.person_id)
        .join(Person, Person.id == TeamMembership.person_id)
        .join(Appointment, Appointment.person_id == Person.id)
        .where(Person.is_active, Appointment.role == Role.CASEWORKER)
    )
    return {(team_id, person_id) for team_id, person_id in rows}


def present_members(_actor: Actor, step: OpennessStep) -> Mapping[tuple[int, int], AssentMember]:
    """Return who is asked in a step now, by team and person."""
    query = select(AssentMember.team_id, AssentMember.person_id, AssentMember).where(
        AssentMember.step_id == step.id, AssentMember.left_at.is_(None)
    )
    return {(team, person): member for team, person, member in db.session.execute(query)}


def groups(actor: Actor) -> list[GroupLine]:
    """Return how the teams that are asked stand: counts, never who."""
    demand(actor, Permission.OPENNESS_READ)
    steps = {step.id: step for step in naming_steps(actor)}
    return _groups(steps)


def _groups(steps: Mapping[int, OpennessStep]) -> list[GroupLine]:
    teams = {team.id: team for team in db.session.scalars(select(Team).order_by(Team.name))}
    found = [
        GroupLine(steps[step_id], teams[team_id], consent, _names_from(steps[step_id], consent))
        for (step_id, team_id), consent in consents(steps).items()
        if consent.group
    ]
    return sorted(found, key=lambda one: (one.step.family, one.step.audience, one.team.name))


def _names_from(step: OpennessStep, consent: Consent) -> datetime | None:
    begins = consent.shows_from
    return begins and max(begins, clock.local(step.effective_on, 0))


def list_questions(actor: Actor) -> list[Question]:
    """Return what the actor is asked, whether answered or not."""
    steps = {step.id: step for step in naming_steps(actor)}
    mine = db.session.scalars(
        visible_questions(actor).where(
            AssentMember.step_id.in_(steps), AssentMember.left_at.is_(None)
        )
    ).all()
    lines = _groups({member.step_id: steps[member.step_id] for member in mine})
    return [_question(one, lines) for one in {member.step_id: member for member in mine}.values()]


def get_question(actor: Actor, key: str) -> Question:
    """Return one question put to the actor, by the key of the step.

    :raises NotFound: when they are not asked, or it has fallen away.
    """
    demand(actor, Permission.ASSENT_GIVE)
    found = next((one for one in list_questions(actor) if one.step.key == key), None)
    if found is None:
        raise NotFound(thing="question", key=key)
    return found


def _question(member: AssentMember, lines: Sequence[GroupLine]) -> Question:
    step = member.step
    own = [
        line for line in lines if line.step.id == step.id and member.person_id in line.consent.group
    ]
    said = next((line.consent.last.get(member.person_id) for line in own), None)
    if said is None:
        return Question(step, member, own, None, None)
    return Question(step, member, own, said.answer, said.at)
