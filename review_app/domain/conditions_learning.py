"""What must be true of engagements and of feedback that a colleague reads before it is sent."""

from typing import Any

from review_app.domain.actors import Actor
from review_app.domain.workflow import FeedbackState


def engaged_in_it(actor: Actor, engagement: Any) -> bool:
    """Hold for the members of an engagement while it runs."""
    return engagement.id in actor.engagement_ids


def waits_for_reader(_actor: Actor, feedback: Any) -> bool:
    """Hold while somebody other than its writer is asked to read the feedback."""
    return bool(feedback.state == FeedbackState.WITH_READER)


def shown_for_reading(actor: Actor, feedback: Any) -> bool:
    """Hold for a colleague while it waits for a reader, and for whoever read it ever after."""
    return waits_for_reader(actor, feedback) or bool(
        actor.id is not None and feedback.reader_id == actor.id
    )
