"""Planning rounds, picking cases by hand, starting the reviews, giving a round up."""

from collections.abc import Mapping, Sequence
from datetime import date

from review_app.domain.access import Permission, demand
from review_app.domain.actors import Actor
from review_app.domain.assignment import Capacity
from review_app.domain.audit_codes import AuditCode
from review_app.domain.designs import SamplingDesign
from review_app.domain.double_scoring import double_count
from review_app.domain.draw import Method
from review_app.domain.errors import IllegalTransition, Incomplete, Invalid
from review_app.domain.events import CasesChosen, RoundCancelled
from review_app.domain.frames import FrameFilter
from review_app.domain.kinds import RoundPurpose
from review_app.domain.personal_data import find_personal_numbers
from review_app.domain.workflow import ROUND_STEPS, RoundState, RoundStep, after
from review_app.features.rounds import queries, queries_draws, queries_planning
from review_app.features.rounds.service_sharing import share_out_standing
from review_app.kernel import clock
from review_app.kernel.unit_of_work import unit_of_work
from review_app.models import Round, RoundCase, RoundReviewer


def plan_round(
    actor: Actor, *, title: str, purpose: RoundPurpose, engagement_id: int | None = None
) -> Round:
    """Begin a round; everything else can follow later.

    :raises Invalid: when the engagement does not run, or the title holds a personal number.
    """
    with unit_of_work(actor) as work:
        demand(actor, Permission.ROUND_RUN)
        if find_personal_numbers(title):
            raise Invalid(field="title", reason="personal-number")
        running = {engagement.id for engagement in queries_planning.list_engagements(actor)}
        if engagement_id is not None and engagement_id not in running:
            raise Invalid(field="engagement", reason="not-running")
        method = Method.SIMPLE.value if purpose is RoundPurpose.MEASURE else None
        planned = work.add(
            Round(
                title=title.strip(),
                purpose=purpose,
                method=method,
                engagement_id=engagement_id,
                created_by_id=actor.id,
            )
        )
        work.log(AuditCode.ROUND_PLANNED, planned, purpose=purpose.value)
    return planned


def set_frame(actor: Actor, key: str, *, chosen: FrameFilter) -> Round:
    """Say which cases can be drawn; free to change until the draw is sealed."""
    with unit_of_work(actor) as work:
        found = unsealed(actor, key)
        found.frame_filter = chosen.stored()
        work.log(AuditCode.ROUND_CHANGED, found, step="frame")
    return found


def set_size(actor: Actor, key: str, *, size: int) -> Round:
    """Say how many cases to draw, each with the same chance.

    :raises Invalid: when the frame holds fewer.
    """
    return set_design(actor, key, design=SamplingDesign(size=size))


def set_design(actor: Actor, key: str, *, design: SamplingDesign) -> Round:
    """Say how the cases are drawn, and how many.

    :raises Invalid: when the frame holds fewer.
    """
    with unit_of_work(actor) as work:
        found = unsealed(actor, key)
        chosen = FrameFilter.read(found.frame_filter)
        found.sample_size = sum(queries_draws.sizes_of(actor, chosen, design=design).values())
        found.design, found.method = design.stored(), design.method.value
        work.log(
            AuditCode.ROUND_CHANGED,
            found,
            step="size",
            size=found.sample_size,
            method=design.method.value,
        )
    return found


def unsealed(actor: Actor, key: str) -> Round:
    """Return a round whose draw can still be changed.

    :raises IllegalTransition: when it was sealed, or the round is no longer planned.
    """
    found = queries.get_round(actor, key, to_run=True, locked=True)
    if found.state is not RoundState.PLANNED or found.draw is not None:
        raise IllegalTransition(state=found.state.value, step="change")
    return found


def set_reviewing(
    actor: Actor,
    key: str,
    *,
    version_key: str,
    reviewer_ids: Sequence[int],
    response_days: int,
    reviews_due_on: date | None = None,
    double_share_percent: int | None = None,
    capacities: Mapping[int, Capacity] | None = None,
) -> Round:
    """Say what the cases are held against, by whom; possible until the reviews start.

    :param double_share_percent: how many of 100 cases two people review; nothing leaves it as it
        is, and from the sealing of the draw on it can only be left.
    :param capacities: of the reviewers who do not simply take an even share, by person.
    :raises Invalid: when somebody cannot review, or one alone shall score cases twice.
    :raises NotFound: when the version is no published one.
    """
    with unit_of_work(actor) as work:
        found = queries.get_round(actor, key, to_run=True, locked=True)
        after(ROUND_STEPS, found.state, RoundStep.CANCEL)  # over, or never to start
        if found.state is RoundState.REVIEWING:
            raise IllegalTransition(state=found.state.value, step="change")
        able = {person.id for person in queries_planning.list_reviewers(actor, found)}
        if not reviewer_ids or not set(reviewer_ids) <= able:
            raise Invalid(field="reviewers", reason="unknown")
        _set_double_share(found, double_share_percent)
        if found.double_share_percent and len(set(reviewer_ids)) < 2:
            raise Invalid(field="reviewers", reason="too-few-for-two")
        version = queries_planning.get_version(actor, version_key)
        found.version, found.response_days = version, response_days
        found.reviews_due_on = reviews_due_on
        _set_reviewers(found, reviewer_ids, capacities or {})
        work.log(AuditCode.ROUND_CHANGED, found, step="reviewing", version_id=version.id)
    return found


def _set_reviewers(
    found: Round, reviewer_ids: Sequence[int], capacities: Mapping[int, Capacity]
) -> None:
    kept = {row.person_id: row for row in found.reviewers}
    found.reviewers = [kept.get(i) or RoundReviewer(person_id=i) for i in reviewer_ids]
    for row in found.reviewers:
        capacity = capacities.get(row.person_id, Capacity())
        row.weight, row.most_reviews = capacity.weight, capacity.most


def _set_double_share(found: Round, share_percent: int | None) -> None:
    """Set the share of cases that two review: of random rounds alone, and before the sealing.

    :raises IllegalTransition: when the plan was sealed with another share.
    """
    if share_percent is None or share_percent == found.double_share_percent:
        return
    double_count(share_percent, 0)
    if found.purpose is not RoundPurpose.MEASURE or found.draw is not None:
        raise IllegalTransition(state=found.state.value, step="double-share")
    found.double_share_percent = share_percent


def pick_case(actor: Actor, key: str, *, reference: str, reason: str) -> RoundCase:
    """Take a case into a ``learn`` round by hand.

    :raises Invalid: when there is no such case, or it was picked already.
    """
    with unit_of_work(actor) as work:
        found = still_picking(actor, key)
        case = queries_planning.find_case(actor, reference)
        if any(row.case_id == case.id for row in found.cases):
            raise Invalid(field="case", reason="twice")
        picked = work.add(
            RoundCase(
                round=found,
                case_id=case.id,
                position=1 + max((row.position for row in found.cases), default=0),
                reason=reason.strip(),
                caseworker_id=case.caseworker_id,
                team_id=case.team_id,
                caseworker_label=case.caseworker_label,
                team_label=case.team_label,
            )
        )
        work.log(AuditCode.ROUND_CHANGED, found, picked=case.key)
    return picked


def drop_case(actor: Actor, key: str, *, case_key: str) -> None:
    """Put a hand-picked case back before the reviews start."""
    with unit_of_work(actor) as work:
        found = still_picking(actor, key)
        row = queries.get_round_case(actor, found, key=case_key)
        work.session.delete(row)
        work.log(AuditCode.ROUND_CHANGED, found, dropped=row.case.key)


def still_picking(actor: Actor, key: str) -> Round:
    """Return a ``learn`` round whose cases can still be picked.

    :raises IllegalTransition: when it measures, or its reviews have started.
    """
    found = queries.get_round(actor, key, to_run=True, locked=True)
    if found.purpose is not RoundPurpose.LEARN or found.state is not RoundState.PLANNED:
        raise IllegalTransition(state=found.state.value, step="pick")
    return found


def select_cases(actor: Actor, key: str) -> Round:
    """Close the picking of a ``learn`` round and start its reviews.

    :raises Incomplete: when no case was picked, or it is not said how to review.
    """
    with unit_of_work(actor) as work:
        found = still_picking(actor, key)
        if not found.cases:
            raise Incomplete(field="cases")
        found.state = after(ROUND_STEPS, found.state, RoundStep.SELECT)
        work.log(AuditCode.ROUND_CASES_SELECTED, found, cases=len(found.cases))
        start_reviews(actor, key)
    return found


def start_reviews(actor: Actor, key: str) -> Round:
    """Share the chosen cases out among the reviewers; some, which nobody is told, go to two.

    :raises Incomplete: when checklist or reviewers are missing.
    :raises Invalid: when a case has no reviewer but its own caseworker, or fewer than two where
        cases are scored twice.
    """
    with unit_of_work(actor) as work:
        found = queries.get_round(actor, key, to_run=True, locked=True)
        found.state = after(ROUND_STEPS, found.state, RoundStep.START_REVIEWS)
        if not found.version_id or not found.reviewers:
            raise Incomplete(field="reviewers")
        work.session.flush()
        chosen = share_out_standing(actor, found)
        work.tell(CasesChosen(found.id, found.engagement_id, chosen))
        work.log(AuditCode.ROUND_REVIEWS_STARTED, found, reviews=len(chosen))
    return found


def cancel_round(actor: Actor, key: str, *, reason: str) -> Round:
    """Give a round up; its draw stays on record, and reviews that were started are cancelled.

    :raises Invalid: without a reason.
    """
    if not reason.strip():
        raise Invalid(field="reason", reason="empty")
    with unit_of_work(actor) as work:
        found = queries.get_round(actor, key, to_run=True, locked=True)
        found.state = after(ROUND_STEPS, found.state, RoundStep.CANCEL)
        found.cancel_reason = reason.strip()
        if found.draw is not None and found.draw.drawn_at is None:
            abandon_standing(actor, found, reason=reason)
        work.log(AuditCode.ROUND_CANCELLED, found)
        work.tell(RoundCancelled(found.id))
    return found


def abandon_standing(actor: Actor, found: Round, *, reason: str) -> None:
    """Give up the draw the round has; another one, with another number, can follow."""
    with unit_of_work(actor) as work:
        draw = found.draw
        assert draw is not None
        draw.abandoned_at, draw.abandoned_by_id = clock.now(), actor.id
        draw.abandon_reason = reason.strip()
        work.log(AuditCode.ROUND_DRAW_ABANDONED, draw, number=draw.number)
        work.session.expire(found, ["draw"])
