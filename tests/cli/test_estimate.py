"""Statistical questions from the command line: worked examples, refusals, wrong use."""

import json

import pytest

from review_app.domain.terms import Remark
from review_app.entrypoints.answers.shares import REMARKS
from review_app.entrypoints.cli import cli
from review_app.entrypoints.cli.docs import ASKED, FOLDER
from review_app.entrypoints.cli.estimates import KINDS

SIMPLE = {"kind": "share", "frame_size": 200, "reviewed": 50, "having": 5}
STRATA = {
    "north": {"frame_size": 120, "reviewed": 24, "having": 2},
    "south": {"frame_size": 80, "reviewed": 16, "having": 3},
    "west": {"frame_size": 50, "reviewed": 10, "having": 1},
}


@pytest.fixture
def ask(app):
    """Put a request (an object, a list, or raw text); returns (exit code, what was printed)."""

    def put(request, *words):
        text = request if isinstance(request, str) else json.dumps(request)
        done = app.test_cli_runner().invoke(cli, ["estimate", *words], input=text)
        return done.exit_code, done.output

    return put


@pytest.fixture
def told(ask):
    """Put a request and return its answer."""

    def put(request):
        code, output = ask(request, "--format", "json")
        assert code == 0, output
        return json.loads(output)

    return put


def names(answer, *fields):
    return tuple(answer[field] for field in fields)


def test_five_of_fifty_out_of_two_hundred(told):
    found = told(SIMPLE)
    assert names(found, "low_count", "high_count", "low_share", "high_share") == (9, 40, 0.045, 0.2)
    assert names(found, "method", "sides") == ("hypergeom-exact/strict", "both")
    assert found["software"].startswith("review-app ")


def test_none_found_on_both_sides_and_on_one(told):
    clean = {**SIMPLE, "having": 0}
    assert names(told(clean), "high_count", "sides") == (10, "upper")
    assert names(told({**clean, "sides": "both"}), "high_count", "sides") == (12, "both")


def test_three_strata(told):
    found = told({"kind": "share", "method": "stratified", "strata": STRATA})
    assert names(found, "share", "low_count", "high_count") == (0.12, 12, 58)
    assert found["low_share"] == pytest.approx(0.050282, abs=5e-7)
    assert found["effective_size"] == pytest.approx(59.7293, abs=5e-5)


def test_cases_and_counts_say_the_same(told):
    observed = [
        {"stratum": code, "having": index < counts["having"]}
        for code, counts in STRATA.items()
        for index in range(counts["reviewed"])
    ]
    sizes = {code: counts["frame_size"] for code, counts in STRATA.items()}
    by_case = told({"kind": "share", "strata": sizes, "observed": observed})
    assert by_case == told({"kind": "share", "strata": STRATA})


def test_the_way_of_working_needs_no_frame(told):
    request = {"kind": "share", "reviewed": 50, "having": 5, "target": "way-of-working"}
    found = told(request)
    assert found["low_share"] == pytest.approx(0.033275, abs=5e-7)
    assert found["high_share"] == pytest.approx(0.218135, abs=5e-7)
    wilson = told({"kind": "wilson", "reviewed": 50, "having": 5})
    assert wilson["low_share"] == pytest.approx(0.043476, abs=5e-7)


def test_planning(told):
    margin = told({"kind": "size-for-margin", "margin": 0.07, "frame_size": 900})
    assert names(margin, "size", "unlimited_size") == (162, pytest.approx(195.993, abs=5e-4))
    for tolerated, frame_size, size in ((14, 300, 54), (59, 1200, 57)):
        request = {"kind": "size-for-discovery", "frame_size": frame_size}
        assert told({**request, "tolerated_cases": tolerated})["size"] == size
    found = told({"kind": "size-for-discovery", "frame_size": 300, "tolerance": 0.05})
    assert found["failures"] == 16, "five percent of 300 is exactly 15"


def test_several_questions_get_as_many_answers(ask):
    code, output = ask([SIMPLE, {**SIMPLE, "purpose": "learn"}], "--format", "json")
    first, second = json.loads(output)
    assert (code, first["low_count"]) == (1, 9)
    assert second["refused"] == {"code": "no-estimate", "reason": "purposive", "purpose": "learn"}


@pytest.mark.parametrize(
    ("request_", "facts"),
    [
        ({**SIMPLE, "reviewed": 0, "having": 0}, {"reason": "no-cases"}),
        ({**SIMPLE, "having": 0, "not_counting": 50}, {"reason": "applies-to-none"}),
        (
            {
                "kind": "share",
                "strata": {**STRATA, "isle": {**STRATA["west"], "reviewed": 0, "having": 0}},
            },
            {"reason": "stratum-unreviewed", "strata": ["isle"]},
        ),
        ({**SIMPLE, "having": 51}, {"field": "counts"}),
        ({**SIMPLE, "frame_size": 49}, {"field": "counts"}),
        ({**SIMPLE, "confidence_percent": 100}, {"field": "confidence"}),
        ({"kind": "mean", "frame_size": 9, "measured": [{"value": 1}]}, {"reason": "too-few"}),
        ({"kind": "size-for-margin", "margin": 0, "frame_size": 9}, {"field": "margin"}),
        ({"kind": "inclusion-shares", "weights": {"a": 0}, "size": 1}, {"field": "weight"}),
        ({"kind": "allocation", "strata": {"a": 9, "b": 9}, "size": 3}, {"least": 4}),
    ],
)
def test_a_refusal_gives_its_reason_as_json(ask, request_, facts):
    code, output = ask(request_, "--format", "json")
    refused = json.loads(output)["refused"]
    assert code == 1
    assert {name: refused[name] for name in facts} == facts


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "no JSON"),
        ("{", "no JSON"),
        ("3", "must be an object"),
        ("{}", "'kind' must be a text (it is missing)"),
        ('{"kind": "sum"}', "unknown kind 'sum'; known: share"),
        ('{"kind": "share", "n": 3}', "unknown field 'n'"),
        ('{"kind": "share", "reviewed": 3}', "'having' must be a whole number"),
        ('{"kind": "share", "frame_size": 9, "reviewed": true, "having": 1}', "'reviewed'"),
        ('{"kind": "share", "frame_size": 9, "reviewed": -1, "having": 0}', "'reviewed'"),
        ('{"kind": "share", "method": "quota"}', "one of srs, stratified"),
        ('{"kind": "share", "method": "pps", "frame_size": 9}', "each case must be given"),
        ('{"kind": "share", "kind": "mean"}', "twice"),
        ('{"kind": "size-for-margin", "margin": NaN}', "no number"),
        ('{"kind": "size-for-margin", "margin": 1e999999999}', "too many digits"),
        (
            '{"kind": "share", "frame_size": 9, "observed": [{"having": 1}]}',
            "observed[0]: 'having'",
        ),
        ('{"kind": "allocation", "strata": {"a": 1.5}, "size": 1}', "whole numbers"),
    ],
)
def test_what_is_not_written_as_it_must_be_is_a_wrong_use(ask, text, said):
    code, output = ask(text, "--format", "json")
    assert code == 2
    assert said in output


def test_a_file_and_a_text_answer(app, tmp_path):
    path = tmp_path / "request.json"
    path.write_text(json.dumps(SIMPLE))
    done = app.test_cli_runner().invoke(cli, ["estimate", str(path)])
    assert "low_count: 9\nhigh_count: 40\n" in done.output
    assert app.test_cli_runner().invoke(cli, ["estimate", str(tmp_path / "no")]).exit_code == 2


@pytest.mark.parametrize("name", KINDS)
def test_the_examples_of_the_reference_page_answer_as_printed(told, name):
    page = (FOLDER / "json.md").read_text()
    for example in KINDS[name].examples:
        answered = told(example)
        answered.pop("software")
        assert example["kind"] == name
        for one in (example, answered):
            assert json.dumps(one, indent=1, ensure_ascii=False) in page


def test_every_kind_explains_itself_with_an_example():
    for kinds in ASKED.values():
        for name, kind in kinds.items():
            assert kind.about, name
            assert kind.fields, name
            assert kind.gives, name
            assert kind.examples, name


def test_every_remark_has_its_meaning():
    assert set(REMARKS) == set(Remark)
