"""However an import is sliced, and wherever it is cut off, the same comes of it."""

import random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from review_app.domain.access import OPERATOR
from review_app.domain.case_import import Profile
from review_app.domain.errors import ImportUnderWay
from review_app.domain.kinds import ImportState
from review_app.domain.tables import shaped
from review_app.features.cases import jobs, jobs_staging, jobs_writing
from review_app.features.rounds import queries_draws
from review_app.kernel import jobs as outbox
from review_app.kernel.audit_log import AuditEntry
from review_app.models import Case, CaseEvent, CaseImport, CaseworkerLabel, StaleCase
from tests.cases.conftest import sent


def lists(seed, *, cases=12, changed=False):
    """Two invented lists, the events in no order."""
    chance = random.Random(seed)  # noqa: S311 - an invented list
    head = "Sagsnummer;Sagstype;Sagsbehandler;Team;Åbnet;Frist;Afsluttet"
    rows = [
        f"n{n};Sygedagpenge;{chance.choice(['Hanne', 'Bo', ''])};North;0{n % 9 + 1}-01-2026;;"
        + ("09-03-2026" if changed and n % 3 == 0 else "")
        for n in range(cases)
    ]
    happened = [
        f"n{chance.randrange(cases)};Brev;0{chance.randint(1, 3)}-02-2026 10:00;{answer}"
        for answer in "abcabcabcabcabcabcabcabc"
    ]
    events = "Sagsnummer;Aktivitet;Tidspunkt;Svar"
    return "\n".join([head, *rows]), "\n".join([events, *happened])


def tables(*texts):
    return [
        shaped([line.split(";") for line in text.split("\n")], name=name, file=name)
        for text, name in zip(texts, ("cases", "events"), strict=True)
    ]


def written(db, source):
    """Everything that stands of a source, without the database's own numbers."""
    db.session.rollback()
    of_source = Case.source.has(code=source)
    cases = db.session.scalars(select(Case).where(of_source).order_by(Case.id)).all()
    labels = select(CaseworkerLabel.label).order_by(CaseworkerLabel.label)
    return (
        [(c.number, c.team_id, c.caseworker_label, c.opened_on, c.closed_on) for c in cases],
        {c.number: [(e.identity, e.position, e.answer, e.stamp) for e in c.events] for c in cases},
        sorted({*db.session.scalars(labels)}),
    )


def test_slices_of_any_size_write_the_same_and_report_the_same(db, people, bring_in, monkeypatch):
    found, reports = [], []
    for size in (1, 4, 7, 10_000):
        monkeypatch.setattr(jobs_writing.write, "__kwdefaults__", {"rows": size})
        told = [bring_in(*lists(5), source=f"s{size}")]
        told.append(bring_in(*lists(5, changed=True), source=f"s{size}"))
        told.append(bring_in(*lists(5, changed=True), source=f"s{size}"))
        found.append(written(db, f"s{size}"))
        reports.append(told)
    assert all(each == found[0] for each in found)
    assert all(each == reports[0] for each in reports)
    first, second, third = reports[0]
    assert (first["cases"]["new"], first["events"]["new"]) == (12, 24)
    assert (second["cases"]["changed"], second["events"]["unchanged"]) == (4, 24)
    assert (third["cases"]["unchanged"], third["events"]["unchanged"]) == (12, 24)


ROWS = st.lists(
    st.tuples(
        st.sampled_from(["1", "2", "3", ""]),
        st.sampled_from(["01-02-2026", "31-02-2026", ""]),
        st.sampled_from(["Bo", "x" * 201, "010170-1234"]),
    ),
    max_size=8,
)


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(rows=ROWS, events=ROWS, size=st.integers(1, 9))
def test_what_is_put_aside_is_given_back_whole_and_every_fault_is_told(
    app, db, tmp_path_factory, rows, events, size
):
    texts = (
        "\n".join(["Sagsnummer;Åbnet;Team", *(";".join(row) for row in rows)]),
        "\n".join(["Sagsnummer;Tidspunkt;Aktivitet", *(";".join(row) for row in events)]),
    )
    path = tmp_path_factory.mktemp("staged") / "file"
    staged = jobs_staging.stage(OPERATOR, tables(*texts), path, source_id=None, profile=Profile())
    bad = sum("31-02" in row[1] or "-1234" in row[2] for row in (*rows, *events))
    assert bool(staged.report["errors"]) or not bad
    parts = [*jobs_staging.slices(path, rows=size)]
    assert [part.is_last for part in parts] == [False] * (len(parts) - 1) + [True]
    if not staged.is_faulty:
        groups = [group for part in parts for group in part.groups]
        assert len(groups) == staged.cases == len({row[0] for row in rows if row[0]})
        assert [len(g) - 1 for g in groups] == [
            sum(row[0] == group.number for row in events) for group in groups
        ]


@pytest.fixture
def cut_off(monkeypatch):
    """``cut_off(after)`` lets the writing fail once, after so many slices."""
    monkeypatch.setattr(jobs_writing.write, "__kwdefaults__", {"rows": 5})
    write = jobs_writing._write_slice

    def arrange(after, *, times=1):
        seen = []

        def write_or_fail(*told):
            seen.append(told)
            if after < len(seen) <= after + times:
                raise OSError("disk full")
            return write(*told)

        monkeypatch.setattr(jobs_writing, "_write_slice", write_or_fail)

    return arrange


def test_what_is_cut_off_goes_on_where_it_was(db, people, bring_in, cut_off):
    bring_in(*lists(5), source="whole")
    cut_off(2)
    report = bring_in(*lists(5), source="cut")
    assert report["errors"] == [{"code": "stopped"}]
    halfway = db.session.scalars(select(CaseImport).order_by(CaseImport.id.desc())).first()
    assert halfway.state is ImportState.STOPPED
    assert 0 < halfway.staged["written"] < 12 == halfway.staged["cases"]
    with pytest.raises(ImportUnderWay):
        queries_draws.demand_whole_cases(OPERATOR)
    outbox.run_all()
    db.session.rollback()
    assert halfway.state is ImportState.DONE
    assert (halfway.report["cases"]["new"], halfway.report["events"]["new"]) == (12, 24)
    assert halfway.report["errors"] == []
    queries_draws.demand_whole_cases(OPERATOR)
    assert written(db, "cut") == written(db, "whole")
    assert db.session.scalars(select(StaleCase)).all() == []
    codes = db.session.scalars(select(AuditEntry.code).order_by(AuditEntry.id)).all()
    assert codes.count("case.imported") == 2
    assert "case.import-stopped" in codes


def test_what_is_killed_between_two_slices_goes_on_without_a_word_lost(
    db, people, bring_in, cut_off, monkeypatch
):
    bring_in(*lists(5), source="whole")
    monkeypatch.setattr(jobs, "_end_early", lambda *_: ImportState.WRITING)  # nobody could tell
    monkeypatch.setattr(jobs, "_await_report", lambda _actor, key: key)
    cut_off(3)
    bring_in(*lists(5), source="killed")
    outbox.run_all()
    again = db.session.scalars(select(CaseImport).order_by(CaseImport.id.desc())).first()
    jobs.import_cases(again.key)
    assert written(db, "killed") == written(db, "whole")
    db.session.rollback()
    assert again.state is ImportState.DONE
    assert (again.report["cases"]["read"], again.report["events"]["read"]) == (12, 24)


def test_a_person_writes_the_rest_or_leaves_it(db, people, sign_in, cut_off):
    karin = sign_in(people.karin)
    for way, state in (("continue", ImportState.DONE), ("discard", ImportState.DISCARDED)):
        texts = lists(7)
        answer = karin.post(
            "/cases/imports/new",
            data={
                "source": "",
                "code": way,
                "name": way,
                "cases": sent(texts[0], "sager.csv"),
                "events": sent(texts[1], "haendelser.csv"),
            },
        )
        key = answer.location.split("/")[3]
        karin.post(f"/cases/imports/{key}/start")
        cut_off(1, times=3)
        outbox.run_all()
        page = karin.get(f"/cases/imports/{key}").text
        assert "Stopped halfway" in page
        assert "The import stopped after" in page
        assert karin.post(f"/cases/imports/{key}/{way}").status_code == 302
        outbox.run_all()
        found = db.session.scalar(select(CaseImport).where(CaseImport.key == key))
        db.session.refresh(found)
        assert found.state is state
        assert "What was written" in karin.get(f"/cases/imports/{key}").text
        assert karin.post(f"/cases/imports/{key}/continue").status_code == 409
    events = select(CaseEvent.id).join(Case).where(Case.source.has(code="continue"))
    assert len(db.session.scalars(events).all()) == 24
