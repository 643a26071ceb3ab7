"""Nothing withheld follows from all that an audience can read together, whatever page it is on."""

from datetime import date

import pytest

from review_app.domain import withholding
from review_app.domain.indicators import IndicatorSource
from review_app.domain.openness import Audience, Detail, FigureFamily
from review_app.domain.timeliness import Definition
from review_app.features.insights import service_publishing
from review_app.features.reports import counting
from review_app.kernel import clock
from review_app.kernel.db import db as database
from review_app.models import Case, DeadlineMonth, ReportDelivery, ReportRecipient
from tests.cast import actor, enter, some_cases
from tests.domain.attack import Attack
from tests.insights.indicators import an_indicator
from tests.insights.series import drawn_round
from tests.knowledge.notes import a_checklist
from tests.openness.stage import colleagues, open_stepwise, opened, publish
from tests.openness.takings import everything, take_report
from tests.reports.world import an_issued_report
from tests.timeliness.stage import TALK, a_rule_set, compute, happens, stand_on

APRIL, MAY, JUNE = (date(2026, month, 1) for month in (4, 5, 6))


@pytest.fixture
def staff(people):
    stand_on()
    return colleagues(people)


@pytest.fixture
def house(people, staff):
    """Two rounds and three months; some cells are small, and in some everything is met.

    Returns the key of an indicator that repeats a figure of theirs.
    """
    north = [staff[name] for name in ("hanne", "nina", "niels", "nora", "nik")]
    south = [staff[name] for name in ("henrik", "sara", "soren")]
    version = a_checklist("Was it asked?", "Was it noted?")
    rounds = [
        drawn_round(version, people.kurt, north * 6 + south * 4, {"C1": 20, "C2": 33}, days_ago=90),
        drawn_round(version, people.kurt, [*north * 6, *south[:2]], {"C1": 25, "C2": 32}, number=2),
    ]
    publish(people, *rounds)
    a_rule_set()
    hands = [staff[n] for n in ("hanne", "nina", "niels", "henrik", "sara", "soren")] * 5
    some_cases(*hands)
    for n, case in enumerate(database.session.query(Case).order_by(Case.id)):
        if (n % 6 and n % 7) or case.opened_on < date(2026, 3, 7):  # those are due in April
            happens(case, TALK, 20)
    compute()
    clock.travel(clock.local(date(2026, 7, 2), 9))
    compute()
    for month in (APRIL, MAY):
        service_publishing.publish_month(actor(people.kurt), month)
    return an_indicator(
        people.kurt,
        people.kurt,
        source=IndicatorSource.TIMELINESS,
        rule_code="s.R08",
        definition=Definition.DONE_PLUS_OPEN_OVERDUE,
    )


def reports_go_out(people):
    """Issue two months to a colleague and, against the rules of the list, to two consultants."""
    receivers = [ReportRecipient(person_id=people.henrik.id, language="en")]
    receivers += [
        ReportRecipient(person_id=one.id, language="en") for one in (people.clara, people.carl)
    ]
    people.running.starts_on = people.ended.starts_on = APRIL
    people.running.ends_on, people.ended.ends_on = date(2026, 12, 31), date(2026, 7, 1)
    enter(*receivers)
    for month in (MAY, JUNE):
        made = an_issued_report(people, month)
        known = {one.recipient_id for one in made.deliveries}
        left = [one for one in receivers if one.id not in known]
        enter(*(ReportDelivery(report_id=made.id, recipient_id=one.id) for one in left))


def test_no_audience_can_solve_for_anything_withheld(people, sign_in, house, staff, subtests):
    reports_go_out(people)
    repeats = {house: ("timeliness", "s.R08", Definition.DONE_PLUS_OPEN_OVERDUE.value)}
    for family in (FigureFamily.QUALITY, FigureFamily.TIMELINESS):
        open_stepwise(people, family)
    opened(people.kurt, Audience.STAFF, Detail.TEAM)
    readers = {
        "observer": (people.olga, ""),
        "colleague who gets the reports": (people.henrik, "South"),
        "colleague": (staff["nina"], "North"),
        "administrator": (people.adam, ""),
        "consultant": (people.clara, ""),
    }
    for who, (person, team) in readers.items():
        with subtests.test(who):
            attack = everything(sign_in(person), team=team, indicators=repeats)
            assert attack.withheld
            assert attack.rows
            assert attack.found_out() == set()
    over = sign_in(people.carl)  # the engagement has ended
    assert not everything(over, indicators=repeats).rows


def test_the_attack_finds_what_a_report_would_tell_without_its_rule(
    people, sign_in, house, monkeypatch
):
    open_stepwise(people)
    open_stepwise(people, FigureFamily.TIMELINESS)
    attack = everything(sign_in(people.olga))
    assert not attack.found_out()
    monkeypatch.setattr(withholding, "total_gives_away", lambda _parts: False)
    sums = list(database.session.query(DeadlineMonth))
    for one in sums:
        one.gives_away = False
    enter(*sums)
    take_report(attack, counting.count(JUNE), {})
    told = {(family, period, code) for (family, period, code, *_), _part in attack.found_out()}
    assert told == {("quality", "Round 2", "C2"), ("timeliness", "April 2026", "s.R08")}


def test_what_was_done_is_withheld_in_both_definitions_or_in_none():
    attack = Attack()
    attack.see("done and overdue", 3, 7)
    attack.miss("done")
    attack.same_met("done", "done and overdue")
    assert attack.by_rank() == {("done", "met")}
