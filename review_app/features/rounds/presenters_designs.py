"""What the step of method and size shows: groups with their sizes, weights, warnings, answers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from review_app.domain import planning
from review_app.domain.actors import Actor
from review_app.domain.designs import Grouping, SamplingDesign, weight_warnings
from review_app.domain.draw import Method
from review_app.domain.errors import Invalid
from review_app.domain.estimation import Estimate, estimate, expected
from review_app.domain.frames import FrameFilter
from review_app.domain.planning import Allocation
from review_app.features.rounds import queries_draws, queries_frames
from review_app.models import Round

GUESS = "guess:"
USUAL_SIZES = (20, 40, 60, 94, 150)
SMALL_FRAME = 30
UNEVEN_EFFECT = Fraction(13, 10)

DESIGN_FAULTS: Mapping[str, object] = {
    "not-in-frame": _l("Choose between 1 and the number of cases there are."),
    "percent": _l("Write whole percentages between 1 and 99 as guesses."),
    "points": _l("Points are whole numbers from 0 to 100."),
    "missing": _l("This is needed for the method you chose."),
    "": _l("This cannot be right."),
}
WEIGHT_WORDS = {
    "wide-weights": _l(
        "The heaviest case weighs more than 20 times the lightest. The ranges of the figures will "
        "be very wide; use fewer points."
    ),
    "few-per-class": _l(
        "There are fewer than ten cases to draw for each number of points. The ranges of the "
        "figures will be very wide; draw more cases, or use fewer kinds of points."
    ),
    "one-weight": _l(
        "Every case has the same points, so this is a simple random draw. Give points to something "
        "that some cases have and others do not."
    ),
}


@dataclass(frozen=True, slots=True)
class PlannedSize:
    """What a sample of one size would say, in percentage points and cases."""

    size: int
    low_percent: int
    high_percent: int
    points: int
    most_when_none: int
    is_census: bool


@dataclass(frozen=True, slots=True)
class StratumPlan:
    """One group: how many cases it has, how many are drawn, and the guess typed in."""

    key: str
    label: str
    frame_size: int
    size: int | None
    guess: int | None


@dataclass(frozen=True, slots=True)
class Wishes:
    """What somebody wants to know before choosing a number of cases; shares run from 0 to 1."""

    margin: Fraction | None = None
    guess: Fraction = Fraction(1, 2)
    tolerance: Fraction | None = None
    confidence_percent: int = 95
    design_effect: Fraction | None = None


@dataclass(frozen=True, slots=True)
class Answers:
    """How many cases the wishes ask for, and what the number chosen would tell."""

    precision: planning.PlannedSize | None
    discovery: planning.PlannedDiscovery | None
    told: Sequence[Estimate]


@dataclass(frozen=True, slots=True)
class DesignPreview:
    """What a design would draw from a frame; ``size`` is ``None`` while something is missing."""

    total: int
    design: SamplingDesign | None
    size: int | None = None
    fault: object = ""
    strata: Sequence[StratumPlan] = ()
    weights: Sequence[tuple[int, int]] = ()
    warnings: Sequence[object] = ()
    answers: Answers | None = None
    sizes: Sequence[PlannedSize] = ()


def preview(
    actor: Actor,
    found: Round,
    *,
    design: SamplingDesign | None,
    wishes: Wishes,
    fault: object = "",
) -> DesignPreview:
    """Work out what a design would draw from the round's frame as it stands."""
    chosen = FrameFilter.read(found.frame_filter)
    grouping = Grouping(design.stratify_by) if design and design.stratify_by else Grouping.TEAM
    count = queries_frames.count_frame(actor, chosen, grouping=grouping)
    if design is None:
        answers = answer(count.total, None, wishes, effect=Fraction(1))
        return DesignPreview(count.total, None, fault=fault, answers=answers)
    strata = count.strata if design.method is Method.STRATIFIED else []
    there = {one.code: one.frame_size for one in strata} or {"": count.total}
    sizes: dict[str, int] = {}
    try:
        sizes = design.sizes(there, keys={one.code: one.key for one in strata})
    except Invalid as refusal:
        fault = fault or fault_words(refusal)
    size = sum(sizes.values()) if sizes else None
    shown = [
        StratumPlan(
            one.key, one.label, one.frame_size, sizes.get(one.code), design.guesses.get(one.key)
        )
        for one in strata
    ]
    weights: Mapping[int, int] = {}
    if design.method is Method.PROPORTIONAL:
        weights = queries_draws.count_weights(actor, chosen, design=design)
    warnings = _warnings(design, shown, weights, size or 0, count.total)
    return DesignPreview(
        count.total,
        design,
        size,
        fault,
        shown,
        sorted(weights.items()),
        warnings,
        answer(count.total, size, wishes, effect=wishes.design_effect or usual_effect(design)),
        planner(count.total, size),
    )


def usual_effect(design: SamplingDesign) -> Fraction:
    """Return how many times more cases the design needs than a simple draw, as a rule of thumb."""
    even = design.method is not Method.PROPORTIONAL and (
        design.method is not Method.STRATIFIED or design.allocation == Allocation.PROPORTIONAL
    )
    return Fraction(1) if even else UNEVEN_EFFECT


def answer(total: int, size: int | None, wishes: Wishes, *, effect: Fraction) -> Answers:
    """Answer the three questions: how precisely, none worse than so many, what a number tells."""
    sure = wishes.confidence_percent
    precision, discovery = None, None
    if wishes.margin and total:
        precision = planning.size_for_margin(
            wishes.margin,
            total,
            guess=wishes.guess,
            confidence_percent=sure,
            design_effect=effect,
        )
    if wishes.tolerance and total:
        discovery = planning.size_for_discovery(wishes.tolerance, total, confidence_percent=sure)
    fits = size is not None and 1 <= size <= total
    told = planning.what_n_tells(size or 1, total, confidence_percent=sure) if fits else []
    return Answers(precision, discovery, told)


def _warnings(
    design: SamplingDesign,
    strata: Sequence[StratumPlan],
    weights: Mapping[int, int],
    size: int,
    total: int,
) -> list[object]:
    found: list[object] = [WEIGHT_WORDS[code] for code in weight_warnings(weights, size)]
    single = sum(one.size == 1 < one.frame_size for one in strata)
    if single:
        found.append(
            ngettext(
                "%(num)s group gives one case only: its share is uncertain, and the range of the "
                "whole is a cautious guess.",
                "%(num)s groups give one case only: their shares are uncertain, and the range of "
                "the whole is a cautious guess.",
                single,
            )
        )
    if design.method is Method.SYSTEMATIC:
        found.append(SYSTEMATIC_WARNING)
    if design.method is not Method.CENSUS and 0 < total <= SMALL_FRAME:
        found.append(
            _("There are few cases. Reviewing them all leaves no doubt: choose all cases.")
        )
    return found


SYSTEMATIC_WARNING = _l(
    "This is as good as a simple draw only if the order of the list has nothing to do with the "
    "answers. If the list repeats itself, say every week or every caseworker, the draw can hit "
    "the same spot each time. When in doubt, choose the simple random draw. A systematic draw "
    "cannot be extended later."
)


def fault_words(refusal: Invalid) -> object:
    """Return what is wrong with a design in words."""
    if "least" in refusal.facts:
        return _(
            "With these groups at least %(n)s cases are needed: two from each.",
            n=refusal.facts["least"],
        )
    return DESIGN_FAULTS.get(str(refusal.facts["reason"]), DESIGN_FAULTS[""])


def planned_size(size: int, frame_size: int) -> PlannedSize | None:
    """Work out what *size* of *frame_size* cases would say; ``None`` when it cannot be drawn."""
    if not 1 <= size <= frame_size:
        return None
    half = expected(size, frame_size)
    none = estimate(0, size, frame_size=frame_size)
    points = max(half.high_share - half.share, half.share - half.low_share) * 100
    return PlannedSize(
        size,
        int(half.low_percent),
        int(-(-half.high_percent // 1)),
        round(points),
        none.high_count or 0,
        size == frame_size,
    )


def planner(frame_size: int, wished: int | None) -> list[PlannedSize]:
    """Return the usual sizes, and the one wished for, that fit the frame."""
    sizes = {size for size in USUAL_SIZES if size < frame_size} | {frame_size}
    sizes |= {wished} if wished and 1 <= wished <= frame_size else set()
    kept = [size for size in sorted(sizes) if size <= 150 or size in (wished, frame_size)]
    return [found for size in kept if (found := planned_size(size, frame_size))]
