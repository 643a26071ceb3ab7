"""The due list: overdue first, for those who read the cases; totals for managers."""

import csv
import io
from datetime import timedelta

import pytest
from sqlalchemy import select

from review_app.domain.audit_codes import AuditCode
from review_app.kernel.audit_log import AuditEntry
from review_app.kernel.reading_log import ReadingEntry
from review_app.models import Case
from tests.cast import enter, some_cases
from tests.statements import counted
from tests.timeliness.stage import TALK, TODAY, a_rule_set, compute, happens, stand_on

WEEK_8 = timedelta(days=55)


@pytest.fixture
def cases(people):
    """Hanne's overdue and due in a week, Henrik's due in twenty days, Karin's done."""
    stand_on()
    a_rule_set()
    first, second, third, fourth = some_cases(
        people.hanne, people.hanne, people.henrik, people.karin, opened_on=TODAY - WEEK_8
    )
    first.opened_on -= timedelta(days=3)
    second.opened_on = TODAY - WEEK_8 + timedelta(days=7)
    third.opened_on = TODAY - WEEK_8 + timedelta(days=20)
    for case, team in zip((first, second, third, fourth), "NNSN", strict=True):
        case.team_label = team
    enter(first, second, third, fourth)
    happens(fourth, TALK, 5)
    compute()
    return first, second, third, fourth


def in_order(page, *names):
    places = [page.index(name) for name in names]
    assert places == sorted(places)


def test_overdue_comes_first_and_what_is_further_ahead_is_left_out(sign_in, people, cases):
    page = sign_in(people.kurt).get("/timeliness").text
    in_order(page, ">test-0<", ">test-1<")
    assert ">test-2<" not in page
    assert ">test-3<" not in page
    assert "3 days over" in page
    assert "7 days left" in page
    assert f"/cases/{cases[0].key}" in page
    assert ">test-2<" in sign_in(people.kurt).get("/timeliness?days=30").text


def test_a_caseworker_sees_their_own_cases_alone(sign_in, people, cases):
    page = sign_in(people.henrik).get("/timeliness?days=30").text
    assert ">test-2<" in page
    assert ">test-0<" not in page
    assert "test-0" not in page


def test_a_manager_sees_totals_of_their_own_teams_and_no_case(sign_in, people, cases):
    page = sign_in(people.mona).get("/timeliness?days=30").text
    assert "North" in page
    assert "South" not in page
    assert "Withheld" in page  # two cases of one caseworker
    for case in cases:
        assert case.key not in page
        assert case.number not in page
    assert sign_in(people.mona).post("/timeliness/export").status_code == 403


def test_a_managers_totals_are_shown_where_they_point_at_nobody(sign_in, people, cases):
    more = some_cases(
        *[people.hanne, people.karin, None] * 2, source="more", opened_on=TODAY - WEEK_8
    )
    for n, case in enumerate(more):
        case.team_id, case.caseworker_label = people.north.id, f"c{n % 3}"
    enter(*more)
    compute()
    page = sign_in(people.mona).get("/timeliness").text
    assert "Withheld" not in page
    assert '<td class="num" data-label="Upcoming">7</td>' in page


@pytest.mark.parametrize(
    ("narrowed", "shown"),
    [
        ("only=overdue", {"test-0"}),
        ("only=upcoming", {"test-1"}),
        ("days=30&rule=s.R08", {"test-0", "test-1", "test-2"}),
        ("rule=s.R99", set()),
        ("team=nobody-s-code", set()),
        ("days=nonsense", {"test-0", "test-1"}),
    ],
)
def test_filters_stand_in_the_address_and_the_file_is_what_is_shown(
    sign_in, people, cases, narrowed, shown
):
    client = sign_in(people.kurt)
    page = client.get(f"/timeliness?{narrowed}").text
    assert {f"test-{n}" for n in range(4) if f">test-{n}<" in page} == shown
    file = client.post(f"/timeliness/export?{narrowed}", data={"format": "csv"})
    rows = list(csv.DictReader(io.StringIO(file.data.decode("utf-8-sig")), delimiter=";"))
    assert {row["Case"] for row in rows} == shown


def test_team_and_caseworker_are_offered_under_codes(sign_in, people, cases):
    client = sign_in(people.kurt)
    page = client.get("/timeliness?days=30").text
    assert "Hanne" in page
    assert 'value="Hanne"' not in page
    code = page.split(">S</option>")[0].rsplit('value="', 1)[1].split('"')[0]
    narrowed = client.get(f"/timeliness?days=30&team={code}").text
    assert ">test-2<" in narrowed
    assert ">test-1<" not in narrowed


def test_taking_the_list_out_is_logged(sign_in, people, cases, db):
    answer = sign_in(people.kurt).post("/timeliness/export", data={"format": "xlsx"})
    assert answer.data.startswith(b"PK")
    db.session.rollback()
    entry = db.session.scalars(
        select(AuditEntry).where(AuditEntry.code == AuditCode.DEADLINES_EXPORTED)
    ).one()
    assert entry.details["rows"] == 2
    read = select(ReadingEntry.case_key).where(ReadingEntry.purpose == "deadline-export")
    assert set(db.session.scalars(read)) == {cases[0].key, cases[1].key}


def test_the_page_asks_the_same_few_questions_of_many_rows_as_of_few(sign_in, people, cases):
    client = sign_in(people.kurt)
    client.get("/timeliness?days=90")
    with counted() as few:
        client.get("/timeliness?days=90")
    some_cases(*[people.hanne] * 70, source="many", opened_on=TODAY - timedelta(days=90))
    compute()
    with counted() as many:
        page = client.get("/timeliness?days=90").text
    assert len(many) == len(few) <= 8
    assert "50 of 73 shown" in page
    assert 'rel="next"' in page


def test_the_next_page_goes_on_where_the_first_ended(sign_in, people, cases, db):
    some_cases(*[people.hanne] * 70, source="many", opened_on=TODAY - timedelta(days=90))
    compute()
    client = sign_in(people.kurt)
    seen, url = [], "/timeliness?days=90"
    while url:
        page = client.get(url).text
        seen += [n for n in db.session.scalars(select(Case.number)) if f">{n}<" in page]
        link = page.split('rel="next" href="')[1:]
        url = link[0].split('"')[0].replace("&amp;", "&") if link else None
    assert len(seen) == len(set(seen)) == 73
