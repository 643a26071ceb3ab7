"""What an administrator does with engagements."""

from collections.abc import Collection
from datetime import date

from review_app.domain.access import Actor, Permission, demand
from review_app.domain.audit_codes import AuditCode
from review_app.domain.errors import Invalid
from review_app.domain.kinds import EngagementPurpose
from review_app.features.engagements import queries
from review_app.kernel.unit_of_work import Work, unit_of_work
from review_app.models import Engagement, EngagementCase, EngagementMember


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
    agreement_reference: str = "",
) -> Engagement:
    """Add an engagement, or with *key* change one. Ending it early is moving its last day.

    :raises Invalid: when it ends before it starts, the quota is not positive, the firm is unknown,
        or a member is no consultant of the firm.
    """
    with unit_of_work(actor) as work:
        demand(actor, Permission.ENGAGEMENT_MANAGE)
        if ends_on < starts_on:
            raise Invalid(field="ends_on", reason="before start")
        if quota < 1:
            raise Invalid(field="quota", reason="not positive")
        firm_id = _firm_id(actor, firm_key)
        member_ids = _member_ids(actor, member_keys, firm_id=firm_id)
        engagement = Engagement() if key is None else queries.get_engagement(actor, key)
        engagement.firm_id, engagement.title = firm_id, title.strip()
        engagement.purpose, engagement.quota = purpose, quota
        engagement.starts_on, engagement.ends_on = starts_on, ends_on
        engagement.agreement_reference = agreement_reference.strip() or None
        work.add(engagement)
        _set_members(work, engagement, member_ids)
        code = AuditCode.ENGAGEMENT_ADDED if key is None else AuditCode.ENGAGEMENT_CHANGED
        period = {"starts_on": starts_on.isoformat(), "ends_on": ends_on.isoformat()}
        work.log(code, engagement, quota=quota, members=sorted(member_ids), **period)
    return engagement


def hand_over(actor: Actor, *, engagement_id: int, case_ids: Collection[int]) -> None:
    """Give an engagement's members sight of cases; those it has already are left alone."""
    with unit_of_work(actor) as work:
        for case_id in case_ids:
            if queries.is_handed_over(actor, case_id, engagement_id=engagement_id):
                continue
            given = work.add(EngagementCase(engagement_id=engagement_id, case_id=case_id))
            work.log(AuditCode.ENGAGEMENT_CASES_HANDED_OVER, given, case_id=case_id)


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
