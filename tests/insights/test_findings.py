"""What was found most often, the cases behind a count, and the views one keeps of the figures."""

import csv
import io

import pytest
from sqlalchemy import select

from review_app.domain.errors import Invalid
from review_app.domain.scoring import AnswerValue
from review_app.features.insights import queries_findings, service_views
from review_app.features.insights.queries_findings import Asked
from review_app.kernel.reading_log import ReadingEntry
from review_app.models import Finding, Review, ReviewAnswer, SavedView
from tests.cast import actor, enter
from tests.insights.series import drawn_round
from tests.knowledge.notes import a_checklist, a_version, criteria_of
from tests.statements import counted


@pytest.fixture
def rounds(people, db):
    """Two rounds of one checklist: C2 fails most, then C3, C1 never in the second."""
    hands = [people.hanne, people.henrik, people.karin] * 10
    old = a_checklist("One?", "Two?", "Three?")
    first = drawn_round(
        old, people.kurt, hands, {"C1": 29, "C2": 12, "C3": 26}, number=1, days_ago=200
    )
    new = a_version(old.checklist, 2, "One?", "Two, worded better?", "Three?")
    second = drawn_round(
        new, people.kurt, hands, {"C1": 30, "C2": 22, "C3": 24}, number=2, days_ago=20
    )
    review = db.session.scalars(select(Review).where(Review.round_id == second.id)).first()
    enter(Finding(review_id=review.id, severity="minor", text="A letter lay in another file."))
    return first, second


def shape(found):
    return [(bar.key, bar.count, bar.out_of, bar.running) for bar in found.bars]


def codes_of(found):
    return [bar.key for bar in found.bars]


def test_the_most_frequent_comes_first_over_all_rounds_or_one(people, rounds):
    first, second = rounds
    karin = actor(people.karin)
    both = queries_findings.get_findings(karin, Asked())
    assert shape(both) == [("C2", 26, 60, 26), ("C3", 10, 60, 36), ("C1", 1, 60, 37)]
    assert (both.cases, both.free) == (60, 1)
    assert both.names["C2"].question_en == "Two, worded better?"  # as the newest version asks
    one = queries_findings.get_findings(karin, Asked(round_key=first.key))
    assert shape(one)[0] == ("C2", 18, 30, 18)
    assert one.free == 0
    since = queries_findings.get_findings(karin, Asked(since=second.draw.drawn_at.date()))
    assert [found.id for found in since.rounds] == [second.id]


def test_partly_met_is_a_finding_unless_one_asks_strictly(people, rounds, db):
    _, second = rounds
    c1 = criteria_of(second.version)["C1"]
    answers = select(ReviewAnswer).where(ReviewAnswer.criterion_id == c1.id)
    partly = db.session.scalars(answers.limit(2)).all()
    for answer in partly:
        answer.value = AnswerValue.PARTLY_MET
    enter(*partly)
    asked = Asked(round_key=second.key)
    karin = actor(people.karin)
    assert ("C1", 2, 30, 16) in shape(queries_findings.get_findings(karin, asked))
    strict = Asked(round_key=second.key, is_strict=True)
    assert "C1" not in codes_of(queries_findings.get_findings(karin, strict))
    sections = queries_findings.get_findings(karin, Asked(round_key=second.key, by_section=True))
    assert [(bar.count, bar.out_of) for bar in sections.bars] == [(16, 90)]


def test_page_and_files_give_the_same_numbers(people, rounds, sign_in):
    first, _ = rounds
    client = sign_in(people.karin)
    page = client.get(f"/figures/findings?round={first.key}").text
    assert "1 of 3 criteria" not in page
    assert "The 23 findings are spread" in page  # two of three hold most: not few
    rows = list(csv.reader(io.StringIO(client.get("/figures/findings.csv").text), delimiter=";"))
    assert [row[0] for row in rows[1:]] == ["C2", "C3", "C1"]
    assert [row[2] for row in rows[1:]] == ["26", "10", "1"]
    plain = client.get("/figures/findings.json?answers=not-met").get_json()
    assert plain["answers"] == ["not-met"]
    assert plain["findings"][0] == {"key": "C2", "count": 26, "assessed": 60, "running": 26}
    assert client.get("/figures/findings?since=yesterday").status_code == 422
    assert "No round fits" in client.get("/figures/findings?since=2090-01-01").text


def test_a_count_leads_to_the_cases_behind_it_and_the_reading_is_entered(
    people, rounds, sign_in, db
):
    first, _ = rounds
    client = sign_in(people.kurt)
    address = f"/figures/{first.key}/criteria/C2/cases?answer=not-met"
    assert address in client.get(f"/figures/findings?round={first.key}&answers=not-met").text
    # Some of the cases are Karin's and of her own casework; the other coordinator reads all.
    page = client.get(address).text
    assert page.count("Open the review") == 18
    read = select(ReadingEntry).where(ReadingEntry.purpose == "figures-read")
    assert len(db.session.scalars(read).all()) == 18
    assert client.get(f"/figures/{first.key}/criteria/C9/cases").status_code == 404
    assert "No case" in client.get(f"/figures/{first.key}/criteria/C2/cases?answer=partly-met").text


def test_a_manager_reads_counts_and_no_rows_and_nothing_withheld(people, rounds, sign_in):
    first, _ = rounds
    mona = sign_in(people.mona)
    page = mona.get(f"/figures/findings?round={first.key}").text
    assert "The 23 findings are spread" in page
    assert "/cases?answer" not in page
    behind = mona.get(f"/figures/{first.key}/criteria/C2/cases?answer=not-met").text
    assert "No case that you may read" in behind
    few = a_checklist("Few?", code="few")
    small = drawn_round(few, people.kurt, [people.hanne] * 8, {"C1": 2}, number=3, days_ago=2)
    seen = queries_findings.get_findings(actor(people.mona), Asked(round_key=small.key))
    assert (codes_of(seen), list(seen.withheld)) == ([], ["C1"])
    assert mona.get(f"/figures/{small.key}/criteria/C1/cases").status_code == 404
    assert queries_findings.get_findings(actor(people.karin), Asked(round_key=small.key)).bars


def test_as_many_statements_for_two_rounds_as_for_one(people, rounds):
    first, _ = rounds
    karin = actor(people.karin)
    queries_findings.get_findings(karin, Asked())  # what is read once stays in the session
    with counted() as one:
        queries_findings.get_findings(karin, Asked(round_key=first.key))
    with counted() as two:
        queries_findings.get_findings(karin, Asked())
    assert len(one) == len(two)


def test_a_view_is_kept_opened_replaced_and_removed(people, rounds, sign_in, db):
    first, _ = rounds
    client = sign_in(people.karin)
    page = client.get(f"/figures/{first.key}?confidence=90").text
    address = f"/figures/{first.key}?confidence=90"
    assert f'value="{address}"' in page
    kept = client.post("/figures/views", data={"name": "Narrower", "address": address})
    assert kept.headers["Location"] == address
    assert address in client.get("/figures/views").text
    again = f"/figures/findings?round={first.key}"
    client.post("/figures/views", data={"name": "Narrower", "address": again})
    view = db.session.scalars(select(SavedView)).one()
    assert view.address == again
    other = sign_in(people.kurt)
    assert "Narrower" not in other.get("/figures/views").text
    assert other.post(f"/figures/views/{view.key}/remove").status_code == 404
    assert client.post(f"/figures/views/{view.key}/remove").status_code == 302
    db.session.expire_all()
    assert db.session.scalars(select(SavedView)).all() == []


@pytest.mark.parametrize(
    "address",
    [
        "https://example.org/figures",
        "//example.org/figures",
        "/figuresque",
        "/administration",
        "/figures?" + "x" * 500,
    ],
)
def test_only_pages_of_figures_are_kept(people, address):
    with pytest.raises(Invalid):
        service_views.keep_view(actor(people.karin), name="Out", address=address)


def test_a_view_needs_a_name_without_a_personal_number_and_there_is_an_end(
    people, sign_in, monkeypatch
):
    client = sign_in(people.karin)
    for name in ("", "Jens 010190-1234"):
        answer = client.post("/figures/views", data={"name": name, "address": "/figures"})
        assert answer.status_code == 422
    wrong = client.post("/figures/views", data={"name": "Out", "address": "//example.org/figures"})
    assert "This page cannot be kept as a view." in wrong.text
    monkeypatch.setattr(service_views, "MOST", 1)
    client.post("/figures/views", data={"name": "One", "address": "/figures"})
    full = client.post("/figures/views", data={"name": "Two", "address": "/figures"})
    assert "as many views" in full.text
