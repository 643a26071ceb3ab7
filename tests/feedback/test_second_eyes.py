"""Second eyes, evidence, guides, history, release and the letter."""

from datetime import timedelta

import pytest

from review_app.domain.errors import IllegalTransition, Incomplete, Invalid, NotFound, NotPermitted
from review_app.domain.kinds import EvidenceKind, FeedbackSection
from review_app.domain.waiting import WaitingKind
from review_app.domain.workflow import FeedbackState
from review_app.features.feedback import queries, service, service_reading
from review_app.features.home.queries_waiting import list_waiting
from review_app.kernel import clock
from review_app.models import CaseEvent, EngagementMember
from tests.cast import actor, enter, some_cases
from tests.feedback import stories


@pytest.fixture
def firm(people):
    """Clara and Carl work under the same engagement, and it asks for a second pair of eyes."""
    people.running.needs_second_eyes = True
    enter(
        people.running, EngagementMember(engagement_id=people.running.id, person_id=people.carl.id)
    )
    return people


def kinds(person):
    return {line.kind for line in list_waiting(actor(person))}


def test_it_waits_for_everybody_but_its_writer_and_whose_case_it_is(firm):
    (case,) = some_cases(firm.karin)
    feedback = stories.sent(firm, case, firm.clara)
    assert (feedback.state, feedback.sent_at) == (FeedbackState.WITH_READER, None)
    assert WaitingKind.READ_FEEDBACK_SECOND in kinds(firm.carl)
    assert WaitingKind.READ_FEEDBACK_SECOND in kinds(firm.kurt)
    assert WaitingKind.READ_FEEDBACK_SECOND not in kinds(firm.clara) | kinds(firm.karin)
    assert WaitingKind.PASS_ON_FEEDBACK not in kinds(firm.kurt)
    with pytest.raises(NotPermitted):
        service_reading.read_second(actor(firm.clara), feedback.key, passes=True, note="")
    with pytest.raises(NotFound):
        service_reading.read_second(actor(firm.karin), feedback.key, passes=True, note="")


def test_a_colleague_sends_it_back_and_then_on(firm, sign_in):
    (case,) = some_cases(firm.hanne)
    key, carl = stories.sent(firm, case, firm.clara).key, actor(firm.carl)
    with pytest.raises(Incomplete):
        service_reading.read_second(carl, key, passes=False, note=" ")
    service_reading.read_second(carl, key, passes=False, note="Say *which* rule.")
    page = sign_in(firm.clara).get(f"/learning-cases/feedback/{key}/write").text
    assert "Say <em>which</em> rule." in page
    assert "Send to a second reader" in page
    kurt = sign_in(firm.kurt).get(f"/learning-cases/feedback/{key}").text
    assert "Say" not in kurt
    assert stories.TEXTS["question"] not in kurt
    again = queries.get_to_write(actor(firm.clara), key)
    service.write_feedback(
        actor(firm.clara), key, texts={"question": "§ 8?"}, revision=again.revision, send=True
    )
    carl_page = sign_in(firm.carl)
    done = carl_page.post(
        f"/learning-cases/feedback/{key}/second", data={"step": "pass"}, follow_redirects=True
    )
    assert "§ 8?" in done.text
    assert case.number not in done.text
    sent = queries.get_feedback(actor(firm.kurt), key)
    assert (sent.state, sent.reader_id) == (FeedbackState.SENT, firm.carl.id)
    assert WaitingKind.PASS_ON_FEEDBACK in kinds(firm.kurt)
    with pytest.raises(NotPermitted):
        service_reading.read_second(carl, key, passes=True, note="")


def test_a_colleague_sees_neither_drafts_nor_what_others_read(firm):
    draft, other = some_cases(firm.hanne, firm.hanne)
    drafted = stories.assigned(firm, draft, firm.clara)
    read = stories.sent(firm, other, firm.clara)
    service_reading.read_second(actor(firm.kurt), read.key, passes=True, note="")
    for feedback in (drafted, read):
        with pytest.raises(NotFound):
            queries.get_feedback(actor(firm.carl), feedback.key)


def test_feedback_rests_on_what_stands_in_the_case_and_on_nothing_else(people, sign_in):
    case, other = some_cases(people.hanne, people.hanne)
    feedback = stories.assigned(people, case, people.clara)
    day = clock.today()
    events = [
        CaseEvent(
            case_id=c.id, identity="1", activity="Talk", happened_on=day, stamp="", position=1
        )
        for c in (case, other)
    ]
    enter(*events)
    clara, url = sign_in(people.clara), f"/learning-cases/feedback/{feedback.key}/write"
    point = {"done_well": "Clear", "revision": "1", "step": "point", "kind": "event"}
    page = clara.post(url, data={**point, "event": events[0].id}, follow_redirects=True).text
    assert "Clear" in page
    assert f"{day:%d-%m-%Y} Talk" in page
    wrong = clara.post(url, data={**point, "revision": "2", "event": events[1].id})
    assert wrong.status_code == 422
    assert "Say what in the case you point to" in wrong.text
    who, key = actor(people.clara), feedback.key
    for words in ("", "x" * 601, "010190-1234"):
        with pytest.raises(Invalid):
            service_reading.point_to(who, key, kind=EvidenceKind.QUOTATION, quotation=words)
    quoted = service_reading.point_to(
        who, key, kind=EvidenceKind.QUOTATION, quotation="I want to work", reference="p. 3"
    )
    service_reading.take_back_evidence(who, key, evidence_key=quoted.key)
    with pytest.raises(NotFound):
        service_reading.take_back_evidence(who, key, evidence_key=quoted.key)
    assert len(queries.get_to_write(who, key).evidence) == 1


def test_an_engagement_asks_for_its_own_sections_in_its_own_words(people, sign_in):
    (case,) = some_cases(people.hanne)
    feedback = stories.assigned(people, case, people.clara)
    kurt, url = sign_in(people.kurt), f"/learning-cases/guide/{people.running.key}"
    assert "one section at least" in kurt.post(url, data={"done_well": ""}).text
    kurt.post(url, data={"asked_done_well": "y", "done_well": "Begin with the citizen."})
    page = sign_in(people.clara).get(f"/learning-cases/feedback/{feedback.key}/write").text
    assert "Begin with the citizen." in page
    assert "The dilemma" not in page
    assert "The way forward" not in page
    sent = service.write_feedback(
        actor(people.clara), feedback.key, texts={"done_well": "d"}, revision=1, send=True
    )
    assert sent.state is FeedbackState.SENT
    with pytest.raises(NotPermitted):
        service_reading.set_guide(
            actor(people.clara), people.running.key, asked=[FeedbackSection.DILEMMA], words={}
        )


def test_the_writer_alone_sees_what_was_saved_and_what_it_changed(people, sign_in):
    (case,) = some_cases(people.hanne)
    feedback = stories.assigned(people, case, people.clara)
    who = actor(people.clara)
    for n, text in enumerate(
        ["You called late.", "You called late.", "You called early."], start=1
    ):
        service.write_feedback(who, feedback.key, texts={"done_well": text}, revision=n)
    url = f"/learning-cases/feedback/{feedback.key}/history"
    page = sign_in(people.clara).get(url).text
    assert page.count("<del>") == 1
    assert "early" in page
    assert sign_in(people.kurt).get(url).status_code == 403


def test_a_coordinator_passes_on_many_at_once_or_none(people, sign_in):
    mine, two, nobodys = some_cases(people.hanne, people.henrik, None)
    ready = [stories.sent(people, case, people.clara) for case in (mine, two, nobodys)]
    kurt, url = sign_in(people.kurt), "/learning-cases/release"
    page = kurt.get(url).text
    assert "Nobody here handles it" in page
    keys = [one.key for one in ready]
    with pytest.raises(Invalid):
        service_reading.release(actor(people.kurt), keys, note="Thank you")
    assert "Tick the feedback" in kurt.post(url, data={"note": ""}).text
    due_on = clock.today() + timedelta(days=3)
    kurt.post(url, data={"feedback": keys[:2], "note": "Thank you", "answer_due_on": due_on})
    for person, key in ((people.hanne, keys[0]), (people.henrik, keys[1])):
        got = queries.get_feedback(actor(person), key)
        assert (got.state, got.coordinator_note) == (FeedbackState.IN_DIALOGUE, "Thank you")
        line = next(one for one in list_waiting(actor(person)) if one.key == key)
        assert (line.kind, line.due_on) == (WaitingKind.ACKNOWLEDGE_FEEDBACK, due_on)
    with pytest.raises(IllegalTransition):
        service_reading.release(actor(people.kurt), keys[:1], note="")


def test_the_answer_says_what_changed_and_the_letter_holds_what_was_written(people, sign_in):
    (case,) = some_cases(people.hanne)
    feedback = stories.passed_on(people, case, people.clara)
    url = f"/learning-cases/feedback/{feedback.key}"
    hanne = sign_in(people.hanne)
    answer = {"reflection": "I will call.", "changed_in_case": "A new date in the plan"}
    assert (
        "A new date in the plan"
        in hanne.post(f"{url}/acknowledge", data=answer, follow_redirects=True).text
    )
    letter = hanne.get(f"{url}/letter").text
    assert "You called <em>before</em>" in letter
    assert "Thank you for this case." in letter
    assert "A new date" not in letter
    outside = sign_in(people.clara).get(f"{url}/letter").text
    assert "Thank you for this case." not in outside
    assert case.number not in outside
    for person in (people.hanne, people.clara):
        pdf = sign_in(person).get(f"{url}/letter.pdf")
        assert pdf.data.startswith(b"%PDF")
        assert case.number not in pdf.headers["Content-Disposition"]
    assert sign_in(people.henrik).get(f"{url}/letter.pdf").status_code == 404


def test_nobody_prints_what_is_still_being_written(people, sign_in):
    (case,) = some_cases(people.hanne)
    feedback = stories.assigned(people, case, people.clara)
    for page in ("letter", "letter.pdf"):
        url = f"/learning-cases/feedback/{feedback.key}/{page}"
        assert sign_in(people.kurt).get(url).status_code == 404
