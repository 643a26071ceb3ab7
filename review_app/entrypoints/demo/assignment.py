"""Somebody goes away, and a review they have not begun goes to a colleague."""

from datetime import timedelta

from review_app.entrypoints.demo.people import Town
from review_app.features.identity import service_absences
from review_app.features.reviews import queries_assignment, service_assignment
from review_app.features.reviews.service_assignment import AgreedMove
from review_app.kernel import clock
from review_app.models import Round

AWAY, STANDS_IN = "Niels Nellike", "Signe Syren"


def go_away(town: Town, found: Round, *, lead: str) -> None:
    """Let one reviewer say when they are away, and hand one of their reviews over."""
    away, stands_in = town.people[AWAY], town.people[STANDS_IN]
    first = clock.today() + timedelta(days=7)
    service_absences.declare_absence(
        town.actor(AWAY), away.key, from_on=first, to_on=first + timedelta(days=6)
    )
    actor = town.actor(lead)
    theirs = [
        one.review
        for one in queries_assignment.unfinished(actor, found)
        if one.review.reviewer_id == away.id
    ]
    plan = queries_assignment.plan_for(
        actor, found, review_keys={theirs[-1].key}, taker_key=stands_in.key
    )
    moves = [AgreedMove(m.review.key, m.taker.key, m.review.state) for m in plan.moves]
    service_assignment.hand_over(actor, found.key, moves=moves)
