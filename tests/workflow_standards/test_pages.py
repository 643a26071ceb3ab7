"""Reading and writing standards on the pages, by role."""

from pathlib import Path

import pytest

from review_app.domain.access import OPERATOR
from review_app.features.checklists import queries as checklist_queries
from review_app.features.checklists import service as checklist_service
from review_app.features.timeliness import service_seeding
from review_app.features.workflow_standards import queries
from review_app.kernel import clock
from tests.cast import actor
from tests.knowledge import notes
from tests.reviews import stage
from tests.statements import counted
from tests.workflow_standards import standards
from tests.workflow_standards.standards import HEAD

REFERENCE = Path("seed/reference")


@pytest.fixture
def karin(people, sign_in):
    return sign_in(people.karin)


@pytest.fixture
def version(people):
    return standards.published(people.karin, "Call the citizen", "Write the plan")


def step_data(what, **more):
    return {**standards.words(what), "branch_to": "", "rule": "", **more}


@pytest.mark.parametrize("name", ["hanne", "karin", "clara", "mona", "olga", "adam"])
def test_the_house_and_an_engaged_consultant_read_what_is_published(people, sign_in, version, name):
    client = sign_in(getattr(people, name))
    assert "Follow-up in sickness-benefit cases" in client.get("/knowledge/standards").text
    page = client.get(f"/knowledge/standards/{version.key}").text
    assert "Call the citizen" in page
    assert 'aria-label="Picture of the flow"' in page
    assert ("Start a draft" in page) is (name == "karin")


def test_after_an_engagement_the_standards_are_closed(people, sign_in, version):
    carl = sign_in(people.carl)
    assert "Follow-up in sickness" not in carl.get("/knowledge/standards").text
    assert carl.get(f"/knowledge/standards/{version.key}").status_code == 404


@pytest.mark.parametrize("name", ["hanne", "clara", "olga", "adam"])
def test_a_draft_is_known_to_those_who_work_on_it_alone(people, sign_in, name):
    draft = standards.begun(people.karin, "Call the citizen")
    client = sign_in(getattr(people, name))
    assert "Follow-up in sickness" not in client.get("/knowledge/standards").text
    assert client.get(f"/knowledge/standards/{draft.key}").status_code == 404
    assert client.get(f"/knowledge/standards/{draft.key}/compare").status_code == 404


def test_a_manager_reads_a_draft_and_publishes_it(people, sign_in):
    draft = standards.begun(people.karin, "Call the citizen")
    mona, address = sign_in(people.mona), f"/knowledge/standards/{draft.key}"
    assert "Move up" not in mona.get(address).text
    data = {"reason": "Agreed", "effective_on": "2026-12-01"}
    assert mona.post(f"{address}/publish", data=data).location == address
    assert "01-12-2026" in mona.get(address).text
    assert mona.get(f"{address}/edit").status_code == 403


def test_a_coordinator_writes_a_standard_from_title_to_publication(people, karin):
    owner = next(p for p in queries.owners_to_choose(actor(people.karin)) if p.name == "Kurt")
    begun = karin.post("/knowledge/standards/new", data={**HEAD, "owner": owner.key})
    address = begun.location
    assert "No step has been written down yet" in karin.get(address).text
    for what in ("Call the citizen", "Write the plan"):
        added = karin.post(f"{address}/steps/new", data=step_data(what))
        assert added.location.startswith(address)
    page = karin.get(address).text
    assert "Kurt" in page
    first, second = queries.get_version(actor(people.karin), address.split("/")[-1]).steps
    changed = step_data("Write", branch_da="syg", branch_en="ill", branch_to=first.code)
    karin.post(f"{address}/steps/{second.key}", data=changed)
    page = karin.get(address).text
    assert "If ill:" in page
    assert "Step 2 leads to it." in page
    karin.post(f"{address}/steps/{second.key}/move", data={"to": "up"})
    assert standards.whats(people.karin, second.version) == ["Write", "Call the citizen"]
    data = {"reason": "Agreed", "effective_on": "2026-12-01"}
    karin.post(f"{address}/publish", data=data)
    page = karin.get(address).text
    assert "Move down" not in page
    assert "Make a new version" in page


def test_a_branch_is_said_in_full_or_not_at_all(people, karin):
    draft = standards.begun(people.karin, "Call the citizen")
    page = karin.post(
        f"/knowledge/standards/{draft.key}/steps/new", data=step_data("Write", branch_en="ill")
    ).text
    assert "Say both if what" in page


def test_a_personal_number_is_refused(people, karin):
    draft = standards.begun(people.karin)
    page = karin.post(
        f"/knowledge/standards/{draft.key}/steps/new", data=step_data("Call 010190-1234")
    ).text
    assert "Personal numbers are never stored here" in page


def test_the_next_version_shows_what_changed(people, karin, version):
    address = f"/knowledge/standards/{version.key}"
    draft = karin.post(f"{address}/draft", data={"reason": "Earlier"}).location
    step = queries.get_version(actor(people.karin), draft.split("/")[-1]).steps[0]
    edit = f"{draft}/steps/{step.key}"
    assert "Call the citizen" in karin.get(edit).text
    karin.post(edit, data=step_data("Call the citizen within a week"))
    page = karin.get(f"{draft}/compare").text
    assert "<del>Call the citizen</del>" in page
    assert "<ins>Call the citizen within a week</ins>" in page
    assert "What changed since version 1" in karin.get(f"{draft}/publish").text


def test_a_step_leads_to_rule_criterion_and_note_and_the_criterion_back(people, karin, sign_in, db):
    checklist_service.seed_reference(OPERATOR, folder=REFERENCE)
    service_seeding.seed_reference(OPERATOR, folder=REFERENCE)
    checklist = checklist_queries.list_checklists(OPERATOR)[0]
    criterion = checklist_queries.get_version(OPERATOR, checklist.versions[0].key).criteria[0]
    note = notes.a_published_note(people.karin)
    draft = standards.begun(people.karin)
    address = f"/knowledge/standards/{draft.key}"
    links = {
        "rule": "sickness-benefit|R08",
        "criteria": [f"{checklist.key}|{criterion.code}"],
        "notes": [note.key],
    }
    karin.post(f"{address}/steps/new", data=step_data("Hold the talk", **links))
    data = {"reason": "Agreed", "effective_on": "2026-12-01"}
    karin.post(f"{address}/publish", data=data)
    hanne = sign_in(people.hanne)
    page = hanne.get(address).text
    assert "Within 8 weeks from the first absence day." in page
    assert criterion.question_en in page
    assert note.title in page
    back = hanne.get(f"/checklists/versions/{checklist.versions[0].key}").text
    assert f"{address}#T1" in back
    review = stage.a_review(people.hanne, people.kurt)
    assert f"{address}#T1" in sign_in(people.kurt).get(f"/reviews/{review.key}/score").text
    draft2 = checklist_service.start_draft(
        actor(people.karin), checklist.versions[0].key, reason="More"
    )
    checklist_service.publish(
        actor(people.karin), draft2.key, reason="More", effective_on=clock.today()
    )
    assert f"/checklists/versions/{draft2.key}" in hanne.get(address).text


def test_a_long_flow_costs_as_many_statements_as_a_short_one(people, sign_in):
    short = standards.published(people.karin, "One")
    long = standards.published(people.karin, *(f"Step {n}" for n in range(12)))
    hanne = sign_in(people.hanne)
    counts = []
    for version in (short, long):
        with counted() as made:
            hanne.get(f"/knowledge/standards/{version.key}")
        counts.append(len(made))
    assert counts[0] == counts[1]
