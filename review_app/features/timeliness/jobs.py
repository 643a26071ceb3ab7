"""Computing deadlines anew: the cases that wait, a slice at a time, then the monthly sums.

Safe to run twice and to be cut off anywhere: a case leaves the queue in the transaction that
writes its deadlines. Others may save between two slices.
"""

from collections.abc import Iterable, Sequence
from dataclasses import fields
from datetime import date
from itertools import groupby
from typing import Any, NamedTuple

from sqlalchemy import delete, func, insert, select, update

from review_app.domain.access import OPERATOR
from review_app.domain.case_deadlines import CaseFacts, Happening, Outcome, as_it_stood
from review_app.domain.case_deadlines import first_later_fact as later_fact
from review_app.domain.deadline_rules import CaseField, DaysOff
from review_app.domain.kinds import DeadlineRunState
from review_app.domain.rule_evaluation import evaluate
from review_app.features.timeliness import queries, service_stale
from review_app.features.timeliness.jobs_summary import (
    LINE_COLUMNS,
    Balance,
    bring_up_to_date,
    find_base,
    lines_of,
    moved,
)
from review_app.features.timeliness.rules import RuleInForce, days_off, rules_in_force
from review_app.kernel import clock
from review_app.kernel import jobs as outbox
from review_app.kernel.db import db
from review_app.kernel.unit_of_work import Work, unit_of_work
from review_app.models import Case, CaseDeadline, CaseEvent, DeadlineRun, StaleCase

OUTCOME_COLUMNS = tuple(f.name for f in fields(Outcome) if f.name != "rule_code")
SLICE = 30  # cases in one transaction: what others wait for, far below 300 ms
CASE_COLUMNS = (
    Case.id,
    Case.opened_on,
    Case.closed_on,
    Case.deadline_on,
    Case.case_type,
    Case.status,
    Case.decision,
    Case.channel,
    Case.department,
    Case.team_label,
)


class Book(NamedTuple):
    """What cases are judged by in one run."""

    rules: Sequence[RuleInForce]
    days_off: DaysOff
    today: date


def recompute(run_key: str) -> None:
    """Compute the deadlines of every case that waits (task ``timeliness.recompute``)."""
    run = db.session.scalar(select(DeadlineRun).where(DeadlineRun.key == run_key))
    if run is None or run.state is DeadlineRunState.DONE:
        return
    run_id, today = run.id, clock.today()
    balance = _begin(run_id, today)
    rules = rules_in_force(queries.published(OPERATOR))
    while _compute_slice(run_id, Book(rules, days_off(), today), balance):
        pass
    bring_up_to_date(run_id, balance, today)


def refresh() -> None:
    """Take up what has been left over and, once a day, sum up anew (``timeliness.refresh``)."""
    today = clock.today()
    waits = select(StaleCase.case_id).where(StaleCase.from_on <= today).limit(1)
    summed = select(func.max(DeadlineRun.as_of_on)).where(
        DeadlineRun.state == DeadlineRunState.DONE
    )
    if db.session.scalar(waits) is None and db.session.scalar(summed) in (today, None):
        return
    with unit_of_work(OPERATOR) as work:
        key = work.add(DeadlineRun()).key
    recompute(key)


def _begin(run_id: int, today: date) -> Balance | None:
    """Begin a run; returns its balance, ``None`` when the sums must be counted anew anyway."""
    with unit_of_work(OPERATOR) as work:
        base, is_sound = find_base(today)
        if is_sound and base.as_of not in (None, today):
            service_stale.mark_moved(OPERATOR, moved(base.as_of, today))
        waiting = select(func.count()).select_from(StaleCase).where(StaleCase.from_on <= today)
        work.session.execute(
            update(DeadlineRun)
            .where(DeadlineRun.id == run_id)
            .values(state=DeadlineRunState.RUNNING, total=work.session.scalar(waiting) or 0, done=0)
        )
    return Balance(base, today) if is_sound else None


def _compute_slice(run_id: int, book: Book, balance: Balance | None) -> int:
    """Write the deadlines of the next cases that wait; returns how many there were."""
    with unit_of_work(OPERATOR) as work:
        waiting = select(StaleCase.case_id).where(StaleCase.from_on <= book.today)
        # Two workers share what waits instead of doing it twice.
        ids = work.session.scalars(
            waiting.order_by(StaleCase.case_id).limit(SLICE).with_for_update(skip_locked=True)
        ).all()
        if not ids:
            return 0
        rows, later = judge(facts_of(ids), book)
        under = _summed_under(ids)
        rows = [row | under[row["case_id"]] for row in rows]
        theirs = CaseDeadline.case_id.in_(ids)
        before = [*lines_of(select(*LINE_COLUMNS).where(theirs))] if balance else []
        work.session.execute(delete(CaseDeadline).where(theirs))
        work.session.execute(delete(StaleCase).where(StaleCase.case_id.in_(ids)))
        _insert(work, rows, later)
        outbox.beat(work.session)
        done = DeadlineRun.done + len(ids)
        work.session.execute(update(DeadlineRun).where(DeadlineRun.id == run_id).values(done=done))
    if balance:
        balance.replace(before, rows)
    return len(ids)


def _summed_under(case_ids: Sequence[int]) -> dict[int, dict[str, Any]]:
    """Return the columns of a deadline that say what the monthly sums count it under."""
    columns = (Case.id, Case.team_id, Case.caseworker_id, Case.caseworker_label, Case.closed_on)
    return {
        id_: {
            "team_id": team_id,
            "caseworker": f"#{person_id}" if person_id else label or "",
            "ended_on": closed_on,
        }
        for id_, team_id, person_id, label, closed_on in db.session.execute(
            select(*columns).where(Case.id.in_(case_ids))
        )
    }


def _insert(work: Work, rows: list[dict[str, Any]], later: list[dict[str, Any]]) -> None:
    if rows:
        # With empty values written out, all rows have the same columns and go in together.
        options = {"render_nulls": True}
        work.session.execute(insert(CaseDeadline), rows, execution_options=options)
    if later:
        work.session.execute(insert(StaleCase), later)


def facts_of(case_ids: Sequence[int]) -> list[tuple[int, CaseFacts]]:
    """Read what the rules look at, of a slice of cases."""
    events = db.session.execute(
        select(CaseEvent.case_id, CaseEvent.activity, CaseEvent.happened_on)
        .where(CaseEvent.case_id.in_(case_ids))
        .order_by(CaseEvent.case_id, CaseEvent.happened_on, CaseEvent.stamp, CaseEvent.position)
    )
    by_case = {
        case_id: [Happening(event.activity, event.happened_on) for event in own]
        for case_id, own in groupby(events, key=lambda event: event.case_id)
    }
    cases = db.session.execute(select(*CASE_COLUMNS).where(Case.id.in_(case_ids)))
    return [(row.id, _facts(row, by_case.get(row.id, []))) for row in cases]


def _facts(row: Any, events: list[Happening]) -> CaseFacts:
    return CaseFacts(
        row.opened_on,
        row.closed_on,
        row.deadline_on,
        {
            CaseField.CASE_TYPE: row.case_type,
            CaseField.STATUS: row.status,
            CaseField.DECISION: row.decision,
            CaseField.CHANNEL: row.channel,
            CaseField.DEPARTMENT: row.department,
            CaseField.TEAM: row.team_label,
        },
        events,
    )


def judge(
    cases: Iterable[tuple[int, CaseFacts]], book: Book
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Return the rows of deadlines, and of cases to look at again on a later day."""
    rows, later = [], []
    for case_id, facts in cases:
        again_on = later_fact(facts, book.today)
        if again_on is not None:
            later.append({"case_id": case_id, "from_on": again_on})
        stood = as_it_stood(facts, book.today)
        for entry in book.rules if stood else ():
            assert stood is not None
            found = evaluate(entry.rule, stood, terms=entry.terms, days_off=book.days_off)
            if isinstance(found, Outcome):
                rows.append(_row(case_id, entry.id, found))
    return rows, later


def _row(case_id: int, rule_id: int, outcome: Outcome) -> dict[str, Any]:
    row = {name: getattr(outcome, name) for name in OUTCOME_COLUMNS}
    return {"case_id": case_id, "rule_id": rule_id, **row}
