"""Marks on a chart: who makes them, what they do to it, and that nothing of it is lost."""

import pytest
from sqlalchemy import select

from review_app.domain.audit_codes import AuditCode
from review_app.domain.errors import Conflict, Incomplete, Invalid, NotFound, NotPermitted
from review_app.domain.kinds import ChartMarkKind
from review_app.features.insights import queries_charts, service_charts
from review_app.kernel.audit_log import AuditEntry
from tests.cast import actor
from tests.insights.months import closed_cases

MONTHLY = "timeliness.month"
STEADY = (6, 7, 5, 6, 8, 6, 5, 7, 6, 6, 7, 5)


@pytest.fixture
def months(people):
    return closed_cases([people.hanne, people.henrik, people.karin], (*STEADY, 18, 19))


def mark(person, day, kind=ChartMarkKind.EVENT, text="A new practice"):
    return service_charts.mark(actor(person), MONTHLY, kind=kind, marks_on=day, text=text)


def view_of(person):
    return queries_charts.get_series(actor(person), MONTHLY)


def test_an_event_is_told_and_changes_nothing(people, months, sign_in):
    before = view_of(people.kurt).chart
    mark(people.mona, months[3], text="New letters <b>")
    view = view_of(people.kurt)
    assert view.chart == before
    assert [line.mark.text for line in view.entries[3].marks] == ["New letters <b>"]
    page = sign_in(people.kurt).get(f"/figures/charts/{MONTHLY}").text
    assert "New letters &lt;b&gt;" in page
    assert "Mona" in page


def test_a_new_beginning_starts_the_limits_afresh(people, months):
    mark(people.kurt, months[12], ChartMarkKind.REBASE, "Two more colleagues")
    first, second = view_of(people.kurt).chart.stretches
    assert first.signals == ()
    assert (len(second.points), second.kind) == (2, "run-chart")


def test_a_point_left_out_stays_on_the_chart(people, months):
    mark(people.kurt, months[0], ChartMarkKind.EXCLUSION, "The system was down")
    view = view_of(people.kurt)
    assert not view.entries[0].judged.shapes_limits
    assert view.entries[0].judged.point.is_excluded
    assert len(view.entries) == 14


def test_a_mark_is_withdrawn_but_not_gone(people, months, sign_in):
    made = mark(people.kurt, months[12], ChartMarkKind.REBASE)
    service_charts.withdraw(actor(people.mona), MONTHLY, key=made.key)
    view = view_of(people.kurt)
    assert len(view.chart.stretches) == 1
    (line,) = view.marks
    assert (line.made_by, line.withdrawn_by) == ("Kurt", "Mona")
    assert "Withdrawn marks" in sign_in(people.kurt).get(f"/figures/charts/{MONTHLY}").text
    with pytest.raises(Conflict):
        service_charts.withdraw(actor(people.kurt), MONTHLY, key=made.key)


def test_marks_are_entered_in_the_log_without_their_words(people, months, db):
    made = mark(people.kurt, months[2], ChartMarkKind.EXCLUSION, "Secret words")
    service_charts.withdraw(actor(people.kurt), MONTHLY, key=made.key)
    entries = db.session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc()).limit(2)).all()
    assert [entry.code for entry in entries] == [
        AuditCode.CHART_MARK_WITHDRAWN,
        AuditCode.CHART_MARKED,
    ]
    assert "Secret" not in str([entry.details for entry in entries])


def test_the_same_decision_is_not_made_twice(people, months):
    mark(people.kurt, months[2], ChartMarkKind.EXCLUSION)
    with pytest.raises(Invalid):
        mark(people.mona, months[2], ChartMarkKind.EXCLUSION)
    mark(people.mona, months[2])
    mark(people.mona, months[2], text="Another event")


def test_a_mark_needs_a_point_and_a_reason(people, months):
    with pytest.raises(Incomplete):
        mark(people.kurt, months[2], text=" ")
    with pytest.raises(Invalid):
        mark(people.kurt, months[2].replace(day=2))
    with pytest.raises(NotFound):
        service_charts.withdraw(actor(people.kurt), MONTHLY, key="nothing")


@pytest.mark.parametrize("who", ["hanne", "clara", "olga", "adam"])
def test_others_mark_nothing(people, months, who):
    with pytest.raises(NotPermitted):
        mark(getattr(people, who), months[2])


def test_marking_by_the_page(people, months, sign_in):
    client = sign_in(people.mona)
    url = f"/figures/charts/{MONTHLY}"
    sent = {"kind": "event", "marks_on": months[1].isoformat(), "text": ""}
    assert client.post(f"{url}/marks", data=sent).status_code == 422
    assert client.post(f"{url}/marks", data=sent | {"kind": "nonsense"}).status_code == 422
    assert client.post(f"{url}/marks", data=sent | {"marks_on": "2001-01-01"}).status_code == 422
    done = client.post(f"{url}/marks", data=sent | {"text": "Moved"}, follow_redirects=True)
    assert "The mark stands on the chart." in done.text
    exclusion = sent | {"kind": "exclusion", "text": "Moved"}
    client.post(f"{url}/marks", data=exclusion)
    assert "has such a mark already" in client.post(f"{url}/marks", data=exclusion).text
    key = view_of(people.mona).marks[0].mark.key
    done = client.post(f"{url}/marks/{key}/withdraw", follow_redirects=True)
    assert "it stays in the list" in done.text
