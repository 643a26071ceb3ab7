"""What a consultant knows, and what closes with the engagement."""

from datetime import timedelta

from review_app.kernel import clock
from review_app.kernel.reading_log import ReadingEntry
from tests.cast import some_cases
from tests.feedback import stories


def test_a_consultant_knows_the_case_by_its_key_alone(people, sign_in):
    (case,) = some_cases(people.hanne)
    feedback = stories.assigned(people, case, people.clara)
    clara = sign_in(people.clara)
    for url in (
        "/learning-cases",
        f"/learning-cases/{feedback.learning_case.key}",
        f"/learning-cases/feedback/{feedback.key}/write",
        f"/learning-cases/feedback/{feedback.key}",
    ):
        page = clara.get(url)
        assert page.status_code == 200
        assert case.key in page.text
        assert case.number not in page.text
        assert "Hanne" not in page.text


def test_an_outside_author_sees_nothing_of_the_dialogue(people, sign_in):
    (case,) = some_cases(people.hanne)
    feedback = stories.passed_on(people, case, people.clara)
    page = sign_in(people.clara).get(f"/learning-cases/feedback/{feedback.key}")
    assert page.status_code == 200
    assert "Thank you for this case" not in page.text
    assert "Hanne" not in page.text


def test_after_the_last_day_a_consultant_gets_404_everywhere(people, sign_in):
    case, finished = some_cases(people.hanne, people.hanne)
    draft = stories.assigned(people, case, people.clara)
    sent = stories.sent(people, finished, people.clara)
    clara = sign_in(people.clara)
    assert clara.get(f"/learning-cases/feedback/{sent.key}").status_code == 200
    clock.travel(clock.now() + timedelta(days=91))
    clara = sign_in(people.clara)
    for method, url in [
        ("GET", f"/learning-cases/{draft.learning_case.key}"),
        ("GET", f"/learning-cases/feedback/{draft.key}"),
        ("GET", f"/learning-cases/feedback/{draft.key}/write"),
        ("POST", f"/learning-cases/feedback/{draft.key}/write"),
        ("GET", f"/learning-cases/feedback/{sent.key}"),
    ]:
        assert clara.open(url, method=method).status_code == 404, url
    listed = clara.get("/learning-cases").text
    assert case.key not in listed
    assert finished.key not in listed


def test_a_stranger_to_the_engagement_gets_404(people, sign_in):
    (case,) = some_cases(people.hanne)
    feedback = stories.sent(people, case, people.clara)
    for person in (people.carl, people.henrik):
        assert sign_in(person).get(f"/learning-cases/feedback/{feedback.key}").status_code == 404


def test_reading_feedback_is_entered_in_the_log_of_readings(db, people, sign_in):
    (case,) = some_cases(people.hanne)
    feedback = stories.passed_on(people, case, people.clara)
    sign_in(people.hanne).get(f"/learning-cases/feedback/{feedback.key}")
    db.session.rollback()
    entry = db.session.query(ReadingEntry).one()
    assert (entry.actor_id, entry.case_key, entry.thing_key, entry.purpose) == (
        people.hanne.id,
        case.key,
        feedback.key,
        "feedback",
    )
