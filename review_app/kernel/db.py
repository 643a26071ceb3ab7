"""The database handle, the base of every table, and how SQLite is made to queue its writers."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Any, ClassVar, Literal

from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import JSON, Connection, DateTime, Engine, Enum, MetaData, String, Text, event
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, registry
from sqlalchemy.types import TypeDecorator

from review_app.kernel.keys import LENGTH, new_key

NAMES = {
    "ix": "ix_%(column_0_N_label)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}
WRITES = "review_app_writes"


class UtcDateTime(TypeDecorator[datetime]):
    """A moment: stored as UTC, read back as UTC, refused when it names no zone."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuse naive moments on the way in."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment must name its zone; use kernel.clock.now()")
        return value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        """Give moments their zone back on the way out."""
        return None if value is None else value.replace(tzinfo=UTC)


# Enumerations are stored by value, as text, so that a rename in Python changes no row.
VALUES = Enum(
    StrEnum, native_enum=False, length=40, values_callable=lambda kind: [m.value for m in kind]
)


class Table(DeclarativeBase):
    """Base of every mapped class."""

    # On the registry, not the class: Flask-SQLAlchemy issue 1361.
    registry = registry(
        metadata=MetaData(naming_convention=NAMES),
        type_annotation_map={
            datetime: UtcDateTime,
            StrEnum: VALUES,
            str: String(),
            dict[str, Any]: JSON,
            list[str]: JSON,
            list[dict[str, Any]]: JSON,
        },
    )
    # Rows that are no evidence (sessions, drafts, queues) may change without an audit entry.
    is_evidence: ClassVar[bool] = True


class Addressed:
    """A thing with a page of its own: found by an opaque key, never by its number."""

    key: Mapped[str] = mapped_column(String(LENGTH), default=new_key, unique=True)


LongText = Text
db = SQLAlchemy(model_class=Table, disable_autonaming=True)


def plain_type(kind: str, thing: Any, _context: Any) -> str | Literal[False]:
    """Write our column types as plain ones in migrations, which must outlive this code."""
    if kind == "type" and isinstance(thing, UtcDateTime):
        return "sa.DateTime()"
    if kind == "type" and isinstance(thing, Enum):
        return "sa.String(40)"
    return False


def no_search_shadows(thing: Any, name: str | None, kind: str, *_: Any) -> bool:
    """Keep Alembic from proposing to drop the full-text search's own tables."""
    return not (kind == "table" and name is not None and "_fts" in name)


@event.listens_for(Engine, "connect")
def _prepare_sqlite(connection: Any, _record: Any) -> None:
    if type(connection).__module__ != "sqlite3":
        return
    connection.isolation_level = None  # SQLAlchemy's begin event says how to begin, see below
    cursor = connection.cursor()
    for pragma in (
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
        "busy_timeout=5000",
        "temp_store=MEMORY",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


@event.listens_for(Engine, "begin")
def _begin_sqlite(connection: Connection) -> None:
    if connection.dialect.name != "sqlite":
        return
    # A deferred transaction that reads first and writes later fails under concurrency whatever
    # the busy timeout, because its snapshot has grown old; a writer must say so at once.
    writes = connection.get_execution_options().get(WRITES, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


@contextmanager
def queue_of_writers(engine: Engine) -> Iterator[None]:
    """Wait in line before an SQLite write: fair lock files instead of SQLite's random retries.

    Who is next holds the turnstile until the writer is through, so that one who writes again and
    again (an import, slice by slice) cannot overtake those who wait.
    """
    path = engine.url.database
    if engine.dialect.name != "sqlite" or path is None or path == ":memory:":
        yield
        return
    with Path(f"{path}.queue").open("w") as turnstile, Path(f"{path}.writer").open("w") as writer:
        fcntl.flock(turnstile, fcntl.LOCK_EX)
        fcntl.flock(writer, fcntl.LOCK_EX)
        fcntl.flock(turnstile, fcntl.LOCK_UN)
        yield
