"""Showing a reviewer how they score, before anybody else sees it."""

from review_app.domain.access import Actor, Permission, demand
from review_app.domain.audit_codes import AuditCode
from review_app.features.reviews import queries_strictness
from review_app.kernel import clock
from review_app.kernel.unit_of_work import unit_of_work
from review_app.models import StrictnessShowing


def show_me(actor: Actor) -> StrictnessShowing:
    """Enter that the actor is shown today how they score; others see it a fortnight later."""
    with unit_of_work(actor) as work:
        demand(actor, Permission.REVIEW_SCORE)
        showing = queries_strictness.own_showing(actor)
        if showing is None or showing.shown_on != clock.today():
            showing = work.add(StrictnessShowing.of(actor.id or 0, clock.today()))
            work.log(AuditCode.REVIEWER_STRICTNESS_SHOWN, showing)
    return showing


def open_to_others(actor: Actor) -> None:
    """Let coordinators and managers see from today on what the actor was shown."""
    with unit_of_work(actor) as work:
        demand(actor, Permission.REVIEW_SCORE)
        for showing in queries_strictness.waiting_showings(actor):
            showing.opens_on = clock.today()
            work.log(AuditCode.REVIEWER_STRICTNESS_OPENED, showing)
