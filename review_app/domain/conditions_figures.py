"""What must be true of an indicator or a remark, besides the role, for the policy to open it."""

from typing import Any

from review_app.domain.actors import Actor
from review_app.domain.indicators import IndicatorSource
from review_app.domain.openness import audiences_of


def entered_by_people(_actor: Actor, indicator: Any) -> bool:
    """Hold when people write the numbers; computed ones are figures of the casework."""
    return bool(indicator.source == IndicatorSource.ENTERED)


def of_the_house_or_their_team(actor: Actor, indicator: Any) -> bool:
    """Hold for what is about the whole house, and about the actor's own teams."""
    return indicator.team_id is None or indicator.team_id in actor.team_ids


def with_a_measure_of_theirs(actor: Actor, remark: Any) -> bool:
    """Hold when the actor promised to do something about the remark."""
    return any(measure.owner_id == actor.id for measure in remark.measures)


def opened_to_them(actor: Actor, publication: Any) -> bool:
    """Hold when the figures were opened to an audience the actor belongs to."""
    return bool(audiences_of(actor) & publication.open_to)
