"""What belongs together is kept together or not at all."""

import pytest
from sqlalchemy import select

from review_app.domain.access import OPERATOR
from review_app.domain.audit_codes import AuditCode
from review_app.kernel.unit_of_work import HalfKeptError, unit_of_work
from review_app.models import Team


def add_team(name):
    with unit_of_work(OPERATOR) as work:
        work.log(AuditCode.TEAM_ADDED, work.add(Team(name=name)))


def fail_inside():
    with unit_of_work(OPERATOR):
        raise ZeroDivisionError


def go_on_after_a_failure():
    with unit_of_work(OPERATOR):
        add_team("before")
        with pytest.raises(ZeroDivisionError):
            fail_inside()
        add_team("after")


def test_a_unit_that_swallows_the_failure_of_an_inner_one_is_refused(db):
    with pytest.raises(HalfKeptError):
        go_on_after_a_failure()
    assert not db.session.scalars(select(Team)).all()
    add_team("later")
    assert [team.name for team in db.session.scalars(select(Team))] == ["later"]
