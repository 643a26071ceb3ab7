"""What firms are engaged to do, and that it closes by itself."""

from datetime import timedelta

import pytest

from review_app.domain.errors import Invalid, NotPermitted
from review_app.domain.events import CasesChosen, ChosenCase
from review_app.domain.kinds import EngagementPurpose
from review_app.features.engagements import queries, reactions, service
from review_app.kernel import clock
from review_app.models import EngagementCase
from review_app.models.visibility import visible_cases
from tests.cast import actor, some_cases
from tests.feedback import stories as feedback
from tests.learning_sessions import stories as sessions


def save(people, key=None, **changes):
    given = {
        "firm_key": people.klarsyn.key,
        "title": "The hundred hardest",
        "purpose": EngagementPurpose.HARD_CASES,
        "quota": 100,
        "starts_on": clock.today(),
        "ends_on": clock.today() + timedelta(days=30),
        "member_keys": [people.clara.key],
    }
    return service.save_engagement(actor(people.adam), key, **{**given, **changes})


def standing(people, engagement):
    return queries.standing_of(actor(people.kurt), engagement.key)


def test_an_administrator_adds_and_changes_an_engagement(people):
    engagement = save(people)
    save(people, engagement.key, quota=50, member_keys=[people.carl.key])
    changed = queries.get_engagement(actor(people.kurt), engagement.key)
    assert changed.quota == 50
    assert [m.person.name for m in changed.members] == ["Carl"]


def test_a_coordinator_reads_but_does_not_change(people):
    with pytest.raises(NotPermitted):
        service.save_engagement(
            actor(people.kurt),
            None,
            firm_key=people.klarsyn.key,
            title="t",
            purpose=EngagementPurpose.TEACHING,
            quota=1,
            starts_on=clock.today(),
            ends_on=clock.today(),
            member_keys=[],
        )


def test_what_cannot_be_is_refused(people):
    for wrong in (
        {"ends_on": clock.today() - timedelta(days=1)},
        {"quota": 0},
        {"firm_key": "nobody"},
        {"member_keys": [people.hanne.key]},
    ):
        with pytest.raises(Invalid):
            save(people, **wrong)


def test_feedback_sent_is_what_a_learning_case_engagement_counts(people):
    one, two = some_cases(people.hanne, people.hanne)
    feedback.assigned(people, one, people.clara)
    assert standing(people, people.running).done == 0
    feedback.sent(people, two, people.clara)
    assert standing(people, people.running).done == 1


def test_talks_held_are_what_a_hard_case_engagement_counts(people):
    save(people, people.running.key)
    sessions.asked(people)
    assert standing(people, people.running).done == 0
    sessions.held(people)
    assert standing(people, people.running).done == 1


def test_cases_a_round_chooses_are_handed_over_once(db, people):
    cases = some_cases(people.hanne, people.hanne)
    chosen = tuple(ChosenCase(n, case.id, people.clara.id) for n, case in enumerate(cases))
    happened = CasesChosen(round_id=1, engagement_id=people.running.id, chosen=chosen)
    reactions.hand_over_chosen_cases(actor(people.kurt), happened)
    reactions.hand_over_chosen_cases(actor(people.kurt), happened)
    assert db.session.query(EngagementCase).count() == 2
    assert len(list(db.session.scalars(visible_cases(actor(people.clara))))) == 2
    assert not list(db.session.scalars(visible_cases(actor(people.carl))))


def test_a_round_without_an_engagement_hands_nothing_over(db, people):
    (case,) = some_cases(people.hanne)
    happened = CasesChosen(1, None, (ChosenCase(1, case.id, people.kurt.id),))
    reactions.hand_over_chosen_cases(actor(people.kurt), happened)
    assert db.session.query(EngagementCase).count() == 0


def test_a_case_is_out_of_sight_the_day_after_the_last(db, people):
    (case,) = some_cases(people.hanne)
    feedback.assigned(people, case, people.clara)
    clock.travel(clock.now() + timedelta(days=90))
    assert list(db.session.scalars(visible_cases(actor(people.clara))))
    clock.travel(clock.now() + timedelta(days=1))
    assert not list(db.session.scalars(visible_cases(actor(people.clara))))
    assert not standing(people, people.running).is_running


def test_adding_through_the_pages(people, sign_in):
    adam = sign_in(people.adam)
    assert adam.get("/engagements/new").status_code == 200
    given = {"title": "New", "firm": people.klarsyn.key, "purpose": "teaching", "quota": "5"}
    given |= {"data_role": "processor"}
    given |= {"starts_on": "2026-03-01", "ends_on": "2026-02-01"}
    assert "cannot be before the first" in adam.post("/engagements/new", data=given).text
    given |= {"ends_on": "2026-12-31", "members": [people.clara.key, people.carl.key]}
    page = adam.post("/engagements/new", data=given, follow_redirects=True).text
    assert "Clara" in page
    assert "Teaching sessions held" in page
    assert "New" in sign_in(people.mona).get("/engagements").text
    assert sign_in(people.olga).get("/engagements").status_code == 403


def test_an_engagement_shows_no_case_to_the_administrator(people, sign_in):
    (case,) = some_cases(people.hanne)
    feedback.assigned(people, case, people.clara)
    page = sign_in(people.adam).get(f"/engagements/{people.running.key}").text
    assert case.key not in page
    assert case.number not in page
