"""How far two blind reviews of the same case agree, in all and criterion by criterion."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import String, cast, func, not_, or_, select
from sqlalchemy.orm import aliased

from review_app.domain.access import Actor, Permission, demand, may_ever
from review_app.domain.agreement import Agreement, agreement
from review_app.domain.errors import NoEstimate, NotFound
from review_app.domain.estimation import is_withheld
from review_app.domain.kinds import RoundPurpose
from review_app.domain.publication import Counted
from review_app.domain.scoring import AnswerValue
from review_app.domain.workflow import ReviewState
from review_app.kernel.db import db
from review_app.models import (
    ChecklistSection,
    Criterion,
    Review,
    ReviewAnswer,
    Round,
    RoundCase,
)
from review_app.models.visibility import rounds_still_blind, visible_rounds

CATEGORIES = [value.value for value in AnswerValue]


@dataclass(frozen=True, slots=True)
class Pair:
    """Two answers to one criterion of one case, and whose reviews they stand in.

    ``team`` and ``caseworker`` are those of the case when it was drawn.
    """

    case: int
    criterion: int
    first: AnswerValue
    second: AnswerValue
    reviewers: tuple[int, int]
    caseworker: str
    team: int | None

    @property
    def is_alike(self) -> bool:
        """Whether the two gave the same answer."""
        return self.first is self.second

    @property
    def counted(self) -> Counted:
        """What a table by team counts: a case, and whether the two agree on it."""
        return Counted(str(self.criterion), self.team, None, self.caseworker, self.is_alike)


@dataclass(frozen=True, slots=True)
class AgreementLine:
    """A criterion with its agreement (``None``: nothing to compare, or withheld).

    ``unlike`` counts the cases by the two answers that differ, the more frequent first.
    """

    criterion: Criterion
    found: Agreement | None
    unlike: Sequence[tuple[AnswerValue, AnswerValue, int]]
    is_withheld: bool
    is_small: bool = False  # withheld from those who read no rows


@dataclass(frozen=True, slots=True)
class RoundAgreement:
    """How far the reviewers of a round agree; ``found`` is ``None`` without a finished pair.

    ``double`` cases were reviewed twice and both reviews are handed in, out of ``planned`` of
    ``cases``. What is withheld from this reader holds no number; blind is who reviews in the round
    as long as somebody's review is not handed in.
    """

    round: Round
    found: Agreement | None
    lines: Sequence[AgreementLine]
    double: int
    planned: int
    cases: int
    is_withheld: bool
    is_blind: bool = False


def get_agreement(actor: Actor, key: str) -> RoundAgreement:
    """Return the agreement of a measure round, from pairs of reviews that are both handed in.

    Nothing is told of a case as long as one of its two reviewers could still be swayed by it.

    :raises NotFound: when there is no such round, or none the actor may know of.
    :raises NoEstimate: when the round's cases were picked by hand.
    """
    demand(actor, Permission.FIGURES_READ)
    found = db.session.scalar(visible_rounds(actor).where(Round.key == key))
    if found is None:
        raise NotFound(thing="round", key=key)
    if found.purpose is not RoundPurpose.MEASURE:
        raise NoEstimate(reason="purposive", title=found.title)
    return _told(actor, found, by_criterion=True)


def agreement_beside(actor: Actor, found: Round) -> RoundAgreement:
    """Return the agreement in all of a measure round whose figures are being read."""
    demand(actor, Permission.FIGURES_READ)
    return _told(actor, found, by_criterion=False)


def _told(actor: Actor, found: Round, *, by_criterion: bool) -> RoundAgreement:
    cases, planned = _counts(found)
    if planned and _is_blind(actor, found):
        return RoundAgreement(found, None, [], 0, 0, cases, is_withheld=False, is_blind=True)
    pairs = pairs_of(actor, found) if planned else []
    rows = may_ever(actor, Permission.FIGURES_READ_SMALL)
    double = len({pair.case for pair in pairs})
    hidden = not rows and bool(pairs) and _is_small(pairs)
    lines, whole = [], None
    if pairs and not hidden:
        whole = _agreement(pairs, cases=cases)
    if whole and by_criterion:
        lines = _lines(found, pairs, cases=cases, may_read_rows=rows)
    return RoundAgreement(found, whole, lines, double, planned, cases, hidden)


def _lines(
    found: Round, pairs: Sequence[Pair], *, cases: int, may_read_rows: bool
) -> list[AgreementLine]:
    by_criterion: dict[int, list[Pair]] = {}
    for pair in pairs:
        by_criterion.setdefault(pair.criterion, []).append(pair)
    lines = []
    for criterion in _criteria(found.version_id):
        own = by_criterion.get(criterion.id, [])
        small = bool(own) and _is_small(own)
        if small and not may_read_rows:
            lines.append(AgreementLine(criterion, None, [], is_withheld=True, is_small=True))
        else:
            told = _agreement(own, cases=cases)
            lines.append(AgreementLine(criterion, told, _unlike(own), False, is_small=small))
    return lines


def _is_small(pairs: Sequence[Pair]) -> bool:
    return is_withheld(len({p.case for p in pairs}), len({p.caseworker for p in pairs}))


def _unlike(pairs: Sequence[Pair]) -> list[tuple[AnswerValue, AnswerValue, int]]:
    """Count the unlike pairs, whichever of the two reviewers gave which answer."""
    order = list(AnswerValue)
    found: dict[tuple[AnswerValue, AnswerValue], int] = {}
    for pair in pairs:
        if not pair.is_alike:
            low, high = sorted((pair.first, pair.second), key=order.index)
            found[low, high] = found.get((low, high), 0) + 1
    return [(*kinds, count) for kinds, count in sorted(found.items(), key=lambda one: -one[1])]


def _agreement(pairs: Sequence[Pair], *, cases: int) -> Agreement | None:
    """Return the agreement on these pairs; answers about one case are taken together."""
    items = [
        {str(p.reviewers[0]): p.first.value, str(p.reviewers[1]): p.second.value} for p in pairs
    ]
    try:
        return agreement(
            items,
            categories=CATEGORIES,
            clusters=[pair.case for pair in pairs],
            population=max(cases, len({pair.case for pair in pairs})),
        )
    except NoEstimate:
        return None


def pairs_of(_actor: Actor, found: Round) -> list[Pair]:
    """Return the answers of the pairs of reviews that are both handed in.

    What one of the two was not asked has one answer, and so no pair: that they differed is counted
    where they did, at the criterion it hangs on.
    """
    first, second = aliased(Review), aliased(Review)
    one, other = aliased(ReviewAnswer), aliased(ReviewAnswer)
    known = cast(RoundCase.caseworker_id, String)
    handler = func.coalesce(known, "?" + RoundCase.caseworker_label, "?")
    rows = db.session.execute(
        select(
            first.round_case_id,
            one.criterion_id,
            one.value,
            other.value,
            first.reviewer_id,
            second.reviewer_id,
            handler,
            RoundCase.team_id,
        )
        .select_from(second)
        .join(first, first.id == second.second_of_id)
        .join(RoundCase, RoundCase.id == first.round_case_id)
        .join(one, one.review_id == first.id)
        .join(other, (other.review_id == second.id) & (other.criterion_id == one.criterion_id))
        .where(
            first.round_id == found.id,
            RoundCase.replaced_at.is_(None),
            first.submitted_at.is_not(None),
            second.submitted_at.is_not(None),
            first.state != ReviewState.CANCELLED,
            second.state != ReviewState.CANCELLED,
            not_(or_(one.is_hidden, other.is_hidden)),  # one of the two was not asked
        )
        .order_by(first.round_case_id, one.criterion_id)
    )
    return [Pair(c, k, a, b, (r, s), who, team) for c, k, a, b, r, s, who, team in rows if a and b]


def _counts(found: Round) -> tuple[int, int]:
    """Return the cases that stand in the round, and how many of them are to be reviewed twice."""
    second = aliased(Review)
    is_second = (second.round_case_id == RoundCase.id) & second.second_of_id.is_not(None)
    cases, planned = db.session.execute(
        select(func.count(RoundCase.id), func.count(second.id))
        .outerjoin(second, is_second & (second.state != ReviewState.CANCELLED))
        .where(RoundCase.round_id == found.id, RoundCase.replaced_at.is_(None))
    ).one()
    return cases, planned


def _is_blind(actor: Actor, found: Round) -> bool:
    """Say whether the actor reviews in the round while somebody's review could still be swayed."""
    blind = rounds_still_blind(actor).where(Review.round_id == found.id)
    return bool(db.session.scalar(select(blind.exists())))


def _criteria(version_id: int | None) -> Sequence[Criterion]:
    return db.session.scalars(
        select(Criterion)
        .join(ChecklistSection)
        .where(ChecklistSection.version_id == version_id)
        .order_by(ChecklistSection.position, Criterion.position)
    ).all()
