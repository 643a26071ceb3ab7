"""What an estimate is made from: how cases came to be in the sample, and what was seen of each."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TypeVar

from review_app.domain.draw import Method
from review_app.domain.errors import Invalid, NoEstimate


@dataclass(frozen=True, slots=True)
class Design:
    """How cases came to be in the sample.

    ``strata`` gives the cases of the frame for each stratum code; ``{"": N}`` without strata.

    >>> Design(Method.STRATIFIED, {"north": 120, "south": 80}).frame_size
    200
    """

    method: Method
    strata: Mapping[str, int]

    def __post_init__(self) -> None:
        if any(size < 0 for size in self.strata.values()) or not self.strata:
            raise Invalid(field="strata", reason="a stratum has at least 0 cases")

    @property
    def frame_size(self) -> int:
        """Cases in the frame."""
        return sum(self.strata.values())


@dataclass(frozen=True, slots=True)
class Observed:
    """One reviewed case, for one question.

    ``value`` says whether it has the property; ``None`` when the question does not count for this
    case. ``inclusion_share`` is its chance of being drawn, above 0 and up to 1, used only where
    cases were drawn by weight.
    """

    stratum: str = ""
    value: bool | None = None
    inclusion_share: Fraction | float = 1


@dataclass(frozen=True, slots=True)
class Measured:
    """One reviewed case with a measure from 0 to 1, such as its score or a section's share met.

    ``weight`` is what the case's own measure was divided by (the weights of the criteria that
    counted), so that a case where more counted has more to say; ``value`` is ``None`` where nothing
    counted.
    """

    stratum: str = ""
    value: Fraction | float | None = None
    weight: Fraction | float = 1
    inclusion_share: Fraction | float = 1


Seen = TypeVar("Seen", Observed, Measured)


def by_stratum(design: Design, seen: Iterable[Seen]) -> dict[str, list[Seen]]:
    """Sort what was seen by stratum; strata without cases are left out.

    :raises NoEstimate: when nothing was reviewed, or nothing of a stratum that has cases.
    :raises Invalid: when a stratum is unknown, or more was reviewed than it has cases.
    """
    found: dict[str, list[Seen]] = {code: [] for code, size in design.strata.items() if size}
    for one in seen:
        if one.stratum not in found:
            raise Invalid(field="stratum", reason="unknown", stratum=one.stratum)
        found[one.stratum].append(one)
    if not any(found.values()):
        raise NoEstimate(reason="no-cases")
    missing = tuple(sorted(code for code, cases in found.items() if not cases))
    if missing:
        raise NoEstimate(reason="stratum-unreviewed", strata=missing)
    for code, cases in found.items():
        demand_room(len(cases), design.strata[code])
    return found


def demand_room(cases: int, frame_size: int) -> None:
    """Refuse more reviewed cases than there are."""
    if cases > frame_size:
        raise Invalid(field="counts", reason=f"{cases} reviewed of {frame_size}")


def inclusion_shares_of(seen: Sequence[Seen]) -> list[float]:
    """Return each case's chance of being drawn as a number above 0 and up to 1."""
    shares = [float(one.inclusion_share) for one in seen]
    if not all(0 < share <= 1 for share in shares):
        raise Invalid(field="inclusion_share", reason="above 0 and up to 1")
    return shares
