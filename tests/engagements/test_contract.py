"""The contract after it was signed: longer, ended early, deliverables, cases, the report."""

from datetime import timedelta

import pytest

from review_app.domain.errors import IllegalTransition, Incomplete, Invalid, NotFound, NotPermitted
from review_app.domain.kinds import RoundPurpose
from review_app.domain.waiting import WaitingKind
from review_app.features.engagements import queries, queries_report, service
from review_app.features.engagements import service_deliverables as deliverables
from review_app.features.home.queries_waiting import list_waiting
from review_app.features.reviews import service as review_service
from review_app.kernel import clock
from review_app.models import ReadingEntry
from review_app.models.visibility import visible_engagements
from tests.cast import actor, enter, some_cases
from tests.feedback import stories as feedback
from tests.learning_sessions import stories as sessions
from tests.reviews import stage
from tests.statements import counted


def today(days=0):
    return clock.today() + timedelta(days=days)


def hand_in(people, review):
    stage.answer_all(people.clara, review, failed=(0, 1))
    stage.verdict(people.clara, review)
    review_service.submit(actor(people.clara), review.key)


def test_a_longer_engagement_says_from_when_and_why(people):
    adam, key = actor(people.adam), people.ended.key
    assert not actor(people.carl).engagement_ids
    for wrong in (people.ended.ends_on, today(-1)):
        with pytest.raises(Invalid):
            service.extend_engagement(adam, key, ends_on=wrong, reason="More to learn")
    with pytest.raises(Incomplete):
        service.extend_engagement(adam, key, ends_on=today(9), reason=" ")
    with pytest.raises(NotPermitted):
        service.extend_engagement(actor(people.kurt), key, ends_on=today(9), reason="r")
    service.extend_engagement(adam, key, ends_on=today(9), reason="More to learn")
    assert actor(people.carl).engagement_ids == {people.ended.id}
    (entry,) = queries.get_engagement(adam, key).extensions
    assert (entry.ends_after_on, entry.reason) == (today(9), "More to learn")


def test_ending_early_closes_everything_at_that_moment(db, people):
    adam, key = actor(people.adam), people.running.key
    with pytest.raises(Incomplete):
        service.close_engagement(adam, key, reason="")
    assert list(db.session.scalars(visible_engagements(actor(people.clara))))
    service.close_engagement(adam, key, reason="The firm has closed")
    assert not actor(people.clara).engagement_ids
    assert not list(db.session.scalars(visible_engagements(actor(people.clara))))
    standing = queries.standing_of(adam, key)
    assert standing.is_ended
    assert not standing.is_running
    for step in (
        lambda: service.close_engagement(adam, key, reason="again"),
        lambda: service.extend_engagement(adam, key, ends_on=today(200), reason="r"),
    ):
        with pytest.raises(IllegalTransition):
            step()


def test_deliverables_wait_for_the_firm_and_when_late_for_those_who_follow_them(people):
    kurt, clara = actor(people.kurt), actor(people.clara)
    report = deliverables.add_deliverable(
        kurt, people.running.key, title="Mid-way report", due_on=today(3)
    )
    kinds = {line.kind for line in list_waiting(clara)}
    assert WaitingKind.DELIVER in kinds
    assert WaitingKind.FOLLOW_DELIVERABLE not in {line.kind for line in list_waiting(kurt)}
    clock.travel(clock.now() + timedelta(days=4))
    assert WaitingKind.FOLLOW_DELIVERABLE in {line.kind for line in list_waiting(kurt)}
    with pytest.raises(Invalid):
        deliverables.record_delivery(kurt, report.key, delivered_on=today(1))
    with pytest.raises(NotPermitted):
        deliverables.record_delivery(clara, report.key)
    deliverables.record_delivery(kurt, report.key, note="Archive 7")
    assert WaitingKind.DELIVER not in {line.kind for line in list_waiting(clara)}
    with pytest.raises(IllegalTransition):
        deliverables.remove_deliverable(kurt, report.key)


def test_members_and_nobody_else_from_outside_see_engagement_and_cases(db, people, sign_in):
    (case,) = some_cases(people.hanne)
    feedback.assigned(people, case, people.clara)
    key = people.running.key
    clara = sign_in(people.clara)
    page = clara.get(f"/engagements/{key}/cases")
    assert case.key in page.text
    assert case.number not in page.text
    assert "Kurt" in page.text
    assert case.number in sign_in(people.kurt).get(f"/engagements/{key}/cases").text
    db.session.rollback()
    assert db.session.query(ReadingEntry).filter_by(purpose="engagement").count() == 2
    for person in (people.adam, people.mona):
        assert sign_in(person).get(f"/engagements/{key}/cases").status_code == 403
        assert case.key not in sign_in(person).get(f"/engagements/{key}").text
    carl = sign_in(people.carl)
    for page in ("", "/cases", "/report"):
        assert carl.get(f"/engagements/{key}{page}").status_code == 404
    with pytest.raises(NotFound):
        queries.get_engagement(actor(people.carl), key)


def test_the_report_counts_what_was_done_found_and_left_open(people):
    """One world, read once by whoever may read the rows and once by whoever may not."""
    kurt, key = actor(people.kurt), people.running.key
    drafted, passed = some_cases(people.hanne, people.hanne)
    feedback.assigned(people, drafted, people.clara)
    feedback.passed_on(people, passed, people.clara)
    sessions.held(people, passed)
    review = stage.a_review(people.hanne, people.clara, engagement=people.running, cases=[passed])
    review.round.purpose = RoundPurpose.LEARN
    enter(review.round)
    hand_in(people, review)
    deliverables.add_deliverable(kurt, key, title="Report", due_on=today(3))
    with counted() as statements:
        found = queries_report.report_of(kurt, key)
    assert len(statements) <= 16
    assert (found.standing.done, found.standing.engagement.quota) == (1, 50)
    assert (found.feedback_sent, found.feedback_acknowledged, found.reviewed) == (1, 0, 1)
    assert [(kind.value, n) for kind, n in found.sessions] == [("tripartite", 1)]
    assert found.outcomes == []
    assert [(d.findings, d.cases) for d in found.deviations] == [(1, 1), (1, 1)]
    assert found.open.feedback_to_write == 1
    assert found.open.feedback_to_answer == 1
    assert found.open.sessions_to_close == 1
    assert found.open.deliverables == 1
    assert queries_report.report_of(actor(people.mona), key).deviations is None


def test_the_report_can_be_printed(people, sign_in):
    for person in (people.kurt, people.clara):
        pdf = sign_in(person).get(f"/engagements/{people.running.key}/report.pdf")
        assert pdf.data.startswith(b"%PDF")


def test_the_pages_of_the_contract(people, sign_in):
    adam, url = sign_in(people.adam), f"/engagements/{people.running.key}"
    edited = adam.get(f"{url}/edit").text
    assert "Role under data-protection law" in edited
    assert "Last day" not in edited
    given = {"title": "Changed", "firm": people.klarsyn.key, "purpose": "legal-review"}
    given |= {"quota": "9", "starts_on": "2020-01-01", "data_role": "controller"}
    page = adam.post(f"{url}/edit", data=given, follow_redirects=True).text
    assert "Data controller" in page
    late = {"ends_on": today(-3).isoformat(), "reason": "More"}
    assert "after the present last day" in adam.post(f"{url}/extend", data=late).text
    late["ends_on"] = today(300).isoformat()
    assert "More" in adam.post(f"{url}/extend", data=late, follow_redirects=True).text
    kurt = sign_in(people.kurt)
    bad = kurt.post(f"{url}/deliverables", data={"title": "", "due_on": ""})
    assert bad.status_code == 422
    thing = {"title": "Slides", "due_on": today(2).isoformat()}
    assert "Slides" in kurt.post(f"{url}/deliverables", data=thing, follow_redirects=True).text
    assert "Slides" in kurt.get(f"{url}/report").text
    assert "Deliverables not received: 1" in adam.get(f"{url}/close").text
    closed = adam.post(f"{url}/close", data={"reason": "Enough"}, follow_redirects=True)
    assert "Ended early" in closed.text
    assert "Enough" in closed.text
