"""Pages of the figures, the same as files, and the package to check them with."""

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from review_app.domain.access import Permission
from review_app.domain.errors import NoEstimate
from review_app.domain.figure_files import as_json
from review_app.features.insights import (
    forms,
    presenters,
    presenters_files,
    presenters_methods,
    queries,
    service,
)
from review_app.kernel.downloads import as_file
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
        figures = queries.get_figures(current_actor(), key, view=forms.view_of(request.args))
    except NoEstimate as refusal:
        return render_template("insights/refused.html", facts=refusal.facts), refusal.status
    return render_template(
        "insights/show.html",
        figures=figures,
        scopes=[figures.scope],
        say=presenters,
        how=presenters_methods,
    )


@blueprint.get("/<key>/criteria/<code>")
@requires(Permission.FIGURES_READ)
def show_criterion(key: str, code: str) -> ResponseReturnValue:
    """Show one criterion in all and in each stratum, with how far it could move."""
    bounds = forms.view_of(request.args).bounds
    across = queries.get_criterion(current_actor(), key, code=code, bounds=bounds)
    scopes = [across.figures.scope, *(scope for _stratum, scope, _line in across.strata)]
    return render_template(
        "insights/criterion.html",
        across=across,
        figures=across.figures,
        scopes=scopes,
        say=presenters,
        how=presenters_methods,
    )


@blueprint.get("/<key>/figures.csv")
@requires(Permission.FIGURES_READ)
def download(key: str) -> ResponseReturnValue:
    """Give all figures as a table, the method beside every bound."""
    content = presenters_files.as_csv(_every_scope(key))
    return as_file(content, f"figures-{key}.csv")


@blueprint.get("/<key>/figures.json")
@requires(Permission.FIGURES_READ)
def download_json(key: str) -> ResponseReturnValue:
    """Give the same figures for other programs, each with its sentence in both languages."""
    content = as_json(presenters_files.as_plain(_every_scope(key)))
    return as_file(content, f"figures-{key}.json")


@blueprint.post("/<key>/package")
@requires(Permission.FIGURES_READ_SMALL)
def take_package(key: str) -> ResponseReturnValue:
    """Give the package of a round; by POST, since taking it out is entered in the logs."""
    content = service.take_package(current_actor(), key)
    return as_file(content, f"round-{key}.zip")


def _every_scope(key: str) -> list[queries.RoundFigures]:
    actor = current_actor()
    bounds = forms.view_of(request.args).bounds
    return queries.every_scope(actor, queries.get_sample(actor, key), bounds=bounds)
