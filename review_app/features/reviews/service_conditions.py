"""What follows from an answer: its finding, and which other criteria are asked at all.

A criterion that is not asked is kept, but not counted.
"""

from sqlalchemy import select

from review_app.domain import scoring
from review_app.domain.access import Actor
from review_app.features.reviews import queries
from review_app.kernel.unit_of_work import Work, unit_of_work
from review_app.models import Finding, Review, ReviewAnswer
from review_app.models.locked_checklists import AskedCriterion


def keep_finding_of(
    actor: Actor,
    answer: ReviewAnswer,
    *,
    criterion: AskedCriterion,
    severity: scoring.Severity | None,
    finding: Finding | None,
) -> None:
    """Let the review hold the finding that the answer opens, or none; *finding* is what it has."""
    with unit_of_work(actor) as work:
        if not scoring.is_failed(answer.value):
            if finding is not None:
                work.session.delete(finding)
            return
        if finding is None:
            own = {"review_id": answer.review_id, "criterion_id": criterion.id}
            finding = Finding(**own, severity=criterion.default_severity)
        finding.severity = severity or finding.severity
        finding.text = answer.comment or ""
        work.session.add(finding)


def follow_conditions(actor: Actor, review: Review) -> None:
    """Write down which criteria are not asked, and set the findings of those aside.

    Part of a unit that enters in the log what was answered. What nobody ever wrote to is written
    down as well, at revision 0: the first real answer is then no conflict.
    """
    with unit_of_work(actor) as work:
        work.session.flush()
        asking = queries.asking_of(actor, review)
        if not asking.marked and not asking.hidden:
            return
        turned = asking.marked ^ asking.hidden
        answers = _answers(work, review, turned)
        for id_ in turned:
            answer = answers.get(id_) or ReviewAnswer(
                review_id=review.id, criterion_id=id_, revision=0
            )
            answer.is_hidden = id_ in asking.hidden
            work.session.add(answer)
        of_criteria = select(Finding).where(
            Finding.review_id == review.id, Finding.criterion_id.is_not(None)
        )
        for finding in work.session.scalars(of_criteria):
            finding.is_set_aside = finding.criterion_id in asking.hidden


def _answers(work: Work, review: Review, ids: frozenset[int]) -> dict[int, ReviewAnswer]:
    if not ids:
        return {}
    own = select(ReviewAnswer).where(ReviewAnswer.review_id == review.id)
    found = work.session.scalars(own.where(ReviewAnswer.criterion_id.in_(ids)))
    return {answer.criterion_id: answer for answer in found}
