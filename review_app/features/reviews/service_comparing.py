"""Settling where two reviews of one case differ; what each of the two gave stays as it is."""

from collections.abc import Sequence
from dataclasses import dataclass

from review_app.domain import double_scoring, scoring
from review_app.domain.access import Actor, Permission, can, demand
from review_app.domain.audit_codes import AuditCode
from review_app.domain.double_scoring import CANNOT_AGREE
from review_app.domain.errors import IllegalTransition, Invalid, NotFound
from review_app.domain.kinds import SettlingWay
from review_app.domain.personal_data import refuse_personal_numbers
from review_app.domain.workflow import REVIEW_STEPS, ReviewStep, after
from review_app.features.reviews import queries_comparing
from review_app.features.reviews.service_response import open_response
from review_app.features.reviews.service_standing import keep_finding
from review_app.features.reviews.service_urgent import open_to_both
from review_app.kernel import clock
from review_app.kernel.unit_of_work import Work, unit_of_work
from review_app.models import (
    Comparison,
    Criterion,
    Finding,
    Review,
    SettledAnswer,
    SettlingOffer,
)

LONGEST_REASON = 4000


@dataclass(frozen=True, slots=True)
class Said:
    """What somebody says a point shall be settled on; without a value, that it cannot be."""

    value: str = ""
    reason: str = ""
    cannot_agree: bool = False


def compare(actor: Actor, first: Review, *, second: Review) -> None:
    """Open two reviews of a case to each other; what is alike is settled at once."""
    with unit_of_work(actor) as work:
        comparison = _open(work, first, second)
        one, other = (queries_comparing.own_answers(actor, side) for side in (first, second))
        for criterion_id, value in one.items():
            same = double_scoring.alike(value, other[criterion_id])
            if same is not None:
                row = {"criterion_id": criterion_id, "value": same, "way": SettlingWay.AGREED}
                work.session.add(SettledAnswer(review_id=first.id, **row))
        if first.verdict is second.verdict:
            comparison.verdict, comparison.verdict_way = first.verdict, SettlingWay.AGREED
        work.log(AuditCode.REVIEW_COMPARING, first, second_review_id=second.id)
        _finish_if_settled(work, comparison)


def _open(work: Work, first: Review, second: Review) -> Comparison:
    first.state = after(REVIEW_STEPS, first.state, ReviewStep.COMPARE)
    first.blind_to_id = second.blind_to_id = None
    open_to_both(work.actor, first)
    return work.add(
        Comparison(
            round_id=first.round_id,
            case_id=first.case_id,
            engagement_id=first.engagement_id,
            first=first,
            second=second,
            first_reviewer_id=first.reviewer_id,
            second_reviewer_id=second.reviewer_id,
            caseworker_id=first.case.caseworker_id or first.caseworker_id,
        )
    )


def settle(actor: Actor, key: str, *, criterion_key: str | None, said: Said) -> Comparison:
    """Say what one point shall be settled on; without a criterion, the verdict.

    Of the two reviewers each says it, and when both say the same it is their consensus. The third
    reviewer decides. Any other coordinator records, with a reason, what the two agreed on.

    :raises IllegalTransition: when the point is settled.
    :raises Invalid: without an answer, or without the reason that a decision needs.
    """
    refuse_personal_numbers(said.reason, field="reason")
    with unit_of_work(actor) as work:
        comparison = _to_settle(work, key)
        criterion = _open_point(actor, comparison, criterion_key)
        if can(actor, Permission.COMPARISON_OFFER, comparison):
            _offer(work, comparison, criterion, said)
        elif can(actor, Permission.COMPARISON_DECIDE, comparison):
            _decide(work, comparison, criterion, said)
        else:
            demand(actor, Permission.COMPARISON_RECORD, comparison)
            _record(work, comparison, criterion, said)
    return comparison


def _to_settle(work: Work, key: str) -> Comparison:
    comparison = queries_comparing.get_comparison(work.actor, key)
    work.hold(comparison)
    if not comparison.is_open:
        raise IllegalTransition(state="settled", step="settle")
    return comparison


def _open_point(
    actor: Actor, comparison: Comparison, criterion_key: str | None
) -> Criterion | None:
    if criterion_key is None:
        if comparison.verdict is not None:
            raise IllegalTransition(state="settled", step="settle")
        return None
    asked = queries_comparing.criteria_of(actor, comparison)
    criterion = next((one for one in asked if one.key == criterion_key), None)
    if criterion is None:
        raise NotFound(thing="criterion", key=criterion_key)
    if criterion.id in queries_comparing.settled_values(actor, comparison):
        raise IllegalTransition(state="settled", step="settle")
    return criterion


def _offer(work: Work, comparison: Comparison, criterion: Criterion | None, said: Said) -> None:
    value = _value(criterion, said)
    place = criterion.id if criterion else None
    offers = [o for o in comparison.offers if o.criterion_id == place]
    own = next((o for o in offers if o.person_id == work.actor.id), None)
    if own is None:
        own = SettlingOffer(criterion_id=place, person_id=work.actor.id)
        comparison.offers.append(own)
    own.value, own.reason = value, _reason(said, is_needed=False)
    own.offered_at = clock.now()
    code = criterion.code if criterion else "verdict"
    work.log(AuditCode.REVIEW_SETTLING_OFFERED, comparison.first, point=code, value=value)
    other = next((o for o in offers if o.person_id != work.actor.id), None)
    if other is not None and other.value == value:
        reasons = dict.fromkeys(filter(None, (other.reason, own.reason)))
        _settle(work, comparison, criterion, said, reason="\n\n".join(reasons))


def _decide(work: Work, comparison: Comparison, criterion: Criterion | None, said: Said) -> None:
    if said.cannot_agree:
        raise Invalid(field="value", reason="missing")
    reason = _reason(said, is_needed=True)
    way = SettlingWay.THIRD_REVIEWER
    _settle(work, comparison, criterion, said, reason=reason, way=way)


def _record(work: Work, comparison: Comparison, criterion: Criterion | None, said: Said) -> None:
    _settle(work, comparison, criterion, said, reason=_reason(said, is_needed=True))


def _value(criterion: Criterion | None, said: Said) -> str:
    """Return the code of what was said.

    :raises Invalid: when it is none that fits the point.
    """
    if said.cannot_agree:
        return CANNOT_AGREE
    known: Sequence[str] = list(scoring.AnswerValue if criterion else scoring.Verdict)
    if said.value not in known:
        raise Invalid(field="value", reason="missing")
    return said.value


def _reason(said: Said, *, is_needed: bool) -> str | None:
    reason = said.reason.strip()
    if is_needed and not reason:
        raise Invalid(field="reason", reason="missing")
    if len(reason) > LONGEST_REASON:
        raise Invalid(field="reason", reason="long", longest=LONGEST_REASON)
    return reason or None


def _settle(
    work: Work,
    comparison: Comparison,
    criterion: Criterion | None,
    said: Said,
    *,
    reason: str | None,
    way: SettlingWay = SettlingWay.CONSENSUS,
) -> None:
    value, way = _value(criterion, said), SettlingWay.CANNOT_AGREE if said.cannot_agree else way
    if criterion is None:
        comparison.verdict = double_scoring.settled_verdict(value, way)
        comparison.verdict_way, comparison.verdict_by_id = way, work.actor.id
        comparison.verdict_reason = reason or None
    else:
        settled = SettledAnswer(review_id=comparison.review_id, criterion_id=criterion.id)
        settled.value = double_scoring.settled_answer(value, way)
        settled.way, settled.reason, settled.settled_by_id = way, reason or None, work.actor.id
        work.add(settled)
    code = criterion.code if criterion else "verdict"
    details = {"point": code, "value": value, "way": way.value}
    work.log(AuditCode.REVIEW_TWO_ANSWERS_SETTLED, comparison.first, **details)
    _finish_if_settled(work, comparison)


def _finish_if_settled(work: Work, comparison: Comparison) -> None:
    """Send the first review on with the settled answers once nothing is open any more."""
    work.session.flush()
    settled = queries_comparing.settled_values(work.actor, comparison)
    criteria = queries_comparing.criteria_of(work.actor, comparison)
    if comparison.verdict is None or any(c.id not in settled for c in criteria):
        return
    answers = [_plain(criterion, settled[criterion.id]) for criterion in criteria]
    if not _verdict_holds(comparison, answers):
        _reopen_verdict(work, comparison)
        return
    first, second = comparison.first, comparison.second
    share = scoring.score(answers)
    first.score_share = None if share is None else float(share)
    for criterion in criteria:
        came_out = settled[criterion.id]
        keep_finding(
            work.actor,
            first,
            criterion=criterion,
            value=came_out.value,
            text=came_out.reason or "",
            other=next((f for f in second.findings if f.criterion_id == criterion.id), None),
        )
    _take_over_free_findings(work, comparison)
    second.state = after(REVIEW_STEPS, second.state, ReviewStep.MERGE)
    comparison.settled_at = clock.now()
    work.log(AuditCode.REVIEW_PAIR_SETTLED, first, second_review_id=second.id)
    open_response(work.actor, first)


def _plain(criterion: Criterion, settled: SettledAnswer) -> scoring.Answer:
    return scoring.Answer(
        criterion=criterion.code,
        weight=criterion.weight,
        is_critical=criterion.is_critical,
        value=settled.value,
    )


def _verdict_holds(comparison: Comparison, answers: Sequence[scoring.Answer]) -> bool:
    assert comparison.verdict is not None
    sides = (comparison.first, comparison.second)
    own = [side.verdict_reason for side in sides if side.verdict is comparison.verdict]
    given = " ".join(filter(None, [comparison.verdict_reason, *own]))
    try:
        scoring.check_verdict(answers, comparison.verdict, reason=given)
    except Invalid:
        return False
    return True


def _reopen_verdict(work: Work, comparison: Comparison) -> None:
    """A critical criterion was settled as failed: "in accordance" needs a reason it did not."""
    comparison.verdict = comparison.verdict_way = comparison.verdict_reason = None
    comparison.verdict_by_id = None
    for offer in [o for o in comparison.offers if o.criterion_id is None]:
        comparison.offers.remove(offer)


def _take_over_free_findings(work: Work, comparison: Comparison) -> None:
    for finding in comparison.second.findings:
        if finding.criterion_id is None:
            taken = {"severity": finding.severity, "text": finding.text, "copy_of_id": finding.id}
            work.session.add(Finding(review_id=comparison.review_id, **taken))


def ask_third(actor: Actor, key: str, *, person_id: int) -> Comparison:
    """Ask a third reviewer to decide what is still open.

    :raises Invalid: when the person cannot: one of the two, the caseworker, or no reviewer.
    """
    with unit_of_work(actor) as work:
        comparison = _to_settle(work, key)
        demand(actor, Permission.COMPARISON_ASK_THIRD, comparison)
        able = queries_comparing.third_candidates(actor, comparison)
        if person_id not in {person.id for person in able}:
            raise Invalid(field="third", reason="unknown")
        comparison.third_reviewer_id = person_id
        work.log(AuditCode.REVIEW_THIRD_ASKED, comparison.first, third_reviewer_id=person_id)
    return comparison
