"""What whoever runs the product sees."""

import os
import subprocess
import sys
import time

import flask_migrate
import pytest
from sqlalchemy import select

from review_app.entrypoints.cli import cli
from review_app.kernel import health
from review_app.models import Checklist, ChecklistVersion


def run(app, *words):
    return app.test_cli_runner().invoke(cli, words)


def test_the_first_administrator_comes_in_by_a_link(app, db, client):
    done = run(app, "invite-administrator", "Tove Timian", "tove@example.org")
    assert done.exit_code == 0
    path = done.output.strip().removeprefix(app.config["PUBLIC_URL"])
    assert "Tove Timian" in client.get(path).text


def test_an_installation_begins_with_two_published_checklists(app, db, people):
    for _ in range(2):  # the second time adds nothing
        assert run(app, "init").exit_code == 0
    found = db.session.execute(select(Checklist.code, ChecklistVersion.state).join(Checklist))
    assert sorted(found) == [("general", "published"), ("sickness-benefit", "published")]


def test_stopping_leaves_no_program_behind(tmp_path):
    marks = [tmp_path / "one", tmp_path / "two"]
    script = "import pathlib, sys, time; pathlib.Path(sys.argv[1]).touch(); time.sleep(60)"
    programs = [[sys.executable, "-c", script, str(mark)] for mark in marks]
    code = (
        f"from review_app.entrypoints.cli.operate import run_together\nrun_together(*{programs!r})"
    )
    group = subprocess.Popen([sys.executable, "-c", code], start_new_session=True)
    while not all(mark.exists() for mark in marks):
        assert group.poll() is None
        time.sleep(0.05)
    group.terminate()
    assert group.wait(timeout=20) == 0
    with pytest.raises(ProcessLookupError):
        os.killpg(group.pid, 0)


def test_a_healthy_installation_says_so(client):
    answer = client.get("/health/ready")
    assert (answer.status_code, answer.json) == (200, {"status": "ok"})


def test_an_older_database_is_not_served(app, db, client):
    flask_migrate.downgrade(revision="0001")
    assert health.problem() == "schema-old"
    assert client.get("/health/ready").status_code == 503
    refused = run(app, "serve", "--port", "0")
    assert refused.exit_code == 1
    assert "review-app init" in refused.output


def test_the_demonstration_is_refused_where_people_live(app, people):
    refused = run(app, "demo")
    assert refused.exit_code == 1
    assert "nothing was changed" in refused.output


def test_the_demonstration_does_not_listen_to_the_network(app, db):
    refused = run(app, "serve", "--host", "192.0.2.1")
    assert refused.exit_code == 2
    assert "this machine alone" in refused.output
