"""The cases of a frame: which ones a filter means, how many, and how they spread over strata."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, and_, func, not_, or_, select

from review_app.domain.access import Permission, demand
from review_app.domain.actors import Actor
from review_app.domain.designs import Grouping
from review_app.domain.frames import (
    LABEL,
    CaseStatus,
    DeadlineStatus,
    EventStatus,
    FrameFilter,
)
from review_app.domain.kinds import RoundPurpose
from review_app.domain.workflow import RoundState
from review_app.kernel import clock
from review_app.kernel.db import db
from review_app.models import Case, CaseEvent, CaseSource, Person, Round, RoundCase, Team
from review_app.models.case_conditions import (
    Condition,
    deadline_missed,
    handled_by_at_least,
    open_longer_than,
    stratum_columns,
)
from review_app.models.visibility import visible_cases


@dataclass(frozen=True, slots=True)
class StratumCount:
    """One stratum of a frame; the code alone goes into files, the label stays in the database."""

    code: str
    key: str
    label: str
    frame_size: int
    team_id: int | None = None
    person_id: int | None = None


@dataclass(frozen=True, slots=True)
class FrameCount:
    """How many cases a filter finds, and how they spread over strata."""

    total: int
    strata: Sequence[StratumCount]


def frame_query(actor: Actor, chosen: FrameFilter) -> Select[Case]:
    """Select the cases of a frame, of those the actor may read."""
    conditions = [*_plain(chosen), *_periods(chosen), *_difficulty(chosen), *_history(chosen)]
    return visible_cases(actor).where(*conditions)


def _plain(chosen: FrameFilter) -> list[Condition]:
    found: list[Condition] = []
    if chosen.source:
        of_source = select(CaseSource.id).where(CaseSource.code == chosen.source)
        found.append(Case.source_id.in_(of_source))
    if chosen.case_type:
        found.append(Case.case_type == chosen.case_type)
    if chosen.team:
        found.append(_named(chosen.team, Team, Case.team_id, Case.team_label))
    if chosen.caseworker:
        found.append(_named(chosen.caseworker, Person, Case.caseworker_id, Case.caseworker_label))
    if chosen.status:
        is_open = chosen.status == CaseStatus.OPEN
        found.append(Case.closed_on.is_(None) if is_open else Case.closed_on.is_not(None))
    return found


def _named(value: str, table: Any, id_: Any, label: Any) -> Condition:
    if value.startswith(LABEL):
        return and_(id_.is_(None), func.coalesce(label, "") == value.removeprefix(LABEL))
    return id_.in_(select(table.id).where(table.key == value))  # type: ignore[no-any-return]


def _periods(chosen: FrameFilter) -> list[Condition]:
    pairs: list[tuple[date | None, Callable[[date], Condition]]] = [
        (chosen.opened_from_on, lambda day: Case.opened_on >= day),
        (chosen.opened_to_on, lambda day: Case.opened_on <= day),
        (chosen.closed_from_on, lambda day: Case.closed_on >= day),
        (chosen.closed_to_on, lambda day: Case.closed_on <= day),
        (
            chosen.active_from_on,
            lambda day: and_(
                Case.opened_on.is_not(None), or_(Case.closed_on.is_(None), Case.closed_on >= day)
            ),
        ),
        (chosen.active_to_on, lambda day: Case.opened_on <= day),
    ]
    return [condition(day) for day, condition in pairs if day]


def _difficulty(chosen: FrameFilter) -> list[Condition]:
    found: list[Condition] = []
    if chosen.deadline:
        is_missed = deadline_missed()
        is_wanted = chosen.deadline == DeadlineStatus.MISSED
        found.append(is_missed if is_wanted else not_(is_missed))
    if chosen.open_longer_than_days:
        found.append(open_longer_than(chosen.open_longer_than_days))
    if chosen.least_caseworkers:
        found.append(handled_by_at_least(chosen.least_caseworkers))
    if chosen.least_departments:
        found.append(handled_by_at_least(chosen.least_departments, CaseEvent.team_label))
    return found


def _history(chosen: FrameFilter) -> list[Condition]:
    found: list[Condition] = []
    if chosen.event:
        having = select(CaseEvent.case_id).where(CaseEvent.activity == chosen.event)
        if chosen.event_from_on:
            having = having.where(CaseEvent.happened_on >= chosen.event_from_on)
        if chosen.event_to_on:
            having = having.where(CaseEvent.happened_on <= chosen.event_to_on)
        is_missing = chosen.event_status == EventStatus.MISSING
        found.append(Case.id.not_in(having) if is_missing else Case.id.in_(having))
    if chosen.not_drawn_since_on:
        drawn = (
            select(RoundCase.case_id)
            .join(Round, Round.id == RoundCase.round_id)
            .where(
                Round.purpose == RoundPurpose.MEASURE,
                Round.state != RoundState.CANCELLED,
                RoundCase.chosen_at >= clock.local(chosen.not_drawn_since_on),
            )
        )
        found.append(Case.id.not_in(drawn))
    return found


def count_frame(
    actor: Actor, chosen: FrameFilter, *, grouping: Grouping = Grouping.TEAM
) -> FrameCount:
    """Count the cases of a frame, per stratum; those of nobody stand last, without a label."""
    demand(actor, Permission.ROUND_RUN)
    columns = stratum_columns(grouping)
    query = frame_query(actor, chosen).with_only_columns(*columns, func.count())
    rows = db.session.execute(query.group_by("group_id", "name")).all()
    known = _known(grouping, [row[0] for row in rows if row[0] is not None])
    found = []
    for group_id, name, number in rows:
        key, label = known.get(group_id, (f"{LABEL}{name}", name))
        ids = {"team_id" if grouping is Grouping.TEAM else "person_id": group_id}
        found.append(StratumCount("", key, label, number, **ids))
    found.sort(key=lambda one: (not one.label, one.label.casefold(), one.key))
    return FrameCount(sum(one.frame_size for one in found), _coded(found))


def _known(grouping: Grouping, ids: Sequence[int]) -> dict[int | None, tuple[str, str]]:
    table = Team if grouping is Grouping.TEAM else Person
    if not ids or grouping is Grouping.CASE_TYPE:
        return {}
    query = select(table.id, table.key, table.name).where(table.id.in_(ids))
    return {id_: (key, name) for id_, key, name in db.session.execute(query)}


def _coded(strata: Sequence[StratumCount]) -> list[StratumCount]:
    """Give each stratum a code that says nothing: s01, s02, ... in the order of the labels."""
    width = max(2, len(str(len(strata))))
    return [
        StratumCount(
            f"s{n:0{width}d}", one.key, one.label, one.frame_size, one.team_id, one.person_id
        )
        for n, one in enumerate(strata, start=1)
    ]


def list_caseworkers(actor: Actor) -> list[tuple[str, str]]:
    """Return (value for the filter, name) of those who handle cases, set up here or only named."""
    demand(actor, Permission.ROUND_RUN)
    there = select(Case.caseworker_id).where(Case.caseworker_id.is_not(None)).distinct()
    people = db.session.execute(
        select(Person.key, Person.name).where(Person.id.in_(there)).order_by(Person.name)
    )
    labels = select(Case.caseworker_label).where(Case.caseworker_id.is_(None)).distinct()
    named = sorted(label for label in db.session.scalars(labels) if label)
    return [*((key, name) for key, name in people), *((LABEL + n, n) for n in named)]


def list_activities(actor: Actor) -> list[str]:
    """Return the activities that the events of cases have."""
    demand(actor, Permission.ROUND_RUN)
    return sorted(db.session.scalars(select(CaseEvent.activity).distinct()))
