"""When what was handed in goes on: to a second reader or the caseworker, or to be compared.

As long as one case of a round that two review lacks one of its reviews, nothing of the round goes
on. Otherwise a review that stayed behind when others went on would tell its reviewer that somebody
else has the same case.
"""

from review_app.domain.access import OPERATOR, Actor
from review_app.features.reviews import queries_comparing
from review_app.features.reviews.service_comparing import compare
from review_app.features.reviews.service_second_reading import go_on
from review_app.kernel.db import db
from review_app.kernel.unit_of_work import unit_of_work
from review_app.models import Round
from review_app.models.visibility import visible_rounds


def open_what_waited(actor: Actor, round_id: int) -> None:
    """Let every review of a round that was handed in go on, if nobody has to stay blind."""
    with unit_of_work(actor) as work:
        work.session.flush()
        seconds = queries_comparing.seconds_of(actor, round_id)
        if seconds:
            # Of two last reviews handed in at once, the second must see the first.
            work.hold(
                db.session.scalars(visible_rounds(OPERATOR).where(Round.id == round_id)).one()
            )
            if queries_comparing.is_anybody_blind(actor, round_id):
                return
        for review in queries_comparing.waiting_to_go_on(actor, round_id):
            second = seconds.get(review.id)
            if second is None:
                go_on(actor, review)
            else:
                compare(actor, review, second=second)
