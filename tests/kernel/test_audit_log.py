"""The audit log cannot be skipped, rewritten or shortened unnoticed."""

import json

import pytest
from sqlalchemy import select, text, update
from sqlalchemy.exc import IntegrityError

from review_app.domain.audit_codes import AuditCode
from review_app.kernel.audit_log import Anchor, AuditEntry, breaks, head
from review_app.kernel.unit_of_work import UnloggedChangeError, unit_of_work
from review_app.models import Person, Team
from tests.cast import actor


@pytest.fixture
def entries(db, people):
    """Five teams added, one entry each."""
    for n in range(5):
        with unit_of_work(actor(people.adam)) as work:
            team = work.add(Team(name=f"Team {n}"))
            work.log(AuditCode.TEAM_ADDED, team, number=n)
    return list(db.session.scalars(select(AuditEntry).order_by(AuditEntry.id)))


@pytest.fixture
def key(app):
    return app.config["AUDIT_KEY"].encode()


def behind_its_back(db, *statements):
    """Change the table as somebody who owns the database can: without the triggers."""
    triggers = {"sqlite": "DROP TRIGGER {}", "postgresql": "DROP TRIGGER {} ON audit_entry"}
    drop = triggers[db.engine.dialect.name]
    db.session.info["logged"] = True
    for verb in ("update", "delete"):
        db.session.execute(text(drop.format(f"audit_entry_no_{verb}")))
    for statement in statements:
        db.session.execute(text(statement))
    db.session.commit()
    db.session.expire_all()


def test_a_change_nobody_logged_cannot_be_committed(db, people):
    with pytest.raises(UnloggedChangeError), unit_of_work(actor(people.adam)):
        db.session.get(Person, people.hanne.id).name = "Hanna"
    assert db.session.get(Person, people.hanne.id).name == "Hanne"


def test_nor_can_a_bulk_change_outside_a_unit(db, people):
    db.session.execute(update(Person).values(name="X"))
    with pytest.raises(UnloggedChangeError):
        db.session.commit()
    db.session.rollback()


def test_every_entry_says_who_what_and_which(entries, people):
    first = entries[0]
    assert (first.actor_id, first.code, first.thing_type) == (
        people.adam.id,
        "people.team-added",
        "team",
    )
    assert first.thing_key
    assert [e.id for e in entries] == [1, 2, 3, 4, 5]


def test_the_log_cannot_be_rewritten(db, entries):
    for statement in ("UPDATE audit_entry SET actor_id = 9", "DELETE FROM audit_entry"):
        with pytest.raises(IntegrityError, match="append-only"):
            db.session.execute(text(statement))
        db.session.rollback()


def test_an_untouched_chain_is_whole(db, entries, key):
    assert list(breaks(db.session(), key)) == []


def test_an_altered_entry_is_named(db, entries, key):
    behind_its_back(db, "UPDATE audit_entry SET actor_id = 99 WHERE id = 3")
    assert [(b.id, b.kind) for b in breaks(db.session(), key)] == [(3, "altered")]


def test_a_removed_entry_is_named(db, entries, key):
    behind_its_back(db, "DELETE FROM audit_entry WHERE id = 2")
    assert (2, "missing") in [(b.id, b.kind) for b in breaks(db.session(), key)]


def test_a_chain_resealed_under_another_key_is_noticed(db, entries, key):
    assert [b.id for b in breaks(db.session(), b"another key")] == [1, 2, 3, 4, 5]


def test_entries_cut_off_the_end_are_noticed_against_an_anchor(db, entries, key):
    anchor = head(db.session())
    behind_its_back(db, "DELETE FROM audit_entry WHERE id > 3")
    assert list(breaks(db.session(), key)) == []  # alone, the chain cannot know
    assert [(b.id, b.kind) for b in breaks(db.session(), key, anchor)] == [(5, "cut")]


def test_the_command_names_what_is_broken_and_writes_anchors(app, db, entries, tmp_path):
    from review_app.entrypoints.cli import cli

    anchor = tmp_path / "anchor.json"
    run = app.test_cli_runner().invoke
    whole = run(cli, ["verify-audit-log", "--export-anchor", str(anchor), "--format", "json"])
    assert whole.exit_code == 0
    assert json.loads(whole.output) == {"entries": 5, "breaks": []}
    assert Anchor(**json.loads(anchor.read_text())).id == 5
    behind_its_back(db, "DELETE FROM audit_entry WHERE id = 5")
    cut = run(cli, ["verify-audit-log", "--anchor", str(anchor)])
    assert cut.exit_code == 1
    assert "entry 5: cut" in cut.output
