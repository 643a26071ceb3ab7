"""Proposing by hand: who may, what it rests on, the discussion, and writing it in."""

import pytest

from review_app.domain.access import OPERATOR
from review_app.domain.errors import IllegalTransition, Invalid, NotFound, NotPermitted
from review_app.domain.events import ChangeProposed
from review_app.domain.kinds import ProposalBasis, ProposalSubject
from review_app.domain.workflow import ChangeProposalState
from review_app.features.checklists import (
    queries,
    queries_proposals,
    reactions,
    service,
    service_proposals,
)
from review_app.kernel import clock
from review_app.kernel.db import db as database
from review_app.models import ChangeProposal
from tests.cast import actor
from tests.checklists.test_versions import REFERENCE
from tests.reviews import stage

NEW = "/checklists/proposals/new"


@pytest.fixture
def version(people):
    service.seed_reference(OPERATOR, folder=REFERENCE)
    return queries.list_checklists(OPERATOR)[0].versions[0]


@pytest.fixture
def proposal(people, version):
    """What Hanne proposed about the first criterion."""
    return propose(people.hanne, version)


def propose(person, version, text="Say which day counts"):
    return service_proposals.propose(
        actor(person), text=text, criterion_key=version.criteria[0].key, evidence="We differ"
    )


def test_a_caseworker_proposes_from_the_criterion_and_follows_it(people, sign_in, version):
    hanne, criterion = sign_in(people.hanne), version.criteria[0]
    address = f"{NEW}?criterion={criterion.key}"
    assert address in hanne.get(f"/checklists/versions/{version.key}").text
    assert criterion.question_en in hanne.get(address).text
    data = {"criterion": criterion.key, "text": "Say which day counts", "evidence": "We differ"}
    own = hanne.post(NEW, data=data).location
    page = hanne.get(own).text
    assert "We differ" in page
    assert "What becomes of it?" not in page
    assert "Say which day counts" in hanne.get("/checklists/proposals").text
    assert sign_in(people.henrik).get(own).status_code == 404
    assert "Say which day counts" not in sign_in(people.henrik).get("/checklists/proposals").text
    assert sign_in(people.mona).get(own).status_code == 200


def test_a_new_criterion_is_proposed_for_a_checklist(people, sign_in, version):
    data = {"subject": "new-criterion", "checklist": version.checklist.key, "text": "Was it fair?"}
    own = sign_in(people.mona).post(NEW, data=data).location
    found = queries_proposals.get_proposal(actor(people.mona), own.split("/")[-1])
    assert (found.subject, found.criterion) == (ProposalSubject.NEW_CRITERION, None)
    service_proposals.accept(actor(people.karin), found.key, reason="")
    draft = service.start_draft(actor(people.karin), version.key, reason="r")
    assert [p.key for p in queries.taken_up_by(actor(people.karin), draft)] == [found.key]


@pytest.mark.parametrize("name", ["clara", "olga", "adam"])
def test_others_do_not_propose(people, sign_in, version, name):
    assert sign_in(getattr(people, name)).get(NEW).status_code == 403
    with pytest.raises(NotPermitted):
        propose(getattr(people, name), version)


def test_a_criterion_of_a_draft_is_not_proposed_to(people, version):
    draft = service.start_draft(actor(people.karin), version.key, reason="r")
    with pytest.raises(NotFound):
        propose(people.hanne, draft)


def test_personal_numbers_are_refused_everywhere(people, sign_in, version, proposal):
    hanne, own = sign_in(people.hanne), f"/checklists/proposals/{proposal.key}"
    said = "Personal numbers are never stored here"
    data = {"criterion": version.criteria[0].key, "text": "About 010190-1234"}
    assert said in hanne.post(NEW, data=data).text
    assert said in hanne.post(f"{own}/say", data={"say-text": "010190-1234"}).text
    support = {"add-session": "", "add-evidence": "010190-1234"}
    assert said in hanne.post(f"{own}/evidence", data=support).text
    with pytest.raises(Invalid):
        service_proposals.say(actor(people.hanne), proposal.key, text="010190-1234")


def test_it_is_talked_about_until_it_is_decided(people, sign_in, proposal):
    own = f"/checklists/proposals/{proposal.key}"
    sign_in(people.karin).post(f"{own}/say", data={"say-text": "Which day do you mean?"})
    hanne = sign_in(people.hanne)
    hanne.post(f"{own}/say", data={"say-text": "The first of absence"})
    hanne.post(f"{own}/evidence", data={"add-session": "", "add-evidence": "Three cases"})
    page = hanne.get(own).text
    for said in ("Which day do you mean?", "The first of absence", "Three cases"):
        assert said in page
    assert "2 contributions" in hanne.get("/checklists/proposals").text
    service_proposals.reject(actor(people.karin), proposal.key, reason="It says so already")
    assert "It says so already" in hanne.get(own).text
    assert hanne.post(f"{own}/say", data={"say-text": "But"}).status_code == 403
    with pytest.raises(NotPermitted):
        service_proposals.accept(actor(people.hanne), proposal.key, reason="")


def test_a_draft_shows_what_is_to_be_written_in_and_ticks_it(people, sign_in, version, proposal):
    karin = sign_in(people.karin)
    service_proposals.accept(actor(people.karin), proposal.key, reason="")
    draft = service.start_draft(actor(people.karin), version.key, reason="Days")
    page = karin.get(f"/checklists/versions/{draft.key}").text
    assert "0 of 1 written in" in page
    code = version.criteria[0].code
    tick = f"/checklists/proposals/{proposal.key}/written-in"
    karin.post(tick, data={"criterion": code})
    assert "1 of 1 written in" in karin.get(f"/checklists/versions/{draft.key}").text
    assert f": {code}" in sign_in(people.hanne).get(f"/checklists/proposals/{proposal.key}").text
    karin.post(tick, data={"done": "no"})
    assert "0 of 1 written in" in karin.get(f"/checklists/versions/{draft.key}").text
    with pytest.raises(Invalid):
        service_proposals.write_in(actor(people.karin), proposal.key, criterion_code="none")
    assert sign_in(people.hanne).post(tick, data={"criterion": code}).status_code == 403


def test_what_is_not_written_in_goes_on_to_the_next_draft(people, version, proposal):
    karin = actor(people.karin)
    service_proposals.accept(karin, proposal.key, reason="")
    draft = service.start_draft(karin, version.key, reason="r")
    done = propose(people.henrik, version, "Shorter")
    service_proposals.accept(karin, done.key, reason="")
    service_proposals.write_in(karin, done.key)
    service.publish(karin, draft.key, reason="r", effective_on=clock.today())
    with pytest.raises(IllegalTransition):
        service_proposals.write_in(karin, proposal.key)
    following = service.start_draft(karin, draft.key, reason="r")
    assert [p.key for p in queries.taken_up_by(karin, following)] == [proposal.key]
    assert queries_proposals.get_proposal(karin, done.key).state is ChangeProposalState.WRITTEN_IN


def test_an_objection_tells_its_proposal_once_and_the_review_stays_closed(people, sign_in):
    review = stage.handed_in(people.hanne, people.kurt)
    told = ChangeProposed(
        session_id=None,
        outcome_id=None,
        criterion_id=stage.sheet(people.kurt, review).lines[0].criterion.id,
        text="Ask for the date",
        basis=ProposalBasis.OBJECTION,
        source_id=7,
        review_id=review.id,
        evidence="The caseworker objected",
    )
    reactions.record_proposal(actor(people.kurt), told)
    reactions.record_proposal(actor(people.kurt), told)
    (found,) = database.session.query(ChangeProposal).all()
    address = f"/checklists/proposals/{found.key}"
    assert f"/reviews/{review.key}" in sign_in(people.kurt).get(address).text
    page = sign_in(people.mona).get(address).text
    assert "Objection to a review" in page
    assert f"/reviews/{review.key}" not in page
