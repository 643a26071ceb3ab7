"""``review-app agreement`` as somebody uses it who checks a number against other software."""

import json

import pytest

from review_app.entrypoints.cli import cli
from review_app.entrypoints.cli.agreement import EXAMPLES


@pytest.fixture
def run(app):
    def invoke(request, *arguments):
        text = request if isinstance(request, str) else json.dumps(request)
        return app.test_cli_runner().invoke(cli, ["agreement", *arguments], input=text)

    return invoke


def published():
    table = {("a", "a"): 30, ("a", "b"): 4, ("b", "a"): 6, ("b", "b"): 10}
    return [list(pair) for pair, count in table.items() for _ in range(count)]


def test_the_published_table_comes_out_as_printed(run):
    done = run({"categories": ["a", "b"], "ratings": published()}, "--format", "json")
    told = json.loads(done.stdout)
    assert done.exit_code == 0
    assert told["gwet"]["value"] == pytest.approx(0.655172, abs=5e-7)
    assert told["kappa"]["standard_error"] == pytest.approx(0.130891, abs=5e-7)
    assert (told["method"], told["remarks"]) == ("gwet/n", ["two-reviewers"])


def test_people_read_lines(run):
    done = run({"categories": ["a", "b"], "ratings": [["a", "a"], ["a", "a"]]})
    assert "kappa.value: not defined" in done.stdout
    assert "gwet.value: 1.000000" in done.stdout


def test_the_documented_examples_work(run):
    for _title, request in EXAMPLES:
        assert run(request, "--format", "json").exit_code == 0


def test_a_calibration_names_both_errors(run):
    told = json.loads(run(EXAMPLES[-1][1], "--format", "json").stdout)
    assert (told["missed"]["errors"], told["missed"]["chances"]) == (1, 2)
    assert (told["wrongly_raised"]["errors"], told["wrongly_raised"]["chances"]) == (1, 3)


@pytest.mark.parametrize(
    "request_",
    [
        {"categories": ["a", "b"], "ratings": [["a", None]]},
        {"categories": ["a", "b"], "ratings": [["a", "z"]]},
        {"categories": ["a", "b"]},
        {"categories": ["a", "b"], "ratings": [["a", "a"]], "scale": "nonsense"},
        {"categories": ["a", "b"], "ratings": [["a", "a"]], "typo": 1},
        {"categories": ["a", "b"], "ratings": 5},
        [],
    ],
)
def test_what_cannot_be_computed_is_refused_in_one_line(run, request_):
    done = run(request_)
    assert done.exit_code == 1
    assert done.stderr.startswith("refused (")


def test_what_is_no_json_is_used_wrongly(run):
    assert run("{").exit_code == 2
