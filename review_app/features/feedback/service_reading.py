"""What happens round the writing: the guide, evidence, second eyes, and passing on many at once."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date

from sqlalchemy import delete

from review_app.domain.access import Actor, Permission, demand
from review_app.domain.audit_codes import AuditCode
from review_app.domain.errors import IllegalTransition, Incomplete, Invalid, NotFound
from review_app.domain.evidence import pointed_to
from review_app.domain.kinds import EvidenceKind, FeedbackSection
from review_app.domain.personal_data import refuse_personal_numbers
from review_app.domain.workflow import FEEDBACK_STEPS, FeedbackState, FeedbackStep, after
from review_app.features.feedback import queries, queries_guide, service
from review_app.kernel import clock
from review_app.kernel.revisions import change
from review_app.kernel.unit_of_work import unit_of_work
from review_app.models import CaseEvent, Feedback, FeedbackEvidence, FeedbackGuide


def set_guide(
    actor: Actor,
    engagement_key: str,
    *,
    asked: Collection[FeedbackSection],
    words: Mapping[FeedbackSection, str],
) -> None:
    """Say which sections the feedback of an engagement is asked for, and guide its writers.

    :param words: to be shown at a section instead of the usual hint; empty for the usual one.
    :raises Invalid: when no section is left.
    """
    for section, text in words.items():
        refuse_personal_numbers(text, field=section.column)
    with unit_of_work(actor) as work:
        engagement = queries_guide.engagement_to_guide(actor, engagement_key)
        if not asked:
            raise Invalid(field="asked", reason="nothing")
        of_it = FeedbackGuide.engagement_id == engagement.id
        work.session.execute(delete(FeedbackGuide).where(of_it))
        for section in FeedbackSection:
            work.add(
                FeedbackGuide(
                    engagement_id=engagement.id,
                    section=section,
                    is_asked=section in asked,
                    guiding_words=words.get(section, "").strip() or None,
                )
            )
        codes = sorted(section.value for section in asked)
        work.log(AuditCode.FEEDBACK_GUIDE_SET, engagement, asked=codes)


def point_to(
    actor: Actor,
    key: str,
    *,
    kind: EvidenceKind,
    event_id: int | None = None,
    reference: str = "",
    quotation: str = "",
) -> FeedbackEvidence:
    """Point to what in the case the feedback rests on: an event, a journal entry, a few words.

    :raises Invalid: when what the kind asks for is missing, too long, or a personal number.
    """
    texts = pointed_to(kind, reference=reference, quotation=quotation)
    with unit_of_work(actor) as work:
        feedback = _being_written(actor, key)
        if kind is not EvidenceKind.EVENT:
            event_id = None
        elif event_id is None or _event(feedback, event_id) is None:
            raise Invalid(field="event", reason="unknown")
        evidence = work.add(
            FeedbackEvidence(feedback_id=feedback.id, kind=kind, case_event_id=event_id, **texts)
        )
        work.log(AuditCode.FEEDBACK_EVIDENCE_ADDED, feedback, kind=kind.value)
    return evidence


def _event(feedback: Feedback, event_id: int) -> CaseEvent | None:
    events = feedback.learning_case.case.events
    return next((event for event in events if event.id == event_id), None)


def take_back_evidence(actor: Actor, key: str, *, evidence_key: str) -> None:
    """Take a pointer away again.

    :raises NotFound: when the feedback has none such.
    """
    with unit_of_work(actor) as work:
        feedback = _being_written(actor, key)
        for evidence in feedback.evidence:
            if evidence.key == evidence_key:
                work.session.delete(evidence)
                work.log(AuditCode.FEEDBACK_EVIDENCE_REMOVED, feedback)
                return
        raise NotFound(thing="evidence", key=evidence_key)


def _being_written(actor: Actor, key: str) -> Feedback:
    feedback = queries.get_to_write(actor, key)
    if feedback.state is not FeedbackState.DRAFT:
        raise IllegalTransition(state=feedback.state.value, step="point")
    return feedback


def read_second(actor: Actor, key: str, *, passes: bool, note: str) -> Feedback:
    """Be the second pair of eyes: send the feedback on, or back to its writer with a *note*.

    :raises NotPermitted: to its writer, and to whose case it is.
    :raises Incomplete: when it is sent back without a word.
    """
    refuse_personal_numbers(note, field="reader_note")
    with unit_of_work(actor) as work:
        feedback = queries.get_feedback(actor, key)
        work.hold(feedback)
        demand(actor, Permission.FEEDBACK_READ_SECOND, feedback)
        if not passes and not note.strip():
            raise Incomplete(fields=["reader_note"])
        read = {"reader_id": actor.id, "read_at": clock.now(), "reader_note": note.strip() or None}
        if passes:
            service.send_on(actor, feedback, **read)
        else:
            state = after(FEEDBACK_STEPS, feedback.state, FeedbackStep.SEND_BACK)
            change(work, feedback, revision=feedback.revision, state=state, **read)
            work.log(AuditCode.FEEDBACK_SENT_BACK, feedback)
    return feedback


def release(
    actor: Actor, keys: Sequence[str], *, note: str, answer_due_on: date | None = None
) -> int:
    """Pass on several pieces of feedback at once, all with the same words; all of them or none.

    :raises Invalid: when none is named, or one cannot be passed on.
    """
    if not keys:
        raise Invalid(field="feedback", reason="nothing")
    with unit_of_work(actor):
        for key in dict.fromkeys(keys):
            service.pass_on(actor, key, note=note, answer_due_on=answer_due_on)
    return len(set(keys))
