"""The pages of the figures: in words, as a chart, as a table, as a file."""

import csv
import io

import pytest

from review_app.domain.kinds import RoundPurpose
from tests.insights.rounds import a_round
from tests.statements import counted


@pytest.fixture
def mixed(people):
    return [people.hanne, people.henrik, people.karin] * 2


def test_the_page_says_how_sure_it_is_and_how_it_was_computed(people, mixed, sign_in):
    found = a_round(people.kurt, mixed)
    page = sign_in(people.kurt).get(f"/figures/{found.key}").text
    assert "Met in 5 of 6 cases (83%)." in page
    assert "Of all 30 cases between" in page
    assert "hypergeom-exact/strict" in page
    assert "Provisional" not in page


def test_a_round_that_is_not_done_says_so(people, mixed, sign_in):
    found = a_round(people.kurt, mixed, settled=5)
    page = sign_in(people.kurt).get(f"/figures/{found.key}").text
    assert "Provisional: 5 of 6 reviews are settled." in page


def test_a_round_without_a_settled_review_has_nothing_to_count(people, mixed, sign_in):
    found = a_round(people.kurt, mixed, settled=0)
    assert "nothing to count" in sign_in(people.kurt).get(f"/figures/{found.key}").text


def test_a_learn_round_is_refused_in_kind_words(people, mixed, sign_in):
    found = a_round(people.kurt, mixed, purpose=RoundPurpose.LEARN)
    answer = sign_in(people.kurt).get(f"/figures/{found.key}")
    assert answer.status_code == 422
    assert "how we picked, not how we work" in answer.text


def test_the_file_holds_every_bound_with_its_method(people, mixed, sign_in):
    found = a_round(people.kurt, mixed)
    rows = read(sign_in(people.kurt).get(f"/figures/{found.key}/figures.csv"))
    assert [row["Criterion"] for row in rows] == ["C1", "C2", "C3", "C4"]
    assert rows[1]["Met"] == "5"
    assert rows[1]["Share in percent (assessed)"] == "83,33"
    assert rows[1]["Method (assessed)"] == "hypergeom-exact/strict"


def test_a_withheld_line_of_the_file_holds_no_number(people, mixed, sign_in):
    found = a_round(people.kurt, mixed)
    row = read(sign_in(people.mona).get(f"/figures/{found.key}/figures.csv"))[3]
    assert row.pop("Remark").startswith("withheld")
    kept = {name for name, cell in row.items() if cell}
    assert kept == {
        "Criterion",
        "Question",
        "Cases in the frame",
        "Cases settled",
        "Cases drawn",
    }
    assert "Withheld" in sign_in(people.mona).get(f"/figures/{found.key}").text


def read(answer):
    text = answer.data.decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text), delimiter=";"))


def test_a_page_of_figures_costs_few_statements(people, mixed, sign_in):
    found = a_round(people.kurt, mixed)
    client = sign_in(people.kurt)
    for page in ("/figures", f"/figures/{found.key}"):
        client.get(page)
        with counted() as statements:
            client.get(page)
        assert len(statements) <= 9, statements
