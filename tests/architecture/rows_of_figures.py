"""Indicators and remarks for the test that the policy and its SQL twin agree."""

from datetime import date
from itertools import product

from sqlalchemy import select

from review_app.domain.access import Permission
from review_app.domain.indicators import IndicatorDirection, IndicatorSource, IndicatorUnit
from review_app.domain.kinds import RemarkSender
from review_app.domain.scoring import Severity
from review_app.kernel.db import db as database
from review_app.models import Indicator, Remark, RemarkMeasure, Team
from tests.cast import enter

DAY = date(2026, 3, 2)
FIGURE_PERMISSIONS = {
    Indicator: Permission.INDICATOR_READ,
    Remark: Permission.REMARK_READ,
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


def some_rows_of_figures(me, other):
    """An indicator for every owner, source and team, and a remark for every owner."""
    teams = (None, *database.session.scalars(select(Team.id)))
    enter(
        *(
            an_indicator(owner, source=source, team_id=team)
            for owner, source, team in product((me, other), IndicatorSource, teams)
        ),
        a_remark(me),
        a_remark(other),
        a_remark(other, measures=[RemarkMeasure(text="m", owner_id=me.id, due_on=DAY)]),
    )
