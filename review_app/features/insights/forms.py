"""What the address of a page of figures asks for."""

from collections.abc import Mapping

from review_app.domain.estimation import CONFIDENCE_PERCENT
from review_app.domain.figure_kinds import CONFIDENCES, Bounds
from review_app.features.insights.queries import View

TOGETHER = "together"


def view_of(args: Mapping[str, str]) -> View:
    """Read stratum, confidence and kind of bounds from an address; what is odd is left out."""
    text = args.get("confidence", "")
    percent = int(text) if text.isdecimal() and int(text) in CONFIDENCES else CONFIDENCE_PERCENT
    return View(args.get("stratum", ""), Bounds(percent, args.get("bounds") == TOGETHER))
