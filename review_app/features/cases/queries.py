"""Finding cases: the list with its filters, the search by number, and everything about one case."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, and_, func, literal, or_, select, union_all

from review_app.domain.access import Actor, Permission, can, demand, may_ever
from review_app.domain.timeliness import CaseDates
from review_app.kernel import clock
from review_app.kernel.db import db
from review_app.kernel.keys import fingerprint
from review_app.kernel.paging import Page, after_row, page_of
from review_app.models import Case, CaseSource, Person
from review_app.models.visibility import may_read_case, may_read_case_number

MOST_FOUND = 50
CODE_LENGTH = 12
SORTS: dict[str, Any] = {
    "opened": Case.opened_on,
    "closed": Case.closed_on,
    "deadline": Case.deadline_on,
    "number": Case.number,
    "type": Case.case_type,
}


@dataclass(frozen=True, slots=True)
class Filters:
    """What a list of cases is narrowed to; empty texts and ``None`` narrow nothing.

    ``team`` and ``caseworker`` are codes of labels, so that no name stands in an address.
    ``status`` is ``open``, ``closed`` or ``overdue``.
    """

    source: str = ""
    case_type: str = ""
    team: str = ""
    caseworker: str = ""
    status: str = ""
    opened_from: date | None = None
    opened_to: date | None = None
    sort: str = "-opened"


class Row(NamedTuple):
    """One case as a list shows it; ``number`` is ``None`` for those who know the key alone."""

    id: int
    key: str
    number: str | None
    source: str
    case_type: str | None
    team: str | None
    caseworker: str | None
    caseworker_id: int | None
    status: str | None
    opened_on: date | None
    closed_on: date | None
    deadline_on: date | None

    @property
    def name(self) -> str:
        """The number, or the key for those who may not see the number."""
        return self.number or self.key

    def is_overdue(self, today: date) -> bool:
        """Say whether the case is open past its own deadline."""
        return self.closed_on is None and self.deadline_on is not None and self.deadline_on < today


@dataclass(frozen=True, slots=True)
class Choices:
    """What the filters can be set to: (code, name) pairs."""

    sources: list[tuple[str, str]]
    types: list[str]
    teams: list[tuple[str, str]]
    caseworkers: list[tuple[str, str]]


def choices(actor: Actor) -> Choices:
    """Return what the actor's own cases offer to filter by, in two queries."""
    demand(actor, Permission.CASE_READ)
    seen = may_read_case(actor)

    def of(kind: str, column: Any) -> Any:
        return select(literal(kind).label("kind"), column.label("value")).where(seen).distinct()

    sources = db.session.execute(select(CaseSource.code, CaseSource.name).order_by(CaseSource.name))
    parts = [of("type", Case.case_type), of("team", Case.team_label)]
    if may_ever(actor, Permission.CASE_READ_NUMBER):
        parts.append(of("caseworker", Case.caseworker_label))
    found: dict[str, list[str]] = {"type": [], "team": [], "caseworker": []}
    for kind, value in db.session.execute(union_all(*parts)):
        if value is not None:
            found[kind].append(value)
    return Choices(
        [(code, name) for code, name in sources],
        sorted(found["type"]),
        [(_code_of(label), label) for label in sorted(found["team"])],
        [(_code_of(label), label) for label in sorted(found["caseworker"])],
    )


def list_cases(
    actor: Actor, *, filters: Filters, offered: Choices, after: str | None = None
) -> Page[Row]:
    """Return the cases the actor may read, a page at a time."""
    column, descending = _sort(actor, filters)
    query = _narrowed(actor, filters, offered)
    query = after_row(query, after, value=column, id_=Case.id, descending=descending)
    rows = rows_of(actor, query)
    return page_of(rows, lambda row: (_sort_value(row, filters), row.id))


def count_cases(actor: Actor, *, filters: Filters, offered: Choices) -> int:
    """Return how many cases the filters leave."""
    narrowed = select(func.count()).select_from(Case).where(*_conditions(actor, filters, offered))
    if filters.source:
        narrowed = narrowed.join(CaseSource, CaseSource.id == Case.source_id)
    return db.session.scalar(narrowed) or 0


def all_cases(actor: Actor, *, filters: Filters, offered: Choices) -> list[Row]:
    """Return every case the filters leave, in the order of the list: for an export."""
    demand(actor, Permission.CASE_EXPORT)
    column, descending = _sort(actor, filters)
    order = (column.desc() if descending else column.asc()).nulls_last()
    return rows_of(actor, _narrowed(actor, filters, offered).order_by(order, Case.id))


def find_cases(actor: Actor, text: str) -> list[Row]:
    """Return cases whose number begins with *text*, or whose key is *text*; 50 at most.

    Only numbers the actor may read are searched, so that a search tells nothing new.
    """
    demand(actor, Permission.CASE_READ)
    text = text.strip()
    if not text:
        return []
    by_number = and_(Case.number.startswith(text, autoescape=True), may_read_case_number(actor))
    query = select_rows(actor).where(or_(Case.key == text.lower(), by_number))
    return rows_of(actor, query.order_by(Case.number, Case.id).limit(MOST_FOUND))


def dates_of_cases(actor: Actor, source_code: str) -> list[CaseDates]:
    """Return the local dates of every case of a source, for figures on timeliness."""
    demand(actor, Permission.TIMELINESS_READ)
    rows = db.session.execute(
        select(Case.opened_on, Case.deadline_on, Case.closed_on)
        .join(CaseSource, CaseSource.id == Case.source_id)
        .where(may_read_case(actor), CaseSource.code == source_code)
    )
    return [CaseDates(*row) for row in rows]


class _OfNobody:
    """A case that no condition on the caseworker can hold for."""

    caseworker_id = None


def select_rows(actor: Actor) -> Select[*tuple[Any, ...]]:
    """Select the columns of :class:`Row` from the cases the actor may read."""
    return (
        select(
            Case.id,
            Case.key,
            Case.number,
            CaseSource.name,
            Case.case_type,
            Case.team_label,
            func.coalesce(Person.name, Case.caseworker_label),
            Case.caseworker_id,
            Case.status,
            Case.opened_on,
            Case.closed_on,
            Case.deadline_on,
        )
        .join(CaseSource, CaseSource.id == Case.source_id)
        .outerjoin(Person, Person.id == Case.caseworker_id)
        .where(may_read_case(actor))
    )


def rows_of(actor: Actor, query: Select[*tuple[Any, ...]]) -> list[Row]:
    """Return the rows of a query made with :func:`select_rows`, without what is not the actor's."""
    return [as_seen_by(actor, Row(*row)) for row in db.session.execute(query)]


def _code_of(label: str) -> str:
    return fingerprint(label)[:CODE_LENGTH]


def as_seen_by(actor: Actor, row: Row) -> Row:
    """Return *row* without the number for those who know the case by its key alone.

    They do not see who handles it either, else the key would be no pseudonym.
    """
    if can(actor, Permission.CASE_READ_NUMBER, row):
        return row
    return row._replace(number=None, caseworker=None)


def _conditions(actor: Actor, filters: Filters, offered: Choices) -> list[ColumnElement[bool]]:
    wanted: list[ColumnElement[bool]] = [may_read_case(actor)]
    for column, value in (
        (CaseSource.code, filters.source),
        (Case.case_type, filters.case_type),
        (Case.team_label, filters.team and dict(offered.teams).get(filters.team)),
        (
            Case.caseworker_label,
            filters.caseworker and dict(offered.caseworkers).get(filters.caseworker),
        ),
    ):
        if value != "":
            wanted.append(column == value)  # an unknown code is None and finds nothing
    if filters.opened_from:
        wanted.append(Case.opened_on >= filters.opened_from)
    if filters.opened_to:
        wanted.append(Case.opened_on <= filters.opened_to)
    if filters.status in _STATUS:
        wanted.append(_STATUS[filters.status](clock.today()))
    return wanted


_STATUS: dict[str, Callable[[date], ColumnElement[bool]]] = {
    "open": lambda _today: Case.closed_on.is_(None),
    "closed": lambda _today: Case.closed_on.is_not(None),
    "overdue": lambda today: and_(Case.closed_on.is_(None), Case.deadline_on < today),
}


def _narrowed(actor: Actor, filters: Filters, offered: Choices) -> Select[*tuple[Any, ...]]:
    return select_rows(actor).where(*_conditions(actor, filters, offered))


def _sort(actor: Actor, filters: Filters) -> tuple[Any, bool]:
    name = filters.sort.removeprefix("-")
    if name == "number" and not can(actor, Permission.CASE_READ_NUMBER, _OfNobody()):
        name = "opened"  # the order of what one may not see would tell of it
    return SORTS.get(name, Case.opened_on), filters.sort.startswith("-")


def _sort_value(row: Row, filters: Filters) -> Any:
    fields = {
        "closed": row.closed_on,
        "deadline": row.deadline_on,
        "number": row.number,
        "type": row.case_type,
    }
    return fields.get(filters.sort.removeprefix("-"), row.opened_on)
