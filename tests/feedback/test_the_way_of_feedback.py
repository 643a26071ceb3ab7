"""From the choice of a learning case to the caseworker's reflection."""

import pytest

from review_app.domain.errors import IllegalTransition, Incomplete, Invalid, NotFound, NotPermitted
from review_app.domain.workflow import FeedbackState
from review_app.features.feedback import queries, service
from review_app.kernel.audit_log import AuditEntry
from review_app.models import EngagementCase
from review_app.models.visibility import visible_cases
from tests.cast import actor, some_cases
from tests.feedback import stories


def test_a_case_given_to_a_consultant_is_handed_over_to_the_engagement(db, people):
    case, other = some_cases(people.hanne, people.hanne)
    clara = actor(people.clara)
    assert not list(db.session.scalars(visible_cases(clara)))
    stories.assigned(people, case, people.clara)
    assert [c.id for c in db.session.scalars(visible_cases(clara))] == [case.id]
    assert db.session.query(EngagementCase).one().engagement_id == people.running.id
    assert other.engagement_ids == frozenset()


def test_nobody_writes_on_their_own_casework(people):
    (case,) = some_cases(people.karin)
    writers = {a.person.name for a in queries.authors(actor(people.kurt), case)}
    assert writers == {"Kurt", "Clara"}
    with pytest.raises(Invalid):
        service.choose_learning_case(
            actor(people.kurt), case_key=case.key, reason="r", author=f":{people.karin.key}"
        )


def test_a_case_is_chosen_once(people):
    (case,) = some_cases(people.hanne)
    stories.assigned(people, case, people.kurt)
    with pytest.raises(Invalid):
        service.choose_learning_case(actor(people.kurt), case_key=case.key, reason="again")


def test_the_caseworker_sees_nothing_before_it_is_passed_on(people, sign_in):
    (case,) = some_cases(people.hanne)
    feedback = stories.sent(people, case, people.clara)
    hanne = sign_in(people.hanne)
    assert hanne.get(f"/learning-cases/feedback/{feedback.key}").status_code == 404
    assert case.number not in hanne.get("/learning-cases").text
    with pytest.raises(NotFound):
        service.acknowledge(actor(people.hanne), feedback.key, reflection="I saw it")
    service.pass_on(actor(people.kurt), feedback.key, note="Have a look")
    page = hanne.get(f"/learning-cases/feedback/{feedback.key}")
    assert page.status_code == 200
    assert "You called <em>before</em>" in page.text
    assert "Have a look" in page.text


def test_a_coordinator_does_not_handle_feedback_on_their_own_casework(people):
    (case,) = some_cases(people.karin)
    feedback = stories.sent(people, case, people.clara)
    with pytest.raises(NotFound):
        queries.get_feedback(actor(people.karin), feedback.key)
    service.pass_on(actor(people.kurt), feedback.key, note="")
    assert queries.get_feedback(actor(people.karin), feedback.key).key == feedback.key
    with pytest.raises(NotPermitted):
        service.close(actor(people.karin), feedback.key)


def test_the_talk_goes_on_until_the_dialogue_is_closed(db, people):
    (case,) = some_cases(people.hanne)
    feedback = stories.passed_on(people, case, people.clara)
    hanne, kurt = actor(people.hanne), actor(people.kurt)
    service.say(hanne, feedback.key, text="I waited for the doctor.")
    service.say(kurt, feedback.key, text="That explains it.")
    with pytest.raises(Incomplete):
        service.acknowledge(hanne, feedback.key, reflection="  ")
    service.acknowledge(hanne, feedback.key, reflection="I will call sooner.")
    service.say(kurt, feedback.key, text="Well put.")
    closed = service.close(kurt, feedback.key)
    assert closed.state is FeedbackState.CLOSED
    assert [e.text for e in closed.dialogue][-1] == "Well put."
    with pytest.raises(IllegalTransition):
        service.say(hanne, feedback.key, text="One more thing")
    entries = db.session.query(AuditEntry).order_by(AuditEntry.id)
    codes = [entry.code for entry in entries if entry.code.startswith("feedback.")]
    assert codes[-6:] == [
        "feedback.passed-on",
        "feedback.dialogue-written",
        "feedback.dialogue-written",
        "feedback.acknowledged",
        "feedback.dialogue-written",
        "feedback.closed",
    ]


def test_feedback_is_not_sent_without_something_done_well_and_a_way_forward(people):
    (case,) = some_cases(people.hanne)
    feedback = stories.assigned(people, case, people.kurt)
    with pytest.raises(Incomplete) as refusal:
        service.write_feedback(
            actor(people.kurt), feedback.key, texts={"dilemma": "d"}, revision=1, send=True
        )
    assert refusal.value.facts["fields"] == ["done_well", "way_forward"]


def test_a_case_nobody_here_handles_cannot_be_passed_on(people):
    (case,) = some_cases(None)
    feedback = stories.sent(people, case, people.clara)
    with pytest.raises(Invalid):
        service.pass_on(actor(people.kurt), feedback.key, note="")


def test_another_author_takes_over_what_was_saved(people):
    (case,) = some_cases(people.hanne)
    feedback = stories.assigned(people, case, people.clara)
    service.write_feedback(
        actor(people.clara), feedback.key, texts=stories.TEXTS, revision=feedback.revision
    )
    value = stories.author_value(people, people.kurt, case)
    chosen_key = feedback.learning_case.key
    service.assign_author(actor(people.kurt), chosen_key, author=value)
    taken = queries.get_to_write(actor(people.kurt), feedback.key)
    assert taken.done_well == stories.TEXTS["done_well"]
    with pytest.raises(NotFound):
        queries.get_feedback(actor(people.clara), feedback.key)
