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
    (row,) = (r for r in rows if (r["Code"], r["Counts"]) == ("C2", "met-of-assessed"))
    assert (row["With the property (x)"], row["Counted"]) == ("5", "6")
    assert row["Share in percent"] == "83,33"
    assert row["Method"] == "hypergeom-exact/strict"
    assert (row["Certainty in percent"], row["Sides"]) == ("95", "both")
    assert row["In words"].startswith("Met in 5 of 6 cases (83%).")


def test_a_withheld_line_of_the_file_holds_no_number(people, mixed, sign_in):
    found = a_round(people.kurt, mixed)
    rows = read(sign_in(people.mona).get(f"/figures/{found.key}/figures.csv"))
    withheld = [row for row in rows if row["Code"] == "C4"]
    assert {row["Status"] for row in withheld} == {"withheld"}
    kept = {name for row in withheld for name, cell in row.items() if cell}
    assert kept == {
        "About",
        "Code",
        "Name",
        "Counts",
        "Status",
        "Cases settled (n)",
        "Cases in the frame (N)",
        "In words",
    }
    assert "Withheld" in sign_in(people.mona).get(f"/figures/{found.key}").text


def test_the_json_holds_the_same_numbers_and_a_sentence_in_each_language(people, mixed, sign_in):
    found = a_round(people.kurt, mixed)
    told = sign_in(people.kurt).get(f"/figures/{found.key}/figures.json").json
    (figure,) = (
        f for f in told["figures"] if (f["code"], f["measure"]) == ("C2", "met-of-assessed")
    )
    assert (figure["N"], figure["n"], figure["x"], figure["counted"]) == (30, 6, 5, 6)
    assert figure["method"] == "hypergeom-exact/strict"
    assert set(figure["says"]) == {"da", "en"}
    assert figure["says"]["en"].startswith("Met in 5 of 6 cases")


def test_the_certainty_is_chosen_in_the_address(people, mixed, sign_in):
    found = a_round(people.kurt, mixed)
    client = sign_in(people.kurt)
    usual = client.get(f"/figures/{found.key}").text
    assert "about 1 in 20 of them may miss" in usual
    surer = client.get(f"/figures/{found.key}?confidence=99").text
    assert "with 99 % certainty" in surer
    odd = client.get(f"/figures/{found.key}?confidence=12").text
    assert "with 95 % certainty" in odd


def test_all_criteria_at_once_make_each_range_wider(people, mixed, sign_in):
    found = a_round(people.kurt, mixed)
    client = sign_in(people.kurt)

    def width(query):
        told = client.get(f"/figures/{found.key}/figures.json{query}").json
        (one,) = (
            f for f in told["figures"] if (f["code"], f["measure"]) == ("C2", "met-of-assessed")
        )
        return one["remarks"], one["high"] - one["low"]

    assert width("?bounds=together")[0] == ["simultaneous"]
    assert width("?bounds=together")[1] >= width("")[1]
    assert "(Bonferroni)" in client.get(f"/figures/{found.key}?bounds=together").text


def test_a_criterion_has_a_page_with_what_was_left_open(people, mixed, sign_in):
    found = a_round(people.kurt, mixed)
    page = sign_in(people.kurt).get(f"/figures/{found.key}/criteria/C1").text
    assert "If everything left open were met: 5 of 6; if nothing of it: 4 of 6." in page
    assert sign_in(people.kurt).get(f"/figures/{found.key}/criteria/C9").status_code == 404


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
        assert len(statements) <= 12, statements
