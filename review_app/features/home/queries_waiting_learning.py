"""What waits for a person in feedback, sessions, actions and notes."""

from collections.abc import Iterator
from datetime import timedelta

from sqlalchemy import (
    Date,
    and_,
    func,
    or_,
)

from review_app.domain.access import Actor, Permission, Role, may_ever
from review_app.domain.actions import LOOK_NOTICE_DAYS
from review_app.domain.kinds import Party
from review_app.domain.waiting import WaitingKind
from review_app.domain.workflow import (
    ActionState,
    ChangeProposalState,
    FeedbackState,
    LearningSessionState,
)
from review_app.features.home.waiting_lines import Line, line
from review_app.kernel import clock
from review_app.models import (
    Action,
    Case,
    ChangeProposal,
    Deliverable,
    Engagement,
    Feedback,
    LearningCase,
    LearningSession,
    Person,
    PlanLook,
    SessionParticipant,
)
from review_app.models.engagements import runs_on
from review_app.models.visibility import (
    case_name,
    late_in_their_teams,
    visible_actions,
    visible_engagements,
    visible_feedback,
    visible_proposals,
    visible_sessions,
    waits_for_their_reading,
)


def feedback(actor: Actor) -> Iterator[Line]:
    """Feedback to write, to pass on and to acknowledge."""
    seen = visible_feedback(actor).join(LearningCase, LearningCase.id == Feedback.learning_case_id)
    seen = seen.join(Case, Case.id == LearningCase.case_id)
    yield line(
        seen.where(Feedback.author_id == actor.id, Feedback.state == FeedbackState.DRAFT),
        WaitingKind.WRITE_FEEDBACK,
        Feedback.key,
        case_name(actor),
        Feedback.due_on,
    )
    if may_ever(actor, Permission.FEEDBACK_READ_SECOND):
        to_read = seen.where(waits_for_their_reading(actor))
        kind = WaitingKind.READ_FEEDBACK_SECOND
        yield line(to_read, kind, Feedback.key, case_name(actor), Feedback.due_on)
    if may_ever(actor, Permission.FEEDBACK_PASS_ON):
        sent = seen.where(Feedback.state == FeedbackState.SENT)
        yield line(sent, WaitingKind.PASS_ON_FEEDBACK, Feedback.key, case_name(actor), None)
    yield line(
        seen.where(Feedback.caseworker_id == actor.id, Feedback.state == FeedbackState.IN_DIALOGUE),
        WaitingKind.ACKNOWLEDGE_FEEDBACK,
        Feedback.key,
        case_name(actor),
        Feedback.answer_due_on,
    )


def deliverables(actor: Actor) -> Iterator[Line]:
    """What a firm is to deliver, and, to those who follow it, what it has not delivered in time."""
    today = clock.today()
    open_ = (
        visible_engagements(actor)
        .where(runs_on(today))
        .join(Deliverable, Deliverable.engagement_id == Engagement.id)
        .where(Deliverable.delivered_on.is_(None))
    )
    title = Engagement.title + ": " + Deliverable.title
    if actor.engagement_ids:
        theirs = open_.where(Engagement.id.in_(actor.engagement_ids))
        yield line(theirs, WaitingKind.DELIVER, Deliverable.key, title, Deliverable.due_on)
    if may_ever(actor, Permission.ENGAGEMENT_FOLLOW):
        late, kind = open_.where(Deliverable.due_on < today), WaitingKind.FOLLOW_DELIVERABLE
        yield line(late, kind, Deliverable.key, title, Deliverable.due_on)


def sessions(actor: Actor) -> Iterator[Line]:
    """Sessions to take part in, positions to write, minutes to finish and to sign."""
    yield from _meetings(actor)
    mine = visible_sessions(actor).join(
        SessionParticipant,
        and_(
            SessionParticipant.session_id == LearningSession.id,
            SessionParticipant.person_id == actor.id,
            SessionParticipant.party != Party.GUEST,
        ),
    )
    starts_on = func.date(LearningSession.starts_at, type_=Date)
    yield line(
        mine.where(
            LearningSession.state == LearningSessionState.POSITIONS,
            SessionParticipant.position_written_at.is_(None),
        ),
        WaitingKind.WRITE_POSITION,
        LearningSession.key,
        LearningSession.title,
        starts_on,
    )
    yield line(
        mine.where(
            LearningSession.state == LearningSessionState.SIGNING,
            SessionParticipant.signed_at.is_(None),
            SessionParticipant.dissented_at.is_(None),
        ),
        WaitingKind.SIGN_MINUTES,
        LearningSession.key,
        LearningSession.title,
        None,
    )


def _meetings(actor: Actor) -> Iterator[Line]:
    """Sessions to come, and those whose minutes lie open.

    Whoever leads a session that was not begun keeps it until they begin it or give it up.
    """
    mine = visible_sessions(actor).join(
        SessionParticipant,
        and_(
            SessionParticipant.session_id == LearningSession.id,
            SessionParticipant.person_id == actor.id,
        ),
    )
    leads = SessionParticipant.party == Party.COORDINATOR
    is_to_come = LearningSession.starts_at >= clock.local(clock.today())
    states = (LearningSessionState.PLANNED, LearningSessionState.POSITIONS)
    yield line(
        mine.where(LearningSession.state.in_(states), or_(is_to_come, leads)),
        WaitingKind.ATTEND_SESSION,
        LearningSession.key,
        LearningSession.title,
        func.date(LearningSession.starts_at, type_=Date),
    )
    yield line(
        mine.where(LearningSession.state == LearningSessionState.HELD, leads),
        WaitingKind.FINISH_MINUTES,
        LearningSession.key,
        LearningSession.title,
        None,
    )


def actions(actor: Actor) -> Iterator[Line]:
    """Actions to do, to look at again, to verify, and to know of because they are late."""
    seen = visible_actions(actor)
    yield line(
        seen.where(Action.owner_id == actor.id, Action.state == ActionState.OPEN),
        WaitingKind.DO_ACTION,
        Action.key,
        func.substr(Action.text, 1, 120),
        Action.due_on,
    )
    title = func.substr(Action.text, 1, 120)
    again = seen.join(PlanLook, PlanLook.action_id == Action.id).where(
        Action.owner_id == actor.id,
        Action.state != ActionState.DROPPED,
        PlanLook.answered_at.is_(None),
        PlanLook.due_on <= clock.today() + timedelta(days=LOOK_NOTICE_DAYS),
    )
    yield line(again, WaitingKind.LOOK_AGAIN, Action.key, title, PlanLook.due_on)
    if actor.holds(Role.MANAGER):
        # Told with whose it is and no word of it: the words may speak of a citizen.
        late = seen.where(Action.owner_id != actor.id, late_in_their_teams(actor))
        late = late.join(Person, Person.id == Action.owner_id)
        yield line(late, WaitingKind.LATE_ACTION, Action.key, Person.name, Action.due_on)
    if may_ever(actor, Permission.ACTION_VERIFY):
        done = seen.where(Action.owner_id != actor.id, Action.state == ActionState.DONE)
        yield line(done, WaitingKind.VERIFY_ACTION, Action.key, title, None)


def proposals(actor: Actor) -> Iterator[Line]:
    """Proposals for checklists to decide on."""
    waiting = visible_proposals(actor).where(ChangeProposal.state == ChangeProposalState.OPEN)
    title = func.substr(ChangeProposal.text, 1, 120)
    yield line(waiting, WaitingKind.DECIDE_PROPOSAL, ChangeProposal.key, title, None)
