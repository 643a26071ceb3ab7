"""What computing deadlines costs at three sizes: it must grow with the number of cases alone."""

import random
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path

import flask_migrate
from sqlalchemy import func, insert, select

from review_app import create_app
from review_app.domain.access import OPERATOR
from review_app.domain.rule_months import by_month
from review_app.features.timeliness import jobs, jobs_summary, service_seeding, service_stale
from review_app.kernel import clock
from review_app.kernel.db import db
from review_app.kernel.places import TOP
from review_app.models import Case, CaseDeadline, CaseEvent, CaseSource, DeadlineRun

SIZES = (2_000, 6_000, 18_000)
EVENTS = 10
STEPS = (
    "Oplysningsskema sendt",
    "Oplysningsskema modtaget",
    "Første opfølgningssamtale",
    "Opfølgningssamtale",
)


def measure() -> None:
    """Print the CPU time of a whole recomputation, and of the summary alone, at each size."""
    for size in SIZES:
        with tempfile.TemporaryDirectory() as folder:
            app = create_app(
                settings={"review_mode": "demo", "data_dir": str(Path(folder))}, TESTING=True
            )
            with app.app_context():
                flask_migrate.upgrade()
                service_seeding.seed_reference(OPERATOR, folder=TOP / "seed" / "reference")
                enter_cases(size)
                whole, summary = recompute()
                rows = db.session.scalar(select(func.count()).select_from(CaseDeadline))
                db.session.remove()
                db.engine.dispose()
        print(
            f"{f'deadlines of {size:,} cases':<34}{whole:8.2f} s CPU  "
            f"{whole / size * 1e6:6.0f} µs a case; summary of {rows:,} rows {summary:.2f} s"
        )


def recompute() -> tuple[float, float]:
    """Compute everything anew; returns CPU seconds of the whole and of the summary in it."""
    service_stale.mark_all(OPERATOR)
    key = db.session.scalars(select(DeadlineRun.key).order_by(DeadlineRun.id.desc())).first()
    before = time.process_time()
    jobs.recompute(key or "")
    whole = time.process_time() - before
    before = time.process_time()
    lines = jobs_summary.lines_of(select(*jobs_summary.LINE_COLUMNS))
    by_month(lines, as_of=clock.today())
    return whole, time.process_time() - before


def enter_cases(size: int) -> None:
    """Enter cases over five years with ten events each, below the services: only a floor."""
    chance, today = random.Random(size), clock.today()
    source = CaseSource(code="bench", name="bench")
    db.session.add(source)
    db.session.flush()
    cases = [_case(n, source.id, chance, today) for n in range(size)]
    db.session.execute(insert(Case), cases)
    ids = db.session.execute(select(Case.id, Case.opened_on)).all()
    for begin in range(0, size, 1000):
        part = ids[begin : begin + 1000]
        db.session.execute(
            insert(CaseEvent),
            [e for id_, opened in part if opened for e in _events(id_, opened, chance)],
        )
    db.session.info["logged"] = True
    db.session.commit()


def _case(n: int, source_id: int, chance: random.Random, today: date) -> dict[str, object]:
    opened = today - timedelta(days=chance.randint(0, 1800))
    closed = opened + timedelta(days=chance.randint(20, 300))
    return {
        "source_id": source_id,
        "number": f"b{n}",
        "case_type": "Sygedagpenge",
        "caseworker_label": f"c{n % 60}",
        "opened_on": opened,
        "closed_on": closed if closed <= today else None,
        "deadline_on": opened + timedelta(days=55),
    }


def _events(case_id: int, opened: date, chance: random.Random) -> list[dict[str, object]]:
    days = sorted(chance.randint(0, 250) for _ in range(EVENTS))
    return [
        {
            "case_id": case_id,
            "identity": f"{case_id}-{n}",
            "activity": STEPS[min(n, 3)],
            "happened_on": opened + timedelta(days=day),
            "stamp": (opened + timedelta(days=day)).isoformat(),
            "position": n,
        }
        for n, day in enumerate(days)
    ]
