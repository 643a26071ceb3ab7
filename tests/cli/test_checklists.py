"""``checklists export`` and ``checklists import`` as an operator uses them."""

import json
from pathlib import Path

import pytest

from review_app.domain.access import OPERATOR
from review_app.entrypoints.cli import cli
from review_app.features.checklists import queries, service
from review_app.features.checklists.writing import texts_of
from review_app.models import AuditEntry


@pytest.fixture
def run(app, db):
    def invoke(*arguments):
        done = app.test_cli_runner().invoke(cli, ["checklists", *map(str, arguments)])
        assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
        told = json.loads(done.stdout) if done.stdout.startswith("{") else done.output
        return done.exit_code, told

    return invoke


@pytest.fixture
def code(db):
    return service.seed_reference(OPERATOR, folder=Path("seed/reference"))[0]


def newest(code):
    return queries.version_called(OPERATOR, code)


def test_a_checklist_goes_out_and_comes_back_without_a_change(run, code, tmp_path):
    for name in ("list.yaml", "list.csv"):
        exit_code, told = run("export", code, "--out", tmp_path / name)
        assert (exit_code, told.split(" ->")[0]) == (0, f"{code} version 1 (published)")
        arguments = ("import", tmp_path / name, "--checklist", code)
        exit_code, told = run(*arguments, "--format", "json", "--dry-run")
        assert (exit_code, told["written"], told["version"]) == (0, False, 1)
        assert set(told["changes"].values()) == {0}
        assert run(*arguments)[0] == 2  # a draft is not begun without a reason
        assert len(newest(code).checklist.versions) == 1
    assert run("export", code)[1] == (tmp_path / "list.yaml").read_text()
    assert run("export", code, "--as", "csv")[1].startswith("\ufeffsection_da;")


def test_a_changed_file_becomes_a_draft_and_the_published_version_stands(run, code, tmp_path, db):
    published = newest(code)
    said, key, file = texts_of(published), published.key, tmp_path / "list.csv"
    run("export", code, "--out", file)
    question = said[0].criteria[0].question_da
    file.write_bytes(file.read_bytes().replace(question.encode(), b"Er det noteret?", 1))
    changed = ("import", file, "--checklist", code, "--format", "json")
    exit_code, told = run(*changed, "--reason", "Plainer words")
    assert (exit_code, told["written"], told["version"]) == (0, True, 2)
    assert told["changes"]["changed"] == 1
    db.session.expire_all()
    assert texts_of(newest(code))[0].criteria[0].question_da == "Er det noteret?"
    assert texts_of(queries.get_version(OPERATOR, key)) == said
    last = db.session.query(AuditEntry).order_by(AuditEntry.id.desc()).first()
    assert (last.code, last.details) == (
        "checklist.version-edited",
        {"imported": len(all_of(said))},
    )

    run("export", code, "--version", 1, "--out", file)
    exit_code, told = run("import", file, "--checklist", code)
    assert (exit_code, "1 changed" in told) == (0, True)
    assert f"{code}: version 2 is a draft" in told
    assert texts_of(newest(code)) == said


def all_of(sections):
    return [criterion for section in sections for criterion in section.criteria]


def test_faults_are_named_by_place_and_nothing_is_begun(run, code, tmp_path):
    file = tmp_path / "faulty.csv"
    file.write_text("section_da;section_en;question_da;question_en;weight\nA;A;a;b;12\nA;A;;c;1\n")
    exit_code, told = run("import", file, "--checklist", code, "--reason", "x", "--format", "json")
    assert (exit_code, told["written"]) == (1, False)
    assert [(p["row"], p["column"], p["code"]) for p in told["problems"]] == [
        (2, "weight", "weight"),
        (3, "question_da", "missing"),
    ]
    exit_code, told = run("import", file, "--checklist", code, "--reason", "x")
    assert "error: row 2, column weight: The weight must be a whole number from 1 to 10." in told
    assert newest(code).number == 1

    for refused in (
        ("export", "no-such"),
        ("export", code, "--version", 9),
    ):
        exit_code, told = run(*refused)
        assert (exit_code, f"known: {code}" in told) == (1, True)
    for wrong in (
        ("import", "no-such-file.csv", "--checklist", code),
        ("import", file),
        ("export", code, "--out", tmp_path / "nowhere" / "list.csv"),
    ):
        assert run(*wrong)[0] == 2
