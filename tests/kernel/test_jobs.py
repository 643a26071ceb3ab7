"""What was promised in a transaction is done after it, once, and never if it failed."""

import pytest
from sqlalchemy import select, update

from review_app.domain.access import OPERATOR
from review_app.kernel import clock, jobs
from review_app.kernel.jobs import OutboxEntry
from review_app.kernel.unit_of_work import unit_of_work


@pytest.fixture
def done(monkeypatch):
    calls = []
    monkeypatch.setitem(jobs.TASKS, "note", lambda **arguments: calls.append(arguments))
    return calls


def promise(**arguments):
    with unit_of_work(OPERATOR) as work:
        work.later("note", **arguments)


def states(db):
    return list(db.session.scalars(select(OutboxEntry.state).order_by(OutboxEntry.id)))


def test_a_promise_is_kept_after_the_commit(db, done):
    promise(number=7)
    assert done == []
    assert jobs.run_all() == 1
    assert done == [{"number": 7}]
    assert states(db) == ["done"]


def test_a_change_that_fails_promises_nothing(db, done):
    def promise_and_fail():
        with unit_of_work(OPERATOR) as work:
            work.later("note")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        promise_and_fail()
    assert jobs.run_all() == 0


def test_an_entry_is_run_once_however_often_it_is_queued(db, done):
    promise()
    entry_id = db.session.scalar(select(OutboxEntry.id))
    jobs.run(entry_id)
    jobs.run(entry_id)
    assert len(done) == 1


def test_a_task_that_keeps_failing_is_given_up_after_three_tries(db, monkeypatch):
    def fails(**_arguments):
        raise RuntimeError("no ink")

    monkeypatch.setitem(jobs.TASKS, "note", fails)
    promise()
    assert jobs.run_all() == 3
    assert states(db) == ["failed"]


def test_what_was_running_when_the_worker_was_killed_is_run_again(db, done):
    promise()
    db.session.execute(
        update(OutboxEntry).values(state="running", started_at=clock.now() - 2 * jobs.SILENCE)
    )
    db.session.commit()
    jobs.run_all()
    assert len(done) == 1


def test_a_long_task_that_beats_is_not_taken_for_killed(db, monkeypatch):
    def work_long():
        old = update(OutboxEntry).values(started_at=clock.now() - 2 * jobs.SILENCE)
        db.session.execute(old)
        db.session.commit()
        with unit_of_work(OPERATOR) as work:
            jobs.beat(work.session)
        assert jobs.sweep() == []

    monkeypatch.setitem(jobs.TASKS, "note", work_long)
    promise()
    jobs.run_all()
    assert states(db) == ["done"]


def test_an_unknown_task_is_refused_where_it_is_promised(db):
    with pytest.raises(KeyError), unit_of_work(OPERATOR) as work:
        work.later("no such thing")


def test_what_is_killed_every_time_it_runs_is_given_up(db, done):
    promise()
    db.session.execute(
        update(OutboxEntry).values(
            state="running", attempts=jobs.ATTEMPTS, started_at=clock.now() - 2 * jobs.SILENCE
        )
    )
    db.session.commit()
    assert jobs.run_all() == 0
    assert states(db) == ["failed"]
