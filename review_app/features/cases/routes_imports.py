"""The pages of the import wizard."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.datastructures import FileStorage

from review_app.domain.access import Permission
from review_app.domain.errors import Invalid
from review_app.domain.kinds import ImportState
from review_app.features.cases import forms_imports as forms
from review_app.features.cases import jobs, routes
from review_app.features.cases import presenters_imports as presenters
from review_app.features.cases import queries_imports as queries
from review_app.features.cases import service_imports as service
from review_app.kernel.gate import current_actor, requires

BUSY = (ImportState.RUNNING, ImportState.WRITING)
blueprint = routes.blueprint  # other pages of the same room
blueprint.add_app_template_filter(presenters.sentence, "import_sentence")
blueprint.add_app_template_filter(presenters.place, "import_place")


@blueprint.get("/imports")
@requires(Permission.CASE_IMPORT)
def list_imports() -> ResponseReturnValue:
    """List imports, newest first, and the sources they came from."""
    actor = current_actor()
    page = queries.list_imports(actor, after=request.args.get("after"))
    sources = queries.list_sources(actor)
    return render_template("cases/imports/list.html", page=page, sources=sources)


@blueprint.route("/imports/new", methods=["GET", "POST"])
@requires(Permission.CASE_IMPORT)
def new_import() -> ResponseReturnValue:
    """Take the files; on POST, keep them and go on to their columns."""
    form = forms.upload_form(queries.list_sources(current_actor()))
    places: list[presenters.Plain] = []
    if form.validate_on_submit():
        try:
            started = _upload(form)
            return redirect(url_for("cases.import_columns", key=started.key))
        except Invalid as refusal:
            form.cases.errors = [presenters.sentence({"code": "invalid", **refusal.facts})]
            found: Any = refusal.facts.get("places", [])
            places = list(found)
    status = 422 if form.errors else 200
    return render_template("cases/imports/new.html", form=form, places=places), status


def _upload(form: forms.UploadForm) -> Any:
    sent: list[FileStorage | None] = [form.cases.data, form.events.data]
    files = [service.Upload(f.filename or "", f.stream) for f in sent if f and f.filename]
    return service.upload(
        current_actor(), form.source_code, files=files, source_name=form.name.data or ""
    )


@blueprint.route("/imports/<key>/columns", methods=["GET", "POST"])
@requires(Permission.CASE_IMPORT)
def import_columns(key: str) -> ResponseReturnValue:
    """Show which column is which; on POST, keep it and go on to the dry run."""
    actor = current_actor()
    inspection = service.inspect(actor, key, profile_key=request.args.get("profile", ""))
    form = forms.columns_form(inspection)
    if form.validate_on_submit():
        service.set_columns(actor, key, profile=form.profile(), save_as=form.save_as.data or "")
        return redirect(url_for("cases.check_import", key=key))
    return render_template(
        "cases/imports/columns.html",
        form=form,
        inspection=inspection,
        profiles=queries.list_profiles(actor, inspection.started.source_id),
        facts=[presenters.facts_of(file) for file in inspection.files],
        tables=presenters.tables_of(inspection.layout),
        samples=presenters.samples_of(inspection.layout),
    )


@blueprint.get("/imports/<key>/check")
@requires(Permission.CASE_IMPORT)
def check_import(key: str) -> ResponseReturnValue:
    """Show what the import would do, with every error and warning."""
    actor = current_actor()
    report = jobs.dry_run(actor, key)
    return render_template(
        "cases/imports/check.html", report=report, started=queries.get_import(actor, key)
    )


@blueprint.post("/imports/<key>/start")
@requires(Permission.CASE_IMPORT)
def start_import(key: str) -> ResponseReturnValue:
    """Hand the import to the worker and go to its page."""
    service.start(current_actor(), key)
    return redirect(url_for("cases.show_import", key=key))


@blueprint.post("/imports/<key>/continue")
@requires(Permission.CASE_IMPORT)
def continue_import(key: str) -> ResponseReturnValue:
    """Have a stopped import written to its end."""
    service.go_on(current_actor(), key)
    return redirect(url_for("cases.show_import", key=key))


@blueprint.post("/imports/<key>/discard")
@requires(Permission.CASE_IMPORT)
def discard_import(key: str) -> ResponseReturnValue:
    """Give the import up."""
    service.discard(current_actor(), key)
    flash(_("The import was given up and its files were deleted."), "success")
    return redirect(url_for("cases.list_imports"))


@blueprint.get("/imports/<key>")
@requires(Permission.CASE_IMPORT)
def show_import(key: str) -> ResponseReturnValue:
    """Show how far the import is, and its report when it is over."""
    started = queries.get_import(current_actor(), key)
    if started.state is ImportState.UPLOADED:
        return redirect(url_for("cases.import_columns", key=key))
    return render_template("cases/imports/show.html", started=started, report=started.report)


@blueprint.get("/imports/<key>/progress")
@requires(Permission.CASE_IMPORT)
def import_progress(key: str) -> ResponseReturnValue:
    """Give the part of the page that changes while the import runs."""
    started = queries.get_import(current_actor(), key)
    part = render_template("cases/imports/_progress.html", started=started, report=started.report)
    # Once it is over the whole page is fetched anew: its state and its times change too.
    return part, {} if started.state in BUSY else {"HX-Refresh": "true"}


@blueprint.route("/imports/labels/<source>", methods=["GET", "POST"])
@requires(Permission.CASE_IMPORT)
def caseworker_labels(source: str) -> ResponseReturnValue:
    """Show the source's caseworker labels; on POST, link them to people."""
    actor = current_actor()
    origin = queries.get_source(actor, source)
    rows = queries.list_labels(actor, origin.id)
    only_labels = [label for label, _count in rows]
    form = forms.labels_form(only_labels, queries.list_people(actor))
    if form.validate_on_submit():
        changed = service.link_labels(actor, source, links=form.links(only_labels))
        flash(ngettext("%(num)s label changed.", "%(num)s labels changed.", changed), "success")
        return redirect(url_for("cases.caseworker_labels", source=source))
    return render_template("cases/imports/labels.html", source=origin, rows=rows, form=form)
