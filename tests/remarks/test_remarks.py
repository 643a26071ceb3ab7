"""Remarks from outside: from received to closed, who may do what, and the backlogs over time."""

from datetime import timedelta

import pytest

from review_app.domain.errors import IllegalTransition, Invalid, NotFound, NotPermitted
from review_app.domain.kinds import EngagementPurpose, RemarkSender, RoundPurpose
from review_app.domain.scoring import Severity
from review_app.domain.waiting import WaitingKind
from review_app.domain.workflow import RemarkState
from review_app.features.home.queries_waiting import list_waiting
from review_app.features.remarks import queries, service
from review_app.kernel import clock
from review_app.models import Round, RoundCase
from tests.cast import actor, enter, some_cases

FIELDS = {"sender": "accountant", "severity": "serious", "text": "No plan in the file"}


def told(owner, **given):
    today = clock.today()
    return service.Told(
        **{
            "received_on": today - timedelta(days=40),
            "sender": RemarkSender.ACCOUNTANT,
            "text": "No plan in the file",
            "severity": Severity.SERIOUS,
            "owner_key": owner.key,
            "due_on": today - timedelta(days=1),
            **given,
        }
    )


def waits_for(person):
    return {one.kind for one in list_waiting(actor(person))}


def a_colleague_keeps_a_promise(people, key, sign_in):
    hanne, today = sign_in(people.hanne), clock.today().isoformat()
    measure = {"text": "Plans are read on Mondays", "owner": people.henrik.key, "due_on": today}
    assert hanne.post(f"/figures/remarks/{key}/measures", data=measure).status_code == 302
    assert WaitingKind.DO_MEASURE in waits_for(people.henrik)
    (promised,) = queries.get_remark(actor(people.henrik), key).measures
    done = f"/figures/remarks/{key}/measures/{promised.key}/done"
    assert hanne.post(done).status_code == 403
    assert sign_in(people.henrik).post(done).status_code == 302


def test_a_remark_goes_from_received_to_closed(people, sign_in):
    (case,) = some_cases(people.henrik)
    mona, hanne = sign_in(people.mona), sign_in(people.hanne)
    today = clock.today().isoformat()
    sent = {**FIELDS, "received_on": today, "due_on": today, "owner": people.hanne.key}
    assert mona.post("/figures/remarks/new", data={**sent, "case": "no such"}).status_code == 422
    assert "CPR" in mona.post("/figures/remarks/new", data={**sent, "text": "010170-1234"}).text
    kurt = sign_in(people.kurt)
    made = kurt.post("/figures/remarks/new", data={**sent, "case": case.number})
    key = made.location.rsplit("/", 1)[1]
    assert WaitingKind.HANDLE_REMARK in waits_for(people.hanne)
    page = hanne.get(f"/figures/remarks/{key}").text
    assert "No plan in the file" in page
    assert case.number not in page  # not her case: she is told its key alone
    a_colleague_keeps_a_promise(people, key, sign_in)
    answered = {"answer": "We read every plan", "answered_on": today}
    assert hanne.post(f"/figures/remarks/{key}/answer", data=answered).status_code == 302
    assert WaitingKind.HANDLE_REMARK not in waits_for(people.hanne)
    with pytest.raises(NotPermitted):
        service.close(actor(people.hanne), key, reason="r")
    closing = {"close_reason": "The auditor agreed", "closed_on": today}
    assert mona.post(f"/figures/remarks/{key}/close", data=closing).status_code == 302
    assert "The auditor agreed" in kurt.get(f"/figures/remarks/{key}").text
    with pytest.raises(IllegalTransition):
        service.answer(actor(people.kurt), key, text="x", answered_on=clock.today())
    assert service.reopen(actor(people.kurt), key).state is RemarkState.OPEN


def test_who_may_see_the_register(people, sign_in):
    key = service.add_remark(actor(people.kurt), told=told(people.hanne)).key
    with pytest.raises(NotFound):
        queries.get_remark(actor(people.henrik), key)
    for outsider in (people.olga, people.clara, people.adam):
        assert sign_in(outsider).get(f"/figures/remarks/{key}").status_code == 403
    with pytest.raises(Invalid):
        service.change_remark(
            actor(people.kurt), key, told=told(people.hanne, text="Borger 010170-1234")
        )
    late = queries.Filter(overdue=True)
    assert len(queries.list_remarks(actor(people.mona), chosen=late).rows) == 1
    assert not queries.list_remarks(actor(people.henrik), chosen=queries.Filter()).rows
    agency = queries.Filter(sender=RemarkSender.AGENCY)
    assert not queries.list_remarks(actor(people.mona), chosen=agency).rows


def test_the_backlogs_say_what_was_open_at_each_months_end(people, sign_in):
    first = service.add_remark(actor(people.kurt), told=told(people.kurt)).key
    service.add_remark(actor(people.kurt), told=told(people.kurt))
    service.close(actor(people.kurt), first, reason="Nothing more is needed")
    ends = queries.backlog(actor(people.kurt))
    assert (ends[0].open, ends[-1].open, ends[-1].went) == (2, 1, 1)
    people.running.purpose = EngagementPurpose.HARD_CASES
    rounds = [
        Round(title=title, purpose=purpose, engagement_id=people.running.id)
        for title, purpose in (("l", RoundPurpose.LEARN), ("m", RoundPurpose.MEASURE))
    ]
    enter(people.running, *rounds)
    cases = some_cases(people.hanne, people.henrik)
    spots = [
        RoundCase(round_id=one.id, case_id=case.id, position=n)
        for one in rounds
        for n, case in enumerate(cases)
    ]
    spots[0].replaced_at = clock.now()
    enter(*spots)
    assert [end.open for end in queries.hard_cases(actor(people.mona))] == [1]
    page = sign_in(people.kurt).get("/figures/remarks").text
    assert "Open remarks over time" in page
    assert "Hard cases over time" in page
    csv = sign_in(people.kurt).get("/figures/remarks/backlog.csv").text
    assert len(csv.splitlines()) == 1 + len(ends)
    assert sign_in(people.kurt).get("/figures/remarks/hard-cases.csv").status_code == 200
    assert sign_in(people.hanne).get("/figures/remarks/hard-cases.csv").status_code == 403
