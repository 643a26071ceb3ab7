"""Finding sources, imports, profiles, labels, and the rows an import is compared with."""

from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import TypeVar

from sqlalchemy import func, select
from sqlalchemy.orm import selectinload

from review_app.domain.access import Actor, Permission, demand
from review_app.domain.errors import IllegalTransition, NotFound
from review_app.domain.kinds import ImportState
from review_app.features.cases.upsert import CASE_COLUMNS, EVENT_COLUMNS, Stored
from review_app.kernel.db import db
from review_app.kernel.paging import Page, after_row, page_of
from review_app.models import (
    Case,
    CaseEvent,
    CaseImport,
    CaseSource,
    CaseworkerLabel,
    ImportProfile,
    Person,
    Team,
)

T = TypeVar("T")
_AT_ONCE = 500  # ids in one IN (...): well under SQLite's limit of variables


def list_sources(actor: Actor) -> Sequence[CaseSource]:
    """Return all sources by name."""
    demand(actor, Permission.CASE_IMPORT)
    return db.session.scalars(select(CaseSource).order_by(CaseSource.name)).all()


def find_source(actor: Actor, code: str) -> CaseSource | None:
    """Return the source called *code*, if there is one."""
    demand(actor, Permission.CASE_IMPORT)
    return db.session.scalar(select(CaseSource).where(CaseSource.code == code))


def get_source(actor: Actor, code: str) -> CaseSource:
    """Return the source called *code*.

    :raises NotFound: when there is none.
    """
    found = find_source(actor, code)
    if found is None:
        raise NotFound(thing="source", code=code)
    return found


def list_imports(actor: Actor, *, after: str | None = None) -> Page[CaseImport]:
    """Return imports, newest first."""
    demand(actor, Permission.CASE_IMPORT)
    query = select(CaseImport).options(selectinload(CaseImport.source))
    query = after_row(query, after, value=CaseImport.id, id_=CaseImport.id, descending=True)
    return page_of(db.session.scalars(query).all(), lambda row: (row.id, row.id))


def get_import(actor: Actor, key: str) -> CaseImport:
    """Return one import.

    :raises NotFound: when there is none.
    """
    demand(actor, Permission.CASE_IMPORT)
    found = db.session.scalar(
        select(CaseImport).where(CaseImport.key == key).options(selectinload(CaseImport.source))
    )
    if found is None:
        raise NotFound(thing="import", key=key)
    return found


def uploaded(actor: Actor, key: str) -> CaseImport:
    """Return an import that waits to be started.

    :raises IllegalTransition: when it was started or given up already.
    """
    found = get_import(actor, key)
    if found.state is not ImportState.UPLOADED:
        raise IllegalTransition(thing="import", state=found.state.value)
    return found


def stopped(actor: Actor, key: str) -> CaseImport:
    """Return an import that was cut off with a part of it written.

    :raises IllegalTransition: when it is in any other state.
    """
    found = get_import(actor, key)
    if found.state is not ImportState.STOPPED:
        raise IllegalTransition(thing="import", state=found.state.value)
    return found


def list_profiles(actor: Actor, source_id: int) -> Sequence[ImportProfile]:
    """Return the profiles of a source by name."""
    demand(actor, Permission.CASE_IMPORT)
    query = select(ImportProfile).where(ImportProfile.source_id == source_id)
    return db.session.scalars(query.order_by(ImportProfile.name)).all()


def find_profile(actor: Actor, source_id: int, *, name: str) -> ImportProfile | None:
    """Return a source's profile by its name."""
    demand(actor, Permission.CASE_IMPORT)
    query = select(ImportProfile).where(ImportProfile.source_id == source_id)
    return db.session.scalar(query.where(ImportProfile.name == name))


def list_labels(actor: Actor, source_id: int) -> Sequence[tuple[CaseworkerLabel, int]]:
    """Return a source's caseworker labels with how many cases bear each, the unlinked first."""
    demand(actor, Permission.CASE_IMPORT)
    cases = (
        select(Case.caseworker_label, func.count().label("count"))
        .where(Case.source_id == source_id)
        .group_by(Case.caseworker_label)
        .subquery()
    )
    query = (
        select(CaseworkerLabel, func.coalesce(cases.c.count, 0))
        .outerjoin(cases, cases.c.caseworker_label == CaseworkerLabel.label)
        .where(CaseworkerLabel.source_id == source_id)
        .order_by(CaseworkerLabel.person_id.is_not(None), CaseworkerLabel.label)
    )
    return [(label, count) for label, count in db.session.execute(query)]


def list_people(actor: Actor) -> Sequence[Person]:
    """Return whom a label can be linked to: people who may sign in and come from no firm."""
    demand(actor, Permission.CASE_IMPORT)
    query = select(Person).where(Person.is_active, Person.firm_id.is_(None))
    return db.session.scalars(query.order_by(Person.name)).all()


def linked_people(_actor: Actor, source_id: int | None) -> dict[str, int | None]:
    """Return the person each known label of a source is linked to, ``None`` for not yet."""
    query = select(CaseworkerLabel.label, CaseworkerLabel.person_id)
    rows = db.session.execute(query.where(CaseworkerLabel.source_id == source_id))
    return dict(iter(rows))


def teams_by_name(_actor: Actor) -> dict[str, int]:
    """Return the id of each team under its name without case."""
    rows = db.session.execute(select(Team.name, Team.id))
    return {name.casefold(): id_ for name, id_ in rows}


def case_numbers(_actor: Actor, source_id: int | None) -> list[str]:
    """Return the numbers of a source's cases, the oldest row first."""
    query = select(Case.number).where(Case.source_id == source_id)
    return list(db.session.scalars(query.order_by(Case.id)))


def stored_cases(
    _actor: Actor, source_id: int | None, *, numbers: Iterable[str]
) -> dict[Hashable, Stored]:
    """Return what stands of some of a source's cases, by case number."""
    columns = [getattr(Case, name) for name in CASE_COLUMNS]
    query = select(Case.id, Case.number, *columns).where(Case.source_id == source_id)
    return {
        row[1]: Stored(row[0], tuple(row[2:]))
        for part in _in_parts(numbers)
        for row in db.session.execute(query.where(Case.number.in_(part)))
    }


def stored_events(
    _actor: Actor, numbers_by_id: Mapping[int, str]
) -> tuple[dict[Hashable, Stored], dict[str, int]]:
    """Return what stands of some cases' events, and each case's last position.

    The first is by case number and identity, the second by case number.
    """
    columns = [getattr(CaseEvent, name) for name in EVENT_COLUMNS]
    chosen = (CaseEvent.id, CaseEvent.case_id, CaseEvent.identity, CaseEvent.position, *columns)
    events: dict[Hashable, Stored] = {}
    last: dict[str, int] = {}
    for ids in _in_parts(numbers_by_id):
        for row in db.session.execute(select(*chosen).where(CaseEvent.case_id.in_(ids))):
            number = numbers_by_id[row[1]]
            events[number, row[2]] = Stored(row[0], tuple(row[4:]))
            last[number] = max(last.get(number, 0), row[3])
    return events, last


def case_ids(_actor: Actor, source_id: int, *, numbers: Iterable[str]) -> dict[str, int]:
    """Return the ids of the cases of a source that bear one of these numbers."""
    query = select(Case.number, Case.id).where(Case.source_id == source_id)
    return {
        number: id_
        for part in _in_parts(numbers)
        for number, id_ in db.session.execute(query.where(Case.number.in_(part)))
    }


def cases_of_events(_actor: Actor, event_ids: Iterable[int]) -> set[int]:
    """Return the ids of the cases that these events belong to."""
    found: set[int] = set()
    for ids in _in_parts(event_ids):
        found.update(db.session.scalars(select(CaseEvent.case_id).where(CaseEvent.id.in_(ids))))
    return found


def _in_parts(things: Iterable[T]) -> Iterator[list[T]]:
    remaining = iter(things)
    while part := list(islice(remaining, _AT_ONCE)):
        yield part
