"""A fresh database for every test, at the price of what the last test wrote.

On SQLite a template file is copied. On PostgreSQL a database is copied from a template once, and
then put back: every row goes, and the rows the template holds come again from a schema beside it.
"""

import os
import shutil
from contextlib import suppress

from sqlalchemy import create_engine, make_url, text
from sqlalchemy.pool import NullPool

POSTGRESQL = os.environ.get("TEST_DATABASE") == "postgresql"

# What a copy of a template knows how to go back to: database name -> {label: statements}.
_ways_back: dict[str, dict[str, str]] = {}
# Databases whose tables, not only their rows, were changed by a test: they are copied anew.
_altered: set[str] = set()

_TABLES = """
    SELECT c.relname, array_agg(quote_ident(a.attname) ORDER BY a.attnum)
    FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
    WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r'
      AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
    GROUP BY c.relname
"""
_SEQUENCES = "SELECT sequencename, last_value FROM pg_sequences WHERE schemaname = 'public'"


def named(server, name):
    url = make_url(server).set(drivername="postgresql+psycopg", database=name)
    return url.render_as_string(hide_password=False)


def name_of(url):
    return make_url(url).database


def path_of(url):
    return url.removeprefix("sqlite:///")


def administer(url, *statements):
    """Run statements in the server's own database, outside any transaction."""
    _run(make_url(url).set(database="postgres"), *statements)


def _run(url, *statements):
    engine = create_engine(url, isolation_level="AUTOCOMMIT", poolclass=NullPool)
    with engine.connect() as connection:
        for statement in statements:
            connection.execute(text(statement))
    engine.dispose()


def note_statement(database, statement):
    """Remember that a test changed the tables of *database*."""
    if statement.lstrip()[:6].upper().startswith(("CREATE", "ALTER", "DROP")):
        _altered.add(database)


def recreate(url, template="template0"):
    """Drop the database and copy it anew; on PostgreSQL this is the dear way (half a second)."""
    name = name_of(url)
    _ways_back[name] = dict(_ways_back.get(template, {}))
    _altered.discard(name)
    administer(
        url,
        f"DROP DATABASE IF EXISTS {name} WITH (FORCE)",
        f"CREATE DATABASE {name} TEMPLATE {template}",
    )


def keep(url, label):
    """Make of the database at *url* a template named *label*; return its name, or its file."""
    if not POSTGRESQL:
        return shutil.copyfile(path_of(url), f"{path_of(url)}.{label}")
    template = f"{name_of(url)}_{label}"
    back = _keep_rows(url, label)
    administer(
        url,
        f"DROP DATABASE IF EXISTS {template} WITH (FORCE)",
        f"CREATE DATABASE {template} TEMPLATE {name_of(url)}",
    )
    _ways_back[template] = {**_ways_back.get(name_of(url), {}), template: back}
    _ways_back[name_of(url)] = _ways_back[template]
    _altered.discard(name_of(url))
    return template


def begin_from(template, url):
    """Bring the database at *url* to what *template* holds."""
    if not POSTGRESQL:
        for leftover in (f"{path_of(url)}-wal", f"{path_of(url)}-shm"):
            with suppress(FileNotFoundError):
                os.remove(leftover)
        shutil.copyfile(template, path_of(url))
        return
    back = _ways_back.get(name_of(url), {}).get(template)
    if back is None or name_of(url) in _altered:
        recreate(url, template)
        return
    engine = create_engine(url, poolclass=NullPool)
    with engine.begin() as connection:
        connection.exec_driver_sql(back)
    engine.dispose()


def _keep_rows(url, label):
    """Keep what stands in the tables in a schema; return the statements that put it back.

    Only a superuser may stand in as a replica, which is what lets rows of the log go.
    """
    engine = create_engine(url, poolclass=NullPool)
    back = [
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
        "WHERE datname = current_database() AND pid <> pg_backend_pid()",
        "SET LOCAL session_replication_role = replica",
    ]
    with engine.begin() as connection:
        connection.execute(text(f"CREATE SCHEMA {label}"))
        for table, columns in connection.execute(text(_TABLES)).all():
            back.append(f'DELETE FROM "{table}"')  # noqa: S608 - a name from the catalogue
            held = f'CREATE TABLE {label}."{table}" AS TABLE public."{table}"'
            if connection.execute(text(held)).rowcount:
                names = ", ".join(columns)
                back.append(
                    f'INSERT INTO "{table}" ({names}) OVERRIDING SYSTEM VALUE '  # noqa: S608
                    f'SELECT {names} FROM {label}."{table}"'
                )
        for sequence, last in connection.execute(text(_SEQUENCES)).all():
            back.append(f"SELECT setval('\"{sequence}\"', {last or 1}, {bool(last)})")
    engine.dispose()
    return ";\n".join(back)
