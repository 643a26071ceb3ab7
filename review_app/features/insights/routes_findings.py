"""Pages of what was found, and of the cases behind a count."""

from typing import Any

from flask import render_template, request
from flask.typing import ResponseReturnValue

from review_app.domain.access import Permission
from review_app.domain.errors import Invalid
from review_app.domain.figure_files import as_json
from review_app.features.insights import presenters_findings, queries_findings
from review_app.features.insights.forms_findings import answers_of, asked_of
from review_app.features.insights.queries_findings import Asked, Findings
from review_app.features.insights.routes_comparisons import blueprint
from review_app.kernel.chart_files import chart_file
from review_app.kernel.downloads import as_file
from review_app.kernel.gate import current_actor, requires
from review_app.kernel.reading_log import note_readings

__all__ = ["blueprint"]


@blueprint.get("/findings")
@requires(Permission.FIGURES_READ)
def list_findings() -> ResponseReturnValue:
    """Show what was found most often."""
    refused = ""
    try:
        found = _findings()
    except Invalid as refusal:
        refused = str(refusal.facts["field"])
        found = queries_findings.get_findings(current_actor(), Asked())
    return render_template("insights/findings.html", **_shown(found, refused)), _status(refused)


@blueprint.get("/findings.csv")
@requires(Permission.FIGURES_READ)
def download_findings() -> ResponseReturnValue:
    """Give the same as a file."""
    return as_file(presenters_findings.as_csv(_findings()), "findings.csv")


@blueprint.get("/findings.json")
@requires(Permission.FIGURES_READ)
def download_findings_json() -> ResponseReturnValue:
    """Give the same for other programs."""
    return as_file(as_json(presenters_findings.as_plain(_findings())), "findings.json")


@blueprint.get("/findings/chart.<kind>")
@requires(Permission.FIGURES_READ)
def draw_findings(kind: str) -> ResponseReturnValue:
    """Give the chart as a picture."""
    found, say = _findings(), presenters_findings
    drawing = say.drawing(found) if found.bars else None
    title, text = say.title(found), say.sentence(found)
    return chart_file(drawing, kind, name="findings", title=title, text=text)


@blueprint.get("/<key>/criteria/<code>/cases")
@requires(Permission.FIGURES_READ)
def list_cases_behind(key: str, code: str) -> ResponseReturnValue:
    """List the cases behind a count, as far as the reader may read them."""
    actor, answers = current_actor(), answers_of(request.args.getlist("answer"))
    found = queries_findings.get_cases(actor, key, code=code, answers=answers)
    note_readings(
        actor, found.round, case_keys=[row.case_key for row in found.rows], purpose="figures-read"
    )
    found = queries_findings.get_cases(actor, key, code=code, answers=answers)
    return render_template("insights/cases_behind.html", found=found, answers=answers)


def _findings() -> Findings:
    return queries_findings.get_findings(current_actor(), asked_of(request.args))


def _shown(found: Findings, refused: str) -> dict[str, Any]:
    return {
        "found": found,
        "refused": refused,
        "drawing": presenters_findings.drawing(found) if found.bars else None,
        "say": presenters_findings,
    }


def _status(refused: str) -> int:
    return 422 if refused else 200
