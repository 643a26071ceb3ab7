"""Second reading of what was handed in: asking, returning with comments, replying, passing on.

It comes after everything that must stay blind: reviews of a round are let go on only when both
reviews of its last case of two are in, and a case of two is compared instead of read.
"""

import secrets
from collections.abc import Collection, Mapping

from review_app.domain.access import Actor, Permission, demand
from review_app.domain.audit_codes import AuditCode
from review_app.domain.errors import IllegalTransition, Incomplete, Invalid, NotFound, NotPermitted
from review_app.domain.personal_data import refuse_personal_numbers
from review_app.domain.second_reading import ReadingRules, ReviewerReply, reader_among, rule_for
from review_app.domain.workflow import (
    REVIEW_STEPS,
    SECOND_READING_STEPS,
    ReviewState,
    ReviewStep,
    RoundState,
    SecondReadingState,
    SecondReadingStep,
    after,
)
from review_app.features.reviews import queries, queries_second_reading
from review_app.features.reviews.service_response import open_response
from review_app.kernel import clock
from review_app.kernel.unit_of_work import Work, unit_of_work
from review_app.models import (
    FirstAnswer,
    Review,
    SecondReading,
    SecondReadingPlan,
    SecondReadingPoint,
)

LONGEST_COMMENT = 4000
BEFORE_THE_REVIEWS = (RoundState.PLANNED, RoundState.DRAWN, RoundState.SELECTED)


def set_rules(actor: Actor, round_key: str, *, rules: ReadingRules) -> SecondReadingPlan:
    """Say which reviews of a round a colleague reads; possible until its reviews start.

    :raises IllegalTransition: when they have started, or never will.
    :raises Invalid: for a share or a number that cannot be meant.
    """
    rules.check()
    with unit_of_work(actor) as work:
        found = queries_second_reading.get_round(actor, round_key)
        work.hold(found)
        demand(actor, Permission.ROUND_RUN, found)
        if found.state not in BEFORE_THE_REVIEWS:
            raise IllegalTransition(state=found.state.value, step="second-reading")
        plan = queries_second_reading.plan_of(actor, found.id) or SecondReadingPlan(
            round_id=found.id, secret=secrets.token_hex(32)
        )
        plan.share_percent = rules.share_percent
        plan.on_failed_critical = rules.on_failed_critical
        plan.first_reviews = rules.first_reviews
        work.add(plan)
        work.log(AuditCode.REVIEW_SECOND_READING_SET, found, share_percent=rules.share_percent)
    return plan


def go_on(actor: Actor, review: Review) -> None:
    """Let a review that nobody else scored go to its second reader, or to the caseworker."""
    with unit_of_work(actor) as work:
        reading = queries_second_reading.of_review(actor, review)
        if reading is None:
            if not _ask(work, review):
                open_response(actor, review)
        elif reading.state is SecondReadingState.RETURNED:
            reading.state = after(SECOND_READING_STEPS, reading.state, SecondReadingStep.ANSWER)
            reading.answered_at = clock.now()


def _ask(work: Work, review: Review) -> bool:
    """Ask a colleague to read the review, if a rule says so and somebody can."""
    plan = queries_second_reading.plan_of(work.actor, review.round_id)
    if plan is None or not plan.rules.asks_for_any:
        return False
    rule = rule_for(
        plan.rules, queries_second_reading.as_rules_see_it(work.actor, review, plan=plan)
    )
    if rule is None:
        return False
    able = queries_second_reading.able_readers(work.actor, review)
    reader = reader_among(able, queries_second_reading.readings_by_reader(work.actor))
    if reader is None:
        work.log(AuditCode.REVIEW_SECOND_READING_WITHOUT_READER, review, rule=rule.value)
        return False
    work.add(
        SecondReading(
            review_id=review.id,
            reader_id=reader,
            reviewer_id=review.reviewer_id,
            caseworker_id=review.case.caseworker_id or review.caseworker_id,
            engagement_id=review.engagement_id,
            rule=rule,
        )
    )
    work.log(AuditCode.REVIEW_SECOND_READING_ASKED, review, rule=rule.value, reader_id=reader)
    return True


def return_it(actor: Actor, key: str, *, comments: Mapping[str, str]) -> SecondReading:
    """Give a review back to its reviewer with comments; what was answered is kept as it was.

    :param comments: what is said, by the key of the criterion.
    :raises Invalid: without a comment, or for one that is too long or holds a personal number.
    :raises IllegalTransition: when it was returned before, or the review is not handed in.
    """
    said = {key: text.strip() for key, text in comments.items() if text.strip()}
    for text in said.values():
        refuse_personal_numbers(text, field="comment")
        if len(text) > LONGEST_COMMENT:
            raise Invalid(field="comment", reason="long", longest=LONGEST_COMMENT)
    if not said:
        raise Invalid(field="comment", reason="missing")
    with unit_of_work(actor) as work:
        reading = _to_read(work, key)
        review = reading.review
        reading.state = after(SECOND_READING_STEPS, reading.state, SecondReadingStep.RETURN)
        review.state = after(REVIEW_STEPS, review.state, ReviewStep.RETURN)
        reading.returned_at = clock.now()
        _keep_first_answers(work, reading)
        for criterion_key, text in said.items():
            criterion = queries.find_criterion(actor, review, key=criterion_key)
            point = SecondReadingPoint(reading_id=reading.id, criterion_id=criterion.id)
            point.comment = text
            work.session.add(point)
        work.log(AuditCode.REVIEW_RETURNED, review, comments=len(said))
    return reading


def _to_read(work: Work, key: str) -> SecondReading:
    """Return the reading for whoever reads; a colleague may do it for the one who was asked.

    :raises IllegalTransition: when the review is not handed in.
    """
    reading = queries_second_reading.get_reading(work.actor, key)
    work.hold(reading)
    demand(work.actor, Permission.SECOND_READING_DO, reading)
    if reading.review.case.caseworker_id == work.actor.id:  # it came to them since
        raise NotPermitted(permission=Permission.SECOND_READING_DO.value)
    work.hold(reading.review)
    if reading.review.state is not ReviewState.SUBMITTED:
        raise IllegalTransition(state=reading.review.state.value, step="read")
    reading.reader_id = work.actor.id or reading.reader_id
    return reading


def _keep_first_answers(work: Work, reading: SecondReading) -> None:
    review = reading.review
    reading.first_verdict = review.verdict
    reading.first_verdict_reason = review.verdict_reason
    for answer in review.answers:
        given = {"value": answer.value, "comment": answer.comment}
        kept = FirstAnswer(reading_id=reading.id, criterion_id=answer.criterion_id, **given)
        work.session.add(kept)


def reply(
    actor: Actor, review_key: str, *, criterion_key: str, kind: ReviewerReply, text: str = ""
) -> SecondReadingPoint:
    """Save what the reviewer says to one comment; keeping an answer needs a reason.

    :raises Invalid: without that reason, or when the text holds a personal number or is too long.
    :raises IllegalTransition: unless the review was returned and not handed in again.
    """
    refuse_personal_numbers(text, field="text")
    if len(text) > LONGEST_COMMENT:
        raise Invalid(field="text", reason="long", longest=LONGEST_COMMENT)
    if kind is ReviewerReply.KEPT and not text.strip():
        raise Invalid(field="text", reason="missing")
    with unit_of_work(actor) as work:
        review = queries.get_review(actor, review_key)
        work.hold(review)
        demand(actor, Permission.REVIEW_SCORE, review)
        reading = queries_second_reading.of_review(actor, review)
        if reading is None or reading.state is not SecondReadingState.RETURNED:
            raise IllegalTransition(state=review.state.value, step="reply")
        point = next((p for p in reading.points if p.criterion.key == criterion_key), None)
        if point is None:
            raise NotFound(thing="comment", key=criterion_key)
        point.reply, point.reply_text = kind, text.strip() or None
        point.replied_at = clock.now()
        work.log(AuditCode.REVIEW_READER_REPLIED, review, criterion=point.criterion.code)
    return point


def check_replied(actor: Actor, review: Review) -> None:
    """Refuse to hand in again what was returned before every comment is answered.

    :raises Incomplete: with the codes of the criteria whose comment waits for a reply.
    """
    reading = queries_second_reading.of_review(actor, review)
    if reading is None or reading.state is not SecondReadingState.RETURNED:
        return
    waiting = [point.criterion.code for point in reading.points if point.reply is None]
    if waiting:
        raise Incomplete(replies=waiting)


def pass_on(actor: Actor, key: str, *, differing: Collection[str] = ()) -> SecondReading:
    """Let the review go on to the caseworker; where the two still differ, that is recorded.

    :param differing: the keys of the criteria on which reader and reviewer still differ.
    """
    with unit_of_work(actor) as work:
        reading = _to_read(work, key)
        reading.state = after(SECOND_READING_STEPS, reading.state, SecondReadingStep.PASS)
        reading.passed_at = clock.now()
        for point in reading.points:
            point.still_differs = point.criterion.key in differing
        differ = sum(point.still_differs for point in reading.points)
        work.log(AuditCode.REVIEW_SECOND_READING_PASSED, reading.review, still_differ=differ)
        open_response(actor, reading.review)
    return reading
