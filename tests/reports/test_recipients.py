"""Who gets the reports: the list, the mail with its link, and the way off the list."""

import re

import pytest

from review_app.domain.errors import Conflict, Invalid, NotFound
from review_app.features.reports import jobs as report_jobs
from review_app.features.reports import queries, service_recipients
from review_app.kernel import jobs
from tests.cast import actor
from tests.home import letterbox
from tests.reports import world
from tests.reports.world import an_issued_report

AT = "/figures/reports"
BOARD = "board@example.org"


@pytest.fixture
def box(app, db, monkeypatch):
    with letterbox.mail_server() as (found, port):
        for name, value in letterbox.settings(port).items():
            monkeypatch.setitem(app.config, name, value)
        yield found


def links_in(mail):
    text = mail.get_body(("plain",)).get_content()
    return [re.sub(r"^https?://[^/]+", "", link) for link in re.findall(r"https?://\S+", text)]


def test_the_list_is_kept_on_its_page(people, sign_in):
    mona = sign_in(people.mona)
    there = f"{AT}/recipients"
    assert mona.post(f"{there}/people", data={"person": people.hanne.key}).status_code == 302
    assert mona.post(f"{there}/people", data={"person": people.hanne.key}).status_code == 422
    new = {"email": BOARD, "language": "en"}
    assert mona.post(f"{there}/addresses", data=new).status_code == 302
    assert "gets them already" in mona.post(f"{there}/addresses", data=new).text
    wrong = mona.post(f"{there}/addresses", data={**new, "email": "no address"})
    assert "Write an e-mail address." in wrong.text
    assert mona.post(f"{AT}/schedule", data={"on_day": "3"}).status_code == 302
    assert mona.post(f"{AT}/schedule", data={"on_day": "31"}).status_code == 422
    assert queries.schedule(actor(people.kurt)) == 3
    page = mona.get(there).text
    assert BOARD in page
    assert "Hanne" in page
    (hanne, board) = queries.list_recipients(actor(people.kurt))
    for one in (hanne, board):
        assert mona.post(f"{there}/{one.key}/end").status_code == 302
    assert not queries.list_recipients(actor(people.kurt))
    assert mona.post(f"{AT}/schedule", data={"on_day": ""}).status_code == 302
    assert queries.schedule(actor(people.kurt)) is None
    for email, language in (("a@b.dk", "xx"), ("a@b c.dk", "da")):
        with pytest.raises(Invalid):
            service_recipients.add_address(actor(people.kurt), email, language=language)
    assert sign_in(people.hanne).get(there).status_code == 403


def the_board_reads_and_leaves(people, client, mail):
    lead = actor(people.kurt)
    read, stop = links_in(mail)[:2]
    landing = client.get(read)
    assert landing.status_code == 200
    assert "Hemmelig" not in landing.text
    assert client.get(f"{read}/report-da.pdf").data.startswith(b"%PDF")
    assert client.get(f"{read}x").status_code == 404
    assert client.get(stop).status_code == 200
    assert len(queries.list_recipients(lead)) == 2  # mail programs open links
    for _ in range(2):
        assert client.post(stop).status_code == 200
    assert [one.email for one in queries.list_recipients(lead)] == [None]
    assert client.get(read).status_code == 404


def test_mail_carries_a_link_and_nothing_else_and_each_is_told_once(people, box, client, sign_in):
    world.in_november(people)
    lead = actor(people.kurt)
    service_recipients.add_person(lead, people.hanne.key)
    service_recipients.add_address(lead, BOARD, language="da")
    with pytest.raises(Conflict):
        service_recipients.add_address(lead, BOARD.upper(), language="da")
    box.refuses["hanne@example.org"] = "450 later"
    an_issued_report(people, comment="Hemmelig kommentar")
    jobs.run_all()
    assert box.receivers == [BOARD]
    box.refuses.clear()
    for _ in range(2):
        report_jobs.mail_reports()
    assert box.receivers == [BOARD, "hanne@example.org"]
    to_board, to_hanne = box.mails
    for mail in (to_board, to_hanne):
        assert "Hemmelig" not in mail.as_string()
        assert "80" not in mail["Subject"]
    assert "oktober 2026" in to_board["Subject"]
    there = links_in(to_hanne)[0]
    assert there.startswith("/figures/reports/")
    assert sign_in(people.hanne).get(there).status_code == 200
    the_board_reads_and_leaves(people, client, to_board)
    with pytest.raises(NotFound):
        queries.asked_to_stop(lead, "made-up")
