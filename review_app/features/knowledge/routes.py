"""Pages of the knowledge base."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from review_app.domain.access import Permission
from review_app.domain.errors import Conflict
from review_app.domain.learning_notes import Written, next_review_by
from review_app.features.knowledge import (
    forms,
    presenters,
    presenters_text,
    queries,
    service,
)
from review_app.features.knowledge.presenters_page import edit_page, note_page
from review_app.kernel import clock, drafts
from review_app.kernel.gate import current_actor, requires
from review_app.models import LearningNote

blueprint = Blueprint("knowledge", __name__, url_prefix="/knowledge")


@blueprint.get("")
@requires(Permission.NOTE_READ)
def list_notes() -> ResponseReturnValue:
    """List and search the notes the person may read."""
    actor, wanted = current_actor(), presenters.wanted(request.args)
    page = queries.list_notes(actor, wanted=wanted)
    read = queries.read_by_actor(actor, note_ids=[note.id for note in page.rows])
    return render_template(
        "knowledge/list.html",
        wanted=wanted,
        lines=presenters.lines(page.rows, read, wanted.words),
        next=page.after or "",
        **presenters.filters(actor),
    )


@blueprint.route("/new", methods=["GET", "POST"])
@requires(Permission.NOTE_WRITE)
def start_note() -> ResponseReturnValue:
    """Write a new note."""
    actor = current_actor()
    draft = drafts.load_draft(actor, LearningNote.NEW_PLACE)
    form = forms.note_form(actor, draft=draft)
    if form.validate_on_submit():
        note = service.start_note(actor, written=form.written, filed=form.filed)
        flash(_("The note is kept as a draft."), "success")
        return redirect(url_for("knowledge.show_note", key=note.key))
    if not form.is_submitted():
        form.review_by_on.data = next_review_by(clock.today())
        form.title.data = form.title.data or request.args.get("title", "")[:200]
    return render_template("knowledge/edit.html", form=form, note=None, draft=draft)


@blueprint.post("/preview")
@requires(Permission.NOTE_WRITE)
def preview() -> ResponseReturnValue:
    """Show how a text will read; a part of the page for the script, else a page."""
    part = request.headers.get("HX-Request") == "true"
    template = "knowledge/_preview.html" if part else "knowledge/preview.html"
    given = {name: request.form.get(name, "") for name in Written.NAMES}
    shown = presenters_text.shown_anew(current_actor(), Written(**given))
    return render_template(template, shown=shown)


@blueprint.get("/<key>")
@requires(Permission.NOTE_READ)
def show_note(key: str) -> ResponseReturnValue:
    """Show a note with its provenance; to those who publish, with the screen's hits."""
    return render_template("knowledge/show.html", **note_page(current_actor(), key))


@blueprint.route("/<key>/edit", methods=["GET", "POST"])
@requires(Permission.NOTE_WRITE)
def edit_note(key: str) -> ResponseReturnValue:
    """Change a note's text."""
    actor = current_actor()
    note = queries.get_note(actor, key)
    draft = drafts.load_draft(actor, note.draft_place)
    form = forms.note_form(actor, note=note, draft=draft)
    theirs = None
    if form.validate_on_submit():
        theirs = _save(form, key)
        if theirs is None:
            return redirect(url_for("knowledge.show_note", key=key))
    facts = edit_page(actor, note, form=form, theirs=theirs)
    return render_template("knowledge/edit.html", **facts)


def _save(form: forms.NoteForm, key: str) -> str | None:
    """Save; ``None`` when it worked, else what stands now."""
    revision = int(form.revision.data) if str(form.revision.data).isdigit() else 0
    try:
        service.save_note(
            current_actor(), key, revision=revision, written=form.written, filed=form.filed
        )
    except Conflict as conflict:
        form.revision.raw_data, form.revision.data = None, conflict.facts["revision"]
        form.text.errors = [
            _("Somebody else saved this note meanwhile. See above what it says now.")
        ]
        return str(conflict.facts["theirs"])
    flash(_("Saved."), "success")
    return None


@blueprint.post("/<key>/read")
@requires(Permission.NOTE_READ)
def mark_read(key: str) -> ResponseReturnValue:
    """Keep the reader's own receipt."""
    service.mark_read(current_actor(), key)
    flash(_("Noted, for you alone."), "success")
    return redirect(url_for("knowledge.show_note", key=key))
