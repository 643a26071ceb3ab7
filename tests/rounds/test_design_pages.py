"""The pages of frames, designs, extensions and missing files."""

import io

import pytest

from review_app.domain.kinds import RoundPurpose
from review_app.features.rounds import queries_saved, service, service_extension
from tests.cast import actor
from tests.rounds.builders import a_drawn_round, a_planned_round, a_version, twenty_cases
from tests.rounds.test_designs import BY_TEAM, LATE, TWO_EACH, drawn_by


@pytest.fixture
def karin(people, sign_in):
    return sign_in(people.karin)


@pytest.fixture
def planned(people):
    twenty_cases(people)
    return a_planned_round(people)


def test_filters_are_kept_from_the_page_and_filled_in_again(karin, people, planned):
    page = f"/rounds/{planned.key}/frame"
    form = {"source": "test", "status": "open", "keep": "yes", "keep_as": "Open ones"}
    assert karin.post(page, data=form).location == page
    (kept,) = queries_saved.list_frames(actor(people.karin))
    other = service.plan_round(actor(people.karin), title="B", purpose=RoundPurpose.MEASURE)
    filled = karin.get(f"/rounds/{other.key}/frame?saved={kept.key}").text
    assert '<option selected value="open">' in filled
    assert "Another set of filters has this name." in karin.post(page, data=form).text
    assert "Write a name for the filters." in karin.post(page, data={"keep": "yes"}).text
    assert "open cases" in karin.get("/rounds/saved-frames").text
    renamed = f"/rounds/saved-frames/{kept.key}"
    assert (
        "The name was changed."
        in karin.post(renamed, data={"name": "All open"}, follow_redirects=True).text
    )
    gone = karin.post(f"{renamed}/remove", follow_redirects=True).text
    assert "No filters are saved yet." in gone


def test_a_period_that_ends_first_is_told_beside_the_field(karin, planned):
    form = {"closed_from_on": "2026-02-02", "closed_to_on": "2026-02-01"}
    said = karin.post(f"/rounds/{planned.key}/frame", data=form).text
    assert "The period ends before it begins." in said
    counted = karin.post(f"/rounds/{planned.key}/frame/count", data=form).text
    assert "not right yet" in counted


def test_the_count_follows_what_the_design_divides_by(karin, people, planned):
    service.set_design(actor(people.karin), planned.key, design=TWO_EACH)
    said = karin.post(f"/rounds/{planned.key}/frame/count", data={}).text
    assert "Henrik" in said
    assert "South" not in said


def test_a_list_is_held_against_the_frame(karin, planned):
    page = f"/rounds/{planned.key}/completeness"
    pasted = {"source": "The report", "numbers": "test-0\ntest-99\n"}
    said = karin.post(page, data=pasted).text
    assert "1 case on your list is missing here" in said
    assert "test-99" in said
    assert "18 cases more than expected." in said
    upload = (io.BytesIO("Sag;Team\ntest-1;Nord\n".encode("utf-8-sig")), "list.csv")
    form = {"source": "The report", "upload": upload}
    said = karin.post(page, data=form, content_type="multipart/form-data").text
    assert "19 cases here are not on your list" in said
    typed = karin.post(page, data={"source": "The report", "expected": "20"}).text
    assert "The numbers agree." in typed
    assert (
        "Expected: 20 cases, according to The report."
        in karin.get(f"/rounds/{planned.key}/frame").text
    )


@pytest.mark.parametrize(
    ("form", "said"),
    [
        ({"expected": "20"}, "Say where the number"),
        ({"source": "The report"}, "Write a number, or give a list."),
        ({"source": "The report", "numbers": "010190-1234"}, "CPR number"),
    ],
)
def test_a_check_that_lacks_something_is_told(karin, planned, form, said):
    assert said in karin.post(f"/rounds/{planned.key}/completeness", data=form).text


def test_a_stratified_design_is_chosen_on_the_page(karin, people, planned):
    page = f"/rounds/{planned.key}/size"
    form = {
        "method": "stratified",
        "stratify_by": "team",
        "allocation": "neyman",
        "size": "10",
        f"guess:{people.north.key}": "10",
    }
    shown = karin.post(page, data={**form, "show": "yes"}).text
    assert "Cases drawn from each group" in shown
    assert planned.method == "srs"
    karin.post(page, data=form)
    assert (planned.method, planned.design["guesses"]) == ("stratified", {people.north.key: 10})
    assert 'value="10"' in karin.get(page).text


@pytest.mark.parametrize(
    ("form", "said"),
    [
        ({"method": "stratified", "size": "3"}, "at least 4 cases are needed"),
        ({"method": "stratified", "allocation": "fixed"}, "needed for the method"),
        ({"method": "srs", "size": "21"}, "Choose between 1 and the number"),
        ({"method": "pps", "size": "5", "case_type_points": "2"}, "needed for the method"),
    ],
)
def test_what_a_method_lacks_is_told_and_nothing_is_kept(karin, planned, form, said):
    assert said in karin.post(f"/rounds/{planned.key}/size", data=form).text
    assert (planned.method, planned.sample_size) == ("srs", 6)


@pytest.mark.parametrize(
    ("form", "said"),
    [
        ({"method": "systematic", "size": "5"}, "has nothing to do with the"),
        ({"method": "pps", "size": "5", "deadline_missed_points": "3"}, "Every case has the same"),
        ({"method": "census"}, "no doubt left"),
        ({"size": "5", "tolerance_percent": "20"}, "If none of"),
        ({"size": "5", "margin_points": "10"}, "That precisely takes 20 cases."),
    ],
)
def test_the_preview_warns_and_answers(karin, planned, form, said):
    answer = karin.post(f"/rounds/{planned.key}/size/preview", data=form).text
    assert said in answer
    assert "<html" not in answer


def test_more_cases_are_taken_from_the_page_and_said_on_it(karin, people):
    twenty_cases(people)
    drawn = drawn_by(people, BY_TEAM)
    page = f"/rounds/{drawn.key}/extend"
    assert "Cases to add from North" in karin.get(page).text
    form = {"results_seen": "yes", "reason": "Too wide", "more-s01": "1", "more-s02": ""}
    assert "one at least" in karin.post(page, data={**form, "more-s01": "x"}).text
    assert "not that many cases left" in karin.post(page, data={**form, "more-s01": "9"}).text
    said = karin.post(page, data=form, follow_redirects=True).text
    assert "enlarged from 10 to 11 cases after results were seen" in said
    assert "Added later" in said


def test_groups_of_caseworkers_have_no_names_for_those_who_do_not_run_rounds(
    people, sign_in, karin
):
    twenty_cases(people)
    drawn = drawn_by(people, TWO_EACH)
    assert "Hanne" in karin.get(f"/rounds/{drawn.key}").text
    seen = sign_in(people.mona).get(f"/rounds/{drawn.key}").text
    assert "s01" in seen
    assert "Hanne" not in seen


def test_a_missing_file_is_reported_from_the_page(karin, people):
    twenty_cases(people)
    drawn = a_drawn_round(people, size=4, version=a_version())
    row = drawn.cases[0]
    page = f"/rounds/{drawn.key}/cases/{row.key}/missing"
    assert page in karin.get(f"/rounds/{drawn.key}/cases/{row.key}/replace").text
    said = karin.post(page, data={"note": "Searched everywhere"}, follow_redirects=True).text
    assert "Searched everywhere" in said
    assert "File missing" in said


def test_a_draw_by_weight_warns_on_its_page(karin, people):
    twenty_cases(people)
    drawn = drawn_by(people, LATE)
    assert "Every case had the same points" in karin.get(f"/rounds/{drawn.key}").text


def test_what_cannot_be_extended_offers_no_page_for_it(karin, people, planned):
    assert karin.get(f"/rounds/{planned.key}/extend").status_code == 409


def test_an_extension_before_results_is_told_without_alarm(karin, people):
    twenty_cases(people)
    drawn = a_drawn_round(people)
    service_extension.extend_draw(
        actor(people.karin), drawn.key, more={"": 2}, reason="Planned.", results_seen=False
    )
    assert "before any result was seen" in karin.get(f"/rounds/{drawn.key}").text
