import pytest

from review_app.domain.audit_codes import AuditCode
from review_app.domain.errors import IllegalTransition, Invalid, NotFound, NotPermitted
from review_app.domain.kinds import UrgentKind
from review_app.domain.workflow import UrgentState, UrgentStep
from review_app.features.home import queries_waiting
from review_app.features.reviews import queries_urgent, service_urgent
from review_app.kernel.audit_log import AuditEntry
from review_app.kernel.db import db
from review_app.models import Case, UrgentFinding
from tests.cast import actor, enter, some_cases
from tests.reviews.pairs import a_round, hand_in, reviewer_of, singles, the_pair

TEXT = "Sick pay was stopped without a decision. Pay it again today."


@pytest.fixture
def case(people):
    return some_cases(people.hanne)[0]


def told(person, case, text=TEXT, hours=24):
    return service_urgent.raise_finding(
        actor(person), case.key, kind=UrgentKind.CITIZENS_RIGHT, text=text, hours=hours
    )


def knows(person, finding):
    try:
        queries_urgent.get_urgent(actor(person), finding.key)
    except NotFound:
        return False
    return True


def first_task(person):
    waiting = queries_waiting.list_waiting(actor(person))
    return waiting[0].kind if waiting else None


def test_it_goes_at_once_to_the_manager_and_the_coordinators(people, case):
    finding = told(people.hanne, case)
    assert finding.owner_id == people.mona.id
    assert (finding.due_at - finding.raised_at).total_seconds() == pytest.approx(24 * 3600, abs=5)
    for person in (people.mona, people.karin, people.kurt):
        assert first_task(person) == "urgent-finding"
    for person in (people.henrik, people.clara, people.olga, people.adam):
        assert not knows(person, finding)
    assert knows(people.hanne, finding)


def test_whoever_takes_it_owns_it_and_says_what_was_done(people, case):
    finding = told(people.karin, case)
    with pytest.raises(IllegalTransition):
        service_urgent.close(actor(people.mona), finding.key, step=UrgentStep.HANDLE, done="Paid.")
    service_urgent.acknowledge(actor(people.kurt), finding.key)
    assert finding.owner_id == people.kurt.id
    assert first_task(people.mona) is None
    assert first_task(people.kurt) == "urgent-finding"
    with pytest.raises(Invalid):
        service_urgent.close(actor(people.kurt), finding.key, step=UrgentStep.HANDLE, done=" ")
    service_urgent.close(actor(people.kurt), finding.key, step=UrgentStep.HANDLE, done="Paid.")
    assert (finding.state, first_task(people.kurt)) == (UrgentState.HANDLED, None)
    codes = {e.code for e in db.session.query(AuditEntry)}
    assert {AuditCode.URGENT_FINDING_RAISED, AuditCode.URGENT_FINDING_HANDLED} <= codes
    with pytest.raises(IllegalTransition):
        service_urgent.acknowledge(actor(people.mona), finding.key)


@pytest.mark.parametrize("is_taken", [False, True])
def test_it_is_withdrawn_with_a_reason(people, case, is_taken):
    finding = told(people.hanne, case)
    if is_taken:
        service_urgent.acknowledge(actor(people.mona), finding.key)
    step = {"step": UrgentStep.WITHDRAW, "done": "The decision was in another file."}
    service_urgent.close(actor(people.hanne), finding.key, **step)
    assert finding.state is UrgentState.WITHDRAWN


def test_whoever_raised_it_does_not_handle_it_for_others(people, case):
    finding = told(people.hanne, case)
    with pytest.raises(NotPermitted):
        service_urgent.acknowledge(actor(people.hanne), finding.key)


def test_who_may_raise_one(people, case):
    for person in (people.henrik, people.clara, people.mona, people.olga, people.adam):
        with pytest.raises(NotFound):
            told(person, case)
    assert db.session.query(UrgentFinding).count() == 0


def test_it_speaks_of_the_case_alone_and_holds_no_personal_number(people, case):
    for text in ("Found in my review: no decision.", "Kriteriet er ikke opfyldt.", "010170-1234"):
        with pytest.raises(Invalid):
            told(people.hanne, case, text)
    with pytest.raises(Invalid):
        told(people.hanne, case, hours=5)


def test_what_a_blind_reviewer_raises_does_not_reach_the_other_until_they_are_compared(people):
    found = a_round(people)
    one, other = the_pair(found)
    case = db.session.get(Case, one.case_id)
    mine, theirs = reviewer_of(one), reviewer_of(other)
    case.caseworker_id = people.hanne.id
    case.team_id = people.north.id  # Mona's
    enter(case)
    finding = told(mine, case)
    assert knows(people.mona, finding)
    assert not knows(theirs, finding)
    assert first_task(theirs) != "urgent-finding"
    assert not queries_urgent.list_urgent(actor(theirs), is_open=True).rows
    with pytest.raises(NotFound):
        service_urgent.acknowledge(actor(theirs), finding.key)
    for review in (*singles(found), one, other):
        hand_in(review)
    db.session.refresh(finding)
    assert knows(theirs, finding)


def test_where_nobody_else_is_there_the_citizen_comes_first(people):
    found = a_round(people)
    one, other = the_pair(found)
    case = db.session.get(Case, one.case_id)
    people.mona.is_active = False
    enter(people.mona)
    finding = told(reviewer_of(one), case)
    assert knows(reviewer_of(other), finding)
    assert finding.owner_id == other.reviewer_id


def test_the_pages_lead_from_the_case_to_a_note_that_can_be_copied(people, case, sign_in):
    client = sign_in(people.hanne)
    page = client.get(f"/reviews/urgent/new/{case.key}")
    assert page.status_code == 200
    sent = {"kind": "data-breach", "text": "My review says so.", "hours": "4"}
    refused = client.post(f"/reviews/urgent/new/{case.key}", data=sent)
    assert "My review says so." in refused.text
    answer = client.post(f"/reviews/urgent/new/{case.key}", data={**sent, "text": TEXT})
    shown = client.get(answer.location)
    assert "readonly" in shown.text
    assert "I take it" not in shown.text
    manager = sign_in(people.mona)
    key = answer.location.rsplit("/", 1)[1]
    assert "I take it" in manager.get(f"/reviews/urgent/{key}").text
    manager.post(f"/reviews/urgent/{key}/acknowledge")
    assert "It is handled" in manager.get(f"/reviews/urgent/{key}").text
    assert manager.post(f"/reviews/urgent/{key}/handled", data={"done": ""}).status_code == 422
    manager.post(f"/reviews/urgent/{key}/handled", data={"done": "Reported and paid."})
    assert "Reported and paid." in manager.get("/reviews/urgent/" + key).text
    assert case.number in manager.get("/reviews/urgent?view=closed").text or case.key
