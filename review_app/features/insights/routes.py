"""Pages of the figures."""

from flask import Blueprint, Response, render_template
from flask.typing import ResponseReturnValue

from review_app.domain.access import Permission
from review_app.domain.errors import NoEstimate
from review_app.features.insights import presenters, queries
from review_app.kernel.gate import current_actor, requires

blueprint = Blueprint("insights", __name__, url_prefix="/figures")


@blueprint.get("")
@requires(Permission.FIGURES_READ)
def list_rounds() -> ResponseReturnValue:
    """List the measure rounds with figures."""
    return render_template("insights/list.html", lines=queries.list_rounds(current_actor()))


@blueprint.get("/<key>")
@requires(Permission.FIGURES_READ)
def show_round(key: str) -> ResponseReturnValue:
    """Show the figures of a measure round; say why there are none of a learn round."""
    try:
        figures = queries.get_figures(current_actor(), key)
    except NoEstimate as refusal:
        return render_template("insights/refused.html", facts=refusal.facts), refusal.status
    return render_template(
        "insights/show.html",
        figures=figures,
        extremes=presenters.extremes(figures),
        methods=presenters.methods(figures),
        answers=presenters.answer_words(),
        say=presenters,
    )


@blueprint.get("/<key>/figures.csv")
@requires(Permission.FIGURES_READ)
def download(key: str) -> ResponseReturnValue:
    """Give the figures as a file, the method beside every bound."""
    figures = queries.get_figures(current_actor(), key)
    answer = Response(presenters.as_csv(figures), mimetype="text/csv")
    answer.headers["Content-Disposition"] = f"attachment; filename=figures-{key}.csv"
    return answer
