"""Pages of what notes and agreed practices changed."""

from flask import render_template
from flask.typing import ResponseReturnValue

from review_app.domain.access import Permission
from review_app.domain.figure_files import as_json
from review_app.features.insights import presenters_effect, queries_effect
from review_app.features.insights.routes_agreement import blueprint
from review_app.kernel.downloads import as_file
from review_app.kernel.gate import current_actor, requires

__all__ = ["blueprint"]


@blueprint.get("/effect")
@requires(Permission.FIGURES_READ)
def list_effects() -> ResponseReturnValue:
    """Show what the newest notes and practices changed."""
    found = queries_effect.list_effects(current_actor())
    return render_template("insights/effects.html", found=found)


@blueprint.get("/effect.csv")
@requires(Permission.FIGURES_READ)
def download_effects() -> ResponseReturnValue:
    """Give the same as a table."""
    found = queries_effect.list_effects(current_actor())
    return as_file(presenters_effect.as_csv(found), "effect.csv")


@blueprint.get("/effect.json")
@requires(Permission.FIGURES_READ)
def download_effects_json() -> ResponseReturnValue:
    """Give the same for other programs."""
    found = queries_effect.list_effects(current_actor())
    return as_file(as_json(presenters_effect.as_plain(found)), "effect.json")
