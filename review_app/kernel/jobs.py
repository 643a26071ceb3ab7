"""Slow and outside work: a transactional outbox, and a Huey queue that empties it.

A service writes an :class:`OutboxEntry` in the transaction of the change it follows from. After
the commit the entry's id is put on the queue. Huey has no acknowledgement, so a task that runs when
the worker is killed would be lost: the entry is the truth, and a sweep once a minute queues again
what is waiting or has stopped beating. Tasks must therefore be safe to run twice.
"""

import logging
from collections.abc import Callable
from contextvars import ContextVar
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, cast

from flask import Flask, current_app
from huey import SqliteHuey, crontab
from sqlalchemy import CursorResult, Update, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from review_app.domain.access import Actor
from review_app.kernel import clock
from review_app.kernel.db import WRITES, Table, db, queue_of_writers

log = logging.getLogger(__name__)
_at_work: ContextVar[int | None] = ContextVar("at_work", default=None)
Task = Callable[..., None]
TASKS: dict[str, Task] = {}  # filled once, from review_app.wiring
PERIODIC: list[str] = []  # tasks queued once an hour, from review_app.wiring
QUEUED, RUNNING, DONE, FAILED = "queued", "running", "done", "failed"
ATTEMPTS = 3
SILENCE = timedelta(minutes=10)  # a running entry this old was killed with its worker


class OutboxEntry(Table):
    """One promise to do something after a commit."""

    __tablename__ = "outbox_entry"
    is_evidence = False

    id: Mapped[int] = mapped_column(primary_key=True)
    task: Mapped[str]
    arguments: Mapped[dict[str, Any]]
    actor_id: Mapped[int | None]
    state: Mapped[str] = mapped_column(default=QUEUED, index=True)
    attempts: Mapped[int] = mapped_column(default=0)
    queued_at: Mapped[datetime] = mapped_column(default=clock.now)
    started_at: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]
    error: Mapped[str | None]


def put_in_outbox(session: Session, task: str, actor: Actor, arguments: dict[str, Any]) -> int:
    """Write the promise and return its id; called by the unit of work only."""
    if task not in TASKS:
        raise KeyError(f"no such task: {task}")
    entry = OutboxEntry(task=task, arguments=arguments, actor_id=actor.id)
    session.add(entry)
    session.flush()
    session.info.setdefault("to wake", []).append(entry.id)
    return entry.id


def wake_worker(session: Session) -> None:
    """Put what was promised on the queue; a queue that is away is no fault, the sweep comes."""
    for entry_id in session.info.pop("to wake", []):
        queue = current_app.extensions.get("huey")
        if queue is None:
            continue
        try:
            queue["run"](entry_id)
        except Exception:
            log.exception("the queue could not be reached; the sweep will find entry %s", entry_id)


def beat(session: Session) -> None:
    """Say within a unit that the task at work is alive, so that it is not taken for killed."""
    alive = update(OutboxEntry).where(OutboxEntry.id == _at_work.get())
    session.execute(alive.values(started_at=clock.now()))


def run(entry_id: int) -> None:
    """Run one entry, unless somebody else has it: claimed by an UPDATE that only one can win."""
    claim = (
        update(OutboxEntry)
        .where(OutboxEntry.id == entry_id, OutboxEntry.state == QUEUED)
        .values(state=RUNNING, started_at=clock.now(), attempts=OutboxEntry.attempts + 1)
    )
    if not _change(claim):
        return
    entry = db.session.get_one(OutboxEntry, entry_id)
    task, arguments, attempts = entry.task, entry.arguments, entry.attempts
    error, at_work = None, _at_work.set(entry_id)
    try:
        TASKS[task](**arguments)
    except Exception as fault:
        log.exception("task %s failed", task)
        error = type(fault).__name__
    finally:
        _at_work.reset(at_work)
    state = DONE if error is None else QUEUED if attempts < ATTEMPTS else FAILED
    _change(
        update(OutboxEntry)
        .where(OutboxEntry.id == entry_id)
        .values(state=state, finished_at=clock.now(), error=error)
    )


def _change(*changes: Update) -> int:
    """Change entries at once, in line with other writers; returns how many rows."""
    db.session.rollback()
    with queue_of_writers(db.engine):
        db.session.connection(execution_options={WRITES: True})
        done = [cast("CursorResult[Any]", db.session.execute(change)) for change in changes]
        db.session.commit()
    return sum(result.rowcount for result in done)


def sweep() -> list[int]:
    """Free what was killed while running and return the ids of all that waits.

    What was killed each time it ran is given up: it may be what kills the worker.
    """
    silent = update(OutboxEntry).where(
        OutboxEntry.state == RUNNING, OutboxEntry.started_at < clock.now() - SILENCE
    )
    given_up = silent.where(OutboxEntry.attempts >= ATTEMPTS)
    _change(given_up.values(state=FAILED), silent.values(state=QUEUED))
    waiting = select(OutboxEntry.id).where(OutboxEntry.state == QUEUED).order_by(OutboxEntry.id)
    return list(db.session.scalars(waiting))


def run_all() -> int:
    """Run everything that waits, here and now; returns how many entries were run."""
    ran = 0
    while waiting := sweep():
        for entry_id in waiting:
            run(entry_id)
            ran += 1
    return ran


def init_app(app: Flask) -> None:
    """Give the application its queue, a file beside the data."""
    path = Path(app.config["DATA_DIR"]) / "queue.sqlite"
    huey = SqliteHuey("review_app", filename=str(path), fsync=False)

    def run_in_app(entry_id: int) -> None:
        with app.app_context():
            run(entry_id)

    queued = huey.task(name="run")(run_in_app)

    def sweep_in_app() -> None:
        with app.app_context():
            for entry_id in sweep():
                queued(entry_id)

    def hourly() -> None:
        with app.app_context():
            for name in PERIODIC:
                TASKS[name]()

    huey.periodic_task(crontab(minute="*"), name="sweep")(sweep_in_app)
    huey.periodic_task(crontab(minute="7"), name="hourly")(hourly)
    app.extensions["huey"] = {"queue": huey, "run": queued}
