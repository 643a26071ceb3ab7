"""Laying out the answers that stand: settled between two reviewers, or changed since."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import replace

from sqlalchemy import bindparam, select
from sqlalchemy.orm import joinedload

from review_app.domain.access import Actor
from review_app.domain.kinds import SettlingWay
from review_app.domain.workflow import ReviewState
from review_app.features.reviews.sheet import Line, Part, Sheet
from review_app.kernel.db import db
from review_app.models import (
    AnswerChange,
    Comparison,
    Evidence,
    Review,
    ReviewAnswer,
    SettledAnswer,
)

OPENED = (ReviewState.IN_RESPONSE, ReviewState.SETTLED)
# What changed an answer after the reviewers were done: their own words stay beside it.
SINCE = (SettlingWay.OBJECTION, SettlingWay.DILEMMA, SettlingWay.CORRECTION)

EVIDENCE = (
    select(Evidence)
    .where(Evidence.review_id.in_(bindparam("review_ids", expanding=True)))
    .options(joinedload(Evidence.case_event))
    .order_by(Evidence.id)
)


def settlement_of(_actor: Actor, review: Review) -> Comparison | None:
    """Return what two reviews were settled on, once the first of them went to the caseworker.

    Whoever may read the review reads it so; that there were two is another matter.
    """
    return review.comparison if review.state in OPENED else None


def as_it_stands(actor: Actor, sheet: Sheet) -> Sheet:
    """Return the sheet with the answers that stand in place of the reviewer's own."""
    if sheet.review.state not in OPENED:
        return sheet
    settlement = settlement_of(actor, sheet.review)
    settled = {s.criterion_id: s for s in _settled(sheet.review)}
    changes = changes_of(actor, sheet.review)
    second_id = settlement.second_review_id if settlement else None
    second = {a.criterion_id: a for a in _answers(second_id)}
    both_ids = {id_ for id_ in (sheet.review.id, second_id) if id_ is not None}
    evidence = evidence_of(actor, both_ids)

    def _line(line: Line) -> Line:
        came_out = settled.get(line.criterion.id)
        if came_out is None:
            return line
        both = [a for a in (line.answer, second.get(line.criterion.id)) if a is not None]
        same = [a for a in both if a.value is came_out.value]
        rests_on = {a.review_id for a in same} or both_ids
        own_words = line.answer if came_out.way in SINCE else None
        return replace(
            line,
            settled=came_out,
            answer=same[0] if same else own_words,
            evidence=[e for e in evidence[line.criterion.id] if e.review_id in rests_on],
            changes=changes[line.criterion.id],
        )

    parts = [Part(part.section, [_line(line) for line in part.lines]) for part in sheet.parts]
    return replace(sheet, parts=parts, settlement=settlement, verdict_changes=changes[None])


def changes_of(_actor: Actor, review: Review) -> dict[int | None, list[AnswerChange]]:
    """Return the changes of what stands, by criterion, oldest first; nothing for the verdict."""
    found: dict[int | None, list[AnswerChange]] = defaultdict(list)
    query = select(AnswerChange).where(AnswerChange.review_id == review.id)
    query = query.options(joinedload(AnswerChange.changed_by)).order_by(AnswerChange.id)
    for change in db.session.scalars(query):
        found[change.criterion_id].append(change)
    return found


def evidence_of(_actor: Actor, review_ids: Collection[int]) -> dict[int, list[Evidence]]:
    """Return what the answers of these reviews point to, by criterion."""
    by_criterion = defaultdict(list)
    for each in db.session.scalars(EVIDENCE, {"review_ids": list(review_ids)}):
        by_criterion[each.criterion_id].append(each)
    return by_criterion


def _settled(review: Review) -> Sequence[SettledAnswer]:
    query = select(SettledAnswer).where(SettledAnswer.review_id == review.id)
    return db.session.scalars(query).all()


def _answers(review_id: int | None) -> Sequence[ReviewAnswer]:
    if review_id is None:
        return ()
    return db.session.scalars(select(ReviewAnswer).where(ReviewAnswer.review_id == review_id)).all()
