"""Words of the figures of responses, and their file."""

from flask_babel import gettext as _

from review_app.domain.kinds import ResponseKind
from review_app.domain.response_figures import Tally
from review_app.domain.workflow import ObjectionState
from review_app.features.reviews.queries_responses import ResponseFigures
from review_app.kernel.i18n import in_language, show_number, show_share
from review_app.kernel.spreadsheet_writing import OutCell, write_csv

DECIDED = [state for state in ObjectionState if state is not ObjectionState.OPEN]


def sentences(found: ResponseFigures) -> list[str]:
    """Say in words what the numbers come to."""
    reviews, whole = found.reviews, found.whole
    if not reviews.all:
        return [_("No caseworker has been heard on a review here yet.")]
    told = [
        _(
            "Of %(all)s reviews the caseworkers answered %(answered)s (%(share)s); %(silent)s "
            "periods ran out without an answer.",
            all=reviews.all,
            answered=reviews.answered,
            share=show_share(reviews.answered / reviews.all),
            silent=reviews.silent,
        )
    ]
    objections = sum(whole.outcomes.values())
    if objections:
        moved = sum(whole.outcomes[state] for state in DECIDED if state is not ObjectionState.KEPT)
        told.append(
            _(
                "%(objections)s objections were made; %(moved)s of the %(decided)s decided ones "
                "led to another answer or a dilemma.",
                objections=objections,
                moved=moved,
                decided=len(whole.days),
            )
        )
    if whole.median_days is not None:
        days = show_number(whole.median_days, 1)
        told.append(_("Half of them were decided within %(days)s working days.", days=days))
    return told


def cells(told: Tally) -> list[int]:
    """Return what was said, then what came of the objections, then what is open."""
    said = [told.said[kind] for kind in (*ResponseKind, None)]
    return [told.answers, *said, *(told.outcomes[state] for state in ObjectionState)]


def as_csv(found: ResponseFigures) -> bytes:
    """Return the figures by criterion as a file; codes as in the database, never words."""
    columns = ["criterion", "question", "answers", *ResponseKind, "silence"]
    columns += [f"objections-{state.value}" for state in ObjectionState]
    columns.append("median-working-days")
    rows: list[list[OutCell]] = [
        [c.code, in_language(c, "question"), *cells(told), told.median_days]
        for c, told in found.criteria
    ]
    if not found.is_withheld:
        rows.append(["", "", *cells(found.whole), found.whole.median_days])
    return write_csv([str(column) for column in columns], rows)
