"""The pages of planning, drawing, showing and proving a round."""

import io
import zipfile

import pytest

from review_app.domain.draw import verify_bundle
from review_app.domain.kinds import RoundPurpose
from review_app.features.rounds import service
from review_app.models import Round
from tests.cast import actor
from tests.rounds.builders import (
    a_drawn_round,
    a_learn_round,
    a_planned_round,
    a_version,
    twenty_cases,
    with_reviewers,
)


@pytest.fixture
def karin(people, sign_in):
    return sign_in(people.karin)


def the_round(db):
    return db.session.query(Round).one()


def test_a_measure_round_is_planned_sealed_and_drawn_step_by_step(karin, people, db):
    twenty_cases(people)
    version = a_version()
    planned = karin.post(
        "/rounds/new", data={"title": "Q1", "purpose": "measure", "engagement": ""}
    )
    frame_page = planned.location
    sized = karin.post(frame_page, data={"source": "test", "status": "open"}).location
    assert "There are 20 cases to draw among." in karin.get(sized).text
    reviewing = karin.post(sized, data={"size": "5"}).location
    form = {"version": version.key, "reviewers": [people.kurt.id], "response_days": "10"}
    commit = karin.post(reviewing, data=form).location
    assert "Seal the draw" in karin.get(commit).text
    sealed = karin.post(commit, follow_redirects=True)
    found = the_round(db)
    assert found.draw.commit_hash in sealed.text
    drawn = karin.post(f"/rounds/{found.key}/draw", follow_redirects=True)
    assert "The cases are drawn." in drawn.text
    assert "Being reviewed" in drawn.text


def test_a_planned_round_can_be_left_and_taken_up_again(karin, people, db):
    twenty_cases(people)
    planned = a_planned_round(people)
    page = karin.get(f"/rounds/{planned.key}").text
    assert f"/rounds/{planned.key}/reviewing" in page
    assert "Go on planning" in page


def test_the_count_follows_the_filter(karin, people):
    twenty_cases(people)
    planned = a_planned_round(people)
    answer = karin.post(f"/rounds/{planned.key}/frame/count", data={"team": people.south.key})
    assert "8 cases can be drawn." in answer.text
    assert "<html" not in answer.text


def test_the_planner_says_what_a_number_of_cases_gives(karin, people):
    twenty_cases(people)
    planned = a_planned_round(people)
    preview = f"/rounds/{planned.key}/size/preview"
    assert "10 of 20 cases gives about" in karin.post(preview, data={"size": "10"}).text
    assert "no doubt left" in karin.post(preview, data={"size": "20"}).text
    assert "Choose between 1 and" in karin.post(preview, data={"size": "21"}).text
    assert "needed for the method" in karin.post(preview, data={"size": ""}).text


def test_a_size_beyond_the_frame_is_told_beside_the_field(karin, people):
    twenty_cases(people)
    planned = a_planned_round(people)
    answer = karin.post(f"/rounds/{planned.key}/size", data={"size": "21"})
    assert "Choose between 1 and the number of cases there are." in answer.text


def test_cases_are_picked_by_hand_and_a_wrong_number_is_told(karin, people, db):
    cases = twenty_cases(people)
    planned = service.plan_round(actor(people.karin), title="Hard", purpose=RoundPurpose.LEARN)
    url = f"/rounds/{planned.key}/cases"
    page = karin.post(url, data={"reference": "nowhere-1", "reason": "Hard"})
    assert "No case has this number or key." in page.text
    page = karin.post(
        url, data={"reference": cases[3].number, "reason": "Hard"}, follow_redirects=True
    )
    assert cases[3].number in page.text


def test_a_learn_round_shows_its_reasons_and_makes_no_percentage(karin, people):
    cases = twenty_cases(people)
    planned = a_learn_round(people, cases[0], version=a_version())
    karin.post(f"/rounds/{planned.key}/select")
    page = karin.get(f"/rounds/{planned.key}").text
    assert "A hard one" in page
    assert karin.get(f"/rounds/{planned.key}/certificate").status_code == 404


def test_a_replacement_is_asked_for_with_a_reason(karin, people):
    twenty_cases(people)
    drawn = a_drawn_round(people)
    url = f"/rounds/{drawn.key}/cases/{drawn.cases[0].key}/replace"
    assert "Is the case file missing?" in karin.get(url).text
    assert "Choose why." in karin.post(url, data={"note": "x"}).text
    page = karin.post(
        url, data={"code": "duplicate", "note": "Same as another"}, follow_redirects=True
    )
    assert "Same as another" in page.text
    assert "The same case under another number" in page.text


def test_the_certificate_shows_the_seal_and_the_bundle_verifies(karin, people):
    twenty_cases(people)
    drawn = a_drawn_round(people)
    page = karin.get(f"/rounds/{drawn.key}/certificate").text
    for told in (drawn.draw.commit_hash, drawn.draw.seed, drawn.cases[0].ticket):
        assert told in page
    packed = karin.get(f"/rounds/{drawn.key}/bundle.zip")
    with zipfile.ZipFile(io.BytesIO(packed.data)) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    assert verify_bundle(files) == []


def test_a_manager_sees_the_round_but_no_case(people, sign_in):
    cases = twenty_cases(people)
    drawn = a_drawn_round(people, size=20)
    page = sign_in(people.mona).get(f"/rounds/{drawn.key}").text
    assert "20 cases were drawn." in page
    assert not any(case.number in page for case in cases)
    assert "Cancel the round" not in page


def test_what_one_may_not_know_of_is_not_there(people, sign_in):
    twenty_cases(people)
    drawn = a_drawn_round(people)
    assert sign_in(people.clara).get(f"/rounds/{drawn.key}").status_code == 404
    assert sign_in(people.mona).get(f"/rounds/{drawn.key}/frame").status_code == 403
    assert sign_in(people.hanne).get(f"/rounds/{drawn.key}").status_code == 403


def test_the_list_filters_by_state_and_purpose(karin, people):
    twenty_cases(people)
    a_drawn_round(people)
    planned = a_planned_round(people, title="Second quarter")
    with_reviewers(people, planned, a_version())
    page = karin.get("/rounds?state=planned").text
    assert "Second quarter" in page
    assert "First quarter" not in page
    assert "First quarter" in karin.get("/rounds?purpose=measure").text
    assert "No round here yet" in karin.get("/rounds?purpose=learn").text


def test_a_cancelled_round_keeps_its_draw_and_says_why(karin, people):
    twenty_cases(people)
    drawn = a_drawn_round(people)
    page = karin.post(
        f"/rounds/{drawn.key}/cancel", data={"reason": "Wrong period"}, follow_redirects=True
    )
    assert "Wrong period" in page.text
    assert karin.get(f"/rounds/{drawn.key}/bundle.zip").status_code == 200
