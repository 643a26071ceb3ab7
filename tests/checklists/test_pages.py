from pathlib import Path

import pytest

from review_app.domain.access import OPERATOR
from review_app.features.checklists import queries, service
from tests.cast import actor

CRITERION = {
    "question_da": "Er ventetiden forklaret?",
    "question_en": "Is the waiting explained?",
    "weight": "2",
    "default_severity": "material",
    "section": "1",
    "allowed_answers": ["met", "partly-met", "not-met"],
}


@pytest.fixture
def version(people):
    service.seed_reference(OPERATOR, folder=Path("seed/reference"))
    return queries.list_checklists(OPERATOR)[0].versions[0]


@pytest.fixture
def karin(people, sign_in):
    return sign_in(people.karin)


@pytest.mark.parametrize("name", ["hanne", "karin", "clara", "mona"])
def test_whoever_scores_or_is_scored_can_read_the_checklist(people, sign_in, version, name):
    client = sign_in(getattr(people, name))
    assert "Follow-up in sickness-benefit cases" in client.get("/checklists").text
    page = client.get(f"/checklists/versions/{version.key}").text
    assert "Confirm with your legal owner" in page
    assert ("Start a draft" in page) is (name == "karin")


def test_a_law_reference_in_danish_carries_the_same_mark(people, karin, version):
    karin.post("/language", data={"language": "da"})
    page = karin.get(f"/checklists/versions/{version.key}").text
    assert "Er oplysningsskemaet indhentet og brugt i sagen?" in page


def test_a_coordinator_makes_a_new_version_from_draft_to_published(people, karin, version):
    started = karin.post(f"/checklists/versions/{version.key}/draft", data={"reason": "Waiting"})
    address = started.location
    assert "Version 2" in karin.get(address).text
    added = karin.post(f"{address}/criteria/new", data=CRITERION)
    assert added.location == address
    page = karin.get(address).text
    assert "Is the waiting explained?" in page
    assert "Added" in page
    day = {"reason": "Waiting times matter", "effective_on": "2026-12-01"}
    assert karin.post(f"{address}/publish", data=day).location == address
    assert "01-12-2026" in karin.get(address).text
    assert ">Edit<" not in karin.get(address).text


def test_a_criterion_is_edited_in_a_draft(people, db, karin, version):
    draft = service.start_draft(actor(people.karin), version.key, reason="Weights")
    address = f"/checklists/versions/{draft.key}/criteria/{draft.criteria[0].key}"
    assert "Was the information form" in karin.get(address).text
    karin.post(address, data={**CRITERION, "is_same_meaning": "y"})
    db.session.rollback()
    assert queries.get_version(OPERATOR, draft.key).criteria[0].weight == 2
    karin.post(f"{address}/remove")
    assert karin.get(address).status_code == 404


def test_what_is_missing_is_said_beside_the_field(people, karin, version):
    draft = service.start_draft(actor(people.karin), version.key, reason="Weights")
    page = karin.post(
        f"/checklists/versions/{draft.key}/criteria/new", data={**CRITERION, "question_da": " "}
    ).text
    assert "Something needs your attention" in page
    assert "aria-invalid" in page


def test_a_draft_needs_a_reason(karin, version):
    answer = karin.post(f"/checklists/versions/{version.key}/draft", data={"reason": ""})
    assert "Say in a few words" in karin.get(answer.location).text


def test_a_criterion_can_be_the_one_that_asks_for_the_case_file(people, db, karin, version):
    draft = service.start_draft(actor(people.karin), version.key, reason="Files")
    criterion = draft.criteria[0]
    address = f"/checklists/versions/{draft.key}/criteria/{criterion.key}"
    karin.post(address, data={**CRITERION, "is_same_meaning": "y", "asks_for_file": "y"})
    asking = [c.asks_for_file for c in queries.get_version(OPERATOR, draft.key).criteria]
    assert asking.count(True) == 1
    assert "Asks for the case file" in karin.get(f"/checklists/versions/{draft.key}").text
