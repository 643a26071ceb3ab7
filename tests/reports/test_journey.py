"""A report from the schedule's draft to a revision: who does what, and what never changes."""

import csv
import hashlib
import io
import json
import re

import pytest
from sqlalchemy import update

from review_app.domain.errors import Conflict, Incomplete, Invalid, NotFound, NotPermitted
from review_app.domain.scoring import AnswerValue
from review_app.domain.waiting import WaitingKind
from review_app.features.home.queries_waiting import list_waiting
from review_app.features.reports import jobs, presenters, queries, service, service_recipients
from review_app.kernel.db import db as database
from review_app.models import DeadlineMonth, ReviewAnswer
from tests import cast
from tests.cast import actor
from tests.reports import world
from tests.reports.world import OCTOBER, an_issued_report

AT = "/figures/reports"


def waits_for(person):
    return {one.kind for one in list_waiting(actor(person))}


def the_draft(people):
    """Let the worker make it; before its day nothing happens, and never twice."""
    lead = actor(people.kurt)
    service_recipients.set_day(lead, 5)
    jobs.make_due_draft()
    assert not queries.list_reports(lead).rows
    service_recipients.set_day(lead, 4)
    for _ in range(2):
        jobs.make_due_draft()
    (made,) = queries.list_reports(lead).rows
    return made.key


def a_comment_is_written(people, sign_in, key):
    kurt, mona = sign_in(people.kurt), sign_in(people.mona)
    assert WaitingKind.COMMENT_REPORT in waits_for(people.kurt) & waits_for(people.mona)
    assert mona.post(f"{AT}/{key}/issue").status_code == 302  # refused in words: no comment yet
    told = {"comment": "Vi holder **fast**.", "revision": 1}
    assert "CPR" in kurt.post(f"{AT}/{key}/comment", data={**told, "comment": "010170-1234"}).text
    assert kurt.post(f"{AT}/{key}/comment", data=told).status_code == 302
    late = mona.post(f"{AT}/{key}/comment", data={"comment": "Min egen", "revision": 1})
    assert late.status_code == 409
    assert "Min egen" in late.text
    assert re.search(r'name="revision"[^>]*value="2"', late.text)  # saving again now works
    assert "<strong>fast</strong>" in late.text
    assert WaitingKind.ISSUE_REPORT in waits_for(people.mona)
    assert WaitingKind.ISSUE_REPORT not in waits_for(people.kurt)


def it_goes_out(people, sign_in, key):
    assert sign_in(people.olga).get(f"{AT}/{key}").status_code == 404
    assert sign_in(people.kurt).post(f"{AT}/{key}/issue").status_code == 403
    assert sign_in(people.mona).post(f"{AT}/{key}/issue").status_code == 302
    assert not {WaitingKind.COMMENT_REPORT, WaitingKind.ISSUE_REPORT} & waits_for(people.mona)


def what_is_out(client, key):
    files = ("report-da.pdf", "report-en.pdf", "report.csv", "report.json")
    return {name: client.get(f"{AT}/{key}/{name}").data for name in files}


def test_a_report_goes_from_draft_to_issue_to_revision(people, sign_in):
    world.in_november(people)
    key = the_draft(people)
    a_comment_is_written(people, sign_in, key)
    it_goes_out(people, sign_in, key)
    olga, mona = sign_in(people.olga), sign_in(people.mona)
    before = what_is_out(olga, key)
    shown = olga.get(f"{AT}/{key}").text
    for lang in ("da", "en"):
        assert hashlib.sha256(before[f"report-{lang}.pdf"]).hexdigest() in shown
    database.session.execute(update(DeadlineMonth).values(numerator=1))  # the house goes on
    cast.enter()
    for step, data in (("comment", {"comment": "x", "revision": 2}), ("count", {}), ("issue", {})):
        assert mona.post(f"{AT}/{key}/{step}", data=data).status_code == 409
    assert mona.post(f"{AT}/{key}/revise", data={"reason": " "}).status_code == 422
    revised = mona.post(f"{AT}/{key}/revise", data={"reason": "A file came late"})
    new = revised.location.rsplit("/", 1)[1]
    assert mona.post(f"{AT}/{key}/revise", data={"reason": "again"}).status_code == 409
    assert "A file came late" in mona.get(f"{AT}/{new}").text
    assert mona.post(f"{AT}/{new}/issue").status_code == 302
    assert what_is_out(olga, key) == before
    assert "A later revision" in olga.get(f"{AT}/{key}").text
    assert "revision 2" in olga.get(AT).text


def test_page_files_and_json_say_the_same_number(people, sign_in):
    world.in_november(people)
    report = an_issued_report(people)
    client = sign_in(people.olga)
    page, files = client.get(f"{AT}/{report.key}").text, what_is_out(client, report.key)
    plain = json.loads(files["report.json"])
    (due,) = [
        one for one in plain["chapters"]["timeliness"]["figures"] if one["measure"] == "due-cohort"
    ]
    assert (due["numerator"], due["denominator"], due["value"]) == (40, 50, 0.8)
    assert "40/50" in page
    assert "80% of the deadlines that fell were kept (Own deadline, 40/50)" in page
    assert "no clear change from the month before" in page
    assert "C1 Question C1?" in page
    lines = list(
        csv.DictReader(io.StringIO(files["report.csv"].decode("utf-8-sig")), delimiter=";")
    )
    (line,) = [one for one in lines if one["Definition"] == "What fell due"]
    assert (line["Numerator"], line["Denominator"]) == ("40", "50")
    assert plain["says"]["da"].startswith("80 % af de frister, der faldt, blev holdt")
    assert plain["files"]["en"] == hashlib.sha256(files["report-en.pdf"]).hexdigest()


def test_what_the_services_refuse(people):
    world.in_november(people)
    kurt, mona = actor(people.kurt), actor(people.mona)
    for month_on in (world.NOVEMBER, OCTOBER.replace(day=2)):
        with pytest.raises(Invalid):
            service.make_draft(kurt, month_on)
    with pytest.raises(NotPermitted):
        service.make_draft(actor(people.hanne), OCTOBER)
    made = service.make_draft(kurt, OCTOBER)
    with pytest.raises(Conflict):
        service.make_draft(kurt, OCTOBER)
    people.hanne.name = "Hanne Holm"
    cast.enter(people.hanne)
    with pytest.raises(Invalid):
        service.write_comment(kurt, made.key, text="Tak til hanne holm", revision=1)
    with pytest.raises(Incomplete):
        service.issue(mona, made.key, printed=presenters.printed(made))
    service.write_comment(mona, made.key, text="Fine", revision=1)
    old = presenters.printed(made)
    service.count_anew(kurt, made.key)
    service.write_comment(mona, made.key, text="Better", revision=2)
    with pytest.raises(Conflict):  # the PDFs are of the text before
        service.issue(mona, made.key, printed=old)
    with pytest.raises(Conflict):
        service.revise(mona, made.key, reason="not issued yet")
    with pytest.raises(NotFound):
        queries.get_report(actor(people.olga), made.key)


def test_only_receivers_read_besides_those_whose_work_it_is(people, sign_in):
    world.in_november(people)
    service_recipients.add_person(actor(people.kurt), people.hanne.key)
    key = an_issued_report(people).key
    for reader in (people.hanne, people.olga, people.kurt, people.mona):
        assert sign_in(reader).get(f"{AT}/{key}").status_code == 200
    for stranger in (people.henrik, people.clara, people.carl, people.adam):
        client = sign_in(stranger)
        for file in ("", "/report-da.pdf", "/report.csv", "/report.json"):
            assert client.get(f"{AT}/{key}{file}").status_code == 404
        assert key not in client.get(AT).text
        assert "Latest report" not in client.get("/").text
    for outside in ("/report-xx.pdf", "/report.xml"):
        assert sign_in(people.kurt).get(f"{AT}/{key}{outside}").status_code == 404


def test_the_overview_gives_each_role_its_own(people, sign_in):
    world.in_november(people)
    service.make_draft(actor(people.kurt), OCTOBER.replace(month=8))
    shown = {who: sign_in(getattr(people, who)).get("/").text for who in ("kurt", "mona", "olga")}
    assert "All teams: 80% (40/50) in time in October 2026" in shown["kurt"]
    assert "North: 80% (40/50) in time in October 2026" in shown["mona"]
    assert "All teams" not in shown["mona"]
    assert "Latest report" in shown["kurt"]
    assert "Latest report" not in shown["olga"]  # a draft is nobody's to read
    an_issued_report(people)
    olga = re.sub(r"\s+", " ", sign_in(people.olga).get("/").text)
    assert "80% of the deadlines that fell were kept" in olga
    assert "Least often met" in olga
    assert "/figures/rounds/" not in olga  # no link to where they cannot go
    assert "As it stands today" not in olga
    database.session.execute(update(ReviewAnswer).values(value=AnswerValue.NOT_MET))
    cast.enter()  # the house goes on
    assert "in 0% (" in sign_in(people.kurt).get("/").text
    for reader in (people.olga, people.mona):
        text = sign_in(reader).get("/").text
        assert "Least often met" in text
        assert "in 0% (" not in text
