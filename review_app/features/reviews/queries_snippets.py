"""The sentences a reviewer is offered, and the answers marked as good practice."""

from collections.abc import Sequence

from sqlalchemy import Select, not_, or_, select
from sqlalchemy.orm import joinedload

from review_app.domain.access import Actor, Permission, demand
from review_app.domain.errors import NotFound
from review_app.domain.workflow import ReviewState
from review_app.kernel.db import db
from review_app.kernel.paging import Page, after_row, page_of
from review_app.models import CommentSnippet, Review, ReviewAnswer
from review_app.models.visibility import visible_reviews

MOST = 200
OPENED = (ReviewState.IN_RESPONSE, ReviewState.SETTLED)


def _offered(actor: Actor) -> Select[CommentSnippet]:
    own_or_shared = or_(CommentSnippet.owner_id == actor.id, CommentSnippet.owner_id.is_(None))
    return select(CommentSnippet).where(own_or_shared)


def list_snippets(actor: Actor) -> Sequence[CommentSnippet]:
    """Return the sentences the actor is offered: their own first, then everybody's."""
    demand(actor, Permission.REVIEW_SCORE)
    order = (CommentSnippet.owner_id.is_(None), CommentSnippet.criterion_code, CommentSnippet.id)
    return db.session.scalars(_offered(actor).order_by(*order).limit(MOST)).all()


def get_snippet(actor: Actor, key: str) -> CommentSnippet:
    """Return one sentence.

    :raises NotFound: when there is none the actor is offered.
    """
    demand(actor, Permission.REVIEW_SCORE)
    found = db.session.scalar(_offered(actor).where(CommentSnippet.key == key))
    if found is None:
        raise NotFound(thing="snippet", key=key)
    return found


def list_good_practice(actor: Actor, *, after: str | None = None) -> Page[Review]:
    """Return the reviews with something worth sharing, newest first; only those that are open.

    What two reviewers must not know of each other is not open yet.
    """
    demand(actor, Permission.REVIEW_READ)
    marked = select(ReviewAnswer.review_id).where(
        ReviewAnswer.is_exemplary, not_(ReviewAnswer.is_hidden)
    )
    query = (
        visible_reviews(actor)
        .where(Review.state.in_(OPENED), or_(Review.is_exemplary, Review.id.in_(marked)))
        .options(joinedload(Review.case), joinedload(Review.round), joinedload(Review.reviewer))
    )
    value = Review.submitted_at
    rows = db.session.scalars(
        after_row(query, after, value=value, id_=Review.id, descending=True)
    ).all()
    return page_of(rows, lambda review: (review.submitted_at, review.id))


def exemplary_answers(actor: Actor, reviews: Sequence[Review]) -> dict[int, list[ReviewAnswer]]:
    """Return the marked answers of *reviews*, by review."""
    demand(actor, Permission.REVIEW_READ)
    query = select(ReviewAnswer).where(
        ReviewAnswer.review_id.in_([review.id for review in reviews]),
        ReviewAnswer.is_exemplary,
        not_(ReviewAnswer.is_hidden),
    )
    found: dict[int, list[ReviewAnswer]] = {}
    options = query.options(joinedload(ReviewAnswer.criterion)).order_by(ReviewAnswer.id)
    for answer in db.session.scalars(options):
        found.setdefault(answer.review_id, []).append(answer)
    return found
