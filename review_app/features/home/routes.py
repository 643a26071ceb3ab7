"""The overview, the drafts of long forms, and the health checks."""

from flask import Blueprint, jsonify, render_template, request
from flask.typing import ResponseReturnValue

from review_app.domain.access import Permission
from review_app.kernel import drafts
from review_app.kernel.gate import current_actor, requires
from review_app.kernel.i18n import show_time

blueprint = Blueprint("home", __name__)


@blueprint.get("/")
@requires(Permission.ACCOUNT_USE)
def overview() -> ResponseReturnValue:
    """Show what waits for the person, most urgent first."""
    return render_template("home/overview.html")


@blueprint.post("/drafts/<path:place>")
@requires(Permission.ACCOUNT_USE)
def save_draft(place: str) -> ResponseReturnValue:
    """Keep what is being written in a long form; the page's script calls this."""
    fields = {name: text for name, text in request.form.items() if name != "csrf_token"}
    saved_at = drafts.save_draft(current_actor(), place, fields=fields)
    return jsonify(saved_at=show_time(saved_at))


@blueprint.get("/health/live")
@requires(Permission.HEALTH_READ)
def live() -> ResponseReturnValue:
    """Say that the process answers."""
    return jsonify(status="ok")
