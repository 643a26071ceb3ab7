"""A learning case with feedback for every combination of what the policy looks at."""

from itertools import product

from review_app.domain.workflow import FeedbackState
from review_app.models import Feedback, LearningCase
from tests.cast import enter


def some_feedback(cases, me, other, engagements):
    """Enter feedback of each author, reader, caseworker, engagement and state."""
    two = (me, other)
    for n, (handler, author, reader, engagement) in enumerate(
        product(two, two, (None, *two), engagements)
    ):
        shared = {"engagement_id": engagement}
        case_id = cases[n % len(cases)].id
        chosen = [
            LearningCase(case_id=case_id, reason="r", chosen_by_id=author.id, **shared)
            for _ in FeedbackState
        ]
        enter(*chosen)
        enter(
            *(
                Feedback(
                    learning_case_id=one.id,
                    author_id=author.id,
                    reader_id=reader.id if reader else None,
                    caseworker_id=handler.id,
                    state=state,
                    **shared,
                )
                for one, state in zip(chosen, FeedbackState, strict=True)
            )
        )
