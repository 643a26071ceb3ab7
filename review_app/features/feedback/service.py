"""What happens to a learning case from the choice to the caseworker's own reflection."""

from collections.abc import Mapping

from review_app.domain.access import Actor, Permission, demand
from review_app.domain.audit_codes import AuditCode
from review_app.domain.errors import IllegalTransition, Incomplete, Invalid
from review_app.domain.events import FeedbackPassedOn, FeedbackSent, LearningCaseAssigned
from review_app.domain.workflow import FEEDBACK_STEPS, FeedbackState, FeedbackStep, after
from review_app.features.feedback import queries
from review_app.kernel import clock
from review_app.kernel.drafts import discard_draft
from review_app.kernel.revisions import change
from review_app.kernel.unit_of_work import Work, unit_of_work
from review_app.models import DialogueEntry, Feedback, LearningCase

SECTIONS = (
    "done_well",
    "done_otherwise",
    "rule_and_practice",
    "dilemma",
    "way_forward",
    "question",
    "others_can_learn",
)
NEEDED = ("done_well", "way_forward")  # without these it is no feedback to learn from


def choose_learning_case(
    actor: Actor,
    *,
    reason: str,
    case_key: str = "",
    review_key: str = "",
    is_exemplary: bool = False,
    author: str = "",
) -> LearningCase:
    """Make a case a learning case, and ask *author* (a :class:`queries.Author` value) to write.

    :raises Invalid: when the case is a learning case already, or the author cannot be asked.
    """
    with unit_of_work(actor) as work:
        case, review = queries.case_to_choose(actor, case_key=case_key, review_key=review_key)
        if queries.is_chosen(actor, case, review=review) is not None:
            raise Invalid(field="case", reason="chosen already")
        if not reason.strip():
            raise Incomplete(fields=["reason"])
        chosen = work.add(
            LearningCase(
                case_id=case.id,
                review_id=review.id if review else None,
                reason=reason.strip(),
                is_exemplary=is_exemplary,
                chosen_by_id=actor.id,
            )
        )
        work.log(AuditCode.LEARNING_CASE_CHOSEN, chosen, case_id=case.id)
        discard_draft(actor, f"learning-case/{review_key or case_key}")
        if author:
            _assign(work, chosen, author)
    return chosen


def assign_author(actor: Actor, key: str, *, author: str) -> Feedback:
    """Ask somebody to write on a learning case, or somebody else while nothing is sent yet.

    What the earlier author had saved goes along.

    :raises IllegalTransition: when the feedback has been sent.
    :raises Invalid: when the author cannot be asked.
    """
    with unit_of_work(actor) as work:
        chosen = queries.get_learning_case(actor, key)
        demand(actor, Permission.LEARNING_CASE_CHOOSE, chosen)
        return _assign(work, chosen, author)


def _assign(work: Work, chosen: LearningCase, author: str) -> Feedback:
    found = {a.value: a for a in queries.authors(work.actor, chosen.case)}.get(author)
    if found is None:
        raise Invalid(field="author", reason="cannot be asked")
    engagement_id = found.engagement.id if found.engagement else None
    chosen.engagement_id = engagement_id
    feedback = chosen.feedback
    if feedback is None:
        feedback = work.add(
            Feedback(
                learning_case_id=chosen.id,
                author_id=found.person.id,
                caseworker_id=chosen.case.caseworker_id,
                engagement_id=engagement_id,
            )
        )
        work.log(AuditCode.FEEDBACK_STARTED, feedback)
    elif feedback.state is not FeedbackState.DRAFT:
        raise IllegalTransition(state=feedback.state.value, step="assign")
    else:
        values = {"author_id": found.person.id, "engagement_id": engagement_id}
        change(work, feedback, revision=feedback.revision, **values)
    work.log(AuditCode.LEARNING_CASE_ASSIGNED, chosen, author_id=found.person.id)
    work.tell(LearningCaseAssigned(chosen.id, chosen.case_id, found.person.id, engagement_id))
    return feedback


def write_feedback(
    actor: Actor, key: str, *, texts: Mapping[str, str], revision: int, send: bool = False
) -> Feedback:
    """Save the sections of feedback; with *send*, hand it to the coordinator.

    :param texts: the sections by name; those not named stay as they are.
    :param revision: of the feedback as the author read it.
    :raises Conflict: when it was saved elsewhere meanwhile; nothing is overwritten.
    :raises Incomplete: when it is to be sent without what it needs.
    """
    with unit_of_work(actor) as work:
        feedback = queries.get_to_write(actor, key)
        if feedback.state is not FeedbackState.DRAFT:
            raise IllegalTransition(state=feedback.state.value, step="write")
        kept = {name: texts[name].strip() for name in SECTIONS if name in texts}
        change(work, feedback, revision=revision, **kept)
        work.log(AuditCode.FEEDBACK_WRITTEN, feedback, revision=feedback.revision)
        if send:
            _send(work, feedback)
        discard_draft(actor, f"feedback/{key}")
    return feedback


def _send(work: Work, feedback: Feedback) -> None:
    if missing := [name for name in NEEDED if not getattr(feedback, name)]:
        raise Incomplete(fields=missing)
    state = after(FEEDBACK_STEPS, feedback.state, FeedbackStep.SEND)
    change(work, feedback, revision=feedback.revision, state=state, sent_at=clock.now())
    work.log(AuditCode.FEEDBACK_SENT, feedback)
    work.tell(FeedbackSent(feedback.id))


def pass_on(actor: Actor, key: str, *, note: str) -> Feedback:
    """Give the feedback to whoever handles the case now, with a note of the coordinator's own.

    :raises Invalid: when nobody here handles the case, or the actor does.
    """
    with unit_of_work(actor) as work:
        feedback = queries.get_feedback(actor, key)
        demand(actor, Permission.FEEDBACK_PASS_ON, feedback)
        state = after(FEEDBACK_STEPS, feedback.state, FeedbackStep.PASS_ON)
        caseworker_id = feedback.learning_case.case.caseworker_id
        if caseworker_id is None or caseworker_id == actor.id:
            raise Invalid(field="caseworker", reason="nobody" if not caseworker_id else "oneself")
        change(
            work,
            feedback,
            revision=feedback.revision,
            state=state,
            caseworker_id=caseworker_id,
            passed_on_at=clock.now(),
            passed_on_by_id=actor.id,
            coordinator_note=note.strip() or None,
        )
        discard_draft(actor, f"pass-on/{key}")
        work.log(AuditCode.FEEDBACK_PASSED_ON, feedback, caseworker_id=caseworker_id)
        work.tell(FeedbackPassedOn(feedback.id, caseworker_id))
    return feedback


def say(actor: Actor, key: str, *, text: str) -> DialogueEntry:
    """Add a turn to the talk between coordinator and caseworker.

    :raises IllegalTransition: before the feedback is passed on and after it is closed.
    """
    with unit_of_work(actor) as work:
        feedback = queries.get_feedback(actor, key)
        demand(actor, Permission.FEEDBACK_DISCUSS, feedback)
        if feedback.state is FeedbackState.CLOSED:
            raise IllegalTransition(state=feedback.state.value, step="say")
        if not text.strip():
            raise Incomplete(fields=["text"])
        entry = work.add(
            DialogueEntry(feedback_id=feedback.id, author_id=actor.id, text=text.strip())
        )
        discard_draft(actor, f"dialogue/{key}")
        work.log(AuditCode.DIALOGUE_WRITTEN, feedback)
    return entry


def acknowledge(actor: Actor, key: str, *, reflection: str) -> Feedback:
    """Record that the caseworker has taken the feedback in, with a reflection in their own words.

    :raises Incomplete: when the reflection is empty.
    """
    with unit_of_work(actor) as work:
        feedback = queries.get_feedback(actor, key)
        demand(actor, Permission.FEEDBACK_ACKNOWLEDGE, feedback)
        state = after(FEEDBACK_STEPS, feedback.state, FeedbackStep.ACKNOWLEDGE)
        if not reflection.strip():
            raise Incomplete(fields=["reflection"])
        change(
            work,
            feedback,
            revision=feedback.revision,
            state=state,
            acknowledged_at=clock.now(),
            reflection=reflection.strip(),
        )
        discard_draft(actor, f"reflection/{key}")
        work.log(AuditCode.FEEDBACK_ACKNOWLEDGED, feedback)
    return feedback


def close(actor: Actor, key: str) -> Feedback:
    """End the dialogue; everything in it stays readable."""
    with unit_of_work(actor) as work:
        feedback = queries.get_feedback(actor, key)
        demand(actor, Permission.FEEDBACK_PASS_ON, feedback)
        state = after(FEEDBACK_STEPS, feedback.state, FeedbackStep.CLOSE)
        change(work, feedback, revision=feedback.revision, state=state, closed_at=clock.now())
        work.log(AuditCode.FEEDBACK_CLOSED, feedback)
    return feedback
