"""Which feedback, sessions, actions, notes and receipts an actor may read."""

from sqlalchemy import ColumnElement, Select, and_, literal, or_, select, true

from review_app.domain.access import Actor, Role
from review_app.domain.actions import escalated_before
from review_app.domain.conditions import from_here_or_engaged
from review_app.domain.workflow import ActionState, FeedbackState, LearningNoteState
from review_app.kernel import clock
from review_app.models.actions import Action
from review_app.models.feedback import Feedback, LearningCase
from review_app.models.knowledge import LearningNote, Receipt
from review_app.models.learning_sessions import LearningSession, SessionParticipant
from review_app.models.note_readers import ReadingList, ReadingShare
from review_app.models.people import TeamMembership
from review_app.models.visibility.ways import any_way

PASSED_ON = (FeedbackState.IN_DIALOGUE, FeedbackState.ACKNOWLEDGED, FeedbackState.CLOSED)
READABLE = (LearningNoteState.PUBLISHED, LearningNoteState.STALE)


def visible_learning_cases(actor: Actor) -> Select[LearningCase]:
    """Select the learning cases the actor may read (``Permission.LEARNING_CASE_READ``)."""
    ways = [
        (Role.COORDINATOR, true()),
        (Role.CONSULTANT, LearningCase.engagement_id.in_(actor.engagement_ids)),
    ]
    return select(LearningCase).where(any_way(actor, ways))


def visible_feedback(actor: Actor) -> Select[Feedback]:
    """Select the feedback the actor may read (``Permission.FEEDBACK_READ``)."""
    ways = [
        (
            Role.CASEWORKER,
            and_(Feedback.caseworker_id == actor.id, Feedback.state.in_(PASSED_ON)),
        ),
        (
            Role.COORDINATOR,
            or_(Feedback.caseworker_id.is_(None), Feedback.caseworker_id != actor.id),
        ),
        (
            Role.CONSULTANT,
            and_(
                or_(Feedback.author_id == actor.id, _shown_for_reading(actor)),
                Feedback.engagement_id.in_(actor.engagement_ids),
            ),
        ),
    ]
    return select(Feedback).where(any_way(actor, ways))


def _shown_for_reading(actor: Actor) -> ColumnElement[bool]:
    by_another = or_(Feedback.caseworker_id.is_(None), Feedback.caseworker_id != actor.id)
    waits = Feedback.state == FeedbackState.WITH_READER
    return and_(or_(waits, Feedback.reader_id == actor.id), by_another)


def waits_for_their_reading(actor: Actor) -> ColumnElement[bool]:
    """Hold for readable feedback the actor may read second (``FEEDBACK_READ_SECOND``)."""
    by_another = or_(Feedback.caseworker_id.is_(None), Feedback.caseworker_id != actor.id)
    waits = and_(Feedback.state == FeedbackState.WITH_READER, Feedback.author_id != actor.id)
    engaged = Feedback.engagement_id.in_(actor.engagement_ids)
    ways = [(Role.COORDINATOR, by_another), (Role.CONSULTANT, and_(by_another, engaged))]
    return and_(waits, any_way(actor, ways))


def visible_sessions(actor: Actor) -> Select[LearningSession]:
    """Select the learning sessions the actor may read (``Permission.SESSION_READ``)."""
    invited: ColumnElement[bool] = LearningSession.id.in_(
        select(SessionParticipant.session_id).where(SessionParticipant.person_id == actor.id)
    )
    if actor.holds(Role.CONSULTANT):
        invited = and_(
            invited,
            LearningSession.engagement_id.in_(actor.engagement_ids),
        )
    ways = [(Role.MEMBER, invited), (Role.COORDINATOR, true())]
    return select(LearningSession).where(any_way(actor, ways))


def visible_actions(actor: Actor) -> Select[Action]:
    """Select the actions the actor may read (``Permission.ACTION_READ``)."""
    ways = [
        (Role.MEMBER, Action.owner_id == actor.id),
        (Role.COORDINATOR, true()),
        (Role.MANAGER, late_in_their_teams(actor)),
    ]
    return select(Action).where(any_way(actor, ways))


def late_in_their_teams(actor: Actor) -> ColumnElement[bool]:
    """SQL twin of :func:`review_app.domain.conditions.late_in_their_team`."""
    of_teams = select(TeamMembership.person_id).where(TeamMembership.team_id.in_(actor.team_ids))
    return and_(
        Action.state == ActionState.OPEN,
        Action.due_on < escalated_before(clock.today()),
        Action.owner_id.in_(of_teams),
    )


def visible_notes(actor: Actor) -> Select[LearningNote]:
    """Select the learning notes the actor may read (``Permission.NOTE_READ``)."""
    let_in = literal(from_here_or_engaged(actor, None))
    published = and_(LearningNote.state.in_(READABLE), let_in)
    in_review = LearningNote.state == LearningNoteState.IN_REVIEW
    ways = [(Role.MEMBER, published), (Role.COORDINATOR, true()), (Role.MANAGER, in_review)]
    return select(LearningNote).where(any_way(actor, ways))


def visible_receipts(actor: Actor) -> Select[Receipt]:
    """Select the actor's own receipts and nobody else's (``Permission.RECEIPT_READ``)."""
    return select(Receipt).where(any_way(actor, [(Role.MEMBER, Receipt.person_id == actor.id)]))


def visible_reading_lists(actor: Actor) -> Select[ReadingList]:
    """Select the reading lists the actor may use (``Permission.READING_LIST_READ``)."""
    kept = and_(ReadingList.removed_at.is_(None), literal(from_here_or_engaged(actor, None)))
    return select(ReadingList).where(any_way(actor, [(Role.MEMBER, kept)]))


def visible_reading_shares(actor: Actor) -> Select[ReadingShare]:
    """Select whom the actor shows their reading, and who shows them theirs.

    The twin of ``Permission.READING_PROGRESS_READ``.
    """
    own = or_(ReadingShare.person_id == actor.id, ReadingShare.mentor_id == actor.id)
    return select(ReadingShare).where(any_way(actor, [(Role.MEMBER, own)]))
