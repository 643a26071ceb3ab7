"""The monthly summary of all deadlines, counted in one pass and written at once."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from sqlalchemy import delete, insert, select

from review_app.domain.access import OPERATOR
from review_app.domain.case_deadlines import DeadlineState
from review_app.domain.rule_figures import Timed
from review_app.domain.rule_months import HOUSE, Cell, Line, Sum, by_month
from review_app.kernel.db import db
from review_app.kernel.unit_of_work import unit_of_work
from review_app.models import Case, CaseDeadline, DeadlineMonth

AT_ONCE = 10_000


def sum_up(as_of: date) -> None:
    """Count every deadline as it stands at the end of *as_of*, and keep the sums by month."""
    rows = [_row(cell, total) for cell, total in by_month(_lines(), as_of=as_of).items()]
    with unit_of_work(OPERATOR) as work:
        work.session.execute(delete(DeadlineMonth))
        if rows:
            work.session.execute(insert(DeadlineMonth), rows)


def _lines() -> Iterator[Line]:
    query = (
        select(
            CaseDeadline.rule_id,
            Case.team_id,
            Case.caseworker_id,
            Case.caseworker_label,
            CaseDeadline.start_on,
            CaseDeadline.due_on,
            CaseDeadline.met_on,
            Case.closed_on,
            CaseDeadline.state,
            CaseDeadline.lawful_by,
        )
        .join(Case, Case.id == CaseDeadline.case_id)
        .execution_options(yield_per=AT_ONCE)
    )
    exempt = DeadlineState.EXEMPT
    for (
        rule_id,
        team_id,
        person_id,
        label,
        start,
        due,
        met,
        ended,
        state,
        lawful,
    ) in db.session.execute(query):
        timed = Timed(start, due, met, ended, state is exempt, bool(lawful))
        yield Line(rule_id, team_id, person_id or label, timed)


def _row(cell: Cell, total: Sum) -> dict[str, Any]:
    return {
        "rule_id": cell.rule_id,
        "team_id": None if cell.team_id == HOUSE else cell.team_id,
        "month_on": cell.month_on,
        "definition": cell.definition,
        "numerator": total.numerator,
        "denominator": total.denominator,
        "exempt": total.exempt,
        "lawful": total.lawful,
        "caseworkers": len(total.counted),
        "gives_away": total.gives_away,
        "late_days": {str(days): count for days, count in total.late_days.items()},
    }
