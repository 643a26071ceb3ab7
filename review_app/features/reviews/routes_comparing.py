"""The pages on which two reviews of one case are held against each other and settled."""

from collections.abc import Callable

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from review_app.domain.access import Permission
from review_app.domain.double_scoring import CANNOT_AGREE
from review_app.domain.errors import Invalid
from review_app.features.reviews import (
    forms,
    presenters_comparing,
    queries_comparing,
    service_comparing,
)
from review_app.features.reviews.routes_response import blueprint
from review_app.features.reviews.service_comparing import Said
from review_app.kernel.gate import current_actor, requires
from review_app.kernel.reading_log import note_reading
from review_app.models import Comparison

__all__ = ["blueprint"]


@blueprint.get("/comparisons")
@requires(Permission.COMPARISON_READ)
def list_comparisons() -> ResponseReturnValue:
    """List the cases two people reviewed: those still to be settled, or those that are."""
    actor = current_actor()
    is_open = request.args.get("view") != "settled"
    page = queries_comparing.list_comparisons(
        actor, is_open=is_open, after=request.args.get("after")
    )
    return render_template(
        "reviews/comparisons.html",
        page=page,
        is_open=is_open,
        open_counts=queries_comparing.open_counts(actor, page.rows),
    )


@blueprint.get("/comparisons/<key>")
@requires(Permission.COMPARISON_READ)
def show_comparison(key: str) -> ResponseReturnValue:
    """Show both reviews of a case side by side, what is open first."""
    return _page(key)


def _page(key: str, **sent: str) -> str:
    """Draw the page; *sent* says ``why`` a form could not be used so."""
    actor = current_actor()
    comparison = queries_comparing.get_comparison(actor, key)
    note_reading(actor, comparison, case_key=comparison.case.key, purpose="reviews-compared")
    both = queries_comparing.side_by_side(actor, comparison)
    shown = {"both": both, "comparison": comparison, "own_id": actor.id}
    shown |= presenters_comparing.page_words(actor, comparison)
    return render_template("reviews/comparison.html", **shown, **sent)


@blueprint.post("/comparisons/<key>/settle")
@requires(Permission.COMPARISON_READ)
def settle(key: str) -> ResponseReturnValue:
    """Say what one point shall be settled on."""
    criterion_key = request.form.get("criterion") or None
    value = request.form.get("value", "")
    said = Said(
        value="" if value == CANNOT_AGREE else value,
        reason=request.form.get("reason", ""),
        cannot_agree=value == CANNOT_AGREE,
    )

    def step() -> Comparison:
        return service_comparing.settle(
            current_actor(), key, criterion_key=criterion_key, said=said
        )

    return _back_after(key, step)


@blueprint.post("/comparisons/<key>/third")
@requires(Permission.COMPARISON_ASK_THIRD)
def ask_third(key: str) -> ResponseReturnValue:
    """Ask a third reviewer to decide what is open."""
    person_id = forms.number_of(request.form.get("third"), field="third")
    return _back_after(
        key, lambda: service_comparing.ask_third(current_actor(), key, person_id=person_id)
    )


def _back_after(key: str, step: Callable[[], Comparison]) -> ResponseReturnValue:
    try:
        comparison = step()
    except Invalid as refusal:
        return _page(key, why=presenters_comparing.why_not(refusal)), 422
    done = _("Everything is settled. The caseworker has been asked for a response.")
    flash(_("Saved.") if comparison.is_open else done, "success")
    return redirect(url_for("reviews.show_comparison", key=key))
