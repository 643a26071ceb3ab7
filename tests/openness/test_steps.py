"""Opening step by step, being asked, answering and withdrawing: on the pages and by role."""

from datetime import timedelta

import pytest

from review_app.domain.access import OPERATOR, Role
from review_app.domain.assent import AssentAnswer
from review_app.domain.errors import Conflict, Incomplete, Invalid, NotFound, NotPermitted
from review_app.domain.openness import Audience, Detail, FigureFamily
from review_app.domain.waiting import WaitingKind
from review_app.features.home.queries_waiting import list_waiting
from review_app.features.identity import service as identity
from review_app.features.insights import queries_effect
from review_app.features.openness import queries, service
from review_app.kernel import clock
from review_app.kernel.audit_log import AuditEntry
from review_app.kernel.db import db as database
from review_app.models import LearningNote, NoteCriterion
from tests.cast import actor, enter
from tests.insights.series import drawn_round
from tests.knowledge.notes import a_checklist, criteria_of
from tests.openness.stage import colleagues, open_names, opened, publish, two_rounds

STEP = "/figures/opened/to-whom/steps/quality/team"
YES, NO = AssentAnswer.YES, AssentAnswer.NO


def asks(person):
    return WaitingKind.GIVE_ASSENT in {one.kind for one in list_waiting(actor(person))}


def test_a_step_is_looked_at_decided_and_stands_in_the_history(people, sign_in):
    staff = colleagues(people)
    publish(people, two_rounds(people, staff)[0])
    mona, hanne = sign_in(people.mona), sign_in(people.hanne)
    looked_at = mona.get(STEP).text
    assert "As they would see it: The whole house" in looked_at
    assert "20/42" in looked_at
    assert hanne.get(STEP).status_code == 403
    filled = {
        "detail": "house",
        "effective_on": clock.today().isoformat(),
        "reason": "So that the team can follow it",
        "legal_basis": "Agreement 12",
    }
    assert hanne.post(STEP, data=filled).status_code == 403
    yesterday = clock.today() - timedelta(days=1)
    for wrong in ({"legal_basis": " "}, {"detail": "named"}, {"effective_on": str(yesterday)}):
        assert mona.post(STEP, data={**filled, **wrong}).status_code == 422, wrong
    assert mona.post(STEP, data={**filled, "reason": "010190-1234"}).status_code == 422
    assert mona.post(STEP, data=filled).status_code == 302
    ladder = hanne.get("/figures/opened/to-whom").text
    assert "So that the team can follow it" in ladder
    assert "Agreement 12" in ladder
    assert mona.get("/figures/opened/to-whom/steps/quality/public").status_code == 404
    assert sign_in(people.clara).get("/figures/opened/to-whom").status_code == 403


def test_a_step_can_be_taken_back_before_its_day(people, sign_in):
    mona, hanne = sign_in(people.mona), sign_in(people.hanne)
    opened(people.mona, Audience.TEAM, Detail.HOUSE)
    filled = {"detail": "closed", "reason": "r", "legal_basis": "b"}
    filled["effective_on"] = clock.today().isoformat()
    later = filled | {"detail": "team", "effective_on": str(clock.today() + timedelta(days=7))}
    assert mona.post(STEP, data=later).status_code == 302
    assert mona.post(STEP, data=filled).status_code == 409
    (step, *_) = queries.history(actor(people.mona)).rows
    assert mona.post(f"/figures/opened/to-whom/steps/{step.key}/take-back").status_code == 302
    assert mona.post(f"/figures/opened/to-whom/steps/{step.key}/take-back").status_code == 409
    assert "Taken back" in hanne.get("/figures/opened/to-whom").text
    assert mona.post(STEP, data=filled).status_code == 302


def test_the_service_refuses_what_the_page_would_not_send(people):
    today = clock.today()

    def wanted(**given):
        usual = {"family": FigureFamily.QUALITY, "audience": Audience.TEAM, "detail": Detail.HOUSE}
        usual |= {"effective_on": today, "reason": "r", "legal_basis": "b"}
        return service.Wanted(**usual | given)

    refused = [
        (people.hanne, {}, NotPermitted),
        (people.olga, {}, NotPermitted),
        (people.mona, {"effective_on": today - timedelta(days=1)}, Invalid),
        (people.mona, {"detail": Detail.NAMED}, Invalid),
        (people.mona, {"audience": Audience.OBSERVERS}, Invalid),
        (people.mona, {"audience": Audience.PUBLIC}, Invalid),
        (people.mona, {"legal_basis": ""}, Incomplete),
    ]
    for person, given, error in refused:
        with pytest.raises(error):
            service.decide_step(actor(person), wanted=wanted(**given))
    with pytest.raises(NotFound):
        service.take_back(actor(people.mona), "nothing")


def test_everybody_who_would_be_named_is_asked(people, sign_in):
    staff = colleagues(people)
    publish(people, two_rounds(people, staff)[0])
    assert not asks(people.hanne)
    step = open_names(people)
    assert all(asks(one) for one in (people.hanne, people.henrik, people.karin))
    assert not any(asks(one) for one in (people.mona, people.kurt, people.olga))
    url = f"/figures/opened/to-whom/questions/{step.key}"
    hanne, mona = sign_in(people.hanne), sign_in(people.mona)
    page = hanne.get(url).text
    assert "Agreement 12" in page
    assert "6/6" in page  # what would be shown of her
    assert mona.get(url).status_code == 403
    assert hanne.post(url, data={"answer": "perhaps"}).status_code == 422
    assert hanne.post(f"{url}/withdraw").status_code == 409
    assert hanne.post(url, data={"answer": "yes"}).status_code == 302
    assert not asks(people.hanne)


def test_others_see_only_how_many_and_a_representative_how_the_rest_stands(people, sign_in):
    staff = colleagues(people)
    step = open_names(people)
    url = f"/figures/opened/to-whom/questions/{step.key}"
    hanne, mona = sign_in(people.hanne), sign_in(people.mona)
    service.answer(actor(people.hanne), step.key, given=YES)
    service.answer(actor(staff["nina"]), step.key, given=NO)
    told = mona.get("/figures/opened/to-whom").text
    assert "1 of 6 have said yes; 4 are needed." in told
    assert "has said no" not in told
    assert "Nina" not in told
    people.hanne.is_staff_representative = True
    enter(people.hanne)
    represents = sign_in(people.hanne).get("/figures/opened/to-whom").text
    assert "1 has said no. 4 have not answered." in represents
    assert "Nina" not in represents
    assert hanne.post(f"{url}/withdraw").status_code == 302
    assert "0 of 6 have said yes" in mona.get("/figures/opened/to-whom").text
    entries = database.session.query(AuditEntry).filter_by(code="openness.assent-answered").all()
    assert [one.details for one in entries] == [{}] * 3  # that somebody answered, never what


def test_new_colleagues_are_asked_and_questions_fall_away_with_the_step(people):
    staff = colleagues(people)
    step = open_names(people)
    new = identity.save_person(
        OPERATOR,
        None,
        name="Nadia",
        email="nadia@example.org",
        roles=[Role.CASEWORKER],
        team_ids=[people.north.id],
    )
    assert asks(new)
    nina = staff["nina"]
    identity.save_person(
        OPERATOR, nina.key, name="Nina", email=nina.email, roles=[], team_ids=[people.north.id]
    )
    with pytest.raises((NotFound, NotPermitted)):
        service.answer(actor(nina), step.key, given=YES)
    groups = {line.team.name: line for line in queries.groups(actor(people.mona))}
    assert len(groups["North"].consent.group) == 6
    opened(people.mona, Audience.TEAM, Detail.TEAM)
    assert not asks(new)
    assert queries.groups(actor(people.mona)) == []
    with pytest.raises(NotFound):
        service.answer(actor(new), step.key, given=YES)
    again = opened(people.mona, Audience.TEAM, Detail.NAMED)
    assert again.key != step.key
    assert asks(new)
    with pytest.raises(Conflict):
        service.answer(actor(new), again.key, given=AssentAnswer.WITHDRAWN)


def test_a_yes_can_be_withdrawn_until_the_names_are_gone(people):
    step = open_names(people)
    hanne = actor(people.hanne)
    service.answer(hanne, step.key, given=YES)
    in_a_week = clock.today() + timedelta(days=7)
    less = service.Wanted(
        FigureFamily.QUALITY, Audience.TEAM, Detail.TEAM, in_a_week, reason="r", legal_basis="b"
    )
    later = service.decide_step(actor(people.mona), wanted=less)
    service.answer(hanne, step.key, given=AssentAnswer.WITHDRAWN)  # until then it is open
    service.take_back(actor(people.mona), later.key)
    service.answer(hanne, step.key, given=NO)


def test_caseworkers_see_whether_it_helped_when_that_is_opened_and_published(people, sign_in):
    staff = colleagues(people)
    hands = [staff[n] for n in ("hanne", "nina", "niels", "henrik", "sara", "soren")] * 5
    version = a_checklist("One?", "Two?")
    rounds = [
        drawn_round(version, people.kurt, hands, {"C1": 10, "C2": 20}, days_ago=200),
        drawn_round(version, people.kurt, hands, {"C1": 28, "C2": 21}, number=2, days_ago=20),
    ]
    note = LearningNote(
        title="Ask first",
        text="Ask.",
        state="published",
        owner_id=people.karin.id,
        published_at=clock.now() - timedelta(days=100),
        criteria=[NoteCriterion(criterion_id=one.id) for one in criteria_of(version).values()],
    )
    enter(note)
    client = sign_in(people.hanne)
    pages = (f"/knowledge/{note.key}", "/figures/opened/effect")
    says = "met in 33% (10/30) before, in 93% (28/30) in Round 2."
    opened(people.mona, Audience.TEAM, Detail.HOUSE, family=FigureFamily.EFFECT)
    opened(people.mona, Audience.STAFF, Detail.HOUSE, family=FigureFamily.EFFECT)
    for page in pages:
        assert says not in client.get(page).text, page  # nothing is published yet
    publish(people, *rounds)
    for page in pages:
        assert says in client.get(page).text, page
    assert queries_effect.list_opened(actor(people.olga)) == []
    assert says not in sign_in(people.olga).get("/figures/opened/effect").text
