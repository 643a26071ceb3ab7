"""Notes as files, topics, and notes about situations like the one at hand."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from review_app.domain.access import Permission
from review_app.domain.errors import Invalid
from review_app.features.knowledge import (
    forms,
    presenters,
    presenters_files,
    queries,
    queries_similar,
    queries_writing,
    service,
    service_exports,
)
from review_app.features.knowledge.routes_lists import blueprint
from review_app.kernel.downloads import as_file
from review_app.kernel.gate import current_actor, requires

__all__ = ["blueprint"]


@blueprint.post("/<key>/export")
@requires(Permission.NOTE_READ)
def export_note(key: str) -> ResponseReturnValue:
    """Give a note as a file: a PDF, or Markdown with its pictures."""
    actor = current_actor()
    kind = "pdf" if request.form.get("kind") == "pdf" else "zip"
    note = service_exports.take_out(actor, key, kind=kind)
    if kind == "pdf":
        return as_file(presenters_files.as_pdf(actor, [note]), f"note-{note.key}.pdf")
    return as_file(presenters_files.as_markdown(actor, note), f"note-{note.key}.zip")


@blueprint.post("/export")
@requires(Permission.NOTE_READ)
def export_all() -> ResponseReturnValue:
    """Give all published notes as files."""
    actor = current_actor()
    notes = service_exports.take_out_all(actor)
    return as_file(presenters_files.whole_base(actor, notes), "knowledge.zip")


@blueprint.get("/similar")
@requires(Permission.NOTE_READ)
def similar() -> ResponseReturnValue:
    """Show notes about situations like this; a part of the page for the script, else a page."""
    actor, words = current_actor(), request.args.get("q", "").strip()[:200]
    notes = queries_similar.similar_notes(
        actor, words, criterion_key=request.args.get("criterion") or None
    )
    read = queries.read_by_actor(actor, note_ids=[note.id for note in notes])
    part = request.headers.get("HX-Request") == "true"
    template = "knowledge/_similar.html" if part else "knowledge/similar.html"
    lines = presenters.lines(notes, read, words)
    return render_template(template, lines=lines, words=words)


@blueprint.route("/topics", methods=["GET", "POST"])
@requires(Permission.NOTE_WRITE)
def list_topics() -> ResponseReturnValue:
    """Show the topics and add one."""
    form = forms.TopicForm()
    if form.validate_on_submit() and _added(form):
        flash(_("The topic is added."), "success")
        return redirect(url_for("knowledge.list_topics"))
    topics = queries_writing.list_topics(current_actor())
    return render_template("knowledge/topics.html", form=form, topics=topics)


def _added(form: forms.TopicForm) -> bool:
    try:
        names = {"name_da": form.name_da.data.strip(), "name_en": form.name_en.data.strip()}
        service.add_topic(current_actor(), **names)
    except Invalid as refusal:
        if refusal.facts["reason"] != "taken":
            raise
        form.name_da.errors = [_("There is a topic of that name.")]
        return False
    return True
