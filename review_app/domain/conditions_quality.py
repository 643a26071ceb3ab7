"""Conditions of the policy on second readings and on how somebody scores."""

from datetime import date, timedelta
from typing import Any

from review_app.domain.actors import Actor

DAYS_ALONE = 14  # with one's own figures, before others see them


def reviewed_by_another(actor: Actor, reading: Any) -> bool:
    """Nobody is the second reader of their own review."""
    return actor.id is not None and bool(reading.reviewer_id != actor.id)


def about_themselves(actor: Actor, showing: Any) -> bool:
    """Hold for figures of the actor's own scoring."""
    return actor.id is not None and bool(showing.person_id == actor.id)


def opened_to_others(_actor: Actor, showing: Any) -> bool:
    """Hold once the reviewer let others see the figures, or had them alone for long enough."""
    return bool(showing.is_opened)


def open_from(shown_on: date) -> date:
    """Return the day from which others see what a reviewer was shown on *shown_on*."""
    return shown_on + timedelta(days=DAYS_ALONE)
