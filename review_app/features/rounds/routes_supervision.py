"""Planned against done, and how often one's own cases were drawn."""

from flask import render_template, request
from flask.typing import ResponseReturnValue

from review_app.domain.access import Permission
from review_app.features.rounds import (
    presenters_supervision,
    queries_own_draws,
    queries_supervision,
)
from review_app.features.rounds.routes_plans import blueprint
from review_app.kernel.downloads import as_file
from review_app.kernel.gate import current_actor, requires

__all__ = ["blueprint"]


@blueprint.get("/supervision")
@requires(Permission.SUPERVISION_READ)
def supervision() -> ResponseReturnValue:
    """Show what the recurring plans asked for and what was done, by month, plan or caseworker."""
    actor = current_actor()
    window = presenters_supervision.window_of(request.args)
    by = presenters_supervision.view_of(request.args)
    return render_template(
        "rounds/supervision/show.html",
        record=queries_supervision.get_supervision(
            actor, window=window, by_caseworker=by == presenters_supervision.CASEWORKER
        ),
        window=window,
        say=presenters_supervision,
        **presenters_supervision.page_of(actor, window, by),
    )


@blueprint.get("/supervision.csv")
@requires(Permission.SUPERVISION_READ)
def supervision_file() -> ResponseReturnValue:
    """Give what the page shows as a file."""
    window = presenters_supervision.window_of(request.args)
    by = presenters_supervision.view_of(request.args)
    record = queries_supervision.get_supervision(
        current_actor(), window=window, by_caseworker=by == presenters_supervision.CASEWORKER
    )
    name = f"supervision-{window.days[-1]:%Y-%m}-{window.until:%Y-%m}.csv"
    return as_file(presenters_supervision.as_csv(record, by), name)


@blueprint.get("/my-cases")
@requires(Permission.OWN_DRAWS_READ)
def own_draws() -> ResponseReturnValue:
    """Show a caseworker how often their own cases were drawn, against what chance gives."""
    found = queries_own_draws.own_draws(current_actor())
    return render_template("rounds/own_draws.html", found=found)
