"""What an objection can be about, and which answer a decision on it leaves standing."""

from collections.abc import Collection

from review_app.domain.errors import Invalid
from review_app.domain.scoring import AnswerValue
from review_app.domain.workflow import ObjectionStep


def check_proposal(
    proposed: AnswerValue, *, stands: AnswerValue | None, offered: Collection[AnswerValue]
) -> None:
    """Refuse to propose what stands already, or what the criterion does not offer.

    :raises Invalid: with the reason ``not-offered`` or ``stands-already``.
    """
    if proposed not in offered:
        raise Invalid(field="proposed", reason="not-offered")
    if proposed is stands:
        raise Invalid(field="proposed", reason="stands-already")


def decided_value(
    step: ObjectionStep,
    *,
    stands: AnswerValue,
    proposed: AnswerValue,
    third: AnswerValue | None = None,
    offered: Collection[AnswerValue],
) -> AnswerValue:
    """Return the answer that stands after *step*; only a third answer has to be named.

    A dilemma counts as not to be assessed, whatever was answered.

    :raises Invalid: when no third answer was named, or it is one of the two.
    """
    if step is ObjectionStep.KEEP:
        return stands
    if step is ObjectionStep.CHANGE:
        return proposed
    if step is ObjectionStep.LEAVE_AS_DILEMMA:
        return AnswerValue.CANNOT_BE_ASSESSED
    if third is None or third not in offered:
        raise Invalid(field="value", reason="missing")
    if third in (stands, proposed):
        raise Invalid(field="value", reason="not-a-third")
    return third
