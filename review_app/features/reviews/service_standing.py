"""Letting another answer stand than the reviewer gave; what stood before is kept as history.

Every change after the reviewers are done goes through here: the decision on an objection and the
correction of a settled review. Findings and score follow the answer that stands.
"""

from review_app.domain import scoring
from review_app.domain.access import Actor
from review_app.domain.audit_codes import AuditCode
from review_app.domain.kinds import SettlingWay
from review_app.domain.sample_rows import UNDECIDED
from review_app.domain.scoring import AnswerValue, Severity, Verdict
from review_app.features.reviews import queries
from review_app.kernel import clock
from review_app.kernel.unit_of_work import unit_of_work
from review_app.models import AnswerChange, Criterion, Finding, Review, SettledAnswer
from review_app.models.locked_checklists import AskedCriterion


def change_answer(
    actor: Actor,
    review: Review,
    *,
    criterion: Criterion | AskedCriterion,
    value: AnswerValue,
    way: SettlingWay,
    reason: str,
    severity: Severity | None = None,
) -> AnswerChange:
    """Let *value* stand as the answer to *criterion* from now on.

    Whoever calls has asked the policy and checked the review's state. A dilemma counts as cannot
    be assessed, whatever *value* says.
    """
    if way in UNDECIDED:
        value = AnswerValue.CANNOT_BE_ASSESSED
    with unit_of_work(actor) as work:
        line = next(
            each
            for each in queries.lay_out(actor, review).lines
            if each.criterion.id == criterion.id
        )
        standing = line.settled or SettledAnswer(review_id=review.id, criterion_id=criterion.id)
        standing.value, standing.way, standing.reason = value, way, reason
        standing.settled_at, standing.settled_by_id = clock.now(), actor.id
        work.add(standing)
        change = AnswerChange(
            review_id=review.id,
            criterion_id=criterion.id,
            value_before=line.value.value if line.value else None,
            value_after=value.value,
            way=way,
            reason=reason,
            changed_by_id=actor.id,
        )
        work.add(change)
        keep_finding(actor, review, criterion=criterion, value=value, text=reason)
        if severity is not None:
            _weigh(review, criterion, severity)
        work.session.flush()
        rescore(actor, review)
        work.log(
            AuditCode.REVIEW_ANSWER_CHANGED,
            review,
            criterion=criterion.code,
            before=change.value_before,
            after=change.value_after,
            way=way.value,
        )
    return change


def change_verdict(actor: Actor, review: Review, *, verdict: Verdict, reason: str) -> AnswerChange:
    """Let another verdict stand from now on; the one that was given stays where it was given."""
    with unit_of_work(actor) as work:
        before = queries.lay_out(actor, review).verdict
        review.corrected_verdict = verdict
        change = AnswerChange(
            review_id=review.id,
            value_before=before.value if before else None,
            value_after=verdict.value,
            way=SettlingWay.CORRECTION,
            reason=reason,
            changed_by_id=actor.id,
        )
        work.add(change)
        details = {"before": change.value_before, "after": change.value_after}
        work.log(AuditCode.REVIEW_VERDICT_CHANGED, review, **details)
    return change


def rescore(actor: Actor, review: Review) -> None:
    """Set the score anew from the answers that stand."""
    share = scoring.score(queries.lay_out(actor, review).plain())
    review.score_share = None if share is None else float(share)


def keep_finding(
    actor: Actor,
    review: Review,
    *,
    criterion: Criterion | AskedCriterion,
    value: AnswerValue,
    text: str,
    other: Finding | None = None,
) -> None:
    """Let the review hold one finding where the answer is a deviation, and none where it is not.

    A finding it holds already comes back as it was; else it is taken over from *other*, the one of
    a second review, or made of *text*.
    """
    own = next((f for f in review.findings if f.criterion_id == criterion.id), None)
    failed = scoring.is_failed(value)
    if own is not None:
        own.is_set_aside = not failed
    elif failed:
        with unit_of_work(actor) as work:
            finding = Finding(
                criterion_id=criterion.id,
                severity=other.severity if other else criterion.default_severity,
                text=other.text if other else text,
                copy_of_id=other.id if other else None,
            )
            review.findings.append(finding)
            work.add(finding)


def _weigh(review: Review, criterion: Criterion | AskedCriterion, severity: Severity) -> None:
    for finding in review.findings:
        if finding.criterion_id == criterion.id:
            finding.severity = severity
