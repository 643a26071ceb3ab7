"""``python -m benchmarks.ranking``: what a page of the hardest cases costs, at growing sizes.

Every page of the ranking walks all events of the cases ranked; the floor is counting those events.
"""

import sys
import tempfile
import time
from datetime import date, timedelta

import flask_migrate
from sqlalchemy import func, insert, select

from review_app import create_app
from review_app.domain.actors import Actor, Role
from review_app.domain.kinds import RoundPurpose
from review_app.features.rounds import queries_ranking, service
from review_app.kernel.db import db
from review_app.models import Appointment, Case, CaseEvent, CaseSource, Person

EVENTS_A_CASE = 10


def fill(size: int) -> None:
    """Enter so many cases with ten events each."""
    first = date(2024, 1, 1)
    source = db.session.execute(
        insert(CaseSource).values(code="b", name="b").returning(CaseSource.id)
    ).scalar_one()
    for begin in range(0, size, 20_000):
        ids = range(begin + 1, min(begin + 20_000, size) + 1)
        day = {n: first + timedelta(days=n % 900) for n in ids}
        cases = [
            {"id": n, "source_id": source, "number": f"b-{n}", "opened_on": day[n]} for n in ids
        ]
        db.session.execute(insert(Case), cases)
        events = [
            {
                "case_id": n,
                "identity": str(k),
                "activity": f"step {k % 7}",
                "performed_by_label": f"person {(n * k) % (1 + n % 6)}",
                "happened_on": day[n] + timedelta(days=k * 20),
                "stamp": "",
                "position": k,
            }
            for n in ids
            for k in range(EVENTS_A_CASE)
        ]
        db.session.execute(insert(CaseEvent), events)
    db.session.info["logged"] = True
    db.session.commit()


def report(size: int) -> None:
    """Print the seconds of the first page, of a page far on, and of the floor."""
    with tempfile.TemporaryDirectory() as folder:
        settings = {"review_mode": "demo", "data_dir": folder}
        settings |= {"secret_key": "s" * 40, "audit_key": "a" * 40}
        app = create_app(settings=settings)
        with app.app_context():
            flask_migrate.upgrade()
            fill(size)
            lead = Person(
                name="Lead", email="l@e.org", appointments=[Appointment(role=Role.COORDINATOR)]
            )
            db.session.add(lead)
            db.session.info["logged"] = True
            db.session.commit()
            actor = Actor(lead.id, frozenset({Role.COORDINATOR}))
            learns = service.plan_round(actor, title="Learn", purpose=RoundPurpose.LEARN)
            begin = time.perf_counter()
            db.session.scalar(select(func.count()).select_from(CaseEvent))
            floor = time.perf_counter() - begin
            begin = time.perf_counter()
            page = queries_ranking.list_ranked(actor, learns)
            first = time.perf_counter() - begin
            begin = time.perf_counter()
            queries_ranking.list_ranked(actor, learns, after=page.after)
            second = time.perf_counter() - begin
            print(f"{size:>8} cases: counting their events {floor:.3f} s", end=", ")
            print(f"first page {first:.2f} s, next {second:.2f} s")


if __name__ == "__main__":
    for size in map(int, sys.argv[1:] or ("10000", "30000", "100000")):
        report(size)
