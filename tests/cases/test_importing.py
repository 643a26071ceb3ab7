"""Cases come in all or not at all, and coming in again changes nothing."""

from datetime import date

from sqlalchemy import select

from review_app.domain.kinds import ImportState
from review_app.features.cases import jobs_writing
from review_app.kernel.audit_log import AuditEntry
from review_app.models import Case, CaseEvent, CaseImport, CaseworkerLabel
from tests.cases.conftest import CASES, EVENTS


def case(db, number):
    return db.session.scalar(select(Case).where(Case.number == number))


def keys_by_number(db):
    return dict(iter(db.session.execute(select(Case.number, Case.key))))


def test_a_list_becomes_cases_with_their_events_in_order(db, bring_in):
    report = bring_in()
    assert report["cases"] == {"read": 3, "new": 3, "changed": 0, "unchanged": 0}
    assert report["events"] == {"read": 3, "new": 3, "changed": 0, "unchanged": 0}
    first = case(db, "2026-1")
    assert (first.opened_on, first.deadline_on) == (date(2026, 1, 5), date(2026, 3, 2))
    assert [(e.activity, e.happened_on) for e in first.events] == [
        ("Anmodning modtaget", date(2026, 1, 5)),
        ("Første samtale", date(2026, 2, 12)),
    ]


def test_a_word_for_nothing_never_becomes_a_team(db, bring_in):
    bring_in()
    assert case(db, "2026-3").team_label is None


def test_every_case_gets_a_key_that_says_nothing_about_its_number(db, bring_in):
    bring_in()
    keys = db.session.scalars(select(Case.key)).all()
    assert len({*keys}) == 3
    assert all("2026" not in key and len(key) == 12 for key in keys)


def test_the_same_list_again_changes_nothing(db, bring_in):
    bring_in()
    keys = keys_by_number(db)
    report = bring_in()
    assert report["cases"] == {"read": 3, "new": 0, "changed": 0, "unchanged": 3}
    assert report["events"] == {"read": 3, "new": 0, "changed": 0, "unchanged": 3}
    assert keys == keys_by_number(db)


def test_only_what_changed_is_changed(db, bring_in):
    bring_in()
    cases = CASES.replace("03-03-2026;", "03-03-2026;10-03-2026")
    events = EVENTS.replace("12-02-2026 10:00", "13-02-2026 10:00")
    report = bring_in(cases, events + "\n2026-1;e9;Brev;14-02-2026 09:00;Hanne;North")
    assert report["cases"] == {"read": 3, "new": 0, "changed": 1, "unchanged": 2}
    assert report["events"] == {"read": 4, "new": 1, "changed": 1, "unchanged": 2}
    db.session.expire_all()
    assert case(db, "2026-2").closed_on == date(2026, 3, 10)
    assert [e.activity for e in case(db, "2026-1").events][-1] == "Brev"


def test_the_same_number_in_another_source_is_another_case(db, bring_in):
    bring_in()
    report = bring_in(source="other")
    assert report["cases"]["new"] == 3
    assert len(db.session.scalars(select(Case).where(Case.number == "2026-1")).all()) == 2


def test_events_alone_find_the_cases_that_are_there(db, bring_in):
    bring_in(events=None)
    assert bring_in(None, EVENTS)["events"]["new"] == 3


def test_one_faulty_cell_keeps_everything_out(db, bring_in):
    report = bring_in(CASES.replace("04-03-2026", "31-02-2026"))
    assert [error["code"] for error in report["errors"]] == ["not-a-date"]
    assert report["errors"][0]["row"] == 4
    assert report["errors"][0]["column"] == "Frist"
    assert db.session.scalars(select(Case)).all() == []
    assert db.session.scalars(select(AuditEntry)).all() == []


def test_a_personal_number_keeps_everything_out_and_is_not_repeated(db, bring_in):
    report = bring_in(CASES.replace("Ukendt", "010170-1234"))
    assert [error["code"] for error in report["errors"]] == ["cpr-in-cell"]
    assert "1234" not in str(report)
    assert db.session.scalars(select(Case)).all() == []


def test_a_fault_while_the_first_slice_is_written_leaves_no_row(db, bring_in, monkeypatch):
    def fail(*_):
        raise OSError("disk full")

    monkeypatch.setattr(jobs_writing, "_write_events", fail)
    assert bring_in()["errors"] == [{"code": "fault"}]
    assert db.session.scalar(select(CaseImport.state)) is ImportState.FAILED
    assert db.session.scalars(select(Case)).all() == []
    assert db.session.scalars(select(CaseworkerLabel)).all() == []


def test_the_log_tells_how_many_and_of_which_import(db, bring_in):
    report = bring_in()
    done = db.session.scalar(select(CaseImport))
    entry = db.session.scalar(select(AuditEntry).where(AuditEntry.code == "case.imported"))
    assert entry.thing_key == done.key
    assert entry.details["cases"] == report["cases"]
    assert entry.details["events"] == report["events"]
    assert done.report == report


def test_teams_are_known_by_name(db, people, bring_in):
    bring_in()
    assert case(db, "2026-1").team_id == people.north.id
    assert case(db, "2026-3").team_id is None


def test_the_stamp_of_an_event_stays_as_it_was_written(db, bring_in):
    bring_in()
    event = db.session.scalar(select(CaseEvent).where(CaseEvent.identity == "id:e1:1"))
    assert event.stamp == "2026-01-05T23:30:00"
    assert event.happened_on == date(2026, 1, 5)
