"""What waits for each person: the right things, to the right people, most urgent first."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.sql.visitors import iterate

from review_app.domain.audit_codes import AuditCode
from review_app.domain.kinds import LearningSessionKind, Party
from review_app.domain.waiting import Urgency, WaitingKind, urgency
from review_app.domain.workflow import (
    ActionState,
    FeedbackState,
    LearningNoteState,
    LearningSessionState,
    ReviewState,
)
from review_app.features.home import queries, queries_waiting
from review_app.kernel import clock
from review_app.kernel.db import Table, db
from review_app.kernel.unit_of_work import unit_of_work
from review_app.models import (
    Action,
    Feedback,
    LearningCase,
    LearningNote,
    LearningSession,
    Person,
    Review,
    SessionParticipant,
)
from tests.cast import actor, enter, some_cases
from tests.insights.rounds import a_round
from tests.learning_sessions import stories
from tests.statements import counted


def kinds_of(person):
    return [waiting.kind for waiting in queries_waiting.list_waiting(actor(person))]


@pytest.fixture
def reviewing(people, db):
    """Kurt has one case to score and one of Hanne's waits for her response."""
    found = a_round(people.kurt, [people.hanne] * 6, settled=4)
    reviews = db.session.query(Review).order_by(Review.id).all()
    reviews[4].state, reviews[4].response_due_on = ReviewState.IN_RESPONSE, date(2099, 4, 1)
    reviews[5].state, reviews[5].due_on = ReviewState.ASSIGNED, date(2026, 3, 1)
    enter(*reviews)
    return found


def test_a_case_to_score_waits_for_its_reviewer_and_a_response_for_the_caseworker(
    people, reviewing
):
    assert kinds_of(people.kurt) == [WaitingKind.SCORE]
    assert kinds_of(people.hanne) == [WaitingKind.RESPOND]
    for person in (people.karin, people.mona, people.adam, people.olga):
        assert kinds_of(person) == []


def a_feedback(people, state, *, author, engagement_id=None):
    case = some_cases(people.hanne, source=f"f-{state}-{author.name}")[0]
    chosen = LearningCase(
        case_id=case.id, reason="r", chosen_by_id=people.karin.id, engagement_id=engagement_id
    )
    enter(chosen)
    enter(
        Feedback(
            learning_case_id=chosen.id,
            author_id=author.id,
            caseworker_id=people.hanne.id,
            engagement_id=engagement_id,
            state=state,
        )
    )


def test_feedback_waits_in_turn_for_its_author_the_coordinator_and_the_caseworker(people):
    running = people.running.id
    a_feedback(people, FeedbackState.DRAFT, author=people.clara, engagement_id=running)
    assert kinds_of(people.clara) == [WaitingKind.WRITE_FEEDBACK]
    assert kinds_of(people.kurt) == []
    a_feedback(people, FeedbackState.SENT, author=people.clara, engagement_id=running)
    assert kinds_of(people.kurt) == [WaitingKind.PASS_ON_FEEDBACK]
    assert kinds_of(people.hanne) == []
    a_feedback(people, FeedbackState.IN_DIALOGUE, author=people.clara, engagement_id=running)
    assert kinds_of(people.hanne) == [WaitingKind.ACKNOWLEDGE_FEEDBACK]


def test_nothing_waits_for_a_consultant_whose_engagement_has_ended(people):
    a_feedback(people, FeedbackState.DRAFT, author=people.carl, engagement_id=people.ended.id)
    assert kinds_of(people.carl) == []


def a_session(people, state, **participant):
    enter(
        LearningSession(
            kind=LearningSessionKind.TRIPARTITE,
            title="Talk",
            state=state,
            starts_at=clock.local(date(2026, 3, 2), 9),
            planned_by_id=people.karin.id,
            participants=[
                SessionParticipant(
                    person_id=people.hanne.id, party=Party.CASEWORKER, **participant
                ),
                SessionParticipant(person_id=people.olga.id, party=Party.GUEST),
            ],
        )
    )


def test_a_position_waits_until_it_is_written_and_has_the_day_of_the_talk(people):
    a_session(people, LearningSessionState.POSITIONS)
    a_session(people, LearningSessionState.POSITIONS, position_written_at=clock.now())
    (waiting,) = queries_waiting.list_waiting(actor(people.hanne))
    assert (waiting.kind, waiting.due_on) == (WaitingKind.WRITE_POSITION, date(2026, 3, 2))
    assert kinds_of(people.olga) == []


def test_minutes_wait_until_they_are_signed_or_dissented_from(people):
    a_session(people, LearningSessionState.SIGNING)
    a_session(people, LearningSessionState.SIGNING, signed_at=clock.now())
    a_session(people, LearningSessionState.SIGNING, dissented_at=clock.now())
    assert kinds_of(people.hanne) == [WaitingKind.SIGN_MINUTES]


def test_an_action_waits_for_its_owner_and_once_done_for_another_to_check_it(people):
    enter(Action(owner_id=people.karin.id, text="Do", due_on=date(2026, 3, 2)))
    done = Action(owner_id=people.karin.id, text="Did", due_on=date(2026, 3, 2))
    done.state = ActionState.DONE
    enter(done)
    assert kinds_of(people.karin) == [WaitingKind.DO_ACTION]
    assert kinds_of(people.kurt) == [WaitingKind.VERIFY_ACTION]


def test_notes_wait_for_those_who_publish(people):
    for state, by in (
        (LearningNoteState.IN_REVIEW, None),
        (LearningNoteState.STALE, None),
        (LearningNoteState.PUBLISHED, clock.today() - timedelta(days=1)),
        (LearningNoteState.PUBLISHED, clock.today()),
    ):
        enter(LearningNote(title="n", text="t", state=state, owner_id=1, review_by_on=by))
    assert sorted(kinds_of(people.kurt)) == sorted(
        [WaitingKind.REVIEW_NOTE, WaitingKind.CONFIRM_NOTE, WaitingKind.CONFIRM_NOTE]
    )
    assert kinds_of(people.hanne) == []


def test_the_count_is_that_of_the_list_when_the_day_turns_and_when_things_change(people):
    def both():
        (found,) = {queries_waiting.count_waiting(actor(people.hanne)), len(kinds_of(people.hanne))}
        return found

    meeting_on = clock.today() + timedelta(days=2)
    stories.planned(people, starts_at=clock.local(meeting_on, 9))
    assert both() == 1
    enter(Action(owner_id=people.hanne.id, text="x", due_on=meeting_on))
    assert both() == 2
    clock.travel(clock.local(meeting_on, 23))
    assert both() == 2
    clock.travel(clock.local(meeting_on + timedelta(days=1)))
    assert both() == 1


def test_the_frame_counts_anew_once_something_was_entered_in_the_log(people):
    hanne = actor(people.hanne)
    assert queries_waiting.standing_count(hanne) == 0
    opened = Action(owner_id=people.hanne.id, text="x", due_on=clock.today())
    with unit_of_work(actor(people.karin)) as work:
        work.log(AuditCode.ACTION_OPENED, work.add(opened))
        assert queries_waiting.standing_count(hanne) == 0  # not before it is committed
    with counted() as asked:
        assert queries_waiting.standing_count(hanne) == 1
        assert queries_waiting.standing_count(hanne) == 1
    assert len(asked) == 3  # the last entry of the log twice, the count once
    assert queries_waiting.standing_count(actor(people.kurt)) == 0


def test_nothing_is_counted_but_evidence_which_never_changes_without_an_entry(people):
    tables = {mapper.local_table: mapper.class_ for mapper in Table.registry.mappers}
    for person in db.session.scalars(select(Person)):
        statement = queries_waiting.counting(actor(person), clock.today())
        read = {tables[part] for part in iterate(statement) if part in tables}
        assert len(read) > 10
        assert all(table.is_evidence for table in read)


def test_what_is_due_first_stands_first_and_what_has_no_day_last(people):
    for n, day in enumerate([date(2026, 5, 1), date(2026, 3, 1), date(2026, 4, 1)]):
        enter(Action(owner_id=people.hanne.id, text=f"a{n}", due_on=day))
    a_session(people, LearningSessionState.SIGNING)
    days = [w.due_on for w in queries_waiting.list_waiting(actor(people.hanne))]
    assert days == [date(2026, 3, 1), date(2026, 4, 1), date(2026, 5, 1), None]
    assert queries_waiting.count_waiting(actor(people.hanne)) == 4


def test_a_day_is_overdue_the_day_after():
    today = date(2026, 3, 2)
    assert urgency(today, today=today) is Urgency.TODAY
    assert urgency(today - timedelta(days=1), today=today) is Urgency.OVERDUE
    assert urgency(today + timedelta(days=3), today=today) is Urgency.SOON
    assert urgency(today + timedelta(days=4), today=today) is Urgency.LATER
    assert urgency(None, today=today) is Urgency.NONE


def test_progress_counts_what_the_present_step_is_about(people, reviewing):
    lines = queries.progress(actor(people.karin))
    assert {(line.kind, line.done, line.total) for line in lines} == {
        ("round", 4, 6),
        ("engagement", 0, 50),
    }
    assert queries.progress(actor(people.hanne)) == []
    assert [line.kind for line in queries.progress(actor(people.clara))] == ["engagement"]


def test_an_engagement_for_feedback_counts_what_was_sent(people):
    running = people.running.id
    a_feedback(people, FeedbackState.DRAFT, author=people.clara, engagement_id=running)
    a_feedback(people, FeedbackState.SENT, author=people.clara, engagement_id=running)
    (line,) = queries.progress(actor(people.clara))
    assert (line.done, line.total) == (1, 50)
