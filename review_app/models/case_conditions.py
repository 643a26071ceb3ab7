"""What is true of a case, said in SQL: what frames, strata and weights are made of."""

from typing import Any

from sqlalchemy import ColumnElement, and_, case, func, literal, select

from review_app.domain.designs import Grouping
from review_app.kernel import clock
from review_app.kernel.days import days_between
from review_app.models.cases import Case, CaseEvent

Condition = ColumnElement[bool]


def deadline_missed() -> Condition:
    """Return the condition that a case was closed after its own deadline, or is open past it."""
    return and_(
        Case.deadline_on.is_not(None),
        Case.deadline_on < func.coalesce(Case.closed_on, literal(clock.today())),
    )


def open_longer_than(days: int) -> Condition:
    """Return the condition that a case was, or has been, open for more than so many days."""
    ended = func.coalesce(Case.closed_on, literal(clock.today()))
    return and_(Case.opened_on.is_not(None), days_between(Case.opened_on, ended) > days)


def handled_by_at_least(number: int, column: Any = CaseEvent.performed_by_label) -> Condition:
    """Return the condition that a case's events name at least so many different people."""
    many = (
        select(CaseEvent.case_id)
        .group_by(CaseEvent.case_id)
        .having(func.count(column.distinct()) >= number)
    )
    return Case.id.in_(many)


def stratum_columns(grouping: Grouping) -> tuple[ColumnElement[Any], ColumnElement[Any]]:
    """Return what tells the strata apart: the id of who is set up here, else the source's name."""
    if grouping is Grouping.CASE_TYPE:
        return literal(None).label("group_id"), func.coalesce(Case.case_type, "").label("name")
    of_team = grouping is Grouping.TEAM
    id_ = Case.team_id if of_team else Case.caseworker_id
    label = Case.team_label if of_team else Case.caseworker_label
    name = case((id_.is_(None), func.coalesce(label, "")), else_="")
    return id_.label("group_id"), name.label("name")
