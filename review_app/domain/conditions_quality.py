"""Conditions of the policy on second readings and on how somebody scores."""

from datetime import date, timedelta
from typing import Any

from review_app.domain.actors import Actor

DAYS_ALONE = 14  # with one's own figures, before others see them


def opened_to_others(_actor: Actor, showing: Any) -> bool:
    """Hold once the reviewer let others see the figures, or had them alone for long enough."""
    return bool(showing.is_opened)


def open_from(shown_on: date) -> date:
    """Return the day from which others see what a reviewer was shown on *shown_on*."""
    return shown_on + timedelta(days=DAYS_ALONE)


def not_apart_from_them(actor: Actor, thing: Any) -> bool:
    """What somebody scores in a calibration is nobody else's, nor the round it is scored in."""
    return thing.apart_for_id is None or bool(thing.apart_for_id == actor.id)


def not_hidden_from_them(actor: Actor, calibration: Any) -> bool:
    """Who takes part in a hidden calibration learns of it when it is opened."""
    return not calibration.is_hidden or actor.id not in calibration.participant_ids


def scoring_in_it(actor: Actor, calibration: Any) -> bool:
    """Hold for those who take part in a calibration."""
    return actor.id in calibration.participant_ids
