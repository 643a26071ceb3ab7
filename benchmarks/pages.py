"""Every page that somebody opens each day, over the demonstration: ``python -m benchmarks.pages``.

For each: CPU beside a bare page, statements, and size. The ratio is that of the lowest tenth: what
else the machine does meanwhile only adds.
"""

import tempfile
import time
from collections.abc import Callable, Mapping

from flask import Flask
from sqlalchemy import Engine, event, select

from benchmarks.__main__ import bare_page, client_of, demonstration
from review_app.domain.access import Role
from review_app.domain.workflow import LearningNoteState, RoundState
from review_app.kernel.db import db
from review_app.models import Appointment, Case, LearningNote, Round

TIMES = 20
LISTS = ("/", "/cases", "/timeliness", "/rounds", "/reviews?view=all&state=all", "/learning-cases")
MORE = ("/sessions", "/actions", "/knowledge", "/figures", "/checklists", "/administration")


def addresses(app: Flask) -> list[str]:
    """Return what a coordinator opens: lists, then one of each kind of thing."""
    with app.app_context():
        found = db.session.scalar(select(Case.key).order_by(Case.id))
        closed = db.session.scalar(select(Round.key).where(Round.state == RoundState.CLOSED))
        note = db.session.scalar(
            select(LearningNote.key).where(LearningNote.state == LearningNoteState.PUBLISHED)
        )
    return [*LISTS, *MORE, f"/cases/{found}", f"/rounds/{closed}", f"/knowledge/{note}"]


def statements_of(work: Callable[[], object]) -> int:
    """Return how many statements *work* asks of the database."""
    asked: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        asked.append(statement)

    event.listen(Engine, "before_cursor_execute", note)
    work()
    event.remove(Engine, "before_cursor_execute", note)
    return sum(not statement.startswith(("BEGIN", "PRAGMA")) for statement in asked)


def cpu_ms(works: Mapping[str, Callable[[], object]]) -> dict[str, list[float]]:
    """Return the CPU milliseconds of each, shortest first; in turn, as a server's work comes."""
    spent: dict[str, list[float]] = {name: [] for name in works}
    for _ in range(TIMES):
        for name, work in works.items():
            before = time.process_time()
            work()
            spent[name].append((time.process_time() - before) * 1000)
    return {name: sorted(values[1:]) for name, values in spent.items()}


def report(app: Flask) -> None:
    """Print a line for each page."""
    with app.app_context():
        leads = select(Appointment.person_id).where(Appointment.role == Role.COORDINATOR)
        client = client_of(app, db.session.scalars(leads.order_by(Appointment.id)).first() or 0)
    works = {one: lambda one=one: client.get(one) for one in addresses(app)}
    spent = cpu_ms({"bare page": bare_page(app), **works})
    floor = spent["bare page"][TIMES // 10]
    print(f"{'bare page':<32}{floor:8.2f} ms CPU")
    for name, work in works.items():
        reply = work()
        if reply.status_code != 200:
            raise RuntimeError(f"{name}: {reply.status_code}")
        low, median = spent[name][TIMES // 10], spent[name][TIMES // 2]
        size = len(reply.data) / 1000
        print(
            f"{name:<32}{low:8.2f} ms CPU (median {median:.1f}){low / floor:6.1f} x"
            f"{statements_of(work):5} statements{size:6.0f} kB"
        )


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        report(demonstration(folder))
