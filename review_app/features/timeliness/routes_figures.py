"""The figures of timeliness, month by month, and their file."""

from flask import render_template, request
from flask.typing import ResponseReturnValue

from review_app.domain.access import Permission
from review_app.domain.errors import NotFound
from review_app.features.timeliness import presenters_changes
from review_app.features.timeliness import presenters_figures as presenters
from review_app.features.timeliness import queries_figures as queries
from review_app.features.timeliness.queries_figures import Choice, TimelinessPage
from review_app.features.timeliness.routes_due import blueprint
from review_app.kernel import clock
from review_app.kernel.chart_files import chart_file
from review_app.kernel.downloads import as_file
from review_app.kernel.gate import current_actor, requires

__all__ = ["blueprint"]


@blueprint.get("/figures")
@requires(Permission.TIMELINESS_READ)
def figures() -> ResponseReturnValue:
    """Show how much was done in time, under one named definition."""
    actor = current_actor()
    rules, teams = queries.list_rules(actor), queries.list_teams(actor)
    page = _page(rules, teams) if rules else None
    return render_template(
        "timeliness/figures.html",
        page=page,
        rules=rules,
        teams=teams,
        tell=presenters,
        changes=presenters_changes,
    )


@blueprint.get("/figures.csv")
@requires(Permission.TIMELINESS_READ)
def download() -> ResponseReturnValue:
    """Give the months as a file: the same numbers from the same function."""
    actor = current_actor()
    rules = queries.list_rules(actor)
    if not rules:
        raise NotFound(thing="figures", key="")
    page = _page(rules, queries.list_teams(actor))
    return as_file(presenters.as_csv(page), f"timeliness-{clock.today()}.csv")


@blueprint.get("/figures/chart.<kind>")
@requires(Permission.TIMELINESS_READ)
def draw(kind: str) -> ResponseReturnValue:
    """Give the chart as a picture."""
    actor = current_actor()
    rules = queries.list_rules(actor)
    if not rules:
        raise NotFound(thing="figures", key="")
    page = _page(rules, queries.list_teams(actor))
    title, text = presenters.picture_title(page), presenters.title(page)
    return chart_file(presenters.drawing(page), kind, name="timeliness", title=title, text=text)


def _page(rules: list[Choice], teams: queries.Teams) -> TimelinessPage:
    asked = request.args.get("rule", "")
    return queries.get_figures(
        current_actor(),
        next((rule for rule in rules if rule.code == asked), rules[0]),
        definition=presenters.definition_of(request.args.get("definition", "")),
        teams=teams,
        team_key=request.args.get("team", ""),
    )
