"""Scoring a case: answers, evidence, findings, verdict, and handing the review in."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import update
from sqlalchemy.exc import IntegrityError

from review_app.domain import scoring
from review_app.domain.access import Actor, Permission, demand
from review_app.domain.audit_codes import AuditCode
from review_app.domain.errors import (
    Conflict,
    IllegalTransition,
    Incomplete,
    Invalid,
    NotFound,
    NotPermitted,
)
from review_app.domain.events import ReviewSubmitted
from review_app.domain.kinds import EvidenceKind
from review_app.domain.personal_data import refuse_personal_numbers
from review_app.domain.scoring import AnswerValue, Severity, Verdict
from review_app.domain.workflow import REVIEW_STEPS, ReviewState, ReviewStep, after
from review_app.features.reviews import queries
from review_app.features.reviews.service_conditions import follow_conditions
from review_app.features.reviews.service_conflicts import refuse_conflict
from review_app.features.reviews.service_opening import open_what_waited
from review_app.features.reviews.service_second_reading import check_replied
from review_app.kernel import clock
from review_app.kernel.db import db
from review_app.kernel.unit_of_work import Work, unit_of_work
from review_app.models import CaseEvent, Criterion, Evidence, Finding, Review, ReviewAnswer

LONGEST_QUOTATION = 600


@dataclass(frozen=True, slots=True)
class Entry:
    """What a reviewer writes to one criterion.

    ``revision`` is the state of the answer it was written over (0: none), ``edit_key`` names the
    edit, so that a retry after a lost reply is known.
    """

    value: AnswerValue | None
    comment: str = ""
    is_exemplary: bool = False
    severity: Severity | None = None
    revision: int = 0
    edit_key: str | None = None


def save_answer(actor: Actor, key: str, *, criterion_key: str, entry: Entry) -> ReviewAnswer:
    """Save one answer as it is given; the first starts the review.

    :raises NotPermitted: unless the actor is the assigned reviewer and did not handle the case.
    :raises IllegalTransition: when the review was handed in.
    :raises Conflict: when somebody saved over the same revision; ``facts`` hold what now stands.
    :raises Invalid: when the comment holds a personal number, or the criterion does not offer the
        answer.
    """
    refuse_personal_numbers(entry.comment, field="comment")
    with unit_of_work(actor) as work:
        review = _to_score(work, key)
        criterion = queries.find_criterion(actor, review, key=criterion_key)
        if entry.value is not None and entry.value not in criterion.answers:
            raise Invalid(field="answer", reason="not-offered", criterion=criterion.code)
        answer = _answer(work, review, criterion, entry)
        if answer.edit_key == entry.edit_key and entry.edit_key is not None and answer.id:
            return answer
        _store(work, answer, entry)
        _follow_with_finding(work, review, criterion, entry)
        follow_conditions(work.actor, review)
        work.log(
            AuditCode.REVIEW_ANSWERED,
            review,
            criterion=criterion.code,
            value=entry.value.value if entry.value else None,
        )
    return answer


def _to_score(work: Work, key: str) -> Review:
    review = queries.get_review(work.actor, key)
    work.hold(review)
    demand(work.actor, Permission.REVIEW_SCORE, review)
    if review.case.caseworker_id == work.actor.id:  # the case came to them after the review did
        raise NotPermitted(permission=Permission.REVIEW_SCORE.value)
    refuse_conflict(work.actor, review)
    if review.state is ReviewState.ASSIGNED:
        review.state = after(REVIEW_STEPS, review.state, ReviewStep.START)
        work.log(AuditCode.REVIEW_STARTED, review)
    if review.state is not ReviewState.IN_PROGRESS:
        raise IllegalTransition(state=review.state.value, step="score")
    return review


def _answer(work: Work, review: Review, criterion: Criterion, entry: Entry) -> ReviewAnswer:
    found = work.session.query(ReviewAnswer).filter_by(
        review_id=review.id, criterion_id=criterion.id
    )
    return found.one_or_none() or ReviewAnswer(
        review_id=review.id, criterion_id=criterion.id, revision=0
    )


def _store(work: Work, answer: ReviewAnswer, entry: Entry) -> None:
    values = {
        "value": entry.value,
        "comment": entry.comment.strip() or None,
        "is_exemplary": entry.is_exemplary,
        "saved_at": clock.now(),
        "edit_key": entry.edit_key,
    }
    if answer.id is None and entry.revision == 0:
        for name, value in values.items():
            setattr(answer, name, value)
        answer.revision = 1
        _add_first(work, answer)
        return
    # The version is compared in the UPDATE itself, whatever the database's isolation.
    same = (ReviewAnswer.id == answer.id, ReviewAnswer.revision == entry.revision)
    written = work.session.execute(
        update(ReviewAnswer).where(*same).values(revision=entry.revision + 1, **values)
    )
    if not written.rowcount:  # type: ignore[attr-defined]
        raise Conflict(
            value=answer.value.value if answer.value else None,
            theirs=answer.comment or "",
            version=answer.revision or 0,
        )
    work.session.refresh(answer)


def _add_first(work: Work, answer: ReviewAnswer) -> None:
    try:
        work.add(answer)
    except IntegrityError:  # another tab was first by a hair
        raise Conflict(value=None, theirs="", version=1) from None


def _follow_with_finding(work: Work, review: Review, criterion: Criterion, entry: Entry) -> None:
    own = {"review_id": review.id, "criterion_id": criterion.id}
    finding = work.session.query(Finding).filter_by(**own).one_or_none()
    if not scoring.is_failed(entry.value):
        if finding is not None:
            work.session.delete(finding)
        return
    if finding is None:
        finding = Finding(**own, severity=criterion.default_severity)
    finding.severity = entry.severity or finding.severity
    finding.text = entry.comment.strip()
    work.add(finding)


def judge_as_of(actor: Actor, key: str, *, day: date | None) -> Review:
    """Say the day the casework is judged as of; later events fold away on the page."""
    with unit_of_work(actor) as work:
        review = _to_score(work, key)
        review.assessed_on = day
        follow_conditions(actor, review)
        work.log(AuditCode.REVIEW_ANSWERED, review, assessed_on=day.isoformat() if day else None)
    return review


def add_evidence(
    actor: Actor,
    key: str,
    *,
    criterion_key: str,
    kind: EvidenceKind,
    event_id: int | None = None,
    reference: str = "",
    quotation: str = "",
) -> Evidence:
    """Point to what in the case an answer rests on: an event, a journal entry, a few words.

    :raises Invalid: when what the kind asks for is missing, too long, or a personal number.
    """
    for field, text in (("reference", reference), ("quotation", quotation)):
        refuse_personal_numbers(text, field=field)
    with unit_of_work(actor) as work:
        review = _to_score(work, key)
        criterion = queries.find_criterion(actor, review, key=criterion_key)
        evidence = Evidence(review_id=review.id, criterion_id=criterion.id, kind=kind)
        if kind is EvidenceKind.EVENT:
            evidence.case_event_id = _event_of(review, event_id).id
        elif kind is EvidenceKind.JOURNAL:
            evidence.reference = _given(reference, field="reference", longest=200)
        else:
            evidence.quotation = _given(quotation, field="quotation", longest=LONGEST_QUOTATION)
            evidence.reference = reference.strip() or None
        work.add(evidence)
        work.log(AuditCode.REVIEW_EVIDENCE_ADDED, review, criterion=criterion.code, kind=kind.value)
    return evidence


def _event_of(review: Review, event_id: int | None) -> CaseEvent:
    event = db.session.get(CaseEvent, event_id) if event_id else None
    if event is None or event.case_id != review.case_id:
        raise Invalid(field="event", reason="unknown")
    return event


def _given(text: str, *, field: str, longest: int) -> str:
    if not text.strip():
        raise Invalid(field=field, reason="missing")
    if len(text) > longest:
        raise Invalid(field=field, reason="long", longest=longest)
    return text.strip()


def remove_evidence(actor: Actor, key: str, *, evidence_key: str) -> Criterion:
    """Take a pointer away again; returns the criterion it belonged to."""
    with unit_of_work(actor) as work:
        review = _to_score(work, key)
        found = work.session.query(Evidence).filter_by(review_id=review.id, key=evidence_key)
        evidence = found.one_or_none()
        if evidence is None:
            raise NotFound(thing="evidence", key=evidence_key)
        criterion = db.session.get_one(Criterion, evidence.criterion_id)
        work.session.delete(evidence)
        work.log(AuditCode.REVIEW_EVIDENCE_REMOVED, review, criterion=criterion.code)
    return criterion


def add_finding(actor: Actor, key: str, *, severity: Severity, text: str) -> Finding:
    """Add a finding that belongs to no criterion."""
    refuse_personal_numbers(text, field="text")
    with unit_of_work(actor) as work:
        review = _to_score(work, key)
        words = _given(text, field="text", longest=4000)
        finding = work.add(Finding(review_id=review.id, severity=severity, text=words))
        work.log(AuditCode.REVIEW_FINDING_CHANGED, review, added=severity.value)
    return finding


def remove_finding(actor: Actor, key: str, *, finding_id: int) -> None:
    """Take a free finding away; one that an answer opened goes with its answer."""
    with unit_of_work(actor) as work:
        review = _to_score(work, key)
        finding = next(
            (f for f in review.findings if f.id == finding_id and f.criterion_id is None), None
        )
        if finding is None:
            raise NotFound(thing="finding", id=finding_id)
        work.session.delete(finding)
        work.log(AuditCode.REVIEW_FINDING_CHANGED, review, removed=finding.severity.value)


def give_verdict(
    actor: Actor, key: str, *, verdict: Verdict | None, reason: str, revision: int
) -> Review:
    """Save the verdict and its reason as they are given.

    :raises Conflict: when the review changed since *revision*.
    """
    refuse_personal_numbers(reason, field="reason")
    with unit_of_work(actor) as work:
        review = _to_score(work, key)
        same = (Review.id == review.id, Review.revision == revision)
        written = work.session.execute(
            update(Review)
            .where(*same)
            .values(revision=revision + 1, verdict=verdict, verdict_reason=reason.strip() or None)
        )
        if not written.rowcount:  # type: ignore[attr-defined]
            raise Conflict(theirs=review.verdict_reason or "", version=review.revision)
        work.session.refresh(review)
        work.log(AuditCode.REVIEW_VERDICT_GIVEN, review, verdict=verdict.value if verdict else None)
    return review


def submit(actor: Actor, key: str) -> Review:
    """Hand the review in and score it; the caseworker is asked as soon as nobody is to be blind.

    :raises Incomplete: when an answer, a comment, the verdict or a reply to the second reader is
        missing.
    :raises Invalid: when a failed critical criterion speaks against the verdict unexplained.
    """
    with unit_of_work(actor) as work:
        review = _to_score(work, key)
        follow_conditions(actor, review, to_the_end=True)
        answers = queries.lay_out(actor, review).plain()
        scoring.check_complete(answers)
        check_replied(actor, review)
        if review.verdict is None:
            raise Incomplete(verdict=True)
        scoring.check_verdict(answers, review.verdict, reason=review.verdict_reason or "")
        share = scoring.score(answers)
        review.score_share = None if share is None else float(share)
        review.state = after(REVIEW_STEPS, review.state, ReviewStep.SUBMIT)
        review.submitted_at = clock.now()
        work.log(AuditCode.REVIEW_SUBMITTED, review, verdict=review.verdict.value)
        work.tell(ReviewSubmitted(review.id, review.round_id))
        open_what_waited(actor, review.round_id)
    return review
