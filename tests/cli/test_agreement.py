"""``review-app agreement`` as somebody uses it who checks a number against other software."""

import json

import pytest

from review_app.entrypoints.cli import cli


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
    assert "kappa.value: -" in done.stdout
    assert "gwet.value: 1\n" in done.stdout


def test_a_key_makes_it_a_calibration(run):
    request = {
        "categories": ["met", "not-met"],
        "failures": ["not-met"],
        "key": ["met", "met", "not-met", None],
        "answers": ["met", "not-met", "met", "met"],
    }
    told = json.loads(run(request, "--format", "json").stdout)
    assert told["kind"] == "calibration"
    assert (told["missed"]["errors"], told["missed"]["chances"]) == (1, 1)
    assert (told["wrongly_raised"]["errors"], told["wrongly_raised"]["chances"]) == (1, 2)


def test_numbers_are_answers_too_and_cases_may_hold_several_items(run):
    request = {
        "categories": ["1", "2"],
        "scale": "interval",
        "weights": "linear",
        "ratings": [[1, 1], [1, 2], [2, 2], [2, 2]],
        "clusters": ["x", "x", "y", "z"],
        "population": 10,
    }
    told = json.loads(run(request, "--format", "json").stdout)
    assert (told["items"], told["method"]) == (4, "gwet/clusters-1")


@pytest.mark.parametrize(
    "more",
    [{"ratings": [["a", None]]}, {"ratings": [["a", "z"]]}, {"ratings": [], "categories": ["a"]}],
)
def test_what_cannot_be_computed_is_refused_with_its_reason(run, more):
    done = run({"categories": ["a", "b"], **more}, "--format", "json")
    assert done.exit_code == 1
    assert json.loads(done.stdout)["refused"]["code"] in ("no-estimate", "invalid")


@pytest.mark.parametrize(
    "request_",
    [
        "{",
        {"categories": ["a", "b"]},
        {"categories": ["a", "b"], "ratings": 5},
        {"categories": ["a", "b"], "ratings": [[True]]},
        {"categories": ["a", "b"], "ratings": [["a", "a"]], "scale": "nonsense"},
        {"categories": ["a", "b"], "ratings": [["a", "a"]], "clusters": ["x", "y"]},
        {"categories": ["a", "b"], "ratings": [["a", "a"]], "typo": 1},
        [5],
    ],
)
def test_what_is_not_written_as_it_must_be_is_used_wrongly(run, request_):
    assert run(request_).exit_code == 2
