"""The pages on how somebody scores beside others: the reviewer's own first, then for others."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from review_app.domain.access import Permission
from review_app.features.reviews import (
    presenters_second_reading,
    queries_strictness,
    service_strictness,
)
from review_app.features.reviews.routes_second_reading import blueprint
from review_app.kernel.gate import current_actor, requires

__all__ = ["blueprint"]


@blueprint.get("/how-i-score")
@requires(Permission.REVIEW_SCORE)
def how_i_score() -> ResponseReturnValue:
    """Show reviewers how they score, once they asked to see it."""
    actor = current_actor()
    showing = queries_strictness.own_showing(actor)
    return render_template(
        "reviews/how_i_score.html",
        showing=showing,
        found=queries_strictness.strictness(actor, showing) if showing else None,
        is_new=queries_strictness.shown_today(actor),
        words=presenters_second_reading.LEANINGS,
        changes=presenters_second_reading.CHANGES,
    )


@blueprint.post("/how-i-score/show")
@requires(Permission.REVIEW_SCORE)
def show_how_i_score() -> ResponseReturnValue:
    """Bring what the reviewer is shown up to today."""
    service_strictness.show_me(current_actor())
    return redirect(url_for("reviews.how_i_score"))


@blueprint.post("/how-i-score/open")
@requires(Permission.REVIEW_SCORE)
def open_how_i_score() -> ResponseReturnValue:
    """Let coordinators and managers see it now."""
    service_strictness.open_to_others(current_actor())
    flash(_("Coordinators and managers can see it now."), "success")
    return redirect(url_for("reviews.how_i_score"))


@blueprint.get("/strictness")
@requires(Permission.STRICTNESS_READ)
def list_strictness() -> ResponseReturnValue:
    """List the reviewers whose figures are open to others, by name."""
    showings = queries_strictness.list_opened(current_actor())
    return render_template("reviews/strictness_list.html", showings=showings)


@blueprint.get("/strictness/<key>")
@requires(Permission.STRICTNESS_READ)
def show_strictness(key: str) -> ResponseReturnValue:
    """Show how another reviewer scores, as far as they have seen it themselves."""
    actor = current_actor()
    showing = queries_strictness.get_showing(actor, key)
    return render_template(
        "reviews/strictness.html",
        showing=showing,
        found=queries_strictness.strictness(actor, showing),
        words=presenters_second_reading.LEANINGS_OF_ANOTHER,
        changes=presenters_second_reading.CHANGES,
    )
