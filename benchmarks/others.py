"""How long others wait: a second process that saves something small while the first is at work."""

import multiprocessing
import time
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing.queues import Queue
from multiprocessing.synchronize import Event

from benchmarks.databases import settled
from review_app.domain.access import OPERATOR
from review_app.domain.audit_codes import AuditCode
from review_app.kernel.db import db
from review_app.kernel.unit_of_work import unit_of_work
from review_app.models import CaseSource

PAUSE = 0.2  # seconds between two saves


@contextmanager
def somebody_saves(folder: str, url: str | None) -> Iterator[list[float]]:
    """Yield a list that holds, afterwards, the milliseconds of each save made meanwhile."""
    context = multiprocessing.get_context("spawn")
    begun, over, told = context.Event(), context.Event(), context.Queue()
    other = context.Process(target=_save, args=(folder, url, begun, over, told))
    other.start()
    begun.wait()
    found: list[float] = []
    try:
        yield found
    finally:
        over.set()
        found += told.get()
        other.join()


def _save(
    folder: str, url: str | None, begun: Event, over: Event, told: "Queue[list[float]]"
) -> None:
    found: list[float] = []
    with settled(folder, url).app_context():
        with unit_of_work(OPERATOR) as work:
            source = work.add(CaseSource(code=f"other-{time.time_ns()}", name="other"))
            work.log(AuditCode.CASE_SOURCE_ADDED, source)
            source_id = source.id
        begun.set()
        while not over.wait(PAUSE):
            before = time.perf_counter()
            with unit_of_work(OPERATOR) as work:
                source = work.session.get_one(CaseSource, source_id)
                source.name = f"other {len(found)}"
                work.log(AuditCode.CASE_SOURCE_ADDED, source)
            found.append((time.perf_counter() - before) * 1000)
        db.session.remove()
        db.engine.dispose()
    told.put(found)
