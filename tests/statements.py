"""Counting what a page asks of the database."""

from contextlib import contextmanager

from sqlalchemy import Engine, event

from review_app.features.home import queries_waiting
from review_app.features.reports import counting


@contextmanager
def counted():
    """Collect the statements that run inside, without those that only frame a transaction."""
    counting.latest_at.cache_clear()
    queries_waiting.counted_at.cache_clear()  # or a page asks less when it comes second
    statements = []

    def note(_connection, _cursor, statement, *_):
        if not statement.startswith(("BEGIN", "PRAGMA", "SAVEPOINT", "RELEASE")):
            statements.append(statement)

    event.listen(Engine, "before_cursor_execute", note)
    try:
        yield statements
    finally:
        event.remove(Engine, "before_cursor_execute", note)
