"""Pages of two rounds side by side, and of the teams of one round."""

from flask import Response, render_template, request
from flask.typing import ResponseReturnValue

from review_app.domain.access import Permission
from review_app.domain.errors import Invalid, NoEstimate, NotFound
from review_app.features.insights import presenters_comparisons, queries_comparisons
from review_app.features.insights.queries_comparisons import RoundsCompared
from review_app.features.insights.routes_charts import blueprint
from review_app.kernel.chart_files import chart_file
from review_app.kernel.downloads import as_file
from review_app.kernel.gate import current_actor, requires

__all__ = ["blueprint"]


@blueprint.get("/compare")
@requires(Permission.FIGURES_READ)
def compare() -> ResponseReturnValue:
    """Let two rounds of one checklist be chosen, and compare them."""
    rounds = queries_comparisons.list_comparable(current_actor())
    found, refused = None, ""
    try:
        found = _comparison()
    except (Invalid, NoEstimate) as refusal:
        refused = str(refusal.facts["reason"])
    shown = {"rounds": rounds, "found": found, "refused": refused}
    page = render_template("insights/compare.html", **shown, say=presenters_comparisons)
    return page, 422 if refused else 200


@blueprint.get("/compare.csv")
@requires(Permission.FIGURES_READ)
def download_comparison() -> ResponseReturnValue:
    """Give a comparison as a file."""
    found = _comparison()
    if found is None:
        raise Invalid(field="before", reason="required")
    return as_file(presenters_comparisons.comparison_csv(found), "comparison.csv")


def _comparison() -> RoundsCompared | None:
    before, after = request.args.get("before", ""), request.args.get("after", "")
    if not before or not after:
        return None
    return queries_comparisons.get_comparison(current_actor(), before=before, after=after)


@blueprint.get("/<key>/teams")
@requires(Permission.FIGURES_READ)
def show_teams(key: str) -> ResponseReturnValue:
    """Show where the teams of a round stand on one criterion; none is ranked."""
    try:
        found = queries_comparisons.get_teams(
            current_actor(), key, criterion=request.args.get("criterion", "")
        )
    except NoEstimate as refusal:
        return render_template("insights/refused.html", facts=refusal.facts), refusal.status
    drawing = presenters_comparisons.drawing(found.funnel) if found.funnel else None
    return render_template(
        "insights/teams.html", found=found, drawing=drawing, say=presenters_comparisons
    )


@blueprint.get("/<key>/teams/chart.<kind>")
@requires(Permission.FIGURES_READ)
def draw_teams(key: str, kind: str) -> ResponseReturnValue:
    """Give the funnel as a picture."""
    criterion, say = request.args.get("criterion", ""), presenters_comparisons
    found = queries_comparisons.get_teams(current_actor(), key, criterion=criterion)
    if found.funnel is None:
        raise NotFound(thing="chart", key=key)
    drawing, text = say.drawing(found.funnel), say.funnel_sentence(found.funnel)
    return chart_file(drawing, kind, name=f"teams-{key}", title=say.title(found), text=text)


@blueprint.get("/<key>/teams.csv")
@requires(Permission.FIGURES_READ)
def download_teams(key: str) -> Response:
    """Give the teams as a file."""
    criterion = request.args.get("criterion", "")
    found = queries_comparisons.get_teams(current_actor(), key, criterion=criterion)
    return as_file(presenters_comparisons.teams_csv(found), f"teams-{key}.csv")
