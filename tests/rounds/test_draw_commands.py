"""The draw from the command line: a bundle that verifies, and one changed byte that does not."""

import json
import zipfile

import pytest

from review_app.entrypoints.cli import cli
from review_app.entrypoints.cli.draws import WARNING
from review_app.models.bundles import zip_of
from tests.rounds.builders import twenty_cases


@pytest.fixture
def run(app, people):
    twenty_cases(people)
    runner = app.test_cli_runner()
    return lambda *words: runner.invoke(cli, [str(word) for word in words])


def test_a_draw_tells_what_it_did_and_verifies(run, tmp_path):
    out = tmp_path / "bundle.zip"
    made = run(
        "draw", "--source", "test", "--size", 4, "--title", "Q1", "--out", out, "--format", "json"
    )
    assert made.exit_code == 0, made.output
    told = json.loads(made.output)
    assert (told["frame_rows"], told["size"], len(told["selected"])) == (20, 4, 4)
    assert told["warning"] == WARNING
    checked = run("verify-draw", out, "--format", "json")
    assert checked.exit_code == 0
    assert json.loads(checked.output) == {
        "bundle": str(out),
        "as_promised": True,
        "differences": [],
        "commit_sha256": told["commit_sha256"],
    }


def test_a_changed_byte_is_named(run, tmp_path):
    out = tmp_path / "bundle.zip"
    shown = run("draw", "--source", "test", "--size", 4, "--title", "Q1", "--out", out)
    assert "protect nobody" in shown.output
    with zipfile.ZipFile(out) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    files["frame.tsv"] = files["frame.tsv"].replace(b"\t1\t", b"\t2\t", 1)
    out.write_bytes(zip_of(files))
    checked = run("verify-draw", out)
    assert checked.exit_code == 1
    assert "frame.tsv does not fit commit.txt, line 2" in checked.output


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["--source", "nowhere", "--size", "4"], 1),
        (["--source", "test", "--size", "21"], 1),
        (["--source", "test", "--size", "0"], 2),
        (["--source", "test"], 2),
    ],
)
def test_what_cannot_be_drawn_is_refused(run, tmp_path, words, code):
    out = tmp_path / "bundle.zip"
    made = run("draw", *words, "--title", "Q1", "--out", out)
    assert made.exit_code == code, made.output
    assert not out.exists()


def test_a_bundle_that_is_not_there_is_a_wrong_use_and_a_damaged_one_a_difference(run, tmp_path):
    assert run("verify-draw", tmp_path / "nowhere.zip").exit_code == 2
    (tmp_path / "odd.zip").write_bytes(b"this is no zip")
    assert run("verify-draw", tmp_path / "odd.zip").exit_code == 1


@pytest.mark.parametrize(
    ("words", "n"),
    [
        (["--method", "stratified", "--size", "10"], 10),
        (["--method", "stratified", "--stratify-by", "caseworker", "--per-stratum", "2"], 6),
        (["--method", "stratified", "--size", "8", "--allocation", "equal"], 8),
        (["--method", "systematic", "--size", "5", "--order-by", "caseworker"], 5),
        (["--method", "pps", "--size", "5", "--points", "open-long:30=4"], 5),
        (["--method", "census"], 20),
    ],
)
def test_every_method_can_be_drawn_and_verifies(run, tmp_path, words, n):
    out = tmp_path / "bundle.zip"
    made = run(
        "draw", "--source", "test", "--title", "Q1", "--out", out, "--format", "json", *words
    )
    assert made.exit_code == 0, made.output
    told = json.loads(made.output)
    assert (told["method"], told["size"], len(told["selected"])) == (words[1], n, n)
    assert run("verify-draw", out).exit_code == 0


@pytest.mark.parametrize(
    "words",
    [
        [],
        ["--method", "census", "--size", "3"],
        ["--size", "3", "--per-stratum", "2", "--method", "stratified"],
        ["--size", "3", "--stratify-by", "team"],
        ["--size", "3", "--order-by", "opened"],
        ["--size", "3", "--points", "deadline-missed=2"],
        ["--size", "3", "--method", "pps"],
        ["--size", "3", "--method", "pps", "--points", "shoe-size=2"],
        ["--size", "3", "--method", "pps", "--points", "open-long:long=2"],
    ],
)
def test_options_that_do_not_go_together_are_a_wrong_use(run, tmp_path, words):
    out = tmp_path / "bundle.zip"
    made = run("draw", "--source", "test", "--title", "Q1", "--out", out, *words)
    assert made.exit_code == 2, made.output
    assert not out.exists()
