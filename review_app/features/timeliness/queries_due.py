"""The due list: what is overdue and what falls due within some days, a page at a time."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, NamedTuple

from sqlalchemy import Select, case, func, literal, select, union_all

from review_app.domain.access import Actor, Permission, Role, can, demand, may_ever
from review_app.domain.case_deadlines import DeadlineState, Standing, standing
from review_app.domain.estimation import is_withheld
from review_app.kernel import clock
from review_app.kernel.db import db
from review_app.kernel.keys import fingerprint
from review_app.kernel.paging import Page, after_row, page_of
from review_app.models import Case, CaseDeadline, DeadlineRule, Person, RuleSet, Team
from review_app.models.timeliness import rule_code
from review_app.models.visibility import case_name, visible_deadlines

CODE_LENGTH = 12
HORIZONS = (7, 14, 30, 60, 90)
USUAL_HORIZON = 14


@dataclass(frozen=True, slots=True)
class Filters:
    """What the list is narrowed to; empty texts narrow nothing.

    ``days`` is how far ahead it looks. ``rule`` is the set's code and the rule's, with a dot.
    ``team`` and ``caseworker`` are codes of labels. ``only`` is ``overdue``, ``upcoming`` or empty.
    """

    days: int = USUAL_HORIZON
    rule: str = ""
    team: str = ""
    caseworker: str = ""
    only: str = ""


class DueRow(NamedTuple):
    """One deadline as the list shows it."""

    id: int
    case_key: str
    case_name: str
    case_type: str | None
    team: str | None
    caseworker: str | None
    rule_code: str
    name_da: str
    name_en: str
    start_on: date
    due_on: date
    warn_on: date | None
    caseworker_id: int | None

    def standing(self, today: date) -> Standing:
        """Return how it stands today."""
        return standing(DeadlineState.OPEN, due_on=self.due_on, warn_on=self.warn_on, today=today)

    def days_left(self, today: date) -> int:
        """Return how many days are left; negative when it is overdue."""
        return (self.due_on - today).days


@dataclass(frozen=True, slots=True)
class Choices:
    """What the filters can be set to: (code, name); a rule has its names in both languages."""

    rules: list[tuple[str, str, str]]
    teams: list[tuple[str, str]]
    caseworkers: list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Counts:
    """How many are overdue, and how many fall due from today to the end of the horizon."""

    overdue: int
    upcoming: int


@dataclass(frozen=True, slots=True)
class TeamCounts:
    """The same for one team; ``None`` where so few would point at a person."""

    team: str
    counts: Counts | None


@dataclass(frozen=True, slots=True)
class DuePage:
    """What the page shows; rows, counts and choices for those alone who may read cases."""

    teams: Sequence[TeamCounts]
    page: Page[DueRow] | None = None
    counts: Counts | None = None
    offered: Choices | None = None


def due_page(actor: Actor, *, filters: Filters, after: str | None = None) -> DuePage:
    """Return the due list as the actor may see it."""
    teams = teams_due(actor, days=filters.days)
    if not may_ever(actor, Permission.DEADLINE_READ):
        return DuePage(teams)
    offered = choices(actor)
    return DuePage(
        teams,
        list_due(actor, filters=filters, offered=offered, after=after),
        count_due(actor, filters=filters, offered=offered),
        offered,
    )


def choices(actor: Actor) -> Choices:
    """Return what the open deadlines of the actor's cases offer to filter by, in one query."""
    demand(actor, Permission.DEADLINE_LIST)
    parts: list[Select[*tuple[Any, ...]]] = []
    columns: list[tuple[str, Any, Any, Any]] = [
        ("rule", rule_code(), DeadlineRule.name_da, DeadlineRule.name_en),
        ("team", Case.team_label, literal(""), literal("")),
    ]
    if may_ever(actor, Permission.CASE_READ_NUMBER):
        columns.append(("caseworker", Case.caseworker_label, literal(""), literal("")))
    for kind, value, name_da, name_en in columns:
        parts.append(
            _open(actor)
            .with_only_columns(
                literal(kind).label("kind"),
                value.label("value"),
                name_da.label("name_da"),
                name_en.label("name_en"),
            )
            .distinct()
        )
    found: dict[str, list[tuple[str, str, str]]] = {"rule": [], "team": [], "caseworker": []}
    for kind, value, name_da, name_en in db.session.execute(union_all(*parts)):
        if value is not None:
            found[kind].append((value, name_da, name_en))
    labels = {
        kind: sorted((_code_of(value), value) for value, _da, _en in found[kind])
        for kind in ("team", "caseworker")
    }
    by_name = {kind: sorted(pairs, key=lambda pair: pair[1]) for kind, pairs in labels.items()}
    return Choices(sorted(found["rule"]), by_name["team"], by_name["caseworker"])


def list_due(
    actor: Actor, *, filters: Filters, offered: Choices, after: str | None = None
) -> Page[DueRow]:
    """Return the overdue first and then what falls due, each the earliest first."""
    query = after_row(
        _rows(actor, filters, offered), after, value=CaseDeadline.due_on, id_=CaseDeadline.id
    )
    return page_of(_read(actor, query), lambda row: (row.due_on, row.id))


def all_due(actor: Actor, *, filters: Filters, offered: Choices) -> list[DueRow]:
    """Return every line that the filters leave, in the order of the list: for a file."""
    demand(actor, Permission.DEADLINE_EXPORT)
    query = _rows(actor, filters, offered).order_by(CaseDeadline.due_on, CaseDeadline.id)
    return _read(actor, query)


def count_due(actor: Actor, *, filters: Filters, offered: Choices) -> Counts:
    """Return how many the filters leave."""
    query = _narrowed(actor, filters, offered).with_only_columns(*_counted())
    overdue, all_ = db.session.execute(query).one()
    return Counts(overdue or 0, (all_ or 0) - (overdue or 0))


def teams_due(actor: Actor, *, days: int) -> Sequence[TeamCounts]:
    """Return how many are open in each team the actor leads; no case and no caseworker."""
    demand(actor, Permission.DEADLINE_LIST)
    if not actor.holds(Role.MANAGER):
        return []
    query = (
        _of_all()
        .join(Team, Team.id == Case.team_id)
        .where(Case.team_id.in_(actor.team_ids), CaseDeadline.due_on <= _last_day(days))
        .with_only_columns(Team.name, *_counted(), func.count(Case.caseworker_label.distinct()))
        .group_by(Team.id, Team.name)
        .order_by(Team.name)
    )
    reads_rows = may_ever(actor, Permission.FIGURES_READ_SMALL)
    return [
        TeamCounts(
            name,
            None
            if not reads_rows and is_withheld(all_, people)
            else Counts(overdue, all_ - overdue),
        )
        for name, overdue, all_, people in db.session.execute(query)
    ]


def _code_of(label: str) -> str:
    """Return the code of a label, so that no name stands in an address."""
    return fingerprint(label)[:CODE_LENGTH]


def _counted() -> tuple[Any, Any]:
    overdue = func.sum(case((CaseDeadline.due_on < clock.today(), 1), else_=0))
    return func.coalesce(overdue, 0), func.count()


def _last_day(days: int) -> date:
    return clock.today() + timedelta(days=days)


def _of_all() -> Select[*tuple[Any, ...]]:
    """Select open deadlines of all cases, for counts alone."""
    return (
        select(CaseDeadline.id)
        .join(Case, Case.id == CaseDeadline.case_id)
        .where(CaseDeadline.state == DeadlineState.OPEN)
    )


def _open(actor: Actor) -> Select[*tuple[Any, ...]]:
    return (
        visible_deadlines(actor)
        .join(DeadlineRule, DeadlineRule.id == CaseDeadline.rule_id)
        .join(RuleSet, RuleSet.id == DeadlineRule.rule_set_id)
        .where(CaseDeadline.state == DeadlineState.OPEN)
    )


def _narrowed(actor: Actor, filters: Filters, offered: Choices) -> Select[*tuple[Any, ...]]:
    demand(actor, Permission.DEADLINE_LIST)
    today = clock.today()
    query = _open(actor).where(CaseDeadline.due_on <= _last_day(filters.days))
    if filters.only == "overdue":
        query = query.where(CaseDeadline.due_on < today)
    elif filters.only == "upcoming":
        query = query.where(CaseDeadline.due_on >= today)
    if filters.rule:
        query = query.where(rule_code() == filters.rule)
    # An unknown code is None and finds nothing.
    if filters.team:
        query = query.where(Case.team_label == dict(offered.teams).get(filters.team))
    if filters.caseworker:
        label = dict(offered.caseworkers).get(filters.caseworker)
        query = query.where(Case.caseworker_label == label)
    return query


def _rows(actor: Actor, filters: Filters, offered: Choices) -> Select[*tuple[Any, ...]]:
    return (
        _narrowed(actor, filters, offered)
        .outerjoin(Person, Person.id == Case.caseworker_id)
        .with_only_columns(
            CaseDeadline.id,
            Case.key,
            case_name(actor),
            Case.case_type,
            Case.team_label,
            func.coalesce(Person.name, Case.caseworker_label),
            DeadlineRule.code,
            DeadlineRule.name_da,
            DeadlineRule.name_en,
            CaseDeadline.start_on,
            CaseDeadline.due_on,
            CaseDeadline.warn_on,
            Case.caseworker_id,
        )
    )


def _read(actor: Actor, query: Select[*tuple[Any, ...]]) -> list[DueRow]:
    rows = [DueRow(*row) for row in db.session.execute(query)]
    return [
        row if can(actor, Permission.CASE_READ_NUMBER, row) else row._replace(caseworker=None)
        for row in rows
    ]
