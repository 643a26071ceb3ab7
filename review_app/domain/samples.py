"""What an estimate is made from: how cases came to be in the sample, and what was seen of each."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from review_app.domain.draw import Method
from review_app.domain.errors import Invalid


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
