"""The due list and its file."""

from flask import render_template, request
from flask.typing import ResponseReturnValue

from review_app.domain.access import Permission
from review_app.domain.errors import Invalid
from review_app.features.timeliness import presenters_due as presenters
from review_app.features.timeliness import queries_due as queries
from review_app.features.timeliness import service_due
from review_app.features.timeliness.routes import blueprint
from review_app.kernel import clock
from review_app.kernel.downloads import as_file
from review_app.kernel.gate import current_actor, requires
from review_app.kernel.spreadsheet_writing import write_csv, write_xlsx

__all__ = ["blueprint"]


@blueprint.get("")
@requires(Permission.DEADLINE_LIST)
def due_list() -> ResponseReturnValue:
    """Show what is overdue and what falls due, for those who read the cases; else totals."""
    actor, filters = current_actor(), presenters.filters_of(request.args)
    due = queries.due_page(actor, filters=filters, after=request.args.get("after"))
    return render_template(
        "timeliness/due.html",
        due=due,
        filters=filters,
        list=presenters,
        choices=presenters.labelled(due.offered) if due.offered else {},
    )


@blueprint.post("/export")
@requires(Permission.DEADLINE_EXPORT)
def export_due() -> ResponseReturnValue:
    """Give the list as it is narrowed, as a file."""
    actor, today = current_actor(), clock.today()
    offered, filters = queries.choices(actor), presenters.filters_of(request.args)
    rows = service_due.export_due(actor, filters=filters, offered=offered)
    cells, kind = [presenters.cells(row, today) for row in rows], request.form.get("format")
    if kind == "xlsx":
        content = write_xlsx(presenters.columns(), cells, sheet="deadlines")
        return as_file(content, f"deadlines-{today}.xlsx")
    if kind == "csv":
        content = write_csv(presenters.columns(), cells)
        return as_file(content, f"deadlines-{today}.csv")
    raise Invalid(field="format", reason="unknown")
