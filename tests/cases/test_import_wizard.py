"""The wizard: files, columns, check, import in the background, report."""

from pathlib import Path

import pytest
from sqlalchemy import func, select

from review_app.kernel import jobs as queue
from review_app.kernel.audit_log import AuditEntry
from review_app.models import Case, CaseEvent, CaseImport, ImportProfile
from tests.cases.conftest import CASES, EVENTS, sent

NEW = {"source": "", "code": "momentum", "name": "Momentum"}


@pytest.fixture
def karin(people, sign_in):
    return sign_in(people.karin)


@pytest.fixture
def uploads(app):
    folder = Path(app.config["DATA_DIR"]) / "uploads"
    before = set(folder.glob("*"))
    return lambda: sorted(set(folder.glob("*")) - before)


def upload(client, cases=CASES, events=EVENTS, *, name="sager.csv", **fields):
    data = {**NEW, **fields, "cases": sent(cases, name)}
    if events:
        data["events"] = sent(events, "haendelser.csv")
    return client.post("/cases/imports/new", data=data)


def key_in(answer):
    return answer.location.split("/")[3]


def columns(client, key, **changes):
    page = client.get(f"/cases/imports/{key}/columns")
    assert page.status_code == 200
    chosen = {
        "cases-case-number": "Sagsnummer",
        "cases-opened": "Åbnet",
        "cases-due": "Frist",
        "cases-closed": "Afsluttet",
        "cases-team": "Team",
        "cases-caseworker": "Sagsbehandler",
        "events-case-number": "Sagsnummer",
        "events-activity": "Aktivitet",
        "events-occurred": "Tidspunkt",
        "date_order": "day-first",
        "missing_words": "EMPTY",
        **changes,
    }
    return client.post(f"/cases/imports/{key}/columns", data=chosen)


def count(db, table):
    return db.session.scalar(select(func.count()).select_from(table))


def test_a_list_comes_in_step_by_step(db, karin, uploads):
    key = key_in(upload(karin))
    page = karin.get(f"/cases/imports/{key}/columns").text
    assert "cp1252" in page
    assert "semicolon" in page
    assert '<option selected value="Åbnet">' in page
    assert columns(karin, key).location.endswith(f"/{key}/check")
    check = karin.get(f"/cases/imports/{key}/check").text
    assert "Nothing blocks the import." in check
    assert "Case 2026" not in check
    assert count(db, Case) == 0
    started = karin.post(f"/cases/imports/{key}/start")
    assert "Importing" in karin.get(started.location).text
    assert queue.run_all() == 2  # the import, and the deadlines of its cases
    report = karin.get(started.location).text
    assert "The import is done." in report
    assert (count(db, Case), count(db, CaseEvent)) == (3, 3)
    assert uploads() == []


def test_progress_is_asked_for_until_it_is_over(db, karin):
    key = key_in(upload(karin))
    columns(karin, key)
    karin.post(f"/cases/imports/{key}/start")
    assert "hx-trigger" in karin.get(f"/cases/imports/{key}/progress").text
    queue.run_all()
    assert "hx-trigger" not in karin.get(f"/cases/imports/{key}/progress").text


def test_a_task_that_runs_twice_imports_once(db, karin):
    key = key_in(upload(karin))
    columns(karin, key)
    karin.post(f"/cases/imports/{key}/start")
    queue.run_all()
    queue.TASKS["cases.import_cases"](import_key=key)
    codes = db.session.scalars(select(AuditEntry.code).where(AuditEntry.code == "case.imported"))
    assert len(codes.all()) == 1


def test_errors_block_and_are_named_by_row_and_column(db, karin):
    key = key_in(upload(karin, CASES.replace("03-03-2026", "33-03-2026")))
    columns(karin, key)
    page = karin.get(f"/cases/imports/{key}/check").text
    assert "“33-03-2026” is not a date." in page
    assert "sager.csv, row 3, column Frist" in page
    assert f"/cases/imports/{key}/start" not in page


def test_an_import_started_in_spite_of_errors_fails_and_writes_nothing(db, karin, uploads):
    key = key_in(upload(karin, CASES.replace("03-03-2026", "33-03-2026")))
    columns(karin, key)
    karin.post(f"/cases/imports/{key}/start")
    queue.run_all()
    assert "Nothing was written" in karin.get(f"/cases/imports/{key}").text
    assert count(db, Case) == 0
    assert uploads() == []


@pytest.mark.parametrize(
    ("cases", "name", "told"),
    [
        (CASES.replace("Ukendt", "010170-1234"), "sager.csv", "row 4, column Sagsbehandler"),
        (CASES.replace("Sagstype", "CPR-nr."), "sager.csv", "column CPR-nr."),
        (CASES, "0101701234.csv", "CPR numbers are never stored here"),
    ],
)
def test_a_personal_number_is_refused_at_the_door_and_nothing_is_kept(
    db, karin, uploads, cases, name, told
):
    answer = upload(karin, cases, name=name)
    assert answer.status_code == 422
    assert told in answer.text
    assert "010170-1234" not in answer.text
    assert uploads() == []
    assert count(db, CaseImport) == 0


def test_what_is_no_table_is_refused_in_words(db, karin, uploads):
    answer = upload(karin, "%PDF-1.7", name="sager.csv")
    assert "neither a CSV file nor an XLSX workbook" in answer.text
    assert uploads() == []


def test_personal_columns_are_left_out_and_their_values_not_shown(db, karin):
    named = CASES.replace("Sagstype", "Fornavn").replace("Sygedagpenge", "Bodil")
    page = karin.get(f"/cases/imports/{key_in(upload(karin, named))}/columns").text
    assert "left out: personal data" in page
    assert "Bodil" not in page


def test_saved_columns_are_chosen_by_name_the_next_time(db, karin):
    other = CASES.replace("Sagsnummer;", "Ref;").replace(";Åbnet;", ";Begyndt;")
    first = key_in(upload(karin, other))
    columns(
        karin,
        first,
        **{"cases-case-number": "Ref", "cases-opened": "Begyndt", "save_as": "Ugeliste"},
    )
    saved = db.session.scalar(select(ImportProfile))
    assert saved.name == "Ugeliste"
    second = key_in(upload(karin, other, source="momentum"))
    page = karin.get(f"/cases/imports/{second}/columns?profile={saved.key}").text
    assert '<option selected value="Begyndt">' in page


def test_giving_up_deletes_the_files(db, karin, uploads):
    key = key_in(upload(karin))
    assert len(uploads()) == 2
    karin.post(f"/cases/imports/{key}/discard")
    assert uploads() == []
    assert karin.get(f"/cases/imports/{key}/columns").status_code == 409


def test_the_list_of_imports_shows_what_each_brought(db, karin, bring_in):
    bring_in()
    page = karin.get("/cases/imports").text
    assert "by command line" in page
    assert "Caseworkers in test" in page


def test_only_who_may_import_gets_in(people, sign_in):
    for person in (people.hanne, people.clara, people.mona, people.adam):
        assert sign_in(person).get("/cases/imports/new").status_code == 403
