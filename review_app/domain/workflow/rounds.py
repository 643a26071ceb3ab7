"""Where a round stands, and what can be done to it."""

from collections.abc import Mapping
from enum import StrEnum


class RoundState(StrEnum):
    """Where a round stands; a ``learn`` round is selected instead of drawn."""

    PLANNED = "planned"
    DRAWN = "drawn"
    SELECTED = "selected"
    REVIEWING = "reviewing"
    RESPONDING = "responding"
    CLOSED = "closed"
    CANCELLED = "cancelled"


class RoundStep(StrEnum):
    """What can be done to a round."""

    DRAW = "draw"
    SELECT = "select"
    START_REVIEWS = "start-reviews"
    ASK_CASEWORKERS = "ask-caseworkers"
    EXTEND = "extend"
    CLOSE = "close"
    CANCEL = "cancel"
    END_CALIBRATION = "end-calibration"


ROUND_STEPS: Mapping[tuple[RoundState, RoundStep], RoundState] = {
    (RoundState.PLANNED, RoundStep.DRAW): RoundState.DRAWN,
    (RoundState.PLANNED, RoundStep.SELECT): RoundState.SELECTED,
    (RoundState.DRAWN, RoundStep.START_REVIEWS): RoundState.REVIEWING,
    (RoundState.SELECTED, RoundStep.START_REVIEWS): RoundState.REVIEWING,
    (RoundState.REVIEWING, RoundStep.ASK_CASEWORKERS): RoundState.RESPONDING,
    (RoundState.DRAWN, RoundStep.EXTEND): RoundState.DRAWN,
    (RoundState.REVIEWING, RoundStep.EXTEND): RoundState.REVIEWING,
    (RoundState.RESPONDING, RoundStep.EXTEND): RoundState.REVIEWING,
    (RoundState.RESPONDING, RoundStep.CLOSE): RoundState.CLOSED,
    (RoundState.REVIEWING, RoundStep.END_CALIBRATION): RoundState.CLOSED,
    (RoundState.PLANNED, RoundStep.CANCEL): RoundState.CANCELLED,
    (RoundState.DRAWN, RoundStep.CANCEL): RoundState.CANCELLED,
    (RoundState.SELECTED, RoundStep.CANCEL): RoundState.CANCELLED,
    (RoundState.REVIEWING, RoundStep.CANCEL): RoundState.CANCELLED,
}
