"""Two who review the same case unknown to each other, and how they settle where they differ."""

from typing import TYPE_CHECKING

from sqlalchemy import or_, select

from review_app.domain.access import OPERATOR
from review_app.domain.scoring import AnswerValue, Verdict
from review_app.entrypoints.demo.people import Town
from review_app.features.reviews import queries_comparing, service_comparing
from review_app.features.reviews.service_comparing import Said
from review_app.kernel.db import db
from review_app.kernel.unit_of_work import unit_of_work
from review_app.models import Comparison, Criterion, Review, ReviewAnswer, Round

if TYPE_CHECKING:
    from review_app.entrypoints.demo.scoring import Pens

THIRD = "Signe Syren"


def seen_by_the_other(review: Review) -> dict[str, AnswerValue]:
    """Return what the other reviewer of the same case has answered so far, if there is one."""
    pair = or_(Review.id == review.second_of_id, Review.second_of_id == review.id)
    rows = db.session.execute(
        select(Criterion.code, ReviewAnswer.value)
        .join(ReviewAnswer, ReviewAnswer.criterion_id == Criterion.id)
        .join(Review, Review.id == ReviewAnswer.review_id)
        .where(pair)
    )
    return {code: value for code, value in rows if value is not None}


def settle_where_two_differ(town: Town, found: Round, pens: "Pens") -> None:
    """Settle all comparisons of a round but the last, in each of the ways there are."""
    still = select(Comparison).where(
        Comparison.round_id == found.id, Comparison.settled_at.is_(None)
    )
    open_ones = db.session.scalars(still.order_by(Comparison.id)).all()
    for n, comparison in enumerate(open_ones[:-1]):
        with unit_of_work(OPERATOR):
            (_by_consensus, _by_the_third, _not_at_all)[n % 3](town, comparison, pens)


def _open_keys(town: Town, comparison: Comparison) -> list[tuple[str | None, str]]:
    """Return the open points, each with what the first reviewer gave."""
    actor = town.actor(town.person(comparison.first_reviewer_id).name)
    both = queries_comparing.side_by_side(actor, comparison)
    points: list[tuple[str | None, str]] = [
        (point.first.criterion.key, point.first.value.value)
        for point in both.open_points
        if point.first is not None and point.first.value is not None
    ]
    if comparison.verdict is None:
        points.append((None, (comparison.first.verdict or Verdict.CANNOT_BE_ASSESSED).value))
    return points


def _both_say(town: Town, comparison: Comparison, key: str | None, said: Said) -> None:
    for person_id in (comparison.first_reviewer_id, comparison.second_reviewer_id):
        actor = town.actor(town.person(person_id).name)
        service_comparing.settle(actor, comparison.key, criterion_key=key, said=said)


def _by_consensus(town: Town, comparison: Comparison, pens: "Pens") -> None:
    for key, value in _open_keys(town, comparison):
        reason = pens.one_of("settling", "consensus" if key else "verdict")
        _both_say(town, comparison, key, Said(value, reason))


def _by_the_third(town: Town, comparison: Comparison, pens: "Pens") -> None:
    asker = town.actor(town.person(comparison.first_reviewer_id).name)
    third = town.people[THIRD]
    service_comparing.ask_third(asker, comparison.key, person_id=third.id)
    for key, value in _open_keys(town, comparison):
        said = Said(value, pens.one_of("settling", "third" if key else "verdict"))
        service_comparing.settle(town.actor(THIRD), comparison.key, criterion_key=key, said=said)


def _not_at_all(town: Town, comparison: Comparison, pens: "Pens") -> None:
    """Agree on all but the first point, which stays between them."""
    first, *rest = _open_keys(town, comparison)
    reason = pens.one_of("settling", "cannot-agree")
    _both_say(town, comparison, first[0], Said(reason=reason, cannot_agree=True))
    for key, value in rest:
        _both_say(town, comparison, key, Said(value, pens.one_of("settling", "consensus")))
