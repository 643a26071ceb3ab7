"""Rule sets: drafted, edited, published, confirmed; tried on a case."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from review_app.domain.access import OPERATOR
from review_app.domain.case_deadlines import DeadlineState
from review_app.domain.errors import IllegalTransition, NotPermitted
from review_app.domain.rule_sets import RuleSetState
from review_app.features.timeliness import service, service_seeding
from review_app.kernel.places import TOP
from review_app.models import CaseDeadline, DeadlineRule, RuleSet
from tests.cast import actor, some_cases
from tests.timeliness.stage import (
    TALK,
    TODAY,
    a_rule_set,
    compute,
    deadline_of,
    happens,
    run_all,
    stand_on,
)

CHANGE = date(2026, 4, 1)


@pytest.fixture(autouse=True)
def _today(db):
    stand_on()


def values(**changed):
    """What the browser sends of the rule form."""
    return {
        "name_da": "Første samtale",
        "name_en": "First talk",
        "is_active": "y",
        "kind": "single-deadline",
        "value": "4",
        "unit": "weeks",
        "counts_from": "1",
        "starts_from": "first-absence",
        "evidence_activities": f"{TALK}\r\nTelefonsamtale\r\n",
        "needed": "1",
        "warning_days": "7",
        "chosen_by": "first-absence",
        "condition_1_field": "case-type",
        "condition_1_values": "Sygedagpenge",
        "condition_2_field": "",
        **changed,
    }


def test_the_reference_rules_come_published_and_unconfirmed_and_only_once(db):
    folder = TOP / "seed" / "reference"
    assert "sickness-benefit" in service_seeding.seed_reference(OPERATOR, folder=folder)
    assert service_seeding.seed_reference(OPERATOR, folder=folder) == []
    found = db.session.scalars(select(RuleSet)).all()
    assert {s.state for s in found} == {RuleSetState.PUBLISHED}
    assert {s.confirmed_at for s in found} == {None}
    talk = db.session.scalars(select(DeadlineRule).where(DeadlineRule.code == "R08")).one()
    assert (talk.value, talk.unit, talk.counts_from, talk.confidence) == (8, "weeks", 1, "S")
    assert len(db.session.scalars(select(DeadlineRule)).all()) == 33


def test_a_new_version_takes_over_on_its_day_and_each_case_keeps_its_own_rules(people):
    lead, before = actor(people.kurt), a_rule_set()
    old, new = some_cases(people.hanne, people.hanne, opened_on=CHANGE - timedelta(days=1))
    draft = service.start_draft(lead, before.key, valid_from_on=CHANGE, reason="L 74")
    service.save_rule(lead, draft.key, rule_key=draft.rules[0].key, values={"value": 4})
    service.publish(lead, draft.key)
    run_all()
    assert before.valid_to_on == CHANGE - timedelta(days=1)
    assert deadline_of(old).due_on == old.opened_on + timedelta(days=55)
    assert deadline_of(new).due_on == CHANGE + timedelta(days=27)


def test_a_version_that_begins_on_the_same_day_replaces_the_other(people, db):
    lead = actor(people.kurt)
    before = a_rule_set(valid_from_on=CHANGE)
    (case,) = some_cases(people.hanne, opened_on=CHANGE)
    draft = service.start_draft(lead, before.key, valid_from_on=CHANGE, reason="mended")
    service.publish(lead, draft.key)
    run_all()
    assert before.state is RuleSetState.RETIRED
    assert deadline_of(case).rule_id == draft.rules[0].id
    assert len(db.session.scalars(select(CaseDeadline)).all()) == 1


def test_an_older_version_can_be_put_before_a_newer_one(people):
    lead = actor(people.kurt)
    newer = a_rule_set(valid_from_on=CHANGE)
    earlier = CHANGE - timedelta(days=100)
    draft = service.start_draft(lead, newer.key, valid_from_on=earlier, reason="the rules then")
    service.publish(lead, draft.key)
    assert (draft.valid_to_on, newer.valid_to_on) == (CHANGE - timedelta(days=1), None)


def test_a_published_version_cannot_be_edited(people):
    before = a_rule_set()
    with pytest.raises(IllegalTransition):
        service.remove_rule(actor(people.kurt), before.key, rule_key=before.rules[0].key)
    with pytest.raises(NotPermitted):
        service.start_draft(actor(people.hanne), before.key, valid_from_on=CHANGE, reason="x")


def test_the_way_from_copy_to_confirmation_on_the_pages(people, sign_in, db):
    before = a_rule_set()
    (case,) = some_cases(people.hanne, opened_on=date(2026, 5, 4))
    happens(case, "Telefonsamtale", 20)
    lead = sign_in(people.kurt)
    started = lead.post(
        f"/timeliness/rules/{before.key}/draft",
        data={"valid_from_on": "2026-05-01", "reason": "new law"},
    )
    key = started.location.rsplit("/", 1)[1]
    draft = db.session.scalars(select(RuleSet).where(RuleSet.key == key)).one()
    page = lead.get(f"/timeliness/rules/{key}/rule/{draft.rules[0].key}").text
    assert "Telefonsamtale" in page  # what happens in the cases is offered
    rule = f"/timeliness/rules/{key}/rule/{draft.rules[0].key}"
    assert lead.post(rule, data=values()).status_code == 302
    added = lead.post(f"/timeliness/rules/{key}/new", data=values(code="X1", value="2"))
    assert added.status_code == 302
    assert "Within 4 weeks" in lead.get(f"/timeliness/rules/{key}").text
    assert lead.post(f"/timeliness/rules/{key}/publish").status_code == 302
    run_all()
    assert deadline_of(case).state is DeadlineState.MET
    assert deadline_of(case, "X1").late_days == 7
    shown = lead.get(f"/timeliness/rules/{key}").text
    assert "Nobody who answers for the law" in shown
    lead.post(f"/timeliness/rules/{key}/confirm", data={"confirmation": "Jurist Ida, 1 May"})
    assert "Jurist Ida" in sign_in(people.hanne).get(f"/timeliness/rules/{key}").text


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"evidence_activities": " "}, "Name at least one event, or let closing"),
        ({"starts_from": "event"}, "Name at least one event that starts the clock."),
        ({"stop_activities": "Standby"}, "Name the event that lets the clock go on."),
        ({"kind": "group-quota"}, "Say below how many percent"),
        ({"local_value": "4"}, "a smaller number"),
        ({"valid_from_on": "2026-05-02", "valid_to_on": "2026-05-01"}, "lies before the day"),
        ({"value": "soon"}, "Not a valid integer value."),
        ({"name_da": " "}, "Write something here."),
        ({"code": "no code"}, "Letters and digits only."),
    ],
)
def test_each_mistake_is_told_beside_its_field(people, sign_in, wrong, said):
    draft = a_rule_set(state=RuleSetState.DRAFT)
    page = sign_in(people.kurt).post(
        f"/timeliness/rules/{draft.key}/new", data=values(**{"code": "X1", **wrong})
    )
    assert page.status_code == 422
    assert said in page.text
    assert "error-summary" in page.text


def test_the_bench_says_what_each_rule_makes_of_a_case_and_writes_nothing(people, sign_in, db):
    draft = a_rule_set(state=RuleSetState.DRAFT)
    mine, other = some_cases(people.karin, people.hanne, opened_on=TODAY - timedelta(days=60))
    happens(mine, TALK, 57)
    lead = sign_in(people.kurt)
    assert "Take the newest case" in lead.get(f"/timeliness/rules/{draft.key}/try").text
    found = lead.post(f"/timeliness/rules/{draft.key}/try", data={"number": mine.number})
    assert mine.number not in found.location
    page = lead.get(found.location).text
    assert "2 days late" in page
    assert "Within 8 weeks from the first absence day." in page
    assert db.session.scalars(select(CaseDeadline)).all() == []
    assert sign_in(people.hanne).get(found.location).status_code == 404  # a draft
    before = a_rule_set(code="other")
    own = f"/timeliness/rules/{before.key}/try?case="
    assert "It has not been done." in sign_in(people.hanne).get(own + other.key).text
    assert sign_in(people.hanne).get(own + mine.key).status_code == 404


def test_a_draft_is_known_to_those_alone_who_work_on_rules(people, sign_in):
    draft = a_rule_set(state=RuleSetState.DRAFT)
    assert sign_in(people.hanne).get(f"/timeliness/rules/{draft.key}").status_code == 404
    assert draft.key not in sign_in(people.hanne).get("/timeliness/rules").text
    assert draft.key in sign_in(people.mona).get("/timeliness/rules").text


def test_the_page_tells_how_far_the_computing_is(people, sign_in):
    a_rule_set()
    some_cases(people.hanne)
    lead = sign_in(people.kurt)
    lead.post("/timeliness/rules/recompute")
    assert 'hx-trigger="every 1s"' in lead.get("/timeliness/rules").text
    compute()
    assert "1 case was looked at" in lead.get("/timeliness/rules").text
