"""What the other answers ask for: a criterion that is not asked is kept, but not counted."""

from review_app.domain.access import Actor
from review_app.features.reviews import queries
from review_app.kernel.unit_of_work import unit_of_work
from review_app.models import Review, ReviewAnswer


def follow_conditions(actor: Actor, review: Review, *, to_the_end: bool = False) -> None:
    """Mark the answers to criteria that are not asked, and set their findings aside.

    Part of a unit that enters in the log what was answered. *to_the_end*, when the review is
    handed in, a criterion that is not asked is written down even if nobody ever answered it.
    """
    if not queries.has_conditions(actor, review):
        return
    with unit_of_work(actor) as work:
        work.session.flush()
        sheet = queries.as_given(actor, review)
        for line in sheet.lines:
            answer = line.answer
            if answer is None and to_the_end and not line.is_asked:
                answer = ReviewAnswer(review_id=review.id, criterion_id=line.criterion.id)
                work.session.add(answer)
            if answer is not None and bool(answer.is_hidden) == line.is_asked:
                answer.is_hidden = not line.is_asked
        hidden = {line.criterion.id for line in sheet.lines if not line.is_asked}
        for finding in review.findings:
            if finding.criterion_id is not None:
                finding.is_set_aside = finding.criterion_id in hidden
