"""Which cases and deadlines an actor may read."""

from sqlalchemy import ColumnElement, Select, case, select, true

from review_app.domain.access import Actor, Role
from review_app.models.cases import Case
from review_app.models.engagements import EngagementCase
from review_app.models.timeliness import CaseDeadline
from review_app.models.visibility.ways import any_way


def may_read_case(actor: Actor) -> ColumnElement[bool]:
    """Return the condition on :class:`Case` for ``Permission.CASE_READ``."""
    handed_over = select(EngagementCase.case_id).where(
        EngagementCase.engagement_id.in_(actor.engagement_ids)
    )
    return any_way(
        actor,
        [
            (Role.CASEWORKER, Case.caseworker_id == actor.id),
            (Role.COORDINATOR, true()),
            (Role.CONSULTANT, Case.id.in_(handed_over)),
            (Role.OPERATOR, true()),
        ],
    )


def visible_cases(actor: Actor) -> Select[Case]:
    """Select the cases the actor may read (``Permission.CASE_READ``)."""
    return select(Case).where(may_read_case(actor))


def may_read_case_number(actor: Actor) -> ColumnElement[bool]:
    """Return the condition on a readable :class:`Case` for ``Permission.CASE_READ_NUMBER``."""
    ways = [(Role.CASEWORKER, Case.caseworker_id == actor.id), (Role.COORDINATOR, true())]
    return any_way(actor, ways)


def case_name(actor: Actor) -> ColumnElement[str]:
    """Return what the actor calls a readable case: its number, or to outsiders its key alone."""
    return case((may_read_case_number(actor), Case.number), else_=Case.key)


def visible_deadlines(actor: Actor) -> Select[CaseDeadline]:
    """Select the deadlines of the cases the actor may read (``Permission.DEADLINE_READ``)."""
    return (
        select(CaseDeadline).join(Case, Case.id == CaseDeadline.case_id).where(may_read_case(actor))
    )
