"""Indicators, remarks and reports for the test that the policy and its SQL twin agree."""

from datetime import date
from itertools import product

from sqlalchemy import select

from review_app.domain.access import Permission
from review_app.domain.indicators import IndicatorDirection, IndicatorSource, IndicatorUnit
from review_app.domain.kinds import RemarkSender
from review_app.domain.monthly_report import ReportState
from review_app.domain.openness import Audience, Detail, FigureFamily
from review_app.domain.scoring import Severity
from review_app.kernel import clock
from review_app.kernel.db import db as database
from review_app.models import (
    AssentMember,
    Indicator,
    MonthlyReport,
    OpennessStep,
    Publication,
    Remark,
    RemarkMeasure,
    ReportDelivery,
    ReportRecipient,
    Team,
)
from tests.cast import enter

DAY = date(2026, 3, 2)
FIGURE_PERMISSIONS = {
    Indicator: Permission.INDICATOR_READ,
    Remark: Permission.REMARK_READ,
    MonthlyReport: Permission.REPORT_READ,
    AssentMember: Permission.ASSENT_GIVE,
    Publication: Permission.PUBLICATION_READ,
}


def an_indicator(owner, **given):
    """An indicator that is not yet in the database."""
    names = {"name_da": "Samtaler", "name_en": "Talks"}
    kinds = {"unit": IndicatorUnit.COUNT, "direction": IndicatorDirection.HIGHER}
    return Indicator(**{**names, **kinds, "owner_id": owner.id, "activities": [], **given})


def a_remark(owner, **given):
    """A remark that is not yet in the database."""
    told = {"text": "No plan", "sender": RemarkSender.ACCOUNTANT, "severity": Severity.SERIOUS}
    return Remark(**{**told, "received_on": DAY, "due_on": DAY, "owner_id": owner.id, **given})


def a_report(*recipients, month=1, number=1, **given):
    """A report that is not yet in the database; sent to *recipients* it is issued."""
    out = {"state": ReportState.ISSUED, "issued_at": clock.now()} if recipients else {}
    told = {"content": {}, "counted_at": clock.now(), "comment_due_on": DAY}
    sent = [ReportDelivery(recipient=ReportRecipient(**one, language="da")) for one in recipients]
    month_on = date(2026, month, 1)
    return MonthlyReport(
        **{**told, **out, "month_on": month_on, "number": number, "deliveries": sent, **given}
    )


def some_rows_of_figures(me, other):
    """An indicator for every owner, source and team, a remark for every owner, and reports."""
    outside = {"email": "board@example.org"}
    enter(
        a_report(),
        a_report({"person_id": me.id}, outside, month=2),
        a_report({"person_id": other.id}, month=3),
        a_report(outside, month=4),
    )
    teams = (None, *database.session.scalars(select(Team.id)))
    enter(
        *(
            an_indicator(owner, source=source, team_id=team)
            for owner, source, team in product((me, other), IndicatorSource, teams)
        ),
        a_remark(me),
        a_remark(other),
        a_remark(other, measures=[RemarkMeasure(text="m", owner_id=me.id, due_on=DAY)]),
        *(
            Publication(family=family, month_on=DAY, period_on=DAY, subjects=[])
            for family in FigureFamily
        ),
    )
    some_openness(me, other)


def some_openness(me, other):
    """Quality is open to the team and management, timeliness to observers too, effect to none."""
    everybody = (Audience.TEAM, Audience.MANAGEMENT, Audience.STAFF, Audience.OBSERVERS)
    opened = {FigureFamily.QUALITY: everybody[:2], FigureFamily.TIMELINESS: everybody}
    steps = [
        OpennessStep(
            family=family,
            audience=audience,
            detail=Detail.NAMED,
            effective_on=DAY,
            reason="r",
            legal_basis="b",
        )
        for family, audiences in opened.items()
        for audience in audiences
    ]
    enter(*steps)
    team_id = min(other.team_ids)
    enter(
        *(
            AssentMember(step_id=steps[0].id, team_id=team_id, person_id=person.id)
            for person in (me, other)
        )
    )
