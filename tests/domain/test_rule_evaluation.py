"""What became of one rule in one case."""

from dataclasses import replace
from datetime import date, timedelta

from review_app.domain.case_deadlines import (
    CaseFacts,
    DeadlineState,
    Exemption,
    Happening,
    Skipped,
    Skipping,
    Standing,
    as_it_stood,
    first_later_fact,
    standing,
)
from review_app.domain.deadline_rules import (
    CaseField,
    ChosenBy,
    Condition,
    DaysOff,
    Names,
    Rule,
    RuleKind,
    RuleTerms,
    StartsFrom,
    Unit,
    Validity,
)
from review_app.domain.import_values import parse_stamp
from review_app.domain.rule_evaluation import evaluate

DAY = date(2026, 3, 2)
TALK = Names(("Første samtale", "Telefonsamtale"))
WEEK_8 = Rule("R08", value=8, unit=Unit.WEEKS, counts_from=1, evidence=TALK, warning_days=14)
DUE = DAY + timedelta(days=55)


def facts(*events, closed=None, deadline=None, case_type="Sygedagpenge"):
    """A case opened on DAY; events as (name, days later)."""
    return CaseFacts(
        DAY,
        closed and DAY + timedelta(days=closed),
        deadline,
        {CaseField.CASE_TYPE: case_type},
        [Happening(name, DAY + timedelta(days=days)) for name, days in events],
    )


def judged(rule, case, **terms):
    return evaluate(rule, case, terms=RuleTerms(**terms), days_off=DaysOff())


def changed(**values):
    return replace(WEEK_8, **values)


def test_a_talk_on_the_last_day_is_in_time_and_the_next_day_is_one_day_late():
    kept = judged(WEEK_8, facts(("første  SAMTALE", 55)))
    assert (kept.state, kept.due_on, kept.met_on, kept.late_days) == (
        DeadlineState.MET,
        DUE,
        DUE,
        None,
    )
    late = judged(WEEK_8, facts(("Telefonsamtale", 56), ("Første samtale", 60)))
    assert (late.state, late.late_days, late.met_by) == (DeadlineState.LATE, 1, "Telefonsamtale")


def test_a_talk_just_before_midnight_counts_on_its_own_local_day():
    written = parse_stamp("2026-04-26T23:30:00+02:00")
    assert written.on == DUE
    case = CaseFacts(DAY, events=[Happening("Første samtale", written.on)])
    assert judged(WEEK_8, case).state is DeadlineState.MET


def test_without_a_talk_the_deadline_is_open_and_only_the_date_read_says_overdue():
    found = judged(WEEK_8, facts())
    assert found.state is DeadlineState.OPEN

    def on(day):
        return standing(found.state, due_on=found.due_on, warn_on=found.warn_on, today=day)

    assert on(DUE - timedelta(days=15)) is Standing.NOT_DUE
    assert on(DUE - timedelta(days=14)) is Standing.DUE_SOON
    assert on(DUE) is Standing.DUE_SOON
    assert on(DUE + timedelta(days=1)) is Standing.OVERDUE


def test_a_case_closed_before_it_was_due_is_exempt_and_after_is_not_met():
    early = judged(WEEK_8, facts(closed=55))
    assert (early.state, early.exemption) == (DeadlineState.EXEMPT, Exemption.CLOSED_BEFORE)
    assert judged(WEEK_8, facts(closed=56)).state is DeadlineState.NOT_MET


def test_an_event_exempts_only_up_to_the_due_date_and_also_where_the_talk_was_held():
    rule = changed(exempting=Names(("Fast track",)))
    freed = judged(rule, facts(("Fast track", 10), ("Første samtale", 20)))
    assert (freed.state, freed.exempt_by) == (DeadlineState.EXEMPT, "Fast track")
    assert judged(rule, facts(("Fast track", 56))).state is DeadlineState.OPEN


def test_a_lawful_reason_is_told_beside_and_changes_nothing():
    rule = changed(lawful=Names(("Borger udeblev",)))
    late = judged(rule, facts(("Borger udeblev", 50), ("Første samtale", 60)))
    assert (late.state, late.late_days, late.lawful_by) == (
        DeadlineState.LATE,
        5,
        "Borger udeblev",
    )


def test_standby_stops_the_clock_until_it_ends():
    rule = changed(stops=Names(("Standby",)), resumes=Names(("Standby slut",)))
    stopped = judged(rule, facts(("Standby", 10)))
    assert (stopped.state, stopped.due_on) == (DeadlineState.SUSPENDED, None)
    went_on = judged(rule, facts(("Standby", 10), ("Standby slut", 30), ("Første samtale", 75)))
    assert (went_on.state, went_on.stopped_days) == (DeadlineState.MET, 20)
    closed = judged(rule, facts(("Standby", 10), closed=90))
    assert closed.state is DeadlineState.EXEMPT
    held = judged(rule, facts(("Standby", 10), ("Første samtale", 80)))
    assert held.state is DeadlineState.MET


def test_four_talks_in_six_months_are_counted():
    rule = Rule(
        "R10",
        RuleKind.COUNT_IN_WINDOW,
        value=6,
        unit=Unit.MONTHS,
        needed=4,
        evidence=TALK,
    )
    talks = [("Første samtale", 30 * n) for n in range(1, 5)]
    assert judged(rule, facts(*talks)).state is DeadlineState.MET
    three = judged(rule, facts(*talks[:3], ("Telefonsamtale", 200)))
    assert (three.state, three.held, three.needed) == (DeadlineState.LATE, 3, 4)
    assert judged(rule, facts(*talks[:3], closed=300)).state is DeadlineState.NOT_MET
    assert judged(rule, facts(*talks[:3])).state is DeadlineState.OPEN


def test_a_case_closed_early_owes_the_whole_part_of_the_count_where_the_house_says_so():
    rule = Rule(
        "R10",
        RuleKind.COUNT_IN_WINDOW,
        value=100,
        needed=4,
        evidence=TALK,
        is_pro_rata=True,
        counts_from=1,
    )
    talks = [("Første samtale", 10), ("Første samtale", 20)]
    half = judged(rule, facts(*talks, closed=50))
    assert (half.state, half.held, half.needed) == (DeadlineState.MET, 2, 2)
    assert judged(rule, facts(talks[0], closed=50)).state is DeadlineState.EXEMPT
    assert judged(rule, facts(closed=5)).state is DeadlineState.EXEMPT


def test_the_own_deadline_is_met_by_closing_the_case():
    rule = Rule("OWN", RuleKind.OWN_DEADLINE)
    deadline = DAY + timedelta(days=20)
    assert judged(rule, facts(closed=20, deadline=deadline)).state is DeadlineState.MET
    assert judged(rule, facts(closed=21, deadline=deadline)).late_days == 1
    assert judged(rule, facts()) == Skipped("OWN", Skipping.NO_OWN_DEADLINE)


def test_the_stricter_local_goal_stands_beside_the_rule():
    found = judged(changed(local_value=6), facts(("Første samtale", 50)))
    assert (found.state, found.local_due_on) == (DeadlineState.MET, DAY + timedelta(days=41))


def test_the_clock_can_start_with_an_event_and_start_anew_with_each():
    rule = Rule(
        "R09",
        starts_from=StartsFrom.EVENT,
        start=TALK,
        starts_anew=True,
        chosen_by=ChosenBy.START,
        value=4,
        unit=Unit.WEEKS,
        evidence=TALK,
    )
    found = judged(rule, facts(("Første samtale", 10), ("Telefonsamtale", 35)))
    assert (found.start_on, found.started_by) == (DAY + timedelta(days=35), "Telefonsamtale")
    assert found.state is DeadlineState.OPEN
    assert judged(rule, facts()).why is Skipping.NO_START


def test_the_first_absence_day_is_the_sets_own_event_or_the_opening():
    case = facts(("Første fraværsdag", -5))
    found = judged(WEEK_8, case, first_absence=Names(("Første fraværsdag",)))
    assert found.start_on == DAY - timedelta(days=5)
    assert judged(WEEK_8, facts(), first_absence=Names(("Andet",))).start_on == DAY


def test_rule_and_set_are_chosen_by_the_first_absence_day_or_the_rules_own_start():
    until_then = Validity(None, DAY)
    assert judged(WEEK_8, facts(), validity=until_then).state is DeadlineState.OPEN
    from_next = Validity(DAY + timedelta(days=1))
    assert judged(WEEK_8, facts(), validity=from_next).why is Skipping.NOT_IN_FORCE
    assert judged(changed(validity=from_next), facts()).why is Skipping.NOT_IN_FORCE
    asked = changed(
        starts_from=StartsFrom.EVENT,
        start=Names(("Anmodning",)),
        chosen_by=ChosenBy.START,
        validity=from_next,
    )
    assert judged(asked, facts(("Anmodning", 3))).state is DeadlineState.OPEN


def test_a_rule_is_about_the_cases_its_conditions_name_and_needs_evidence_to_look_for():
    condition = Condition(CaseField.CASE_TYPE, Names(("Jobafklaring",)))
    assert judged(changed(conditions=(condition,)), facts()).why is Skipping.CONDITION
    assert judged(changed(evidence=Names()), facts()).why is Skipping.NO_EVIDENCE_NAMED


def test_what_happened_after_the_day_does_not_exist():
    case = facts(("Første samtale", 10), ("Telefonsamtale", 20), closed=30)
    then = as_it_stood(case, DAY + timedelta(days=10))
    assert (len(then.events), then.closed_on) == (1, None)
    assert as_it_stood(case, DAY - timedelta(days=1)) is None
    assert first_later_fact(case, DAY + timedelta(days=10)) == DAY + timedelta(days=20)
    assert first_later_fact(case, DAY + timedelta(days=30)) is None
