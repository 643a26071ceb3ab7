"""``make bench``: print how much the product costs against a floor measured in the same run.

The floor of a page is a bare Flask view with one indexed query and a Jinja table of as many rows;
the floor of a draw is hashing as many keys. CPU time, not wall time.
"""

import hashlib
import hmac
import statistics
import tempfile
import time
from collections.abc import Callable, Mapping
from datetime import timedelta
from pathlib import Path

import flask_migrate
from flask import Flask, render_template
from flask.testing import FlaskClient
from jinja2 import DictLoader
from sqlalchemy import create_engine, select

from benchmarks import scoring, statistics_of_samples, timeliness
from review_app import create_app
from review_app.domain import draw
from review_app.domain.verify_draw import commitment
from review_app.domain.workflow import ReviewState
from review_app.entrypoints.demo import story
from review_app.kernel import clock
from review_app.kernel.db import db
from review_app.kernel.keys import fingerprint, new_token
from review_app.models import Case, Review, SignIn

BARE = (
    "<!doctype html><title>x</title><table>{% for row in rows %}<tr>{% for cell in row %}"
    "<td>{{ cell }}</td>{% endfor %}</tr>{% endfor %}</table>"
)


def cpu_ms(work: Callable[[], object], times: int = 30) -> float:
    """Return the median CPU milliseconds of one call."""
    work()
    spent = []
    for _ in range(times):
        before = time.process_time()
        work()
        spent.append((time.process_time() - before) * 1000)
    return statistics.median(spent)


def cpu_ms_in_turn(works: Mapping[str, Callable[[], object]], times: int = 40) -> dict[str, float]:
    """Return the median CPU milliseconds of each; in turn, so that a busy minute hits them all."""
    spent: dict[str, list[float]] = {name: [] for name in works}
    for work in works.values():
        work()
    for _ in range(times):
        for name, work in works.items():
            before = time.process_time()
            work()
            spent[name].append((time.process_time() - before) * 1000)
    return {name: statistics.median(values) for name, values in spent.items()}


def demonstration(folder: str) -> Flask:
    """Build the application with the demonstration in it."""
    app = create_app(
        settings={
            "review_mode": "demo",
            "data_dir": folder,
            "secret_key": "s" * 40,
            "audit_key": "a" * 40,
        },
        WTF_CSRF_ENABLED=False,
    )
    with app.app_context():
        flask_migrate.upgrade()
        story.tell()
    return app


def client_of(app: Flask, person_id: int) -> FlaskClient:
    """Sign a person in; returns the client."""
    with app.app_context():
        token = new_token()
        db.session.add(SignIn(token_fingerprint=fingerprint(token), person_id=person_id))
        db.session.commit()
    client = app.test_client()
    with client.session_transaction() as session:
        session["_user_id"], session["_fresh"] = token, True
    return client


def bare_page(app: Flask) -> Callable[[], object]:
    """A view without session, permission, frame or log: one query, one table."""
    with app.app_context():
        url = str(db.engine.url)
    bare = Flask("bare")
    bare.jinja_loader = DictLoader({"bare.html": BARE})
    engine = create_engine(url)

    @bare.get("/")
    def page() -> str:
        with engine.connect() as connection:
            query = select(
                Case.number, Case.case_type, Case.team_label, Case.opened_on, Case.deadline_on
            )
            rows = connection.execute(query.order_by(Case.opened_on).limit(50)).all()
        return render_template("bare.html", rows=rows)

    client = bare.test_client()
    return lambda: client.get("/")


def pages(app: Flask) -> None:
    """Compare pages with the floor."""
    floor = cpu_ms(bare_page(app))
    print(f"{'bare Flask page, 50 rows':<34}{floor:8.2f} ms CPU      1.0 x")
    with app.app_context():
        review = db.session.scalars(
            select(Review).where(Review.state == ReviewState.IN_PROGRESS).order_by(Review.id)
        ).first()
        scored, reviewer_id = f"/reviews/{review.key}/score", review.reviewer_id
    client = client_of(app, reviewer_id)
    for name, address in (
        ("overview", "/"),
        ("case list, 50 rows", "/cases"),
        ("rounds", "/rounds"),
        ("scoring page, 31 criteria", scored),
    ):
        assert client.get(address).status_code == 200, address
        spent = cpu_ms(lambda address=address: client.get(address))
        print(f"{name:<34}{spent:8.2f} ms CPU  {spent / floor:7.1f} x")
    scoring.report(app, cpu_ms_in_turn, bare=bare_page(app), client_of=client_of)


def draws(size: int = 100_000) -> None:
    """Compare a draw from many cases with hashing their keys."""
    keys = [f"{n:012d}" for n in range(size)]
    seed = bytes(32)

    def hash_all() -> object:
        return [hmac.new(seed, key.encode(), hashlib.sha256).digest() for key in keys]

    def draw_all() -> object:
        rows = [draw.FrameRow(key) for key in keys]
        plan = draw.make_plan(title="bench", method=draw.Method.SIMPLE, size=400, frame_rows=size)
        sealed = draw.seal(rows, plan, commitments=[("a", commitment("a", "11" * 32))])
        return draw.reveal(sealed, secrets=[("a", "11" * 32)])

    floor, spent = cpu_ms(hash_all, 3), cpu_ms(draw_all, 3)
    print(f"{'hashing 100,000 keys':<34}{floor:8.0f} ms CPU      1.0 x")
    print(f"{'sealing and drawing 400 of them':<34}{spent:8.0f} ms CPU  {spent / floor:7.1f} x")


def main() -> None:
    """Print everything."""
    started = clock.now()
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).mkdir(exist_ok=True)
        pages(demonstration(folder))
    draws()
    timeliness.measure()
    statistics_of_samples.report(cpu_ms)
    print(f"\n{(clock.now() - started) / timedelta(seconds=1):.0f} s in all")


if __name__ == "__main__":
    main()
