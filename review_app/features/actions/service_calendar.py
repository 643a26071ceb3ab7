"""The secret address of one's own due days: made, replaced, ended."""

from review_app.domain.access import Actor, Permission, demand
from review_app.domain.audit_codes import AuditCode
from review_app.features.actions import queries_calendar
from review_app.kernel import clock
from review_app.kernel.unit_of_work import Work, unit_of_work
from review_app.models import CalendarFeed


def make_feed(actor: Actor) -> CalendarFeed:
    """Make the actor a new address; the one before leads nowhere from now on."""
    with unit_of_work(actor) as work:
        demand(actor, Permission.ACCOUNT_USE)
        assert actor.id is not None
        _end(work, queries_calendar.own_feed(actor))
        feed = work.add(CalendarFeed(person_id=actor.id))
        work.log(AuditCode.CALENDAR_MADE, feed)
    return feed


def end_feed(actor: Actor) -> None:
    """End the actor's address, if there is one."""
    with unit_of_work(actor) as work:
        demand(actor, Permission.ACCOUNT_USE)
        _end(work, queries_calendar.own_feed(actor))


def _end(work: Work, feed: CalendarFeed | None) -> None:
    if feed is not None:
        feed.ended_at = clock.now()
        work.log(AuditCode.CALENDAR_ENDED, feed)
