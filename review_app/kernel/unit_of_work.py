"""One service call, one transaction, at least one line in the audit log.

``with unit_of_work(actor) as work:`` commits on leaving and rolls everything back on any exception.
Units nest: an inner one joins the outer, so a reaction to an event stands or falls with its cause.
Whoever commits, a change of evidence that nobody entered in the log is refused.
"""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from typing import Any, TypeVar

from sqlalchemy import Insert
from sqlalchemy import event as sa_event
from sqlalchemy.orm import ORMExecuteState, Session, SessionTransaction

from review_app.domain.access import Actor
from review_app.domain.audit_codes import AuditCode
from review_app.domain.events import Event
from review_app.kernel import audit_log, jobs
from review_app.kernel.db import WRITES, Table, db, queue_of_writers

Reaction = Callable[[Actor, Any], None]
REACTIONS: dict[type[Any], list[Reaction]] = {}  # filled once, from review_app.wiring
T = TypeVar("T", bound=Table)


class HalfKeptError(RuntimeError):
    """A programming error: a unit goes on after an inner one failed and took its changes away."""


class UnloggedChangeError(RuntimeError):
    """A programming error: rows changed and no audit entry says so."""


@dataclass
class Work:
    """What a service may do inside its unit."""

    session: Session
    actor: Actor
    events: list[Event] = field(default_factory=list)

    def log(self, code: AuditCode, thing: Table, **details: Any) -> None:
        """Enter a change in the audit log: codes and numbers, never case text."""
        audit_log.record(self.session, self.actor, code, thing, details)
        self.session.info["logged"] = True

    def add(self, thing: T) -> T:
        """Put a new row in the unit and return it with its id."""
        self.session.add(thing)
        self.session.flush()
        return thing

    def hold(self, thing: Table) -> None:
        """Read *thing* anew and keep others from changing it until this unit ends.

        For a step whose rule looks at more than the row it changes: of two who take it at once,
        the second shall see what the first did. SQLite has one writer at a time anyway.
        """
        if self.session.get_bind().dialect.name == "postgresql":
            self.session.refresh(thing, with_for_update={"of": type(thing)})

    def tell(self, happened: Event) -> None:
        """Let other areas react, inside this same transaction."""
        self.events.append(happened)

    def later(self, task: str, **arguments: Any) -> int:
        """Have the worker run *task* once this unit is committed; never if it is not."""
        return jobs.put_in_outbox(self.session, task, self.actor, arguments)


@contextmanager
def unit_of_work(actor: Actor) -> Iterator[Work]:
    """Open a unit of work for *actor*, or join the one that is open; see the module's own text."""
    session: Session = db.session()
    work = Work(session, actor)
    depth = session.info.get("depth", 0)
    with ExitStack() as stack:
        if depth == 0:
            _begin_writing(session, stack)
        session.info["depth"] = depth + 1
        try:
            yield work
            _react(work)
            if session.info.get("failed"):
                raise HalfKeptError("an inner unit of work failed; let its exception through")
            if depth == 0:
                session.commit()
        except BaseException:
            session.rollback()  # of the outer unit too: what failed inside must not be half kept
            session.info["failed"] = depth > 0
            session.info.pop("to wake", None)  # the promises went with the rest
            raise
        finally:
            session.info["depth"] = depth
    if depth == 0:
        jobs.wake_worker(session)


def write_beside(actor: Actor, statement: Insert, rows: list[dict[str, Any]]) -> None:
    """Write *rows* that are no evidence beside what the session has read, which stays as it is.

    So a page that notes what it shows need not read it again. Inside a unit they are part of it.
    """
    if db.session().info.get("depth"):
        with unit_of_work(actor) as work:
            work.session.execute(statement, rows)
        return
    with queue_of_writers(db.engine), db.engine.connect() as connection:
        connection.execution_options(**{WRITES: True})
        with connection.begin():
            connection.execute(statement, rows)


def _begin_writing(session: Session, stack: ExitStack) -> None:
    session.rollback()  # what was read before belongs to an older snapshot
    stack.enter_context(queue_of_writers(db.engine))
    session.connection(execution_options={WRITES: True})


def _react(work: Work) -> None:
    for happened in work.events:
        for reaction in REACTIONS.get(type(happened), []):
            reaction(work.actor, happened)


@sa_event.listens_for(Session, "before_flush")
def _notice_changed_rows(session: Session, *_: Any) -> None:
    touched = [
        *session.new,
        *session.deleted,
        *(r for r in session.dirty if session.is_modified(r)),
    ]
    if any(row.is_evidence and not isinstance(row, audit_log.AuditEntry) for row in touched):
        session.info["changed"] = True


@sa_event.listens_for(Session, "do_orm_execute")
def _notice_bulk_changes(state: ORMExecuteState) -> None:
    if state.is_insert or state.is_update or state.is_delete:
        mapper = state.bind_mapper
        if mapper is None or mapper.class_.is_evidence:
            state.session.info["changed"] = True


@sa_event.listens_for(Session, "before_commit")
def _refuse_unlogged_changes(session: Session) -> None:
    session.flush()
    if session.info.get("changed") and not session.info.get("logged"):
        raise UnloggedChangeError("enter the change with work.log(...)")
    audit_log.seal_pending(session)


@sa_event.listens_for(Session, "after_transaction_end")
def _start_afresh(session: Session, transaction: SessionTransaction) -> None:
    if transaction.parent is None:  # a flush opens and ends one of its own
        for mark in ("changed", "logged", audit_log.PENDING):
            session.info.pop(mark, None)
