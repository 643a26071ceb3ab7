"""The pages of reading workflow standards; those of writing have their own module."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue

from review_app.domain.access import Permission, may_ever
from review_app.features.workflow_standards import flow_picture, forms, presenters, queries
from review_app.kernel.gate import current_actor, requires

# Under the address of the knowledge base, so that the menu shows where one is.
blueprint = Blueprint("workflow_standards", __name__, url_prefix="/knowledge/standards")


@dataclass(frozen=True, slots=True)
class StepLink:
    """A step that looks after a criterion: its number and where it is read."""

    number: int
    url: str


@blueprint.app_context_processor
def lend_steps() -> dict[str, Callable[[int], dict[str, Sequence[StepLink]]]]:
    """Let the checklists' pages lead from a criterion to its steps; one statement a page."""
    found: dict[int, dict[str, Sequence[StepLink]]] = {}

    def workflow_steps_of(checklist_id: int) -> dict[str, Sequence[StepLink]]:
        if checklist_id not in found:
            found[checklist_id] = _links(checklist_id)
        return found[checklist_id]

    return {"workflow_steps_of": workflow_steps_of}


def _links(checklist_id: int) -> dict[str, Sequence[StepLink]]:
    actor = current_actor()
    if not may_ever(actor, Permission.WORKFLOW_STANDARD_READ):
        return {}
    show = "workflow_standards.show_version"
    return {
        code: [StepLink(s.number, url_for(show, key=s.version_key, _anchor=s.code)) for s in steps]
        for code, steps in queries.steps_of_criteria(actor, checklist_id).items()
    }


@blueprint.get("")
@requires(Permission.WORKFLOW_STANDARD_READ)
def list_standards() -> ResponseReturnValue:
    """List the standards: what is in use, and what is being written."""
    versions = queries.list_versions(current_actor())
    return render_template("workflow_standards/list.html", versions=versions)


@blueprint.get("/<key>")
@requires(Permission.WORKFLOW_STANDARD_READ)
def show_version(key: str) -> ResponseReturnValue:
    """Show a standard as a flow, in a picture and in words."""
    actor = current_actor()
    version = queries.get_version(actor, key)
    lines = presenters.lines(version, queries.pointed_at(actor, version))
    return render_template(
        "workflow_standards/show.html",
        version=version,
        lines=lines,
        picture=flow_picture.picture(presenters.lanes(version), lines),
        versions=queries.versions_of(actor, version),
        form=forms.ReasonForm(),
        say=presenters,
    )


@blueprint.get("/<key>/compare")
@requires(Permission.WORKFLOW_STANDARD_READ)
def compare(key: str) -> ResponseReturnValue:
    """Show what differs from the version before."""
    version = queries.get_version(current_actor(), key)
    return render_template("workflow_standards/compare.html", **compared(key), version=version)


def compared(key: str) -> dict[str, Any]:
    """Return the version before and what differs from it, for pages that show that."""
    actor = current_actor()
    version = queries.get_version(actor, key)
    before = queries.version_before(actor, version)
    changes = []
    if before is not None:
        pointed = queries.pointed_at(actor, before, version)
        changes = presenters.changes(before, version, pointed)
    return {"before": before, "changes": changes, "say": presenters}
