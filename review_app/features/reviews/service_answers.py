"""Saving the answers of a review as they are given: one by one, or a whole form at once."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from review_app.domain.access import Actor, Permission, demand
from review_app.domain.audit_codes import AuditCode
from review_app.domain.errors import Conflict, IllegalTransition, Invalid, NotPermitted
from review_app.domain.personal_data import refuse_personal_numbers
from review_app.domain.scoring import AnswerValue, Severity
from review_app.domain.workflow import REVIEW_STEPS, ReviewState, ReviewStep, after
from review_app.features.reviews import queries
from review_app.features.reviews.service_conditions import follow_conditions, keep_finding_of
from review_app.features.reviews.service_conflicts import refuse_conflict
from review_app.kernel import clock
from review_app.kernel.unit_of_work import Work, unit_of_work
from review_app.models import Finding, Review, ReviewAnswer
from review_app.models.locked_checklists import AskedCriterion


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
    """Save one answer as it is given; refusals as in :func:`save_answers`."""
    return save_answers(actor, key, entries={criterion_key: entry})[criterion_key]


def save_answers(
    actor: Actor, key: str, *, entries: Mapping[str, Entry]
) -> dict[str, ReviewAnswer]:
    """Save answers, by the key of their criterion, all or none; the first starts the review.

    :raises NotPermitted: unless the actor is the assigned reviewer and did not handle the case.
    :raises IllegalTransition: when the review was handed in.
    :raises Conflict: when somebody saved over the same revision; ``facts`` hold what now stands.
    :raises Invalid: when a comment holds a personal number, or a criterion does not offer the
        answer.
    """
    for entry in entries.values():
        refuse_personal_numbers(entry.comment, field="comment")
    with unit_of_work(actor) as work:
        review = to_score(actor, key)
        criteria = queries.find_criteria(actor, review, keys=entries)
        there = _there(work, review, [criterion.id for criterion in criteria.values()])
        saved = {
            criterion_key: _save(work, criteria[criterion_key], *there, entry, review=review)
            for criterion_key, entry in entries.items()
        }
        _flush(work)
        follow_conditions(actor, review)
    return saved


def to_score(actor: Actor, key: str) -> Review:
    """Return a review that the actor may write to now, held from others; the first starts it.

    Part of the unit that writes; refusals as in :func:`save_answers`.
    """
    with unit_of_work(actor) as work:
        review = queries.get_review(actor, key)
        work.hold(review)
        demand(actor, Permission.REVIEW_SCORE, review)
        if review.case.caseworker_id == actor.id:  # the case came to them after the review did
            raise NotPermitted(permission=Permission.REVIEW_SCORE.value)
        refuse_conflict(actor, review)
        if review.state is ReviewState.ASSIGNED:
            review.state = after(REVIEW_STEPS, review.state, ReviewStep.START)
            work.log(AuditCode.REVIEW_STARTED, review)
        if review.state is not ReviewState.IN_PROGRESS:
            raise IllegalTransition(state=review.state.value, step="score")
    return review


Answers = dict[int, ReviewAnswer]
Findings = dict[int | None, Finding]


def _there(work: Work, review: Review, criterion_ids: list[int]) -> tuple[Answers, Findings]:
    answers = select(ReviewAnswer).where(
        ReviewAnswer.review_id == review.id, ReviewAnswer.criterion_id.in_(criterion_ids)
    )
    findings = select(Finding).where(
        Finding.review_id == review.id, Finding.criterion_id.in_(criterion_ids)
    )
    return (
        {answer.criterion_id: answer for answer in work.session.scalars(answers)},
        {finding.criterion_id: finding for finding in work.session.scalars(findings)},
    )


def _save(
    work: Work,
    criterion: AskedCriterion,
    answers: Answers,
    findings: Findings,
    entry: Entry,
    *,
    review: Review,
) -> ReviewAnswer:
    if entry.value is not None and entry.value not in criterion.answers:
        raise Invalid(field="answer", reason="not-offered", criterion=criterion.code)
    answer = answers.get(criterion.id) or ReviewAnswer(
        review_id=review.id, criterion_id=criterion.id, revision=0
    )
    if answer.id and entry.edit_key is not None and answer.edit_key == entry.edit_key:
        return answer  # a retry after a lost reply
    _store(work, answer, entry)
    keep_finding_of(
        work.actor,
        answer,
        criterion=criterion,
        severity=entry.severity,
        finding=findings.get(criterion.id),
    )
    value = entry.value.value if entry.value else None
    work.log(AuditCode.REVIEW_ANSWERED, review, criterion=criterion.code, value=value)
    return answer


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
        work.session.add(answer)
        return
    # The version is compared in the UPDATE itself, whatever the database's isolation.
    same = (ReviewAnswer.id == answer.id, ReviewAnswer.revision == entry.revision)
    written = work.session.scalar(
        update(ReviewAnswer)
        .where(*same)
        .values(revision=entry.revision + 1, **values)
        .returning(ReviewAnswer)
        .execution_options(populate_existing=True)
    )
    if written is None:
        raise Conflict(
            value=answer.value.value if answer.value else None,
            theirs=answer.comment or "",
            version=answer.revision or 0,
        )


def _flush(work: Work) -> None:
    try:
        work.session.flush()
    except IntegrityError:  # another tab was first by a hair
        raise Conflict(value=None, theirs="", version=1) from None
