"""The audit log's pages."""

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from review_app.domain.access import Permission
from review_app.domain.audit_codes import AuditCode
from review_app.features.audit_log import queries
from review_app.kernel.gate import current_actor, requires

blueprint = Blueprint("audit_log", __name__, url_prefix="/administration/audit-log")
AREAS = [(area, area) for area in sorted({code.value.split(".")[0] for code in AuditCode})]


@blueprint.get("")
@requires(Permission.AUDIT_LOG_READ)
def list_entries() -> ResponseReturnValue:
    """List what was changed, newest first."""
    page = queries.list_entries(
        current_actor(),
        area=request.args.get("area", ""),
        thing_key=request.args.get("thing", ""),
        after=request.args.get("after"),
    )
    return render_template("audit_log/list.html", page=page, areas=AREAS)
