"""What must be true of a thing, besides the role, for the policy to open it.

Each says one sentence of an actor and a thing; :mod:`review_app.domain.grants` puts them together.
"""

from typing import Any

from review_app.domain.actors import Actor, Role
from review_app.domain.workflow import (
    ChangeProposalState,
    FeedbackState,
    LearningNoteState,
    ReviewState,
    WorkflowVersionState,
)


def about_themselves(actor: Actor, thing: Any) -> bool:
    """Hold when the thing is about the actor's own person."""
    return actor.id is not None and bool(thing.person_id == actor.id)


def handled_by_them(actor: Actor, thing: Any) -> bool:
    """Hold when the case, or what is about it, is the actor's own casework."""
    return actor.id is not None and bool(thing.caseworker_id == actor.id)


def handled_by_another(actor: Actor, thing: Any) -> bool:
    """Separation of duties: nobody reviews their own casework."""
    return not handled_by_them(actor, thing)


def handled_by_them_when_chosen(actor: Actor, review: Any) -> bool:
    """Hold for whose case it was when the round chose it, whoever handles it now."""
    return actor.id is not None and bool(review.round_case.caseworker_id == actor.id)


def raised_by_them(actor: Actor, finding: Any) -> bool:
    """Hold for whoever raised it."""
    return bool(finding.raised_by_id == actor.id)


def left_to_the_manager(_actor: Actor, thing: Any) -> bool:
    """Hold where nobody else of the house can: no caseworker is here, no coordinator may decide."""
    return bool(thing.is_left_to_manager)


def recorded_by_the_manager(_actor: Actor, review: Any) -> bool:
    """Hold where every coordinator gave the answers or handles the case."""
    return bool(review.is_recorded_by_manager)


def reviewed_by_another(actor: Actor, review: Any) -> bool:
    """Hold for whoever did not write the review."""
    return bool(review.reviewer_id != actor.id)


def answered_by_them(actor: Actor, thing: Any) -> bool:
    """Hold for those who gave or settled the answers that are answered or objected to."""
    return actor.id is not None and actor.id in thing.answered_by_ids


def answered_by_another(actor: Actor, thing: Any) -> bool:
    """Who gave or settled the answers reads no draft of what is said to them, nor writes it."""
    return not answered_by_them(actor, thing)


def answered_by_others(actor: Actor, objection: Any) -> bool:
    """Nobody decides on an objection to their own answer."""
    return not answered_by_them(actor, objection)


def handled_by_another_before(actor: Actor, objection: Any) -> bool:
    """Nor does whoever handled the case when the round chose it."""
    return bool(objection.former_caseworker_id != actor.id)


def assigned_to_them(actor: Actor, review: Any) -> bool:
    """Hold when the review was given to the actor."""
    return bool(review.reviewer_id == actor.id)


def within_their_engagement(actor: Actor, thing: Any) -> bool:
    """Hold when the thing belongs to an engagement that runs and has the actor as a member."""
    return thing.engagement_id in actor.engagement_ids


def handed_over_to_them(actor: Actor, case: Any) -> bool:
    """Hold when a running engagement of the actor was given the case."""
    return bool(actor.engagement_ids & case.engagement_ids)


def opened_to_the_caseworker(_actor: Actor, review: Any) -> bool:
    """Hold from the moment the caseworker is asked for a response."""
    return review.state in {ReviewState.IN_RESPONSE, ReviewState.SETTLED}


def passed_on(_actor: Actor, feedback: Any) -> bool:
    """Hold from the moment the coordinator gave the feedback to the caseworker."""
    return feedback.state in {
        FeedbackState.IN_DIALOGUE,
        FeedbackState.ACKNOWLEDGED,
        FeedbackState.CLOSED,
    }


def written_by_them(actor: Actor, thing: Any) -> bool:
    """Hold when the actor is the author."""
    return bool(thing.author_id == actor.id)


def written_by_another(actor: Actor, thing: Any) -> bool:
    """Hold for everybody but the author."""
    return not written_by_them(actor, thing)


def taking_part(actor: Actor, session: Any) -> bool:
    """Hold when the actor is invited; an outsider only within a running engagement."""
    return actor.id in session.participant_ids and (
        not actor.holds(Role.CONSULTANT) or session.engagement_id in actor.engagement_ids
    )


def taking_the_minutes(actor: Actor, session: Any) -> bool:
    """Hold for whoever writes the minutes of the session now."""
    return actor.id is not None and session.minute_taker_id == actor.id


def their_own_part(actor: Actor, part: Any) -> bool:
    """Hold when the actor was asked for a secret; an outsider only within a running engagement."""
    is_theirs = actor.id is not None and part.person_id == actor.id
    return is_theirs and (
        not actor.holds(Role.CONSULTANT) or part.engagement_id in actor.engagement_ids
    )


def their_own_reading(actor: Actor, receipt: Any) -> bool:
    """Hold for the reader alone: who has read what is no figure for anybody else."""
    return actor.id is not None and bool(receipt.person_id == actor.id)


def owned_by_them(actor: Actor, action: Any) -> bool:
    """Hold when the actor promised to do it."""
    return bool(action.owner_id == actor.id)


def late_in_their_team(actor: Actor, action: Any) -> bool:
    """Hold when somebody of a team the actor leads has left it undone for long."""
    return bool(action.is_escalated and action.owner.team_ids & actor.team_ids)


def done_by_another(actor: Actor, action: Any) -> bool:
    """Nobody verifies what they promised or did themselves."""
    return not owned_by_them(actor, action) and action.done_by_id != actor.id


def published(_actor: Actor, note: Any) -> bool:
    """Hold once the note was published, also when it has gone stale."""
    return note.state in {LearningNoteState.PUBLISHED, LearningNoteState.STALE}


def in_review(_actor: Actor, note: Any) -> bool:
    """Hold for a note that waits to be looked at before it is published."""
    return bool(note.state == LearningNoteState.IN_REVIEW)


def saved_by_another(actor: Actor, note: Any) -> bool:
    """Hold for whoever did not write the note's words as they stand."""
    return bool(note.last_saved_by_id != actor.id)


def asked_by_them(actor: Actor, comment: Any) -> bool:
    """Hold for whoever wrote the question or comment."""
    return actor.id is not None and bool(comment.author_id == actor.id)


def in_use(_actor: Actor, thing: Any) -> bool:
    """Hold until it was removed."""
    return thing.removed_at is None


def shared_with_them(actor: Actor, share: Any) -> bool:
    """Hold for the colleague to whom a reader shows their progress."""
    return actor.id is not None and bool(share.mentor_id == actor.id)


def of_their_team(actor: Actor, line: Any) -> bool:
    """Hold when the actor belongs to the team or leads it."""
    return line.team_id in actor.team_ids


def from_here_or_engaged(actor: Actor, _thing: Any) -> bool:
    """Hold for people of the house; an outsider is let in by a running engagement alone."""
    return not actor.holds(Role.CONSULTANT) or bool(actor.engagement_ids)


def proposed_by_them(actor: Actor, proposal: Any) -> bool:
    """Hold when the actor made the proposal."""
    return actor.id is not None and bool(proposal.proposed_by_id == actor.id)


def still_open(_actor: Actor, proposal: Any) -> bool:
    """Hold until the proposal is decided."""
    return bool(proposal.state == ChangeProposalState.OPEN)


def once_published(_actor: Actor, version: Any) -> bool:
    """Hold from the moment a version was published, also when the next has taken its place."""
    return bool(version.state != WorkflowVersionState.DRAFT)
