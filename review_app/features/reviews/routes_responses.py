"""The page of how caseworkers answer, and its file."""

from flask import Response, render_template, request
from flask.typing import ResponseReturnValue

from review_app.domain.access import Permission, may_ever
from review_app.features.reviews import presenters_responses, queries_responses
from review_app.features.reviews.queries_responses import Asked
from review_app.features.reviews.routes_objections import blueprint
from review_app.kernel.downloads import as_file
from review_app.kernel.forms import day_of
from review_app.kernel.gate import current_actor, requires

__all__ = ["blueprint"]


def _asked() -> Asked:
    return Asked(
        round_key=request.args.get("round", ""),
        since=day_of(request.args.get("since"), field="since"),
        until=day_of(request.args.get("until"), field="until"),
    )


@blueprint.get("/responses")
@requires(Permission.FIGURES_READ)
def show_responses() -> ResponseReturnValue:
    """Show how caseworkers answer, and how objections are decided."""
    actor = current_actor()
    found = queries_responses.get_response_figures(actor, asked=_asked())
    return render_template(
        "reviews/responses.html",
        found=found,
        say=presenters_responses,
        rounds=queries_responses.rounds_to_choose(actor),
        may_choose_period=may_ever(actor, Permission.FIGURES_READ_SMALL),
    )


@blueprint.get("/responses.csv")
@requires(Permission.FIGURES_READ)
def download_responses() -> Response:
    """Give the figures by criterion as a file."""
    found = queries_responses.get_response_figures(current_actor(), asked=_asked())
    return as_file(presenters_responses.as_csv(found), "responses.csv")
