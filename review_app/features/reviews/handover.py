"""What handing reviews over would come to, worked out before anything is changed."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from review_app.domain.assignment import Capacity, CaseToReview, share_out
from review_app.domain.workflow import ReviewState
from review_app.models import Person, Review

Barred = Mapping[int, set[int]]


@dataclass(frozen=True, slots=True)
class Move:
    """One review and who takes it over."""

    review: Review
    taker: Person

    @property
    def has_begun(self) -> bool:
        """Whether somebody has answered something; the taker then starts afresh."""
        return self.review.state is ReviewState.IN_PROGRESS


@dataclass(frozen=True, slots=True)
class LoadChange:
    """How many reviews of the round a person has before and after."""

    person: Person
    before: int
    after: int
    most: int | None = None

    @property
    def is_too_many(self) -> bool:
        """Whether it is more than they wanted to take."""
        return self.most is not None and self.after > self.most


@dataclass(frozen=True, slots=True)
class Handover:
    """The consequence: what goes to whom, and what nobody can take."""

    moves: Sequence[Move]
    stuck: Sequence[Review]
    loads: Sequence[LoadChange]


def plan_handover(
    reviews: Iterable[Review],
    takers: Sequence[Person],
    *,
    barred: Barred,
    capacities: Mapping[int, Capacity],
    loads: Mapping[int, int],
) -> Handover:
    """Share *reviews* out among *takers*, by weight; what all are barred from stays.

    :param barred: who cannot take a review, by the case's place in the round.
    :param loads: how many reviews of the round each person has now.
    """
    people = {person.id: person for person in takers}
    taken: dict[int, set[int]] = {place: set(ids) for place, ids in barred.items()}
    now = Counter(loads)
    moves: list[Move] = []
    stuck: list[Review] = []
    for wave in _waves(reviews):
        able = [r for r in wave if people.keys() - taken.get(r.round_case_id, set())]
        stuck += [r for r in wave if r not in able]
        cases = [CaseToReview(r.id, frozenset(taken.get(r.round_case_id, set()))) for r in able]
        chosen = share_out(
            cases, list(people), capacities=capacities, reviews_already=now, may_exceed=True
        )
        for review in able:
            taker_id = chosen[review.id]
            taken.setdefault(review.round_case_id, set()).add(taker_id)
            now[taker_id] += 1
            now[review.reviewer_id] -= 1
            moves.append(Move(review, people[taker_id]))
    return Handover(moves, stuck, _changes(moves, loads, now, capacities))


def _waves(reviews: Iterable[Review]) -> Iterator[list[Review]]:
    """Part the reviews so that no two of one case are given away at the same time."""
    waiting = list(reviews)
    while waiting:
        of_place = {review.round_case_id: review for review in reversed(waiting)}
        wave = [review for review in waiting if of_place[review.round_case_id] is review]
        yield wave
        waiting = [review for review in waiting if review not in wave]


def _changes(
    moves: Iterable[Move],
    before: Mapping[int, int],
    after: Mapping[int, int],
    capacities: Mapping[int, Capacity],
) -> list[LoadChange]:
    concerned = {p.id: p for move in moves for p in (move.taker, move.review.reviewer)}
    return [
        LoadChange(
            person,
            before.get(id_, 0),
            after.get(id_, 0),
            capacities.get(id_, Capacity()).most,
        )
        for id_, person in sorted(concerned.items(), key=lambda one: (one[1].name, one[0]))
    ]
