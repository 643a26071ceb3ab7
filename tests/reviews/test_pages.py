import pytest
from sqlalchemy import select

from review_app.domain.scoring import AnswerValue
from review_app.domain.workflow import ReviewState
from review_app.kernel.reading_log import ReadingEntry
from tests.cast import enter
from tests.reviews import stage


@pytest.fixture
def review(people):
    return stage.a_review(people.hanne, people.kurt)


@pytest.fixture
def kurt(people, sign_in):
    return sign_in(people.kurt)


def fields(line, **written):
    """What the page's form holds for one criterion, with something written over it."""
    kept = {
        "version": line.revision,
        "comment": line.comment,
        "severity": line.criterion.default_severity.value,
        **({"answer": line.value.value} if line.value else {}),
        **written,
    }
    return {f"{name}-{line.criterion.key}": value for name, value in kept.items()}


def test_the_list_leads_each_person_to_what_waits_for_them(people, sign_in, kurt, review):
    page = kurt.get("/reviews").text
    assert "test-0" in page
    assert f"/reviews/{review.key}/score" in page
    assert "0 of 31" in page
    assert "Nothing waits for you" in sign_in(people.karin).get("/reviews").text
    assert "No review of your cases" in sign_in(people.hanne).get("/reviews").text
    assert "test-0" in sign_in(people.karin).get("/reviews?view=all&state=assigned").text


def test_the_scoring_page_shows_case_criteria_and_keys(kurt, review):
    page = kurt.get(f"/reviews/{review.key}/score").text
    for words in ("Follow-up talk", "Cannot be assessed", "confirm with your legal owner"):
        assert words in page
    one = kurt.get(f"/reviews/{review.key}/score?section=3").text
    assert "Talks and follow-up" in one
    assert "Was the information form obtained" not in one


def test_a_consultant_sees_the_key_and_never_the_case_number(people, sign_in):
    review = stage.a_review(people.hanne, people.clara, engagement=people.running)
    clara = sign_in(people.clara)
    for address in ("/reviews", f"/reviews/{review.key}/score", f"/reviews/{review.key}"):
        page = clara.get(address).text
        assert review.case.key in page
        assert "test-0" not in page


def test_the_whole_form_is_saved_without_scripts(people, db, kurt, review):
    lines = stage.sheet(people.kurt, review).lines
    answer = kurt.post(
        f"/reviews/{review.key}/score",
        data={
            **fields(lines[0], answer="met", exemplary="y"),
            **fields(lines[1], answer="not-met", comment="Too late.", severity="minor"),
            **fields(lines[2]),
        },
    )
    assert answer.status_code == 302
    db.session.rollback()
    sheet = stage.sheet(people.kurt, review)
    assert [line.value for line in sheet.lines[:3]] == [AnswerValue.MET, AnswerValue.NOT_MET, None]
    assert sheet.lines[0].answer.is_exemplary
    assert sheet.lines[1].finding.severity.value == "minor"
    assert "Too late." in kurt.get(f"/reviews/{review.key}/score").text


def test_the_conclusion_says_what_is_missing(people, kurt, review):
    stage.answer(people.kurt, review, value=AnswerValue.NOT_MET)
    page = kurt.post(f"/reviews/{review.key}/conclusion").text
    assert "Something is still missing" in page
    assert "Comment missing" in page
    assert "Not answered" in page


def test_a_review_is_handed_in_answered_and_settled_on_the_pages(people, sign_in, kurt, review):
    stage.answer_all(people.kurt, review, failed=(1,))
    verdict = {"verdict": "would-be-changed", "reason": "See 1.2", "version": "1"}
    kurt.post(f"/reviews/{review.key}/verdict", data=verdict)
    kurt.post(f"/reviews/{review.key}/findings", data={"text": "Letterhead", "severity": "minor"})
    assert "Letterhead" in kurt.get(f"/reviews/{review.key}/conclusion").text
    handed_in = kurt.post(f"/reviews/{review.key}/conclusion")
    assert handed_in.location == f"/reviews/{review.key}"
    assert "With the caseworker" in kurt.get(handed_in.location).text

    hanne = sign_in(people.hanne)
    address = f"/reviews/{review.key}/response"
    assert address in hanne.get("/reviews").text
    assert "Nothing is final before you have been heard" in hanne.get(address).text
    line = stage.sheet(people.hanne, review).deviations[0]
    words = {f"text-{line.criterion.key}": "The doctor was on leave."}
    assert hanne.post(address, data={**words, "later": "y"}).status_code == 302
    assert "The doctor was on leave." in hanne.get(address).text
    hanne.post(address, data=words)
    page = hanne.get(f"/reviews/{review.key}").text
    assert "Settled" in page
    assert "The doctor was on leave." in page


def test_every_reading_of_the_case_is_in_the_reading_log(people, db, kurt, review):
    kurt.get(f"/reviews/{review.key}/score")
    kurt.get(f"/reviews/{review.key}")
    db.session.rollback()
    query = select(ReadingEntry.purpose, ReadingEntry.case_key).order_by(ReadingEntry.id)
    read = db.session.execute(query).all()
    key = review.case.key
    assert [tuple(row) for row in read] == [("review-score", key), ("review-read", key)]


def test_the_pages_speak_danish(kurt, review):
    kurt.post("/language", data={"language": "da"})
    page = kurt.get(f"/reviews/{review.key}/score").text
    assert 'lang="da"' in page
    assert "Er første samtale holdt inden udgangen af 8. uge" in page


@pytest.mark.parametrize("name", ["hanne", "henrik", "clara", "carl"])
def test_a_review_nobody_may_know_of_is_not_there(people, sign_in, review, name):
    assert sign_in(getattr(people, name)).get(f"/reviews/{review.key}").status_code == 404


def test_a_coordinator_reads_but_does_not_score_the_review_of_another(people, sign_in, review):
    karin = sign_in(people.karin)
    assert karin.get(f"/reviews/{review.key}").status_code == 200
    line = stage.sheet(people.karin, review).lines[0]
    saved = karin.post(
        f"/reviews/{review.key}/answers/{line.criterion.key}", data={"answer": "met"}
    )
    assert saved.status_code == 403


def test_what_is_finished_does_not_hide_what_waits(people, kurt, review, db):
    review.state = ReviewState.CANCELLED
    enter(review)
    assert f"/reviews/{review.key}" not in kurt.get("/reviews").text
    assert f"/reviews/{review.key}" in kurt.get("/reviews?state=all").text
    assert "No review fits the filters." in kurt.get("/reviews?state=submitted").text
