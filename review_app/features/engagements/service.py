"""The contract: adding an engagement, changing it, making it longer, ending it early, its cases."""

from collections.abc import Collection
from datetime import date

from review_app.domain.access import Actor, Permission, demand
from review_app.domain.audit_codes import AuditCode
from review_app.domain.errors import IllegalTransition, Incomplete, Invalid
from review_app.domain.kinds import DataRole, EngagementPurpose
from review_app.domain.personal_data import refuse_personal_numbers
from review_app.features.engagements import queries
from review_app.kernel import clock
from review_app.kernel.unit_of_work import Work, unit_of_work
from review_app.models import Engagement, EngagementCase, EngagementExtension, EngagementMember


def save_engagement(
    actor: Actor,
    key: str | None,
    *,
    firm_key: str,
    title: str,
    purpose: EngagementPurpose,
    quota: int,
    starts_on: date,
    ends_on: date,
    member_keys: Collection[str],
    data_role: DataRole = DataRole.PROCESSOR,
    agreement_reference: str = "",
    needs_second_eyes: bool = False,
) -> Engagement:
    """Add an engagement, or with *key* change one; its last day is moved by steps of their own.

    :raises Invalid: when it ends before it starts, the quota is not positive, the firm is unknown,
        or a member is no consultant of the firm.
    """
    refuse_personal_numbers(title, field="title")
    with unit_of_work(actor) as work:
        demand(actor, Permission.ENGAGEMENT_MANAGE)
        engagement = Engagement(ends_on=ends_on) if key is None else _still_open(actor, key)
        if engagement.ends_on < starts_on:
            raise Invalid(field="ends_on", reason="before start")
        if quota < 1:
            raise Invalid(field="quota", reason="not positive")
        firm_id = _firm_id(actor, firm_key)
        member_ids = _member_ids(actor, member_keys, firm_id=firm_id)
        engagement.firm_id, engagement.title = firm_id, title.strip()
        engagement.purpose, engagement.quota = purpose, quota
        engagement.starts_on, engagement.data_role = starts_on, data_role
        engagement.agreement_reference = agreement_reference.strip() or None
        engagement.needs_second_eyes = needs_second_eyes
        work.add(engagement)
        _set_members(work, engagement, member_ids)
        code = AuditCode.ENGAGEMENT_ADDED if key is None else AuditCode.ENGAGEMENT_CHANGED
        period = {"starts_on": starts_on.isoformat(), "ends_on": engagement.ends_on.isoformat()}
        work.log(code, engagement, quota=quota, members=sorted(member_ids), **period)
    return engagement


def extend_engagement(actor: Actor, key: str, *, ends_on: date, reason: str) -> Engagement:
    """Move the last day of an engagement to a later one; one that is over runs again.

    :raises Invalid: when the day is no later than the last day, or has passed.
    :raises IllegalTransition: when the engagement was ended early.
    """
    refuse_personal_numbers(reason, field="reason")
    with unit_of_work(actor) as work:
        demand(actor, Permission.ENGAGEMENT_MANAGE)
        engagement = _still_open(actor, key)
        if not reason.strip():
            raise Incomplete(fields=["reason"])
        if ends_on <= engagement.ends_on or ends_on < clock.today():
            raise Invalid(field="ends_on", reason="not later")
        work.add(
            EngagementExtension(
                engagement_id=engagement.id,
                ends_before_on=engagement.ends_on,
                ends_after_on=ends_on,
                reason=reason.strip(),
                extended_by_id=actor.id,
            )
        )
        engagement.ends_on = ends_on
        work.log(AuditCode.ENGAGEMENT_EXTENDED, engagement, ends_on=ends_on.isoformat())
    return engagement


def close_engagement(actor: Actor, key: str, *, reason: str) -> Engagement:
    """End an engagement before its last day: its members see nothing of it from this moment on.

    :raises Incomplete: without a reason.
    :raises IllegalTransition: when it was ended already, or its last day has passed.
    """
    refuse_personal_numbers(reason, field="reason")
    with unit_of_work(actor) as work:
        demand(actor, Permission.ENGAGEMENT_MANAGE)
        engagement = _still_open(actor, key)
        if engagement.has_ended_by(clock.today()):
            raise IllegalTransition(state="ended", step="close")
        if not reason.strip():
            raise Incomplete(fields=["reason"])
        engagement.closed_at, engagement.closed_by_id = clock.now(), actor.id
        engagement.close_reason = reason.strip()
        work.log(AuditCode.ENGAGEMENT_CLOSED, engagement)
    return engagement


def hand_over(actor: Actor, *, engagement_id: int, case_ids: Collection[int]) -> None:
    """Give an engagement's members sight of cases; those it has already are left alone."""
    with unit_of_work(actor) as work:
        already = set(work.session.scalars(queries.handed_over_already(actor, engagement_id)))
        for case_id in dict.fromkeys(case_ids):
            if case_id in already:
                continue
            given = work.add(
                EngagementCase(
                    engagement_id=engagement_id, case_id=case_id, handed_over_by_id=actor.id
                )
            )
            work.log(AuditCode.ENGAGEMENT_CASES_HANDED_OVER, given, case_id=case_id)


def _still_open(actor: Actor, key: str) -> Engagement:
    engagement = queries.get_engagement(actor, key)
    if engagement.closed_at is not None:
        raise IllegalTransition(state="closed", step="change")
    return engagement


def _firm_id(actor: Actor, firm_key: str) -> int:
    for firm in queries.firms(actor):
        if firm.key == firm_key:
            return firm.id
    raise Invalid(field="firm", reason="unknown")


def _member_ids(actor: Actor, keys: Collection[str], *, firm_id: int) -> set[int]:
    of_firm = {p.key: p.id for p in queries.consultants(actor) if p.firm_id == firm_id}
    if any(key not in of_firm for key in keys):
        raise Invalid(field="members", reason="of another firm")
    return {of_firm[key] for key in keys}


def _set_members(work: Work, engagement: Engagement, person_ids: set[int]) -> None:
    kept = {member.person_id: member for member in engagement.members}
    engagement.members = [
        kept.get(person_id) or EngagementMember(person_id=person_id) for person_id in person_ids
    ]
    work.session.flush()
