"""The migrations build the tables the code expects, and can be undone one by one."""

from datetime import date, datetime

import flask_migrate
import pytest
from sqlalchemy import MetaData, func, insert, inspect, select

from review_app import create_app
from review_app.kernel.db import Table, db
from tests import databases


@pytest.fixture
def empty(app, tmp_path, database_url):
    if databases.POSTGRESQL:
        databases.recreate(database_url)
        with app.app_context():
            db.engine.dispose()  # connections to what was dropped
            yield db.engine
            db.engine.dispose()
        return
    other = create_app(
        settings={"review_mode": "demo", "data_dir": str(tmp_path)},
        TESTING=True,
        SECRET_KEY="x",
    )
    with other.app_context():
        yield db.engine
        db.engine.dispose()


# With what they point to first: one row each, so that every reference is to the row 1.
A_DRAWN_ROUND = [
    "person",
    "case_source",
    "case_record",
    "checklist",
    "checklist_version",
    "checklist_section",
    "criterion",
    "review_round",
    "draw",
    "draw_contribution",
    "frame_case",
    "round_case",
    "review",
]
VALUES = {str: "x", int: 1, bool: False, object: {}, float: 0.5}  # an object is JSON
VALUES |= {datetime: datetime(2026, 3, 2, 9), date: date(2026, 3, 2)}  # noqa: DTZ001 - as stored
STATES = {"review_round": "drawn", "review": "assigned", "checklist_version": "draft"}


def tables(engine):
    return {t for t in inspect(engine).get_table_names() if "_fts" not in t}


def test_upgrading_an_empty_database_gives_the_tables_of_the_models(empty):
    flask_migrate.upgrade()
    assert tables(empty) - {"alembic_version"} == set(Table.metadata.tables)
    flask_migrate.check()  # exits with an error when a model changed without a migration


def test_every_migration_can_be_undone_and_done_again(empty):
    flask_migrate.upgrade()
    flask_migrate.downgrade(revision="base")
    assert tables(empty) == {"alembic_version"}
    flask_migrate.upgrade()


def enter_a_drawn_round(engine):
    there = MetaData()
    there.reflect(engine)
    with engine.begin() as connection:
        for name in A_DRAWN_ROUND:
            table = there.tables[name]
            values = {
                column.name: VALUES[column.type.python_type]
                for column in table.columns
                if not column.nullable and column.name != "id"
            }
            values |= {"state": STATES[name]} if name in STATES else {}
            connection.execute(insert(table).values(**values))


def counted(engine):
    there = MetaData()
    there.reflect(engine)
    with engine.connect() as connection:
        return {
            name: connection.scalar(select(func.count()).select_from(there.tables[name]))
            for name in A_DRAWN_ROUND
        }


@pytest.mark.parametrize("landed", ["0003"])
def test_what_stood_in_the_tables_survives_later_migrations_and_their_undoing(empty, landed):
    flask_migrate.upgrade(revision=landed)
    enter_a_drawn_round(empty)
    for move in (flask_migrate.upgrade, lambda: flask_migrate.downgrade(revision=landed)):
        move()
        assert set(counted(empty).values()) == {1}
