"""The monthly sums of all deadlines, kept current.

A run takes out of the sums what the deadlines of its cases were and puts in what they are. That
holds as long as nobody else moves the sums meanwhile and no run was cut off with the half of it
done; else they are counted anew from all deadlines, which is always right and takes longer.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, and_, delete, insert, null, or_, select, update

from review_app.domain.access import OPERATOR
from review_app.domain.audit_codes import AuditCode
from review_app.domain.case_deadlines import DeadlineState
from review_app.domain.kinds import DeadlineRunState
from review_app.domain.rule_figures import Timed
from review_app.domain.rule_months import (
    HOUSE,
    Cell,
    Line,
    Sum,
    Tally,
    by_month,
    difference,
    look_for_givers,
    month_of,
)
from review_app.kernel import clock
from review_app.kernel.db import db
from review_app.kernel.unit_of_work import Work, unit_of_work
from review_app.models import CaseDeadline, DeadlineMonth, DeadlineRun

AT_ONCE = 10_000
GIVEN_UP = timedelta(days=1)
LINE_COLUMNS = (
    CaseDeadline.rule_id,
    CaseDeadline.team_id,
    CaseDeadline.caseworker,
    CaseDeadline.start_on,
    CaseDeadline.due_on,
    CaseDeadline.met_on,
    CaseDeadline.ended_on,
    CaseDeadline.state,
    CaseDeadline.lawful_by,
)


class Base(NamedTuple):
    """The run that left the sums as they are, and the day they are of; ``None`` before any."""

    run_id: int | None
    as_of: date | None


class Balance:
    """What a run takes out of the sums, as of the day they are of, and what it puts in."""

    def __init__(self, base: Base, today: date) -> None:
        self.base = base
        self._before, self._after = Tally(base.as_of or today), Tally(today)

    def replace(self, before: Iterable[Line], rows: Iterable[dict[str, Any]]) -> None:
        """Note what deadlines were and what they are, as their new rows were inserted."""
        for line in before:
            self._before.add(line)
        for row in rows:
            self._after.add(_line(*(row[column.key] for column in LINE_COLUMNS)))

    def changes(self) -> dict[Cell, Sum]:
        """Return what the sums change by."""
        return difference(self._before.sums(), self._after.sums())


def find_base(today: date) -> tuple[Base, bool]:
    """Return what stands when a run begins, and whether its balance alone can bring it up to date.

    It cannot when there is nothing yet, or another run (or this one, earlier) was cut off or is
    still at work.
    """
    base = _last_done()
    under_way = db.session.scalars(_under_way()).all()
    unkept = db.session.scalar(
        select(DeadlineMonth.id).where(DeadlineMonth.by_caseworker.is_(null())).limit(1)
    )
    is_current = base.as_of is not None and base.as_of <= today
    return base, is_current and not under_way and unkept is None


def _last_done() -> Base:
    query = select(DeadlineRun.id, DeadlineRun.as_of_on).where(
        DeadlineRun.state == DeadlineRunState.DONE, DeadlineRun.as_of_on.is_not(None)
    )
    found = db.session.execute(
        query.order_by(DeadlineRun.finished_at.desc(), DeadlineRun.id.desc()).limit(1)
    ).first()
    return Base(*found) if found else Base(None, None)


def _under_way() -> Select[int]:
    # Held, so that of two runs that end at once the second sees that the first has.
    running = DeadlineRun.state == DeadlineRunState.RUNNING
    return select(DeadlineRun.id).where(running).order_by(DeadlineRun.id).with_for_update()


def moved(since: date, until: date) -> ColumnElement[bool]:
    """Return which deadlines count for something else by days going by: the twin of ``moves``."""
    found = [
        and_(CaseDeadline.due_on >= since, CaseDeadline.due_on < until),
        and_(CaseDeadline.start_on > since, CaseDeadline.start_on <= until),
        and_(CaseDeadline.ended_on > since, CaseDeadline.ended_on <= until),
    ]
    if month_of(since) != month_of(until):
        found += [CaseDeadline.ended_on.is_(None), CaseDeadline.ended_on > since]
    return or_(*found)


def bring_up_to_date(run_id: int, balance: Balance | None, today: date) -> None:
    """End a run with the sums as they are at the end of *today*.

    :param balance: without one, or when another run came in between, all is counted anew.
    """
    if balance is not None:
        changes = balance.changes()
        if _close(run_id, today, base=balance.base, changes=changes):
            return
    base = _last_done()
    while not _close(run_id, today, base=base, sums=_counted(today)):
        base = _last_done()


def _counted(as_of: date) -> Mapping[Cell, Sum]:
    db.session.rollback()
    return by_month(lines_of(select(*LINE_COLUMNS)), as_of=as_of)


def _close(
    run_id: int,
    today: date,
    *,
    base: Base,
    changes: Mapping[Cell, Sum] | None = None,
    sums: Mapping[Cell, Sum] | None = None,
) -> bool:
    with unit_of_work(OPERATOR) as work:
        others = set(work.session.scalars(_under_way())) - {run_id}
        if _last_done() != base or (changes is not None and others):
            return False
        if sums is not None:
            work.session.execute(delete(DeadlineMonth))
            _insert(work, sums)
            _forget_the_cut_off(work, run_id)
        else:
            _change(work, changes or {})
        run = work.session.get_one(DeadlineRun, run_id)
        run.state, run.finished_at, run.as_of_on = DeadlineRunState.DONE, clock.now(), today
        work.log(AuditCode.DEADLINES_COMPUTED, run, cases=run.done)
    return True


def _forget_the_cut_off(work: Work, run_id: int) -> None:
    """Close runs that were killed and never taken up: what they left undone is counted now."""
    old = DeadlineRun.created_at < clock.now() - GIVEN_UP
    running = DeadlineRun.state == DeadlineRunState.RUNNING
    work.session.execute(
        update(DeadlineRun)
        .where(running, old, DeadlineRun.id < run_id)
        .values(state=DeadlineRunState.DONE)
    )


def _change(work: Work, changes: Mapping[Cell, Sum]) -> None:
    """Add the changes to the sums that stand; what comes to nothing goes."""
    columns = DeadlineMonth.__table__.c
    rules = {cell.rule_id for cell in changes}
    rows = work.session.execute(select(*columns).where(columns.rule_id.in_(rules))).all()
    ids = {Cell(r.rule_id, r.team_id or HOUSE, r.month_on, r.definition): r.id for r in rows}
    sums = dict(zip(ids, map(_sum_of, rows), strict=True))
    for cell, change in changes.items():
        sums.setdefault(cell, Sum()).add(change)
    gone = [ids[cell] for cell in changes if cell in ids and sums[cell].is_nothing]
    sums = {cell: total for cell, total in sums.items() if not total.is_nothing}
    touched = (look_for_givers(sums, changes) | changes.keys()) & sums.keys()
    changed = [{"id": ids[cell], **_row(cell, sums[cell])} for cell in touched if cell in ids]
    new = {cell: sums[cell] for cell in touched if cell not in ids}
    for start in range(0, len(gone), 500):
        part = gone[start : start + 500]
        work.session.execute(delete(DeadlineMonth).where(DeadlineMonth.id.in_(part)))
    if changed:
        work.session.execute(update(DeadlineMonth), changed)
    _insert(work, new)


def _insert(work: Work, sums: Mapping[Cell, Sum]) -> None:
    rows = [_row(cell, total) for cell, total in sums.items()]
    if rows:
        options = {"render_nulls": True}
        work.session.execute(insert(DeadlineMonth), rows, execution_options=options)


def lines_of(query: Select[*tuple[Any, ...]]) -> Iterator[Line]:
    """Read deadlines, of which *query* selects LINE_COLUMNS."""
    for row in db.session.execute(query.execution_options(yield_per=AT_ONCE)):
        yield _line(*row)


def _line(
    rule_id: int,
    team_id: int | None,
    caseworker: str,
    start: date,
    due: date | None,
    met: date | None,
    ended: date | None,
    state: DeadlineState,
    lawful: str,
) -> Line:
    is_exempt = state is DeadlineState.EXEMPT
    timed = Timed(start, due, met, ended, is_exempt, bool(lawful))
    return Line(rule_id, team_id, caseworker, timed)


def _sum_of(row: Any) -> Sum:
    total = Sum(row.exempt, row.lawful, gives_away=row.gives_away)
    total.late_days.update({int(days): count for days, count in row.late_days.items()})
    total.kept.update({who: kept for who, (kept, _) in row.by_caseworker.items()})
    total.counted.update({who: counted for who, (_, counted) in row.by_caseworker.items()})
    return total


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
        "caseworkers": sum(count > 0 for count in total.counted.values()),
        "gives_away": total.gives_away,
        "late_days": {str(days): count for days, count in total.late_days.items()},
        "by_caseworker": {
            who: [total.kept[who], count] for who, count in total.counted.items() if count
        },
    }
