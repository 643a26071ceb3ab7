"""The forms of handing reviews over."""

from collections.abc import Iterable

from flask_babel import lazy_gettext as _l
from wtforms import TextAreaField
from wtforms.validators import InputRequired, Length

from review_app.domain.errors import Invalid
from review_app.domain.workflow import ReviewState
from review_app.features.reviews.service_assignment import AgreedMove
from review_app.kernel.forms import HouseForm, not_blank


class ReasonForm(HouseForm):
    """Why."""

    reason = TextAreaField(_l("Reason"), [InputRequired(), not_blank, Length(max=2000)])


def moves_of(given: Iterable[str]) -> list[AgreedMove]:
    """Read the moves that the page showed, each as ``review taker state``.

    :raises Invalid: when one is none.
    """
    moves = []
    for text in given:
        review_key, _, rest = text.partition(" ")
        taker_key, _, state = rest.partition(" ")
        if state not in set(ReviewState):
            raise Invalid(field="moves", reason="changed")
        moves.append(AgreedMove(review_key, taker_key, ReviewState(state)))
    return moves
