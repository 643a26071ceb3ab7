"""Words of the pages on which reviews are handed over."""

from flask_babel import lazy_gettext as _l

from review_app.domain.errors import Invalid
from review_app.features.reviews.queries_assignment import WaitReason

REASONS = {
    WaitReason.CONFLICT: _l("Has a part in the case"),
    WaitReason.AWAY: _l("Away until it is due"),
    WaitReason.LEFT: _l("Can no longer open it"),
}
REFUSALS = {
    "changed": _l("Something changed in the meantime. Nothing was handed over; look again."),
    "unable": _l("Somebody can no longer take a review over. Nothing was handed over; look again."),
}


def why_not(refusal: Invalid) -> str:
    """Say in words why nothing was handed over."""
    return str(REFUSALS.get(str(refusal.facts.get("reason")), REFUSALS["changed"]))
