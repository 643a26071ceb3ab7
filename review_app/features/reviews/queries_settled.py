"""Laying out what came of two reviews of one case, for everybody who reads the first."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import replace

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from review_app.domain.access import Actor
from review_app.domain.workflow import ReviewState
from review_app.features.reviews.sheet import Line, Part, Sheet
from review_app.kernel.db import db
from review_app.models import Comparison, Evidence, Review, ReviewAnswer, SettledAnswer

OPENED = (ReviewState.IN_RESPONSE, ReviewState.SETTLED)


def settlement_of(_actor: Actor, review: Review) -> Comparison | None:
    """Return what two reviews were settled on, once the first of them went to the caseworker.

    Whoever may read the review reads it so; that there were two is another matter.
    """
    return review.comparison if review.state in OPENED else None


def as_settled(actor: Actor, sheet: Sheet, *, settlement: Comparison) -> Sheet:
    """Return the sheet with the settled answers in place of the first reviewer's own."""
    settled = {s.criterion_id: s for s in _settled(settlement)}
    second = {a.criterion_id: a for a in _answers(settlement.second_review_id)}
    both_ids = {settlement.review_id, settlement.second_review_id}
    evidence = evidence_of(actor, both_ids)

    def _line(line: Line) -> Line:
        came_out, other = settled.get(line.criterion.id), second.get(line.criterion.id)
        if came_out is None:
            return line
        both = [a for a in (line.answer, other) if a and a.value is came_out.value]
        rests_on = {a.review_id for a in both} or both_ids
        pointed = [e for e in evidence[line.criterion.id] if e.review_id in rests_on]
        finding = line.finding if line.finding and not line.finding.is_set_aside else None
        return replace(
            line,
            settled=came_out,
            answer=both[0] if both else None,
            evidence=pointed,
            finding=finding,
        )

    parts = [Part(part.section, [_line(line) for line in part.lines]) for part in sheet.parts]
    return replace(sheet, parts=parts, settlement=settlement)


def evidence_of(_actor: Actor, review_ids: Collection[int]) -> dict[int, list[Evidence]]:
    """Return what the answers of these reviews point to, by criterion."""
    by_criterion = defaultdict(list)
    pointed = select(Evidence).where(Evidence.review_id.in_(review_ids))
    query = pointed.options(joinedload(Evidence.case_event)).order_by(Evidence.id)
    for each in db.session.scalars(query):
        by_criterion[each.criterion_id].append(each)
    return by_criterion


def _settled(settlement: Comparison) -> Sequence[SettledAnswer]:
    query = select(SettledAnswer).where(SettledAnswer.review_id == settlement.review_id)
    return db.session.scalars(query).all()


def _answers(review_id: int) -> Sequence[ReviewAnswer]:
    return db.session.scalars(select(ReviewAnswer).where(ReviewAnswer.review_id == review_id)).all()
