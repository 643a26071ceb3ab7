"""Charts, comparisons and funnels asked of ``review-app estimate``."""

import json

import pytest

from review_app.entrypoints.cli import cli


@pytest.fixture
def ask(app):
    def invoke(**request):
        arguments = ["estimate", "--format", "json"]
        done = app.test_cli_runner().invoke(cli, arguments, input=json.dumps(request))
        return done.exit_code, json.loads(done.stdout) if done.stdout else {}

    return invoke


def months(found, cases=40):
    return [{"having": x, "cases": cases} for x in found]


def test_a_control_chart_with_a_signal(ask):
    code, told = ask(kind="control-chart", points=months([3, 5, 4, 6, 2, 5, 4, 3, 6, 4, 5, 4, 19]))
    (stretch,) = told["stretches"]
    assert (code, told["signals"]) == (0, ["outside"])
    assert (stretch["baseline"], stretch["baseline_points"]) == ("provisional", 12)
    assert [point["outside"] for point in stretch["points"]].index(True) == 12


def test_a_point_left_out_a_new_beginning_and_a_gap(ask):
    points = months([10] * 9) + months([0], cases=0) + months([30] * 8)
    points[0]["excluded"], points[10]["rebase"] = True, True
    first, second = ask(kind="control-chart", points=points)[1]["stretches"]
    assert (first["baseline_points"], second["centre"]) == (8, 0.75)
    assert first["points"][-1]["value"] is None


def test_values_on_an_xmr_and_a_g_chart(ask):
    points = [{"value": 0.5 + n % 2 / 100, "label": f"r{n}"} for n in range(9)]
    told = ask(kind="control-chart", chart="xmr", points=points)[1]["stretches"][0]
    assert told["range_high"] == pytest.approx(0.03267)
    assert told["points"][0]["label"] == "r0"
    counts = [{"value": n} for n in (3, 8, 2, 9, 4, 5, 7, 6)]
    assert ask(kind="control-chart", chart="g-chart", points=counts)[1]["signals"] == []


def test_a_comparison_of_counts_and_of_weighted_shares(ask):
    weighted = {"share": 0.2, "effective_size": 31.4, "counting": 50}
    told = ask(
        kind="comparison",
        criteria={
            "A1": {
                "before": {"having": 24, "counting": 40},
                "after": {"having": 38, "counting": 40},
            },
            "A2": {"before": weighted, "after": weighted},
            "A3": {"before": {"having": 1, "counting": 4}, "after": weighted},
        },
    )[1]["criteria"]
    changes = {code: one["change"] for code, one in told.items()}
    assert changes == {"A1": "clear-improvement", "A2": "no-clear-change", "A3": "too-few"}


def test_teams_in_a_funnel(ask):
    units = {"a": {"having": 90, "counting": 100}, "b": {"having": 50, "counting": 100}}
    told = ask(kind="funnel", units=units)[1]
    assert told["overall"] == 0.7
    assert {one["standing"] for one in told["units"].values()} == {"beyond-99.8"}


@pytest.mark.parametrize(
    "request_",
    [
        {"kind": "control-chart", "points": [{"having": 5, "cases": 4}]},
        {"kind": "control-chart", "chart": "run-chart", "points": []},
        {"kind": "funnel", "units": {}},
        {
            "kind": "comparison",
            "criteria": {
                "A": {"before": {"having": 9, "counting": 4}, "after": {"having": 1, "counting": 4}}
            },
        },
    ],
)
def test_contradictions_are_refused(ask, request_):
    code, told = ask(**request_)
    assert (code, told["refused"]["code"]) == (1, "invalid")


def test_a_side_that_is_missing_is_used_wrongly(ask):
    side = {"having": 9, "counting": 14}
    assert ask(kind="comparison", criteria={"A": {"before": side}})[0] == 2
