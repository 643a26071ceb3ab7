"""What the scoring page shows and tells its script."""

import json
import re
from html import unescape

import pytest

from review_app.domain.scoring import AnswerValue
from tests.cast import some_cases
from tests.reviews import stage
from tests.reviews.conditional import MET, a_review, answer, line_of
from tests.statements import counted

FETCH = {"X-Requested-With": "fetch", "Accept": "application/json"}


@pytest.fixture
def review(people):
    return a_review(people.hanne, people.kurt)


@pytest.fixture
def kurt(people, sign_in):
    return sign_in(people.kurt)


def fieldset(page, line):
    """The page's part about one criterion."""
    return re.search(
        rf'<fieldset[^>]*id="criterion-{line.criterion.key}".*?</fieldset>', page, re.S
    )[0]


def test_a_criterion_shows_its_guidance_fact_and_offered_answers(people, kurt, review):
    answer(people.kurt, review, "talk", MET)
    page = kurt.get(f"/reviews/{review.key}/score").text
    talk = fieldset(page, line_of(people.kurt, review, "talk"))
    assert "Follow-up talk, first time: 03-03-2026" in talk
    assert "The talk stands in a note." in talk
    agreed = fieldset(page, line_of(people.kurt, review, "agreed"))
    assert re.findall(r'data-key="([^"]+)"', agreed) == ["1", "3"]
    followed = fieldset(page, line_of(people.kurt, review, "followed"))
    assert "Plan agreed: 1 time" in followed
    assert "Read <strong>all</strong> notes." in followed
    kurt.post(f"/reviews/{review.key}/assessed-on", data={"assessed_on": "2026-03-02"})
    page = kurt.get(f"/reviews/{review.key}/score").text
    assert "Follow-up talk: none by 02-03-2026" in page


def test_the_page_and_its_script_are_told_the_same(people, kurt, review):
    page = kurt.get(f"/reviews/{review.key}/score").text
    told = json.loads(unescape(re.search(r'data-sheet="([^"]+)"', page)[1]))
    assert [line["code"] for line in told] == ["talk", "plan", "agreed", "followed"]
    assert told[1]["when"] == [{"subject": "talk", "values": ["met", "partly-met"]}]
    assert not {"when", "off"} & told[3].keys()
    plan = line_of(people.kurt, review, "plan")
    assert re.search(r"<fieldset[^>]* hidden>", fieldset(page, plan))
    saved = kurt.post(
        f"/reviews/{review.key}/answers/{told[0]['key']}",
        data={"answer": "met", "version": "0"},
        headers=FETCH,
    ).json
    assert saved["hidden"] == [told[2]["key"]]
    assert saved["versions"] == {told[0]["key"]: 1}
    state = kurt.get(f"/reviews/{review.key}/state", headers=FETCH).json
    assert state == {"hidden": saved["hidden"], "versions": saved["versions"]}


def test_without_scripts_a_save_lays_the_questions_out_anew(people, kurt, review):
    talk, plan = (line_of(people.kurt, review, code) for code in ("talk", "plan"))
    form = {f"version-{talk.criterion.key}": 0, f"answer-{talk.criterion.key}": "met"}
    form |= {f"version-{plan.criterion.key}": 0, f"comment-{plan.criterion.key}": "For later."}
    kurt.post(f"/reviews/{review.key}/score", data=form)
    shown = fieldset(kurt.get(f"/reviews/{review.key}/score").text, plan)
    assert "For later." in shown
    assert not re.search(r"<fieldset[^>]* hidden>", shown)


def test_saving_leads_on(people, kurt, review):
    address = f"/reviews/{review.key}/score"
    assert kurt.post(f"{address}?section=1", data={"then": "2"}).location == f"{address}?section=2"
    conclusion = kurt.post(address, data={"then": "conclusion"}).location
    assert conclusion == f"/reviews/{review.key}/conclusion"
    assert kurt.post(address, data={"then": "review"}).location == "/reviews"


def test_what_is_missing_stands_at_the_criterion_and_in_its_section(people, kurt, review):
    answer(people.kurt, review, "talk", MET)
    answer(people.kurt, review, "plan", AnswerValue.NOT_MET)
    page = kurt.get(f"/reviews/{review.key}/score").text
    plan = fieldset(page, line_of(people.kurt, review, "plan"))
    assert re.search(r"Still missing:\s*a comment, evidence", plan)
    assert 'data-section-count="1">2/2<' in page
    assert re.search(r'data-section-left="1"[^>]*>1<', page)


def test_evidence_is_chosen_in_place_or_on_a_page_of_its_own(people, kurt, review):
    kurt.post(f"/reviews/{review.key}/assessed-on", data={"assessed_on": "2026-03-03"})
    key = line_of(people.kurt, review, "talk").criterion.key
    address = f"/reviews/{review.key}/evidence/{key}"
    part = kurt.get(address, headers={"HX-Request": "true"}).text
    assert "<html" not in part
    assert "1 later event" in part
    assert part.index("Follow-up talk") < part.index("1 later event") < part.index("Plan agreed")
    form = {f"version-{key}": 0, f"comment-{key}": "Not finished"}
    assert kurt.post(f"{address}/choose", data=form).location == address
    assert "Follow-up talk" in kurt.get(address).text
    assert line_of(people.kurt, review, "talk").comment == "Not finished"


def test_the_page_asks_the_database_as_often_however_much_there_is(people, kurt, review):
    with counted() as few:
        kurt.get(f"/reviews/{review.key}/score")
    other = stage_more(people, review)
    with counted() as many:
        kurt.get(f"/reviews/{other.key}/score")
    reads = [len([s for s in each if s.startswith("SELECT")]) for each in (few, many)]
    assert reads[0] >= reads[1] - 1
    assert reads[1] <= 14


def stage_more(people, review):
    """The same case again against the 31 criteria of the seeded checklist."""
    other = stage.a_review(people.hanne, people.kurt, cases=some_cases(people.hanne, source="more"))
    for place in range(20):
        stage.answer(people.kurt, other, line=place)
    return other


def test_the_next_review_of_the_list_is_offered_when_one_is_handed_in(people, kurt):
    cases = some_cases(people.hanne, people.hanne, source="two")
    first = stage.a_review(people.hanne, people.kurt, cases=cases[:1])
    second = stage.a_review(people.hanne, people.kurt, cases=cases[1:])
    stage.answer_all(people.kurt, first)
    sent = {"verdict": "in-accordance", "reason": "", "version": "1", "then": "review"}
    assert "Hand in and take the next" in kurt.get(f"/reviews/{first.key}/conclusion").text
    handed_in = kurt.post(f"/reviews/{first.key}/conclusion", data={**sent, "exemplary": "y"})
    assert handed_in.location == f"/reviews/{second.key}/score"
    assert "Next review on my list" in kurt.get(f"/reviews/{first.key}").text
    assert "The case as a whole" in kurt.get("/reviews/good-practice").text


def test_where_there_is_nothing_to_look_for_there_is_no_fold(people, sign_in):
    review = stage.a_review(people.hanne, people.kurt)
    page = sign_in(people.kurt).get(f"/reviews/{review.key}/score").text
    assert "What to look for</summary>" in page
    assert not re.search(r"What to look for</summary>\s*</details>", page)
