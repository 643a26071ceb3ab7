"""The page of how far notes reach."""

from flask import render_template, request
from flask.typing import ResponseReturnValue

from review_app.domain.access import Permission
from review_app.features.knowledge import queries_reach
from review_app.features.knowledge.routes_files import blueprint
from review_app.kernel.gate import current_actor, requires

__all__ = ["blueprint"]


@blueprint.get("/reach")
@requires(Permission.FIGURES_READ)
def show_reach() -> ResponseReturnValue:
    """Show how often notes were read and helped; never by whom."""
    actor = current_actor()
    return render_template(
        "knowledge/reach.html",
        page=queries_reach.list_reach(actor, after=request.args.get("after")),
        whole=queries_reach.reach_of_all(actor),
        fewest=queries_reach.FEWEST,
    )
