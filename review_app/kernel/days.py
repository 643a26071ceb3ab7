"""Days between two dates, and the moments of a month, in the words of either database."""

from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Integer, and_
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import InstrumentedAttribute
from sqlalchemy.sql.functions import GenericFunction

from review_app.domain.chart_series import Period, next_start
from review_app.kernel import clock


class days_between(GenericFunction[int]):  # noqa: N801 - called like the other SQL functions
    """Calendar days from the first date to the second; null when either is."""

    type = Integer()
    inherit_cache = True


@compiles(days_between, "sqlite")
def _in_sqlite(element: Any, compiler: Any, **kw: Any) -> str:
    first, last = (compiler.process(one, **kw) for one in element.clauses)
    return f"CAST(julianday({last}) - julianday({first}) AS INTEGER)"


@compiles(days_between, "postgresql")
def _in_postgresql(element: Any, compiler: Any, **kw: Any) -> str:
    first, last = (compiler.process(one, **kw) for one in element.clauses)
    return f"(CAST({last} AS DATE) - CAST({first} AS DATE))"


def in_month(moment: InstrumentedAttribute[Any], month_on: date) -> ColumnElement[bool]:
    """Return the condition that a moment lies in the local month that begins on *month_on*."""
    after = clock.local(next_start(month_on, Period.MONTH))
    return and_(moment >= clock.local(month_on), moment < after)
