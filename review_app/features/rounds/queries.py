"""Finding rounds, the cases a frame holds, and who can review."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Select, case, func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from review_app.domain.access import Actor, Permission, Role, can, demand
from review_app.domain.errors import Invalid, NotFound
from review_app.domain.frames import CaseStatus, FrameFilter
from review_app.domain.kinds import RoundPurpose
from review_app.domain.workflow import ChecklistVersionState, ReviewState, RoundState
from review_app.kernel import clock
from review_app.kernel.db import db
from review_app.kernel.paging import Page, after_row, page_of
from review_app.models import (
    Appointment,
    Case,
    CaseSource,
    ChecklistVersion,
    Engagement,
    EngagementMember,
    Person,
    Review,
    Round,
    RoundCase,
    RoundReviewer,
    Team,
)
from review_app.models.visibility import may_read_case, visible_cases, visible_rounds

LABEL = "label:"
HANDED_IN = (ReviewState.SUBMITTED, ReviewState.IN_RESPONSE, ReviewState.SETTLED)


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the reviews of a round are; cancelled ones do not count."""

    reviews: int = 0
    handed_in: int = 0
    with_caseworker: int = 0
    settled: int = 0


@dataclass(frozen=True, slots=True)
class FrameCount:
    """How many cases a filter finds, and how they spread over teams."""

    total: int
    per_team: Sequence[tuple[str, int]]


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


def get_round(actor: Actor, key: str, *, to_run: bool = False) -> Round:
    """Return one round; *to_run* keeps others from changing it meanwhile.

    :raises NotFound: when there is none, or none the actor may know of.
    :raises NotPermitted: when the actor may read it but not run it and *to_run* is asked.
    """
    query = visible_rounds(actor).where(Round.key == key)
    found = db.session.scalar(query.with_for_update(of=Round) if to_run else query)
    if found is None:
        raise NotFound(thing="round", key=key)
    if to_run:
        demand(actor, Permission.ROUND_RUN, found)
    return found


def progress_of(actor: Actor, round_ids: Sequence[int]) -> dict[int, Progress]:
    """Count the reviews of rounds by how far they are, by round."""
    demand(actor, Permission.ROUND_READ)

    def counted(*states: ReviewState) -> object:
        return func.sum(case((Review.state.in_(states), 1), else_=0))

    counts = (
        select(
            Review.round_id,
            func.count(),
            counted(*HANDED_IN),
            counted(ReviewState.IN_RESPONSE),
            counted(ReviewState.SETTLED),
        )
        .where(Review.round_id.in_(round_ids), Review.state != ReviewState.CANCELLED)
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


def get_round_case(actor: Actor, found: Round, key: str) -> RoundCase:
    """Return one case of a round.

    :raises NotFound: when there is none, or none the actor may know of.
    """
    for row in round_cases(actor, found):
        if row.key == key:
            return row
    raise NotFound(thing="round-case", key=key)


def frame_query(actor: Actor, chosen: FrameFilter) -> Select[tuple[Case]]:
    """Select the cases of a frame, of those the actor may read."""
    query = visible_cases(actor)
    if chosen.source:
        query = query.where(
            Case.source_id.in_(select(CaseSource.id).where(CaseSource.code == chosen.source))
        )
    if chosen.case_type:
        query = query.where(Case.case_type == chosen.case_type)
    if chosen.team.startswith(LABEL):
        query = query.where(
            Case.team_id.is_(None), Case.team_label == chosen.team.removeprefix(LABEL)
        )
    elif chosen.team:
        query = query.where(Case.team_id.in_(select(Team.id).where(Team.key == chosen.team)))
    if chosen.status:
        is_open = chosen.status == CaseStatus.OPEN
        query = query.where(Case.closed_on.is_(None) if is_open else Case.closed_on.is_not(None))
    if chosen.opened_from_on:
        query = query.where(Case.opened_on >= chosen.opened_from_on)
    if chosen.opened_to_on:
        query = query.where(Case.opened_on <= chosen.opened_to_on)
    return query


def count_frame(actor: Actor, chosen: FrameFilter) -> FrameCount:
    """Count the cases of a frame, per team; cases of no team stand under an empty name."""
    demand(actor, Permission.ROUND_RUN)
    cases = frame_query(actor, chosen).subquery()
    name = func.coalesce(Team.name, cases.c.team_label, "")
    query = select(name, func.count()).outerjoin(Team, Team.id == cases.c.team_id)
    rows = [(label, n) for label, n in db.session.execute(query.group_by(name).order_by(name))]
    return FrameCount(sum(n for _, n in rows), rows)


def frame_cases(actor: Actor, chosen: FrameFilter) -> Sequence[Case]:
    """Return the cases of a frame.

    :raises Invalid: when there is none.
    """
    found = db.session.scalars(frame_query(actor, chosen)).all()
    if not found:
        raise Invalid(field="frame", reason="no-cases")
    return found


def list_sources(actor: Actor) -> Sequence[CaseSource]:
    """Return the systems that cases come from."""
    demand(actor, Permission.ROUND_RUN)
    return db.session.scalars(select(CaseSource).order_by(CaseSource.name)).all()


def list_case_types(actor: Actor) -> list[str]:
    """Return the types that the actor's cases have."""
    types = select(visible_cases(actor).subquery().c.case_type).distinct()
    return sorted(found for found in db.session.scalars(types) if found)


def list_teams(actor: Actor) -> list[tuple[str, str]]:
    """Return (value for the filter, name) of the teams set up here and of those only named."""
    demand(actor, Permission.ROUND_RUN)
    teams = db.session.execute(select(Team.key, Team.name).order_by(Team.name)).all()
    labels = select(Case.team_label).where(Case.team_id.is_(None)).distinct()
    named = sorted(label for label in db.session.scalars(labels) if label)
    return [*((key, name) for key, name in teams), *((LABEL + n, n) for n in named)]


def list_versions(actor: Actor) -> Sequence[ChecklistVersion]:
    """Return the published checklist versions, which alone can be reviewed against."""
    demand(actor, Permission.CHECKLIST_READ)
    return db.session.scalars(
        select(ChecklistVersion)
        .where(ChecklistVersion.state == ChecklistVersionState.PUBLISHED)
        .options(joinedload(ChecklistVersion.checklist))
        .order_by(ChecklistVersion.checklist_id, ChecklistVersion.number.desc())
    ).all()


def list_engagements(actor: Actor) -> Sequence[Engagement]:
    """Return the engagements that run today."""
    demand(actor, Permission.ROUND_RUN)
    today = clock.today()
    return db.session.scalars(
        select(Engagement)
        .where(Engagement.starts_on <= today, Engagement.ends_on >= today)
        .options(joinedload(Engagement.firm))
        .order_by(Engagement.title)
    ).all()


def list_reviewers(actor: Actor, found: Round) -> Sequence[Person]:
    """Return who can review in the round: coordinators, and the members of its engagement."""
    demand(actor, Permission.ROUND_RUN, found)
    coordinators = select(Appointment.person_id).where(Appointment.role == Role.COORDINATOR)
    members = select(EngagementMember.person_id).where(
        EngagementMember.engagement_id == found.engagement_id
    )
    return db.session.scalars(
        select(Person)
        .where(Person.is_active, or_(Person.id.in_(coordinators), Person.id.in_(members)))
        .options(selectinload(Person.firm))
        .order_by(Person.name)
    ).all()


def reviewers_of(actor: Actor, found: Round) -> Sequence[Person]:
    """Return the reviewers chosen for the round, by name."""
    return db.session.scalars(
        select(Person)
        .join(RoundReviewer, RoundReviewer.person_id == Person.id)
        .where(RoundReviewer.round_id == found.id)
        .order_by(Person.name)
    ).all()


def reviewer_loads(_actor: Actor, found: Round) -> dict[int, int]:
    """Return how many reviews of the round each reviewer has that were not cancelled."""
    loads = (
        select(Review.reviewer_id, func.count())
        .where(Review.round_id == found.id, Review.state != ReviewState.CANCELLED)
        .group_by(Review.reviewer_id)
    )
    return {reviewer_id: n for reviewer_id, n in db.session.execute(loads)}


def find_case(actor: Actor, reference: str) -> Case:
    """Return the one case with this key, or with this number in any source.

    :raises Invalid: when no case the actor may read has it, or several sources do.
    """
    wanted = reference.strip()
    query = visible_cases(actor).where(or_(Case.key == wanted, Case.number == wanted))
    found = [case for case in db.session.scalars(query) if may_be_named(actor, case, wanted)]
    if len(found) != 1:
        raise Invalid(field="case", reason="several" if found else "unknown")
    return found[0]


def may_be_named(actor: Actor, found: Case, reference: str) -> bool:
    """Say whether the actor may use *reference* for the case: a number is for those who see it."""
    return found.key == reference or can(actor, Permission.CASE_READ_NUMBER, found)
