import pytest
from sqlalchemy import select

from review_app.domain.access import OPERATOR
from review_app.domain.errors import IllegalTransition, Incomplete, NotPermitted
from review_app.domain.events import ChangeProposed
from review_app.domain.kinds import OutcomeKind
from review_app.domain.outcomes import OutcomeFields
from review_app.domain.workflow import ChangeProposalState
from review_app.features.checklists import (
    queries,
    queries_proposals,
    reactions,
    service,
    service_proposals,
)
from review_app.features.home import queries_waiting
from review_app.features.learning_sessions import service_minutes
from review_app.kernel.audit_log import AuditEntry
from review_app.models import ChangeProposal
from tests.cast import actor
from tests.checklists.test_versions import REFERENCE
from tests.learning_sessions import stories

TEXT = "Ask whether the **date** is explained"


@pytest.fixture
def version(people):
    service.seed_reference(OPERATOR, folder=REFERENCE)
    return queries.list_checklists(OPERATOR)[0].versions[0]


@pytest.fixture
def proposal(db, people, version):
    """What Karin's session proposed about the first criterion."""
    session = stories.held(people)
    said = OutcomeFields(text=TEXT, criterion_id=version.criteria[0].id)
    stories.record(people, session, OutcomeKind.CHANGE_PROPOSAL, said)
    service_minutes.ask_signatures(actor(people.karin), session.key)
    return db.session.scalars(select(ChangeProposal)).one()


@pytest.fixture
def karin(people, sign_in):
    return sign_in(people.karin)


def decide(client, proposal, decision, reason=""):
    fields = {"decision": decision, "reason": reason}
    data = {f"decide-{name}": value for name, value in fields.items()}
    return client.post(f"/checklists/proposals/{proposal.key}", data=data)


def test_a_proposal_leads_to_its_criterion_and_its_session(karin, proposal, version):
    assert "1 open proposal" in karin.get("/checklists").text
    assert f"/checklists/proposals/{proposal.key}" in karin.get("/checklists/proposals").text
    page = karin.get(f"/checklists/proposals/{proposal.key}").text
    assert "<strong>date</strong>" in page
    assert f"/checklists/versions/{version.key}#criterion-{proposal.criterion.key}" in page
    assert "A hard case" in page


def test_an_accepted_proposal_goes_into_the_draft_that_is_begun(people, karin, proposal, version):
    draft = service.start_draft(actor(people.karin), version.key, reason="Dates")
    answer = decide(karin, proposal, "accept")
    assert answer.location == f"/checklists/versions/{draft.key}#proposals"
    assert "Proposals this version takes up" in karin.get(answer.location).text
    assert "In version 2" in karin.get("/checklists/proposals").text


def test_an_accepted_proposal_waits_for_the_next_draft(people, karin, proposal, version):
    own_page = f"/checklists/proposals/{proposal.key}"
    assert decide(karin, proposal, "accept").location == own_page
    assert "Waits for the next version" in karin.get("/checklists/proposals").text
    service.start_draft(actor(people.karin), version.key, reason="Dates")
    assert "In version 2" in karin.get("/checklists/proposals").text


def test_whoever_rejects_a_proposal_says_why(db, karin, proposal):
    refused = decide(karin, proposal, "reject", reason=" ")
    assert refused.status_code == 422
    assert "Say why" in refused.text
    decide(karin, proposal, "reject", reason="The law asks for more")
    page = karin.get("/checklists/proposals").text
    assert "The law asks for more" in page
    assert "No proposal waits" in page
    codes = db.session.scalars(select(AuditEntry.code)).all()
    assert "checklist.change-proposal-decided" in codes


def test_a_proposal_is_decided_once(people, proposal):
    service_proposals.reject(actor(people.karin), proposal.key, reason="No")
    with pytest.raises(IllegalTransition):
        service_proposals.accept(actor(people.karin), proposal.key, reason="")


def test_a_manager_reads_proposals_without_the_session_and_does_not_decide(
    people, sign_in, proposal
):
    page = sign_in(people.mona).get(f"/checklists/proposals/{proposal.key}").text
    assert "<strong>date</strong>" in page
    assert "A hard case" not in page
    assert "What becomes of it?" not in page
    with pytest.raises(NotPermitted):
        service_proposals.accept(actor(people.mona), proposal.key, reason="")


@pytest.mark.parametrize("name", ["hanne", "clara", "olga", "adam"])
def test_others_know_nothing_of_what_a_session_proposes(people, sign_in, proposal, name):
    client = sign_in(getattr(people, name))
    assert client.get(f"/checklists/proposals/{proposal.key}").status_code in {403, 404}
    listed = client.get("/checklists/proposals")
    assert "<strong>date</strong>" not in listed.text


def test_a_proposal_without_a_checklist_gets_one_when_it_is_accepted(people, karin, version):
    by = actor(people.karin)
    session = stories.held(people)
    stories.record(people, session, OutcomeKind.ACTION, stories.action_fields(people))
    outcome = service_minutes.queries.outcomes(by, session)[0]
    told = ChangeProposed(session.id, outcome.id, None, "Shorter, please")
    reactions.record_proposal(by, told)
    reactions.record_proposal(by, told)
    (waiting,) = queries_proposals.open_proposals(by)
    with pytest.raises(Incomplete):
        service_proposals.accept(by, waiting.key, reason="")
    assert "Which checklist shall say it?" in karin.get(f"/checklists/proposals/{waiting.key}").text
    draft = service.start_draft(by, version.key, reason="Shorter")
    done = service_proposals.accept(by, waiting.key, reason="", checklist_key=version.checklist.key)
    assert (done.state, done.version) == (ChangeProposalState.ACCEPTED, draft)


def test_lists_of_tasks_show_its_words_without_marks(people, proposal):
    titles = [
        w.title for w in queries_waiting.list_waiting(actor(people.karin)) if w.key == proposal.key
    ]
    assert titles == [TEXT.replace("*", "")]
