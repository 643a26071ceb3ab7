"""What happens to a learning case from the choice to the caseworker's own reflection."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from review_app.domain.access import Actor, Permission, demand
from review_app.domain.audit_codes import AuditCode
from review_app.domain.errors import IllegalTransition, Incomplete, Invalid
from review_app.domain.events import FeedbackPassedOn, FeedbackSent, LearningCaseAssigned
from review_app.domain.personal_data import refuse_personal_numbers
from review_app.domain.workflow import FEEDBACK_STEPS, FeedbackState, FeedbackStep, after
from review_app.features.feedback import queries, queries_guide
from review_app.features.feedback.queries_guide import SECTIONS
from review_app.kernel import clock
from review_app.kernel.drafts import discard_draft
from review_app.kernel.revisions import change
from review_app.kernel.unit_of_work import Work, unit_of_work
from review_app.models import DialogueEntry, Feedback, FeedbackVersion, LearningCase

TEXTS = (*SECTIONS, "law_references")


def choose_learning_case(
    actor: Actor,
    *,
    reason: str,
    case_key: str = "",
    review_key: str = "",
    is_exemplary: bool = False,
    author: str = "",
    due_on: date | None = None,
    ranked: Mapping[str, Any] | None = None,
) -> LearningCase:
    """Make a case a learning case, and ask *author* (a :class:`queries.Author` value) to write.

    :param due_on: by when the author is asked to have written.
    :param ranked: what it was chosen from a ranking for.
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
                ranked=dict(ranked) if ranked else None,
                chosen_by_id=actor.id,
            )
        )
        work.log(AuditCode.LEARNING_CASE_CHOSEN, chosen, case_id=case.id)
        discard_draft(actor, f"learning-case/{review_key or case_key}")
        if author:
            _assign(work, chosen, author, due_on)
    return chosen


def assign_author(actor: Actor, key: str, *, author: str, due_on: date | None = None) -> Feedback:
    """Ask somebody to write on a learning case, or somebody else while nothing is sent yet.

    What the earlier author had saved goes along.

    :raises IllegalTransition: when the feedback has been sent.
    :raises Invalid: when the author cannot be asked.
    """
    with unit_of_work(actor) as work:
        chosen = queries.get_learning_case(actor, key)
        demand(actor, Permission.LEARNING_CASE_CHOOSE, chosen)
        return _assign(work, chosen, author, due_on)


def _assign(work: Work, chosen: LearningCase, author: str, due_on: date | None) -> Feedback:
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
                due_on=due_on,
            )
        )
        work.log(AuditCode.FEEDBACK_STARTED, feedback)
    elif feedback.state is not FeedbackState.DRAFT:
        raise IllegalTransition(state=feedback.state.value, step="assign")
    else:
        values = {"author_id": found.person.id, "engagement_id": engagement_id, "due_on": due_on}
        change(work, feedback, revision=feedback.revision, **values)
    work.log(AuditCode.LEARNING_CASE_ASSIGNED, chosen, author_id=found.person.id)
    work.tell(LearningCaseAssigned(chosen.id, chosen.case_id, found.person.id, engagement_id))
    return feedback


def write_feedback(
    actor: Actor, key: str, *, texts: Mapping[str, str], revision: int, send: bool = False
) -> Feedback:
    """Save the texts of feedback as a version of their own; with *send*, hand it on.

    It goes to the coordinator, or first to a second pair of eyes where the engagement asks for it.

    :param texts: sections and law references by name; those not named stay as they are.
    :param revision: of the feedback as the author read it.
    :raises Conflict: when it was saved elsewhere meanwhile; nothing is overwritten.
    :raises Incomplete: when it is to be sent without what it needs.
    """
    for name, text in texts.items():
        refuse_personal_numbers(text, field=name)
    with unit_of_work(actor) as work:
        feedback = queries.get_to_write(actor, key)
        if feedback.state is not FeedbackState.DRAFT:
            raise IllegalTransition(state=feedback.state.value, step="write")
        kept = {name: texts[name].strip() for name in TEXTS if name in texts}
        is_new = any(getattr(feedback, name) != text for name, text in kept.items())
        change(work, feedback, revision=revision, **kept)
        if is_new:
            _keep_version(work, feedback)
        work.log(AuditCode.FEEDBACK_WRITTEN, feedback, revision=feedback.revision)
        if send:
            _hand_on(work, feedback)
        discard_draft(actor, f"feedback/{key}")
    return feedback


def _keep_version(work: Work, feedback: Feedback) -> None:
    texts = {name: getattr(feedback, name) for name in TEXTS}
    work.add(
        FeedbackVersion(
            feedback_id=feedback.id,
            number=feedback.revision,
            texts=texts,
            saved_by_id=work.actor.id,
        )
    )


def _hand_on(work: Work, feedback: Feedback) -> None:
    guide = queries_guide.guide_of(work.actor, feedback.engagement_id)
    if missing := [name for name in guide.needed if not getattr(feedback, name)]:
        raise Incomplete(fields=missing)
    if queries_guide.needs_second_eyes(work.actor, feedback.engagement_id):
        state = after(FEEDBACK_STEPS, feedback.state, FeedbackStep.ASK_READER)
        change(work, feedback, revision=feedback.revision, state=state)
        work.log(AuditCode.FEEDBACK_READER_ASKED, feedback)
    else:
        send_on(work.actor, feedback)


def send_on(actor: Actor, feedback: Feedback, **values: Any) -> None:
    """Give the feedback to the coordinator; *values* are set with it. Part of the caller's unit."""
    with unit_of_work(actor) as work:
        state = after(FEEDBACK_STEPS, feedback.state, FeedbackStep.SEND)
        sent = {"state": state, "sent_at": clock.now(), **values}
        change(work, feedback, revision=feedback.revision, **sent)
        work.log(AuditCode.FEEDBACK_SENT, feedback)
        work.tell(FeedbackSent(feedback.id))


def pass_on(actor: Actor, key: str, *, note: str, answer_due_on: date | None = None) -> Feedback:
    """Give the feedback to whoever handles the case now, with a note of the coordinator's own.

    :param answer_due_on: by when the caseworker is asked to answer.
    :raises Invalid: when nobody here handles the case, or the actor does.
    """
    refuse_personal_numbers(note, field="note")
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
            answer_due_on=answer_due_on,
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


def acknowledge(actor: Actor, key: str, *, reflection: str, changed_in_case: str = "") -> Feedback:
    """Record that the caseworker has taken the feedback in, with a reflection in their own words.

    :param changed_in_case: what they did in the case after it, if anything.
    :raises Incomplete: when the reflection is empty.
    """
    for field, text in (("reflection", reflection), ("changed_in_case", changed_in_case)):
        refuse_personal_numbers(text, field=field)
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
            changed_in_case=changed_in_case.strip() or None,
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
