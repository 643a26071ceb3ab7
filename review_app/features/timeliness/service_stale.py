"""Which cases wait to be computed anew: marked in the transaction of what made them stale."""

from collections.abc import Iterable
from itertools import islice

from sqlalchemy import ColumnElement, Date, delete, insert, literal, select

from review_app.domain.access import Actor
from review_app.domain.kinds import DeadlineRunState
from review_app.kernel import clock
from review_app.kernel.unit_of_work import Work, unit_of_work
from review_app.models import Case, CaseDeadline, DeadlineRun, StaleCase

AT_ONCE = 500  # ids in one IN (...): well under SQLite's limit of variables
TASK = "timeliness.recompute"


def mark_cases(actor: Actor, case_ids: Iterable[int], *, then_compute: bool = True) -> None:
    """Have these cases computed anew, at once or when somebody says that no more are to come."""
    today, remaining = clock.today(), iter(case_ids)
    with unit_of_work(actor) as work:
        while part := list(islice(remaining, AT_ONCE)):
            work.session.execute(delete(StaleCase).where(StaleCase.case_id.in_(part)))
            rows = [{"case_id": case_id, "from_on": today} for case_id in part]
            work.session.execute(insert(StaleCase), rows)
        if then_compute:
            _ask_for_a_run(work)


def mark_moved(actor: Actor, which: ColumnElement[bool]) -> None:
    """Have the cases computed anew that have such a deadline and do not wait already."""
    today = clock.today()
    with unit_of_work(actor) as work:
        theirs = select(CaseDeadline.case_id).where(which)
        later = StaleCase.case_id.in_(theirs), StaleCase.from_on > today
        work.session.execute(delete(StaleCase).where(*later))
        waiting = select(StaleCase.case_id)
        rows = (
            select(CaseDeadline.case_id, literal(today, Date))
            .where(which, CaseDeadline.case_id.not_in(waiting))
            .distinct()
        )
        columns = [StaleCase.case_id, StaleCase.from_on]
        work.session.execute(insert(StaleCase).from_select(columns, rows))


def mark_all(actor: Actor) -> None:
    """Have every case computed anew, in one statement."""
    today = literal(clock.today(), Date)
    with unit_of_work(actor) as work:
        work.session.execute(delete(StaleCase))
        every_case = select(Case.id, today)
        columns = [StaleCase.case_id, StaleCase.from_on]
        work.session.execute(insert(StaleCase).from_select(columns, every_case))
        _ask_for_a_run(work)


def _ask_for_a_run(work: Work) -> None:
    """Promise a recomputation, unless one is promised that has not begun."""
    waiting = select(DeadlineRun.id).where(DeadlineRun.state == DeadlineRunState.QUEUED)
    if work.session.scalar(waiting.limit(1)) is None:
        run = work.add(DeadlineRun())
        work.later(TASK, run_key=run.key)
