"""How a drawn round stands, group by group: drawn, replaced, missing, and what is left."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import lazy_gettext as _l

from review_app.domain.access import Permission, can
from review_app.domain.actors import Actor
from review_app.domain.designs import Grouping, weight_warnings
from review_app.domain.draw import Method
from review_app.domain.verify_draw import Pick
from review_app.features.rounds import queries_draws
from review_app.models import Draw, Round, RoundCase
from review_app.models.bundles import picks_of

DRAWN_WEIGHTS = {
    "wide-weights": _l(
        "The heaviest case weighed more than 20 times the lightest, so the ranges of the figures "
        "are very wide."
    ),
    "few-per-class": _l(
        "Fewer than ten cases were drawn for each number of risk points, so the ranges of the "
        "figures are very wide."
    ),
    "one-weight": _l("Every case had the same points, so this was a simple random draw."),
}
SYSTEMATIC_WARNING = _l(
    "The figures treat this list as if it were shuffled. They hold only if its order has nothing "
    "to do with the answers."
)
SPARES = 5  # per group; all of them stand in the bundle
HIGH_REPLACEMENT_PERCENT = 10


@dataclass(frozen=True, slots=True)
class StratumState:
    """One group of a draw; the whole draw is the only one, without a label, if it has no groups.

    ``opened`` counts every case that was ever in the sample, ``replaced`` those of them that gave
    way; ``spares`` are the next of the reserve.
    """

    code: str
    label: str
    frame_size: int
    opened: int
    replaced: int
    missing: int
    left: int
    spares: Sequence[Pick]

    @property
    def in_sample(self) -> int:
        """Cases in the sample now."""
        return self.opened - self.replaced

    @property
    def replaced_share(self) -> float:
        """The share of the opened cases that gave way, 0 to 1."""
        return self.replaced / self.opened if self.opened else 0.0

    @property
    def is_much_replaced(self) -> bool:
        """Whether so many gave way that the sample may no longer stand for the frame."""
        return self.replaced_share * 100 > HIGH_REPLACEMENT_PERCENT


def strata_states(actor: Actor, found: Round) -> list[StratumState]:
    """Return the groups of a drawn round by code; none before the draw."""
    draw = found.draw
    if draw is None or draw.seed is None:
        return []
    labels = {one.code: _label(actor, found, one.code, one.label) for one in draw.strata}
    sizes = {one.code: one.frame_size for one in draw.strata} or {"": draw.frame_size}
    by_code: dict[str, list[RoundCase]] = defaultdict(list)
    for row in found.cases:
        by_code[row.stratum].append(row)
    left, spares = _reserve(draw, {row.position for row in found.cases})
    return [
        StratumState(
            code,
            labels.get(code, ""),
            size,
            opened=len(by_code[code]),
            replaced=sum(row.replacement_code is not None for row in by_code[code]),
            missing=sum(row.file_missing_at is not None for row in by_code[code]),
            left=left[code],
            spares=spares[code],
        )
        for code, size in sizes.items()
    ]


def _label(actor: Actor, found: Round, code: str, label: str) -> str:
    """Return what a group is called: caseworkers are named to those who run the round alone."""
    is_person = (found.design or {}).get("stratify_by") == Grouping.CASEWORKER
    return code if is_person and not can(actor, Permission.ROUND_RUN, found) else label


def _reserve(draw: Draw, used: set[int]) -> tuple[Counter[str], dict[str, list[Pick]]]:
    left: Counter[str] = Counter()
    spares: dict[str, list[Pick]] = defaultdict(list)
    for pick in picks_of(draw):
        if pick.position in used:
            continue
        code = pick.stratum if draw.strata else ""
        left[code] += 1
        if len(spares[code]) < SPARES:
            spares[code].append(pick)
    return left, spares


def method_warnings(actor: Actor, found: Round) -> list[object]:
    """Return what to keep in mind when reading the figures of a draw made this way."""
    draw = found.draw
    if draw is None or draw.seed is None:
        return []
    if found.method == Method.SYSTEMATIC:
        return [SYSTEMATIC_WARNING]
    if found.method != Method.PROPORTIONAL:
        return []
    weights = queries_draws.weights_drawn(actor, draw)
    return [DRAWN_WEIGHTS[code] for code in weight_warnings(weights, found.sample_size or 0)]


def may_extend(found: Round) -> bool:
    """Say whether there is a draw whose method lets it be extended."""
    return found.draw is not None and found.method not in (Method.SYSTEMATIC, Method.CENSUS)
