"""Scoring a case: evidence, findings, verdict, and handing the review in."""

from datetime import date

from sqlalchemy import update

from review_app.domain import scoring
from review_app.domain.access import Actor
from review_app.domain.audit_codes import AuditCode
from review_app.domain.errors import (
    Conflict,
    Incomplete,
    Invalid,
    NotFound,
)
from review_app.domain.events import ReviewSubmitted
from review_app.domain.evidence import pointed_to
from review_app.domain.kinds import EvidenceKind
from review_app.domain.personal_data import refuse_personal_numbers
from review_app.domain.scoring import Severity, Verdict
from review_app.domain.workflow import REVIEW_STEPS, ReviewStep, after
from review_app.features.reviews import queries
from review_app.features.reviews.service_answers import to_score
from review_app.features.reviews.service_conditions import follow_conditions
from review_app.features.reviews.service_opening import open_what_waited
from review_app.features.reviews.service_second_reading import check_replied
from review_app.kernel import clock
from review_app.kernel.db import db
from review_app.kernel.unit_of_work import unit_of_work
from review_app.models import CaseEvent, Criterion, Evidence, Finding, Review


def judge_as_of(actor: Actor, key: str, *, day: date | None) -> Review:
    """Say the day the casework is judged as of; later events fold away on the page."""
    with unit_of_work(actor) as work:
        review = to_score(actor, key)
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
    texts = pointed_to(kind, reference=reference, quotation=quotation)
    with unit_of_work(actor) as work:
        review = to_score(actor, key)
        criterion = queries.find_criterion(actor, review, key=criterion_key)
        evidence = Evidence(review_id=review.id, criterion_id=criterion.id, kind=kind, **texts)
        if kind is EvidenceKind.EVENT:
            evidence.case_event_id = _event_of(review, event_id).id
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
        review = to_score(actor, key)
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
        review = to_score(actor, key)
        words = _given(text, field="text", longest=4000)
        finding = work.add(Finding(review_id=review.id, severity=severity, text=words))
        work.log(AuditCode.REVIEW_FINDING_CHANGED, review, added=severity.value)
    return finding


def remove_finding(actor: Actor, key: str, *, finding_id: int) -> None:
    """Take a free finding away; one that an answer opened goes with its answer."""
    with unit_of_work(actor) as work:
        review = to_score(actor, key)
        finding = next(
            (f for f in review.findings if f.id == finding_id and f.criterion_id is None), None
        )
        if finding is None:
            raise NotFound(thing="finding", id=finding_id)
        work.session.delete(finding)
        work.log(AuditCode.REVIEW_FINDING_CHANGED, review, removed=finding.severity.value)


def give_verdict(
    actor: Actor,
    key: str,
    *,
    verdict: Verdict | None,
    reason: str,
    revision: int,
    is_exemplary: bool = False,
) -> Review:
    """Save the verdict and its reason as they are given.

    :raises Conflict: when the review changed since *revision*.
    """
    refuse_personal_numbers(reason, field="reason")
    with unit_of_work(actor) as work:
        review = to_score(actor, key)
        same = (Review.id == review.id, Review.revision == revision)
        values = {"verdict": verdict, "verdict_reason": reason.strip() or None}
        written = work.session.execute(
            update(Review)
            .where(*same)
            .values(revision=revision + 1, is_exemplary=is_exemplary, **values)
        )
        if not written.rowcount:  # type: ignore[attr-defined]
            value = review.verdict.value if review.verdict else None
            theirs = review.verdict_reason or ""
            raise Conflict(value=value, theirs=theirs, version=review.revision)
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
        review = to_score(actor, key)
        follow_conditions(actor, review)
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
