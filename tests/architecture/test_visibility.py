"""The policy and its SQL twin say the same of every actor and every row."""

import ast
from datetime import date
from itertools import chain, combinations, product
from pathlib import Path

import pytest

from review_app.domain.access import APPOINTED, OPERATOR, Actor, Permission, can
from review_app.domain.case_deadlines import DeadlineState
from review_app.domain.kinds import LearningSessionKind, Party, RoundPurpose
from review_app.domain.scoring import Verdict
from review_app.domain.workflow import LearningNoteState, ReviewState
from review_app.kernel import clock
from review_app.kernel.db import db as database
from review_app.models import (
    Absence,
    Action,
    Calibration,
    Case,
    CaseDeadline,
    ChangeProposal,
    Checklist,
    ChecklistVersion,
    Comparison,
    DeadlineRule,
    Draw,
    DrawContribution,
    Engagement,
    EngagementCase,
    Feedback,
    LearningCase,
    LearningNote,
    LearningSession,
    Objection,
    ReadingList,
    ReadingShare,
    Receipt,
    Review,
    Round,
    RoundCase,
    RuleSet,
    SecondReading,
    SessionParticipant,
    StrictnessShowing,
    UrgentFinding,
    WorkflowVersion,
)
from review_app.models.visibility import GUARDED, visible_feedback, waits_for_their_reading
from tests.architecture.rows_of_feedback import some_feedback
from tests.architecture.rows_of_figures import FIGURE_PERMISSIONS
from tests.architecture.rows_of_quality import some_comparisons, some_rows_of_quality
from tests.architecture.rows_of_reading import some_receipts
from tests.architecture.rows_of_responses import some_rows_of_responses
from tests.architecture.rows_of_standards import some_rows_of_practice
from tests.cast import an_engagement, enter, some_cases

PERMISSIONS = {
    Absence: Permission.ABSENCE_KEEP,
    Calibration: Permission.CALIBRATION_READ,
    Case: Permission.CASE_READ,
    CaseDeadline: Permission.DEADLINE_READ,
    Round: Permission.ROUND_READ,
    DrawContribution: Permission.DRAW_CONTRIBUTE,
    Review: Permission.REVIEW_READ,
    Comparison: Permission.COMPARISON_READ,
    SecondReading: Permission.SECOND_READING_READ,
    StrictnessShowing: Permission.STRICTNESS_READ,
    Objection: Permission.OBJECTION_READ,
    Engagement: Permission.ENGAGEMENT_READ,
    LearningCase: Permission.LEARNING_CASE_READ,
    Feedback: Permission.FEEDBACK_READ,
    LearningSession: Permission.SESSION_READ,
    Action: Permission.ACTION_READ,
    LearningNote: Permission.NOTE_READ,
    ReadingList: Permission.READING_LIST_READ,
    ReadingShare: Permission.READING_PROGRESS_READ,
    Receipt: Permission.RECEIPT_READ,
    **FIGURE_PERMISSIONS,
    UrgentFinding: Permission.URGENT_FINDING_READ,
    ChangeProposal: Permission.CHANGE_PROPOSAL_READ,
    WorkflowVersion: Permission.WORKFLOW_STANDARD_READ,
}
ROLE_SETS = list(chain.from_iterable(combinations(APPOINTED, n) for n in range(len(APPOINTED) + 1)))


@pytest.fixture
def rows(people):
    """A row for every combination of what the policy's conditions look at."""
    me, other = people.karin, people.hanne
    theirs = an_engagement(people.klarsyn, people.carl, ends_in_days=30)
    engagements = [None, people.running.id, theirs.id]
    cases = some_cases(*[me, other] * 30)
    enter(*(EngagementCase(engagement_id=people.running.id, case_id=c.id) for c in cases[::3]))
    some_deadlines(cases)
    enter(checklist := Checklist(code="c", name_da="c", name_en="c"))
    enter(version := ChecklistVersion(checklist_id=checklist.id, number=1))
    rounds = [
        Round(title="r", purpose=RoundPurpose.MEASURE, engagement_id=e, version_id=version.id)
        for e in engagements
    ]
    enter(*rounds)
    for n, (round_, person) in enumerate(product(rounds, [me, other, None])):
        a_part(round_, person, n)
    spots = iter(cases)
    for n, (mine, assigned, engagement, state) in enumerate(
        product([me, other], [me, other], engagements, ReviewState)
    ):
        case = next(spots, cases[n % len(cases)])
        a_review(rounds[n % 3], case, version, mine, assigned, engagement, state, n)
    some_comparisons(iter(some_blind(me, other)), me, other, engagements)
    some_rows_of_quality(version, me, other, engagements)
    some_rows_of_responses(people, version, cases[0], engagements)
    some_rows_of_practice(me, other)
    some_feedback(cases, me, other, engagements)
    for who, engagement in product([[me], [other], [me, other]], engagements):
        a_session(who, engagement, other)
    enter(*(Action(owner_id=p.id, text="a", due_on=date(2026, 1, 1)) for p in (me, other)))
    enter(*(LearningNote(title="n", text="t", state=s, owner_id=me.id) for s in LearningNoteState))
    enter(
        *some_receipts(database.session.query(LearningNote).first(), me, other),
        *some_absences(me, other),
    )
    return people


def some_absences(*people):
    return [Absence(person_id=p.id, from_on=clock.today(), to_on=clock.today()) for p in people]


def some_deadlines(cases):
    rules = RuleSet(code="s", number=1, name_da="s", name_en="s")
    rule = DeadlineRule(position=1, code="R", name_da="r", name_en="r", rule_set=rules)
    enter(rules)
    open_ = DeadlineState.OPEN
    enter(
        *(
            CaseDeadline(case_id=c.id, rule_id=rule.id, state=open_, start_on=c.opened_on)
            for c in cases
        )
    )


def a_part(round_, person, n):
    empty = {"frame_text": "", "plan_text": "", "frame_hash": "", "plan_hash": ""}
    draw = Draw(round_id=round_.id, number=n, frame_size=1, abandon_reason="r", **empty)
    draw.abandoned_at = clock.now()
    enter(draw)
    person_id = person.id if person else None
    enter(DrawContribution(draw_id=draw.id, position=1, name="platform", person_id=person_id))


def a_review(round_, case, version, caseworker, reviewer, engagement, state, n):
    spot = RoundCase(round_id=round_.id, case_id=case.id, position=1000 + n)
    already = database.session.query(RoundCase).filter_by(round_id=round_.id, case_id=case.id)
    spot = already.first() or spot
    enter(spot)
    if (
        database.session.query(Review)
        .filter_by(round_case_id=spot.id, reviewer_id=reviewer.id)
        .first()
    ):
        return
    moment = clock.now()
    enter(
        Review(
            round_id=round_.id,
            round_case_id=spot.id,
            case_id=case.id,
            version_id=version.id,
            engagement_id=engagement,
            caseworker_id=caseworker.id,
            reviewer_id=reviewer.id,
            state=state,
            verdict=Verdict.IN_ACCORDANCE,
            settled_at=moment,
        )
    )


def some_blind(me, other):
    """Make of each kind of review some that one of the two must not see."""
    reviews = database.session.query(Review).order_by(Review.id).all()
    for n, review in enumerate(reviews):
        review.blind_to_id = (None, me.id, other.id)[n // 2 % 3]
        review.is_recorded_by_manager = n % 5 == 0
        review.apart_for_id = (None, None, None, review.reviewer_id)[n // 3 % 4]
    enter(*reviews)
    return reviews


def a_session(who, engagement, planner):
    enter(
        LearningSession(
            kind=LearningSessionKind.TRIPARTITE,
            title="s",
            starts_at=clock.now(),
            planned_by_id=planner.id,
            engagement_id=engagement,
            participants=[SessionParticipant(person_id=p.id, party=Party.THIRD) for p in who],
        )
    )


def test_policy_and_query_agree(rows, subtests):
    me = rows.karin.id
    actors = [
        Actor(me, frozenset(roles), frozenset(), engagements)
        for roles in ROLE_SETS
        for engagements in (frozenset(), frozenset({rows.running.id}))
    ]
    for table in GUARDED:
        with subtests.test(table.__name__):
            everything = list(database.session.query(table))
            assert everything
            for actor in [*actors, Actor(), OPERATOR]:
                by_policy = {r.id for r in everything if can(actor, PERMISSIONS[table], r)}
                by_query = {r.id for r in database.session.scalars(GUARDED[table](actor))}
                assert by_query == by_policy, actor
    for actor in actors:
        reads = Permission.FEEDBACK_READ_SECOND
        by_policy = {r.id for r in database.session.query(Feedback) if can(actor, reads, r)}
        query = visible_feedback(actor).where(waits_for_their_reading(actor))
        assert {r.id for r in database.session.scalars(query)} == by_policy, actor


def test_every_guarded_table_has_its_permission():
    assert set(PERMISSIONS) == set(GUARDED)


@pytest.mark.parametrize("path", sorted(Path("review_app/features").rglob("*.py")), ids=str)
def test_no_query_goes_round_the_policy(path):
    guarded = {table.__name__ for table in GUARDED}
    for call in ast.walk(ast.parse(path.read_text())):
        if isinstance(call, ast.Call) and call.args and isinstance(call.args[0], ast.Name):
            opens = getattr(call.func, "id", getattr(call.func, "attr", None)) in {
                "select",
                "get",
                "get_one",
            }
            assert not (opens and call.args[0].id in guarded), f"{path}:{call.lineno}"
