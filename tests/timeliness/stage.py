"""Cases with events and rule sets for the tests of timeliness."""

from datetime import date, timedelta

from sqlalchemy import select

from review_app.domain.access import OPERATOR
from review_app.domain.deadline_rules import RuleKind, Unit
from review_app.domain.rule_sets import RuleSetState
from review_app.features.timeliness import jobs as timeliness_jobs
from review_app.features.timeliness import service_stale
from review_app.kernel import clock, jobs
from review_app.kernel.db import db
from review_app.models import CaseDeadline, CaseEvent, DeadlineRule, RuleSet
from tests import cast

TODAY = date(2026, 6, 15)
TALK = "Første opfølgningssamtale"


def stand_on(day=TODAY):
    clock.travel(clock.local(day, 9))


def a_rule_set(*rules, code="s", number=1, state=RuleSetState.PUBLISHED, **values):
    """Enter a version with its rules; without any, the first talk before the end of week 8."""
    moment = None if state is RuleSetState.DRAFT else clock.now()
    found = RuleSet(
        code=code,
        number=number,
        name_da="Sygedagpenge",
        name_en="Sickness benefit",
        state=state,
        published_at=moment,
        rules=list(rules) or [week_8()],
        **values,
    )
    cast.enter(found)
    return found


def week_8(**values):
    return DeadlineRule(
        **{
            "position": 1,
            "code": "R08",
            "name_da": "Første samtale",
            "name_en": "First talk",
            "value": 8,
            "unit": Unit.WEEKS,
            "counts_from": 1,
            "evidence_activities": [TALK],
            "warning_days": 14,
            **values,
        }
    )


def own_deadline(**values):
    return DeadlineRule(
        **{
            "position": 2,
            "code": "OWN",
            "name_da": "Egen frist",
            "name_en": "Own deadline",
            "kind": RuleKind.OWN_DEADLINE,
            "closing_counts": True,
            **values,
        }
    )


def happens(case, name, days, position=1):
    on = case.opened_on + timedelta(days=days)
    event = CaseEvent(
        case_id=case.id,
        identity=f"{name}-{days}",
        activity=name,
        happened_on=on,
        stamp=on.isoformat(),
        position=position,
    )
    cast.enter(event)
    return event


def compute(*cases):
    """Compute the deadlines of these cases, or of all, as the worker would."""
    if cases:
        service_stale.mark_cases(OPERATOR, [case.id for case in cases])
    else:
        service_stale.mark_all(OPERATOR)
    run_all()


def run_all():
    jobs.run_all()
    timeliness_jobs.refresh()
    db.session.rollback()


def deadline_of(case, code="R08"):
    return db.session.scalars(
        select(CaseDeadline)
        .join(DeadlineRule)
        .where(CaseDeadline.case_id == case.id, DeadlineRule.code == code)
    ).one_or_none()
