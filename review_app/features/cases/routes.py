"""The list of cases, the search by number, and the page of one case."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from review_app.domain.access import Permission
from review_app.domain.errors import Invalid
from review_app.features.cases import forms, presenters, queries, queries_case, service
from review_app.kernel import clock
from review_app.kernel.downloads import as_file
from review_app.kernel.gate import current_actor, requires
from review_app.kernel.reading_log import note_reading
from review_app.kernel.spreadsheet_writing import write_csv, write_xlsx

blueprint = Blueprint("cases", __name__, url_prefix="/cases")


@blueprint.get("")
@requires(Permission.CASE_READ)
def list_cases() -> ResponseReturnValue:
    """List the cases the person may read, narrowed by what the address names."""
    actor, filters = current_actor(), forms.filters_of(request.args)
    offered = queries.choices(actor)
    after = request.args.get("after")
    return render_template(
        "cases/list.html",
        page=queries.list_cases(actor, filters=filters, offered=offered, after=after),
        total=queries.count_cases(actor, filters=filters, offered=offered),
        filters=filters,
        narrowed=presenters.is_narrowed(filters),
        choices=presenters.labelled(offered),
        columns=presenters.columns(),
        today=clock.today(),
        state_of=presenters.state_of,
    )


@blueprint.post("/export")
@requires(Permission.CASE_EXPORT)
def export() -> ResponseReturnValue:
    """Give the list as it is narrowed and sorted, as a file."""
    actor, today = current_actor(), clock.today()
    offered = queries.choices(actor)
    rows = service.export_cases(actor, filters=forms.filters_of(request.args), offered=offered)
    cells = (presenters.cells(row, today) for row in rows)
    kind = request.form.get("format")
    if kind == "xlsx":
        content = write_xlsx(presenters.columns(), cells, sheet="cases")
        return as_file(content, f"cases-{today}.xlsx")
    if kind == "csv":
        return as_file(write_csv(presenters.columns(), cells), f"cases-{today}.csv")
    raise Invalid(field="format", reason="unknown")


@blueprint.post("/search")
@requires(Permission.CASE_READ)
def search() -> ResponseReturnValue:
    """Find cases by number or key; by POST, so that no case number stands in an address."""
    text = request.form.get("number", "")
    found = queries.find_cases(current_actor(), text)
    if len(found) == 1:
        return redirect(url_for("cases.show_case", key=found[0].key))
    return render_template(
        "cases/found.html",
        found=found,
        text=text,
        columns=presenters.columns(),
        today=clock.today(),
        state_of=presenters.state_of,
    )


@blueprint.get("/<key>")
@requires(Permission.CASE_READ)
def show_case(key: str) -> ResponseReturnValue:
    """Show one case: facts, timeline and the reviews the person may know of."""
    actor = current_actor()
    page, today = queries_case.get_case(actor, key), clock.today()
    shown = render_template(
        "cases/show.html",
        page=page,
        facts=presenters.facts(page),
        items=presenters.timeline(page, today=today),
        standings=[(found, presenters.standing_of(found, today)) for found in page.deadlines],
    )
    note_reading(actor, page.case, case_key=key, purpose="case-page")
    return shown
