"""From one caseworker's objection to what the next round shows: every step by whom it takes."""

from datetime import timedelta
from types import SimpleNamespace

import pytest

from review_app.domain.comparison import Change
from review_app.domain.frames import FrameFilter
from review_app.domain.kinds import LearningSessionKind, OutcomeKind, RoundPurpose
from review_app.domain.learning_notes import Filed
from review_app.domain.outcomes import OutcomeFields
from review_app.domain.workflow import LearningNoteState, ObjectionStep, RoundState
from review_app.features.checklists import service as checklists
from review_app.features.checklists import service_proposals as proposals
from review_app.features.insights import queries_effect
from review_app.features.knowledge import service as knowledge
from review_app.features.knowledge import service_publishing as publishing
from review_app.features.learning_sessions import service as sessions
from review_app.features.learning_sessions import service_agenda, service_minutes
from review_app.features.reviews import service as reviews
from review_app.features.reviews import service_response
from review_app.features.rounds import service as rounds
from review_app.features.rounds import service_ceremony
from review_app.kernel import clock
from review_app.kernel.db import db
from review_app.kernel.unit_of_work import unit_of_work
from review_app.models import ChangeProposal, LearningNote, Review
from tests.cast import actor, some_cases
from tests.knowledge.notes import a_checklist, criteria_of
from tests.learning_sessions import stories
from tests.reviews import stage
from tests.reviews.objecting import decide, object_to
from tests.statements import counted

CASES = 12
# The dilemma counts as one that cannot be assessed.
SAYS = "Clear improvement: met in 27% (3/11) before, in 92% (11/12) in Round after."


@pytest.fixture
def told(people):
    """All that happened, walked through the services on the days it takes."""
    today = clock.today()

    def on_day(days_ago):
        clock.travel(clock.local(today - timedelta(days=days_ago), 9))

    on_day(100)
    first = a_checklist("Was the talk held in time?", "Was the plan noted?", code="loop")
    before = a_round(people, first, "before", failing=9)
    on_day(98)
    objection = object_to(people.hanne, a_review_of(people.hanne, before), line=0)
    everybody_answers(people, before)
    decide(people.karin, objection, ObjectionStep.LEAVE_AS_DILEMMA, "Both have a point.")
    on_day(80)
    session = talk_about(people, objection, criteria_of(first)["C1"])
    on_day(75)
    proposal = db.session.query(ChangeProposal).one()
    second = change_the_checklist(people, first, proposal)
    on_day(70)
    note = publish_the_note(people)
    on_day(30)
    after = a_round(people, second, "after", failing=1)
    everybody_answers(people, after)
    clock.travel(None)
    return SimpleNamespace(**{k: v for k, v in locals().items() if k not in ("people", "on_day")})


def a_round(people, version, name, *, failing):
    """Draw all the cases of three caseworkers and review them; the first *failing* fail."""
    kurt, three = actor(people.kurt), [people.hanne, people.henrik, people.karin]
    some_cases(*(three * CASES)[:CASES], source=name)
    key = rounds.plan_round(kurt, title=f"Round {name}", purpose=RoundPurpose.MEASURE).key
    rounds.set_frame(kurt, key, chosen=FrameFilter(source=name))
    rounds.set_size(kurt, key, size=CASES)
    reviewers = [people.kurt.id]
    rounds.set_reviewing(
        kurt, key, version_key=version.key, reviewer_ids=reviewers, response_days=10
    )
    service_ceremony.seal_draw(kurt, key)
    found = service_ceremony.reveal_draw(kurt, key)
    with unit_of_work(kurt):  # one sitting
        for n, review in enumerate(reviews_of(found)):
            stage.answer_all(people.kurt, review, failed=(0,) if n < failing else ())
            stage.verdict(people.kurt, review)
            reviews.submit(kurt, review.key)
    return found


def reviews_of(found):
    return db.session.query(Review).filter_by(round_id=found.id).order_by(Review.id).all()


def a_review_of(caseworker, found):
    return next(one for one in reviews_of(found) if one.caseworker_id == caseworker.id)


def everybody_answers(people, found):
    by_id = {one.id: one for one in (people.hanne, people.henrik, people.karin)}
    for review in reviews_of(found):
        service_response.hand_in(actor(by_id[review.caseworker_id]), review.key)


def talk_about(people, objection, criterion):
    """The team takes the dilemma up; a practice, a proposal and a note come of it."""
    karin = actor(people.karin)
    team = {"kind": LearningSessionKind.TEAM, "team": people.north.key}
    key = stories.planned(people, **team, caseworker="", third="", title="Our dilemmas").key
    service_agenda.add_item(karin, key, about=f"dilemma:{objection.key}", title="")
    session = sessions.hold(karin, key)
    said = OutcomeFields(title="Ask about the work first", text="Ask.", criterion_id=criterion.id)
    for kind in (
        OutcomeKind.AGREED_PRACTICE,
        OutcomeKind.CHANGE_PROPOSAL,
        OutcomeKind.LEARNING_NOTE,
    ):
        stories.record(people, session, kind, said, item_key=session.agenda[0].key)
    return service_minutes.close(karin, key)


def change_the_checklist(people, version, proposal):
    """One coordinator accepts, the other writes it into the next version and publishes it."""
    proposals.accept(actor(people.karin), proposal.key, reason="The team agrees.")
    kurt = actor(people.kurt)
    draft = checklists.start_draft(kurt, version.key, reason="A dilemma became a practice")
    criterion = criteria_of(draft)["C1"]
    values = {"guidance_da": "Spørg til arbejdet.", "guidance_en": "Ask about the work."}
    checklists.save_criterion(
        kurt, draft.key, criterion_key=criterion.key, values=values, is_same_meaning=True
    )
    proposals.write_in(kurt, proposal.key, criterion_code="C1")
    return checklists.publish(kurt, draft.key, reason="What we agreed", effective_on=clock.today())


def publish_the_note(people):
    """One coordinator files the drafted note, another publishes it, and a caseworker reads it."""
    note, karin = db.session.query(LearningNote).one(), actor(people.karin)
    filed = Filed(criterion_keys=[line.criterion.key for line in note.criteria])
    knowledge.save_note(karin, note.key, revision=1, written=note.written, filed=filed)
    publishing.ask_review(karin, note.key)
    publishing.publish(actor(people.kurt), note.key, revision=note.revision)
    knowledge.mark_read(actor(people.henrik), note.key)
    return note


def test_an_objection_becomes_a_practice_a_version_a_note_and_a_better_round(people, told, sign_in):
    assert told.before.state is told.after.state is RoundState.CLOSED
    assert told.second.number == 2
    assert told.note.state is LearningNoteState.PUBLISHED  # what is explained better is no change
    shown = queries_effect.of_note(actor(people.mona), told.note.key)
    (line,) = shown.effect.criteria
    assert line.change is Change.IMPROVED
    difference = line.latest.difference
    assert 0.1 < difference.low < difference.share < difference.high < 1
    pages = {
        "objection": f"/reviews/objections/{told.objection.key}",
        "session": f"/sessions/{told.session.key}",
        "proposal": f"/checklists/proposals/{told.proposal.key}",
        "version": f"/checklists/versions/{told.second.key}",
        "note": f"/knowledge/{told.note.key}",
    }
    practice = told.session.outcomes[0].key
    karin, effects = sign_in(people.karin), "/figures/effect"
    for name, url in pages.items():
        trail = karin.get(url).text.partition('id="trail"')[2].partition("</section>")[0]
        others = {address for other, address in pages.items() if other != name}
        effect = {f"{effects}#practice-{practice}", f"{effects}#note-{told.note.key}"}
        for address in others | effect | {f"{pages['session']}#{practice}"}:
            assert f'href="{address}"' in trail, (name, address)
        assert f'href="{url}"' not in trail  # where one is leads nowhere
    for url in (pages["note"], pages["session"], effects):
        assert SAYS in karin.get(url).text
    assert f'id="note-{told.note.key}"' in karin.get(effects).text
    assert "Similar situations" in karin.get(pages["session"]).text
    the_trail_tells_nobody_what_they_may_not_read(people, told, sign_in)
    it_costs_the_same_when_it_branches(people, told, karin)


def the_trail_tells_nobody_what_they_may_not_read(people, told, sign_in):
    url = f"/knowledge/{told.note.key}"
    hanne, henrik = (sign_in(p).get(url).text for p in (people.hanne, people.henrik))
    for text in (hanne, henrik):
        for hidden in (told.objection.key, told.proposal.key, "/figures/effect"):
            assert hidden not in text
        assert told.second.key in text.partition('id="trail"')[2]
    assert told.session.key in hanne  # she was there
    assert told.session.key not in henrik


def it_costs_the_same_when_it_branches(people, told, karin):
    url = f"/knowledge/{told.note.key}"
    karin.get(url)
    with counted() as once:
        karin.get(url)
    talk_about(people, told.objection, criteria_of(told.second)["C1"])
    with counted() as twice:
        karin.get(url)
    assert len(twice) <= len(once)
