"""The list of cases: who sees which, narrowed, sorted, in pages, and as a file."""

from datetime import date

import pytest
from sqlalchemy import select

from review_app.domain.errors import NotPermitted
from review_app.features.cases import queries, service
from review_app.features.cases.queries import CODE_LENGTH, Filters
from review_app.features.cases.service_imports import link_labels
from review_app.kernel.audit_log import AuditEntry
from review_app.kernel.keys import fingerprint
from review_app.kernel.reading_log import ReadingEntry
from review_app.kernel.spreadsheets import read_file
from review_app.models import Case, EngagementCase
from tests.cases.conftest import CASES
from tests.cast import actor, enter, some_cases
from tests.statements import counted


def code(label):
    return fingerprint(label)[:CODE_LENGTH]


@pytest.fixture
def filled(db, people, bring_in):
    bring_in()
    link_labels(actor(people.karin), "test", links={"Hanne": people.hanne.id})
    return people


def numbers(actor, **filters):
    narrowed, offered = Filters(**filters), queries.choices(actor)
    page = queries.list_cases(actor, filters=narrowed, offered=offered)
    assert len(page.rows) == queries.count_cases(actor, filters=narrowed, offered=offered)
    return [row.name for row in page.rows]


@pytest.mark.parametrize(
    ("filters", "left"),
    [
        ({}, ["2026-3", "2026-2", "2026-1"]),
        ({"sort": "opened"}, ["2026-1", "2026-2", "2026-3"]),
        ({"sort": "-number"}, ["2026-3", "2026-2", "2026-1"]),
        ({"sort": "closed"}, ["2026-1", "2026-3", "2026-2"]),
        ({"source": "test"}, ["2026-3", "2026-2", "2026-1"]),
        ({"source": "other"}, []),
        ({"case_type": "Ressourceforløb"}, ["2026-3"]),
        ({"team": code("South")}, ["2026-2"]),
        ({"caseworker": code("Ukendt")}, ["2026-3"]),
        ({"status": "open"}, ["2026-2"]),
        ({"status": "closed"}, ["2026-3", "2026-1"]),
        ({"status": "overdue"}, ["2026-2"]),
        ({"opened_from": date(2026, 1, 6), "opened_to": date(2026, 1, 6)}, ["2026-2"]),
    ],
)
def test_the_list_is_narrowed_and_sorted(filled, filters, left):
    assert numbers(actor(filled.karin), **filters) == left


def test_a_caseworker_sees_their_own_cases_and_an_administrator_none(filled, sign_in):
    assert numbers(actor(filled.hanne)) == ["2026-1"]
    assert numbers(actor(filled.henrik)) == []
    assert sign_in(filled.adam).get("/cases").status_code == 403


def test_a_consultant_sees_the_keys_of_the_cases_handed_over(db, filled, sign_in):
    case = db.session.scalar(select(Case).where(Case.number == "2026-2"))
    enter(EngagementCase(engagement_id=filled.running.id, case_id=case.id))
    assert numbers(actor(filled.clara)) == [case.key]
    page = sign_in(filled.clara).get("/cases").text
    assert case.key in page
    assert "2026-2" not in page
    assert "Henrik" not in page
    assert numbers(actor(filled.carl)) == []


def test_pages_follow_one_another_without_a_gap(db, people):
    some_cases(*[people.hanne] * 120)
    who = actor(people.karin)
    offered, seen, after = queries.choices(who), [], None
    while True:
        page = queries.list_cases(who, filters=Filters(), offered=offered, after=after)
        seen += [row.key for row in page.rows]
        after = page.after
        if after is None:
            break
    assert len(seen) == len({*seen}) == 120


@pytest.mark.parametrize("path", ["/cases", "/cases?status=overdue&sort=deadline"])
def test_a_page_costs_the_same_number_of_statements_however_many_cases_there_are(
    people, sign_in, path
):
    client = sign_in(people.karin)
    told = []
    for source, more in (("few", 50), ("many", 450)):
        some_cases(*[people.hanne, people.henrik] * (more // 2), source=source)
        with counted() as sent:
            client.get(path)
        told.append(len(sent))
    assert told[0] == told[1] <= 8


def test_a_search_goes_by_post_and_leads_to_the_case(db, filled, sign_in):
    client = sign_in(filled.karin)
    key = db.session.scalar(select(Case.key).where(Case.number == "2026-2"))
    assert client.post("/cases/search", data={"number": "2026-2"}).location == f"/cases/{key}"
    found = client.post("/cases/search", data={"number": "2026-"}).text
    assert all(number in found for number in ("2026-1", "2026-2", "2026-3"))
    assert client.get("/cases/search?number=2026").status_code in (404, 405)


def test_a_search_tells_nothing_of_numbers_one_may_not_read(db, filled):
    case = db.session.scalar(select(Case).where(Case.number == "2026-2"))
    enter(EngagementCase(engagement_id=filled.running.id, case_id=case.id))
    clara = actor(filled.clara)
    assert queries.find_cases(clara, "2026-2") == []
    assert [row.name for row in queries.find_cases(clara, case.key)] == [case.key]
    assert queries.find_cases(actor(filled.hanne), "2026-2") == []


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_the_file_holds_exactly_what_is_shown(db, filled, sign_in, tmp_path, kind):
    client = sign_in(filled.karin)
    answer = client.post("/cases/export?status=closed&sort=number", data={"format": kind})
    assert answer.headers["Content-Disposition"].endswith(f".{kind}")
    (tmp_path / "out").write_bytes(answer.data)
    (table,) = read_file(tmp_path / "out", name="out").tables
    assert [(row[0], row[5]) for row in table.rows] == [
        ("2026-1", "2026-01-05"),
        ("2026-3", "2026-01-07"),
    ]
    entry = db.session.scalar(select(AuditEntry).where(AuditEntry.code == "case.exported"))
    assert (entry.actor_id, entry.details["rows"]) == (filled.karin.id, 2)


def test_a_number_that_would_run_as_a_formula_stays_text(filled, sign_in, bring_in):
    bring_in(CASES.replace("2026-3", "=1+1"), None)
    answer = sign_in(filled.karin).post("/cases/export", data={"format": "csv"})
    assert "'=1+1" in answer.text


def test_only_who_may_takes_a_list_out(filled):
    who = actor(filled.hanne)
    with pytest.raises(NotPermitted):
        service.export_cases(who, filters=Filters(), offered=queries.choices(who))


def test_an_export_is_entered_for_each_case_and_keeps_nothing_of_the_address(db, sign_in, filled):
    client = sign_in(filled.karin)
    client.post("/cases/export?type=Somebody's+name", data={"format": "csv"})
    entry = db.session.scalar(select(AuditEntry).where(AuditEntry.code == "case.exported"))
    assert entry.details == {"rows": 0, "narrowed_by": ["case_type"]}
    client.post("/cases/export", data={"format": "csv"})
    read = select(ReadingEntry.case_key).where(ReadingEntry.purpose == "case-export")
    assert set(db.session.scalars(read)) == set(db.session.scalars(select(Case.key)))
