"""Pages of the agreement between reviewers, and the block printed beside the figures."""

from typing import Any

from flask import Response, render_template
from flask.typing import ResponseReturnValue

from review_app.domain.access import Permission
from review_app.domain.errors import NoEstimate
from review_app.features.insights import presenters_agreement, queries_agreement
from review_app.features.insights.routes_views import blueprint
from review_app.kernel.downloads import as_file
from review_app.kernel.gate import current_actor, requires
from review_app.models import Round

__all__ = ["blueprint"]


@blueprint.get("/<key>/agreement")
@requires(Permission.FIGURES_READ)
def show_agreement(key: str) -> ResponseReturnValue:
    """Show how far two blind reviews of the same cases agree."""
    try:
        found = queries_agreement.get_agreement(current_actor(), key)
    except NoEstimate as refusal:
        return render_template("insights/refused.html", facts=refusal.facts), refusal.status
    return render_template("insights/agreement.html", found=found, say=presenters_agreement)


@blueprint.get("/<key>/agreement.csv")
@requires(Permission.FIGURES_READ)
def download_agreement(key: str) -> Response:
    """Give the agreement as a file."""
    found = queries_agreement.get_agreement(current_actor(), key)
    return as_file(presenters_agreement.as_csv(found), f"agreement-{key}.csv")


@blueprint.context_processor
def add_agreement() -> dict[str, Any]:
    """Let the pages of the figures print the agreement beside what it qualifies."""

    def agreement_of(found: Round) -> list[str]:
        told = queries_agreement.agreement_beside(current_actor(), found)
        return presenters_agreement.sentences(told)

    return {"agreement_of": agreement_of}
