"""Words of the pages of second readings and of how somebody scores."""

from collections.abc import Mapping

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from review_app.domain.access import Actor, Permission, can
from review_app.domain.errors import Invalid
from review_app.domain.reviewer_quality import Apart, Drift, Lean
from review_app.domain.workflow import ReviewState, SecondReadingState
from review_app.features.reviews import queries_second_reading
from review_app.kernel.gate import current_actor
from review_app.kernel.i18n import language, show_points, show_share
from review_app.models import Review, SecondReading, SecondReadingPoint

LEANINGS = {
    Lean.STRICTER: _l("You find more that is not met than the others do."),
    Lean.MILDER: _l("You find less that is not met than the others do."),
    Lean.UNCLEAR: _l("No clear difference: what differs may be chance."),
    Lean.TOO_FEW: _l("Too few cases to say; ten on either side are needed."),
    Lean.ONE_OTHER: _l("Only one other reviewer: the figure would be that colleague's."),
}
LEANINGS_OF_ANOTHER = {
    **LEANINGS,
    Lean.STRICTER: _l("Finds more that is not met than the others do."),
    Lean.MILDER: _l("Finds less that is not met than the others do."),
}
CHANGES = {
    Lean.STRICTER: _l("Stricter beside the others in the later rounds than in the earlier."),
    Lean.MILDER: _l("Milder beside the others in the later rounds than in the earlier."),
    Lean.UNCLEAR: _l("No clear change: what differs may be chance."),
    Lean.TOO_FEW: _l("Too few cases in one half of the rounds to say."),
    Lean.ONE_OTHER: _l("Only one other reviewer in one half of the rounds."),
}


def about(review: Review) -> SecondReading | None:
    """Return the second reading of a review, for those who may know of it."""
    return queries_second_reading.reading_about(current_actor(), review)


def remarks(review: Review) -> Mapping[int, SecondReadingPoint]:
    """Return what a second reader says, by criterion, while the reviewer is to answer it."""
    reading = about(review)
    if reading is None or reading.state is not SecondReadingState.RETURNED:
        return {}
    return {point.criterion_id: point for point in reading.points}


def part_of(actor: Actor, reading: SecondReading) -> str:
    """Return what the actor can do with a reading: "return", "pass" or nothing."""
    is_in = reading.review.state is ReviewState.SUBMITTED
    if not is_in or not can(actor, Permission.SECOND_READING_DO, reading):
        return ""
    steps = {SecondReadingState.ASKED: "return", SecondReadingState.ANSWERED: "pass"}
    return steps.get(reading.state, "")


def range_of(found: Apart | Drift) -> str:
    """Write the range of a difference in percentage points."""
    if found.low is None or found.high is None:
        return "–"
    return str(
        _("%(low)s to %(high)s points", low=show_points(found.low), high=show_points(found.high))
    )


def share_of(share: float | None) -> str:
    """Write a share."""
    return "–" if share is None else show_share(share)


def why_not(refusal: Invalid) -> str:
    """Say in words why something could not be kept."""
    reason, field = str(refusal.facts.get("reason")), str(refusal.facts.get("field"))
    sentences = {
        ("comment", "missing"): _("Write at least one comment to return the review."),
        ("comment", "long"): _("That is too long. A few sentences are enough."),
        ("text", "long"): _("That is too long. A few sentences are enough."),
        ("text", "missing"): _("Write why you keep the answer."),
    }
    personal = _("That holds a CPR number. Personal numbers are never stored here.")
    if reason == "personal-number":
        return str(personal)
    return str(sentences.get((field, reason), _("That cannot be used. Look again.")))


def section_name(names: tuple[str, str]) -> str:
    """Return a section's title (da, en) in the reader's language."""
    return names[0] if language() == "da" else names[1]
