"""Pages of the knowledge base."""

from functools import partial
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from review_app.domain.access import Permission
from review_app.domain.errors import Conflict, Incomplete
from review_app.domain.learning_notes import next_review_by
from review_app.features.knowledge import forms, presenters, queries, service
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
        lines=presenters.lines(page.rows, read),
        next=page.after or "",
        states=presenters.state_choices(queries.states_with_counts(actor)),
        criteria=presenters.criterion_choices(queries.criteria_with_counts(actor)),
    )


@blueprint.route("/new", methods=["GET", "POST"])
@requires(Permission.NOTE_WRITE)
def start_note() -> ResponseReturnValue:
    """Write a new note."""
    actor = current_actor()
    draft = drafts.load_draft(actor, LearningNote.NEW_PLACE)
    form = forms.note_form(actor, draft=draft)
    if form.validate_on_submit():
        note = service.start_note(actor, **_values(form))
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
    return render_template(template, text=request.form.get("text", ""))


@blueprint.get("/<key>")
@requires(Permission.NOTE_READ)
def show_note(key: str) -> ResponseReturnValue:
    """Show a note with its provenance; to those who publish, with the screen's hits."""
    return _page(key)


def _page(key: str, *, sending_back: forms.ReasonForm | None = None) -> ResponseReturnValue:
    actor = current_actor()
    note = queries.get_note(actor, key)
    return render_template(
        "knowledge/show.html",
        note=note,
        state=presenters.state_now(note),
        source=queries.source_kind(actor, note),
        session=queries.source_session(actor, note),
        receipt=queries.read_by_actor(actor, note_ids=[note.id]).get(note.id),
        screening=queries.screening(actor, note) if presenters.shows_screen(actor, note) else None,
        send_back_form=sending_back or forms.ReasonForm(),
    )


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
    return render_template("knowledge/edit.html", form=form, note=note, draft=draft, theirs=theirs)


def _save(form: forms.NoteForm, key: str) -> str | None:
    """Save; ``None`` when it worked, else what stands now (empty where that is not the trouble)."""
    revision = int(form.revision.data) if str(form.revision.data).isdigit() else 0
    try:
        service.save_note(current_actor(), key, revision=revision, **_values(form))
    except Conflict as conflict:
        form.revision.raw_data, form.revision.data = None, conflict.facts["revision"]
        form.text.errors = [
            _("Somebody else saved this note meanwhile. See above what it says now.")
        ]
        return str(conflict.facts["theirs"])
    except Incomplete as refusal:
        form.text.errors = [presenters.hits_in_words(refusal)]
        return ""
    flash(_("Saved."), "success")
    return None


def _values(form: forms.NoteForm) -> dict[str, Any]:
    return form.values()


@blueprint.post("/<key>/ask-review")
@requires(Permission.NOTE_WRITE)
def ask_review(key: str) -> ResponseReturnValue:
    """Ask for the note to be looked at."""
    service.ask_review(current_actor(), key)
    flash(_("The note waits to be reviewed."), "success")
    return redirect(url_for("knowledge.show_note", key=key))


@blueprint.post("/<key>/send-back")
@requires(Permission.NOTE_PUBLISH)
def send_back(key: str) -> ResponseReturnValue:
    """Give the note back to its writer."""
    form = forms.ReasonForm()
    if not form.validate_on_submit():
        return _page(key, sending_back=form)
    service.send_back(current_actor(), key, reason=form.reason.data)
    flash(_("The note is back with its writer."), "success")
    return redirect(url_for("knowledge.show_note", key=key))


@blueprint.post("/<key>/publish")
@requires(Permission.NOTE_PUBLISH)
def publish(key: str) -> ResponseReturnValue:
    """Let everybody read the note."""
    read = request.form.get("revision", 0, type=int)
    step = partial(service.publish, revision=read)
    return _unless_screened(step, key, _("The note is published."))


@blueprint.post("/<key>/confirm")
@requires(Permission.NOTE_PUBLISH)
def confirm(key: str) -> ResponseReturnValue:
    """Say that the note still holds."""
    return _unless_screened(service.confirm, key, _("The note stands for another year."))


def _unless_screened(step: Any, key: str, done: str) -> ResponseReturnValue:
    try:
        step(current_actor(), key)
        flash(done, "success")
    except Incomplete as refusal:
        flash(presenters.hits_in_words(refusal), "error")
    return redirect(url_for("knowledge.show_note", key=key))


@blueprint.post("/<key>/override")
@requires(Permission.NOTE_PUBLISH)
def override(key: str) -> ResponseReturnValue:
    """Say why a hit of the screen may stay."""
    form = forms.OverrideForm()
    if form.validate_on_submit():
        service.override_hit(
            current_actor(), key, hit_text=form.hit_text.data, reason=form.reason.data
        )
        flash(_("Your reason is kept with the note."), "success")
    else:
        flash(_("Say why it leads back to nobody."), "error")
    return redirect(url_for("knowledge.show_note", key=key, _anchor="screen"))


@blueprint.post("/<key>/archive")
@requires(Permission.NOTE_PUBLISH)
def archive(key: str) -> ResponseReturnValue:
    """Take the note out of everybody's sight."""
    service.archive(current_actor(), key)
    flash(_("The note is archived."), "success")
    return redirect(url_for("knowledge.list_notes"))


@blueprint.post("/<key>/read")
@requires(Permission.NOTE_READ)
def mark_read(key: str) -> ResponseReturnValue:
    """Keep the reader's own receipt."""
    service.mark_read(current_actor(), key)
    flash(_("Noted, for you alone."), "success")
    return redirect(url_for("knowledge.show_note", key=key))
