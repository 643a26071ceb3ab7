"""``import-cases`` and ``timeliness`` as an operator uses them."""

import json

import pytest

from review_app.domain.access import OPERATOR
from review_app.entrypoints.cli import cli
from review_app.features.timeliness import service_seeding
from review_app.kernel.places import TOP
from tests.cases.conftest import CASES, EVENTS
from tests.domain.test_receipt_renderings import DATA, RENDERINGS, WITH_TIME_OF_DAY

NEEDS_DATA = pytest.mark.skipif(
    not (DATA / "receipt.cases.csv").exists(),
    reason=f"the receipt data is not at {DATA}; set SHARED_DATA to its folder",
)

KNOWN = [
    (1020, 1329, "done-cohort"),
    (1020, 1366, "done-plus-open-overdue"),
    (992, 1338, "due-cohort"),
    (68, 105, "snapshot"),
]


@pytest.fixture
def run(app, db):
    def invoke(*arguments):
        done = app.test_cli_runner().invoke(cli, [str(argument) for argument in arguments])
        told = json.loads(done.stdout) if done.stdout.startswith("{") else done.output
        return done.exit_code, told

    return invoke


@pytest.fixture
def files(tmp_path):
    (tmp_path / "cases.csv").write_text(CASES, encoding="cp1252")
    (tmp_path / "events.csv").write_text(EVENTS, encoding="cp1252")
    return tmp_path / "cases.csv", tmp_path / "events.csv"


def test_an_import_tells_what_it_did(run, files):
    cases, events = files
    code, told = run("import-cases", cases, "--events", events, "--source", "s", "--format", "json")
    assert code == 0
    assert list(told) == ["cases", "events", "errors", "warnings"]
    assert told["cases"] == {"read": 3, "new": 3, "changed": 0, "unchanged": 0}
    code, told = run("import-cases", cases, "--source", "s")
    assert (code, told.splitlines()[0]) == (0, "cases: 3 read, 0 new, 0 changed, 3 unchanged")


def test_an_import_with_an_error_writes_nothing_and_exits_1(run, files):
    cases, _events = files
    cases.write_text(CASES.replace("03-03-2026", "33-03-2026"), encoding="cp1252")
    code, told = run("import-cases", cases, "--source", "s", "--format", "json")
    assert code == 1
    assert told["cases"]["new"] == 0
    assert [(e["code"], e["row"], e["column"]) for e in told["errors"]] == [
        ("not-a-date", 3, "Frist")
    ]
    assert told["errors"][0]["message"] == "“33-03-2026” is not a date."


@pytest.mark.parametrize(
    "arguments",
    [
        ["import-cases", "no-such-file.csv", "--source", "s"],
        ["import-cases", __file__],
        ["import-cases", __file__, "--source", "No Code"],
        ["import-cases", __file__, "--source", "s", "--profile", "unknown"],
        ["timeliness", "--source", "s"],
        ["timeliness", "--source", "s", "--rule", "own-deadline", "--rule-set", "s"],
        ["timeliness", "--source", "s", "--rule", "own-deadline", "--definition", "snapshot"],
        ["timeliness", "--source", "s", "--rule", "own-deadline", "--count-overdue-open"],
    ],
)
def test_wrong_use_exits_2(run, arguments):
    assert run(*arguments)[0] == 2


def test_an_unknown_source_exits_1(run):
    assert run("timeliness", "--source", "nowhere", "--rule", "own-deadline")[0] == 1


def test_timeliness_names_its_definition(run, files):
    run("import-cases", files[0], "--source", "s")
    asked = ("timeliness", "--source", "s", "--rule", "own-deadline")
    _, told = run(*asked, "--format", "json")
    assert (told["numerator"], told["denominator"], told["definition"]) == (1, 2, "done-cohort")
    assert "1 of 2 in time (50.0%)" in run(*asked)[1]


def test_a_rule_set_is_evaluated_rule_by_rule(run, files):
    service_seeding.seed_reference(OPERATOR, folder=TOP / "seed" / "reference")
    run("import-cases", files[0], "--source", "s")
    asked = ("timeliness", "--source", "s", "--rule-set", "own-deadline")
    _, told = run(*asked, "--format", "json")
    (line,) = told["rules"]
    assert (line["rule"], line["numerator"], line["denominator"]) == ("OWN", 1, 2)
    assert line["confirmed"] is False
    assert "1 of 2 in time (50.0%)" in run(*asked)[1]
    assert run("timeliness", "--source", "s", "--rule-set", "nowhere")[0] == 1


@NEEDS_DATA
@pytest.mark.parametrize("rendering", RENDERINGS)
def test_every_rendering_of_the_permit_log_comes_in_and_stays_the_same(run, rendering):
    cases, *events = (DATA / name for name in RENDERINGS[rendering])
    options = ["--events", events[0]] if events else []
    asked = ("import-cases", cases, *options, "--source", "receipt", "--format", "json")
    code, told = run(*asked)
    assert code == 0
    assert told["cases"] == {"read": 1434, "new": 1434, "changed": 0, "unchanged": 0}
    assert told["events"] == {"read": 8577, "new": 8577, "changed": 0, "unchanged": 0}
    backwards = [w["case"] for w in told["warnings"] if w["code"] == "ends-before-start"]
    assert len(backwards) == (2 if rendering in WITH_TIME_OF_DAY else 0)
    _, again = run(*asked)
    assert again["cases"] == {"read": 1434, "new": 0, "changed": 0, "unchanged": 1434}
    assert again["events"] == {"read": 8577, "new": 0, "changed": 0, "unchanged": 8577}


@NEEDS_DATA
def test_the_four_figures_stated_for_the_permit_log_come_out(run):
    cases, events = (DATA / name for name in RENDERINGS["original"])
    run("import-cases", cases, "--events", events, "--source", "receipt")
    asked = ("timeliness", "--source", "receipt", "--rule", "own-deadline", "--format", "json")
    day = ("--as-of", "2012-01-23")
    told = [
        run(*asked)[1],
        run(*asked, *day, "--count-overdue-open")[1],
        run(*asked, *day, "--definition", "due-cohort")[1],
        run(*asked, *day, "--definition", "snapshot")[1],
    ]
    assert [(t["numerator"], t["denominator"], t["definition"]) for t in told] == KNOWN
    service_seeding.seed_reference(OPERATOR, folder=TOP / "seed" / "reference")
    asked = ("timeliness", "--source", "receipt", "--rule-set", "own-deadline", *day)
    for definition in ("done-cohort", "due-cohort", "snapshot"):
        _, told = run(*asked, "--definition", definition, "--format", "json")
        expected = next(t for t in KNOWN if t[2] == definition)
        line = told["rules"][0]
        assert (line["numerator"], line["denominator"], told["definition"]) == expected
