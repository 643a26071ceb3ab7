"""Taking criteria over from other versions and files, and giving them out as files."""

from dataclasses import dataclass

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from review_app.domain.access import Permission
from review_app.domain.checklist_files import ReadFile
from review_app.domain.checklists import Differences
from review_app.domain.errors import NotFound
from review_app.features.checklists import (
    files,
    forms,
    queries,
    queries_editing,
    service_copies,
    service_files,
)
from review_app.features.checklists.routes_editing import blueprint
from review_app.features.checklists.writing import texts_of
from review_app.kernel.downloads import as_file
from review_app.kernel.gate import current_actor, requires
from review_app.models import ChecklistVersion

__all__ = ["blueprint"]


@dataclass(frozen=True, slots=True)
class Report:
    """What a file would change in a draft; ``text`` is the file as it is sent again to be used."""

    read: ReadFile
    found: Differences
    text: str


@blueprint.get("/versions/<key>/export/<kind>")
@requires(Permission.CHECKLIST_READ)
def export_version(key: str, kind: str) -> ResponseReturnValue:
    """Give a version out as a YAML or CSV file."""
    version = queries.get_version(current_actor(), key)
    if kind not in files.KINDS:
        raise NotFound(thing="file")
    content = files.write(kind, texts_of(version))
    return as_file(content, f"{version.checklist.code}-{version.number}.{kind}")


@blueprint.route("/versions/<key>/import", methods=["GET", "POST"])
@requires(Permission.CHECKLIST_EDIT)
def import_version(key: str) -> ResponseReturnValue:
    """Say what a file would change in a draft; nothing is changed yet."""
    version = queries.open_draft(current_actor(), key)
    form = forms.ImportForm()
    report = None
    if form.validate_on_submit():
        content = form.file.data.read(files.LARGEST_FILE_BYTES + 1)
        report = _report(version, files.read(content))
    return render_template("checklists/import.html", version=version, form=form, report=report)


@blueprint.post("/versions/<key>/import/use")
@requires(Permission.CHECKLIST_EDIT)
def use_import(key: str) -> ResponseReturnValue:
    """Let the draft say what the file says."""
    content = request.form.get("text", "").encode("utf-8")
    service_files.import_file(current_actor(), key, content=content)
    flash(_("The draft now says what the file says."), "success")
    return redirect(url_for("checklists.edit_draft", key=key))


@blueprint.route("/versions/<key>/copy", methods=["GET", "POST"])
@requires(Permission.CHECKLIST_EDIT)
def copy_criteria(key: str) -> ResponseReturnValue:
    """Take criteria over from an older version or another checklist."""
    actor, chosen = current_actor(), request.args.get("from")
    version = queries.open_draft(actor, key)
    if not chosen:
        sources = queries_editing.sources_for_copying(actor, version)
        return render_template("checklists/copy.html", version=version, sources=sources, form=None)
    source = queries.get_version(actor, chosen)
    form = forms.copy_form(version, source)
    if form.validate_on_submit():
        return _copied(version, source, form)
    return render_template("checklists/copy.html", version=version, source=source, form=form)


def _copied(
    version: ChecklistVersion, source: ChecklistVersion, form: forms.CopyForm
) -> ResponseReturnValue:
    done = service_copies.copy_criteria(
        current_actor(),
        version.key,
        from_key=source.key,
        criterion_keys=form.criteria.data,
        section_position=form.section.data,
    )
    count, left = len(done.criteria), done.conditions_left
    flash(ngettext("%(num)s criterion was taken over.", "%(num)s criteria were taken over.", count))
    if left:
        flash(_left_behind(left), "warning")
    return redirect(url_for("checklists.edit_draft", key=version.key))


def _left_behind(count: int) -> str:
    return str(
        ngettext(
            "%(num)s condition stayed behind: the draft does not ask what it looks at.",
            "%(num)s conditions stayed behind: the draft does not ask what they look at.",
            count,
        )
    )


def _report(version: ChecklistVersion, read: ReadFile) -> Report:
    if read.problems:
        return Report(read, Differences(), "")
    text = files.write("yaml", read.sections).decode("utf-8")
    return Report(read, queries.changes_by(current_actor(), version, sections=read.sections), text)
