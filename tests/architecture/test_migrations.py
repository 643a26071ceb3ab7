"""The migrations build the tables the code expects, and can be undone one by one."""

import flask_migrate
import pytest
from sqlalchemy import inspect

from review_app.kernel.db import Table, db
from tests import conftest


@pytest.fixture
def empty(app, tmp_path, database_url):
    if conftest.POSTGRESQL:
        conftest.recreate(database_url)
        with app.app_context():
            yield db.engine
        return
    other = conftest.create_app(
        settings={"review_mode": "demo", "data_dir": str(tmp_path)},
        TESTING=True,
        SECRET_KEY="x",
    )
    with other.app_context():
        yield db.engine
        db.engine.dispose()


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
