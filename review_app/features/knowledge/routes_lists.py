"""Pages of reading lists."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from review_app.domain.access import Permission
from review_app.domain.errors import Invalid
from review_app.features.knowledge import forms_lists, queries, queries_lists, service_lists
from review_app.features.knowledge.routes_readers import blueprint
from review_app.features.knowledge.service_lists import Step
from review_app.kernel.gate import current_actor, requires

__all__ = ["blueprint"]


@blueprint.get("/reading-lists")
@requires(Permission.READING_LIST_READ)
def list_reading_lists() -> ResponseReturnValue:
    """List the reading lists with the reader's own progress, and what colleagues show them."""
    actor = current_actor()
    return render_template(
        "knowledge/reading_lists.html",
        ways=queries_lists.list_ways(actor),
        shown=queries_lists.shown_to(actor),
    )


@blueprint.route("/reading-lists/new", methods=["GET", "POST"])
@requires(Permission.READING_LIST_KEEP)
def make_reading_list() -> ResponseReturnValue:
    """Begin a reading list."""
    form = forms_lists.list_form(current_actor())
    if form.validate_on_submit():
        made = service_lists.make_list(current_actor(), **form.values)
        flash(_("The list is made. Add its notes."), "success")
        return redirect(url_for("knowledge.edit_reading_list", key=made.key))
    return render_template("knowledge/reading_list_edit.html", form=form, found=None)


@blueprint.get("/reading-lists/<key>")
@requires(Permission.READING_LIST_READ)
def show_reading_list(key: str) -> ResponseReturnValue:
    """Show a list, what of it the reader has read, and whom they let see it."""
    actor = current_actor()
    found = queries_lists.get_list(actor, key)
    notes = queries_lists.notes_in_order(actor, found)
    return render_template(
        "knowledge/reading_list.html",
        found=found,
        notes=notes,
        read=queries.read_by_actor(actor, note_ids=[note.id for note in notes]),
        mentors=queries_lists.mentors_of(actor, found),
        people=queries_lists.people_to_show(actor),
    )


@blueprint.route("/reading-lists/<key>/edit", methods=["GET", "POST"])
@requires(Permission.READING_LIST_KEEP)
def edit_reading_list(key: str) -> ResponseReturnValue:
    """Change a list and its notes."""
    actor = current_actor()
    found = queries_lists.get_list(actor, key)
    form = forms_lists.list_form(actor, found=found)
    if form.validate_on_submit():
        service_lists.change_list(actor, key, **form.values)
        flash(_("Saved."), "success")
        return redirect(url_for("knowledge.show_reading_list", key=key))
    facts = {"notes": queries_lists.notes_in_order(actor, found), "form": form, "found": found}
    others = queries_lists.notes_to_add(actor, found)
    return render_template("knowledge/reading_list_edit.html", others=others, **facts)


@blueprint.post("/reading-lists/<key>/notes")
@requires(Permission.READING_LIST_KEEP)
def place_note(key: str) -> ResponseReturnValue:
    """Add a note to a list, move it, or take it off."""
    step = request.form.get("step", "")
    if step not in set(Step):
        raise Invalid(field="step", reason="unknown")
    note_key = request.form.get("note", "")
    service_lists.place_note(current_actor(), key, note_key=note_key, step=Step(step))
    return redirect(url_for("knowledge.edit_reading_list", key=key, _anchor="notes"))


@blueprint.post("/reading-lists/<key>/remove")
@requires(Permission.READING_LIST_KEEP)
def remove_reading_list(key: str) -> ResponseReturnValue:
    """Take a list out of use."""
    service_lists.remove_list(current_actor(), key)
    flash(_("The list is removed. Its notes stay."), "success")
    return redirect(url_for("knowledge.list_reading_lists"))


@blueprint.post("/reading-lists/<key>/show-progress")
@requires(Permission.READING_LIST_READ)
def show_progress(key: str) -> ResponseReturnValue:
    """Let a colleague see how far the reader is."""
    mentor = request.form.get("mentor", "")
    service_lists.show_progress(current_actor(), key, mentor_key=mentor)
    flash(
        _("Your colleague can now see how far you are. Take it back whenever you like."), "success"
    )
    return redirect(url_for("knowledge.show_reading_list", key=key, _anchor="progress"))


@blueprint.post("/reading-lists/<key>/hide-progress")
@requires(Permission.READING_LIST_READ)
def hide_progress(key: str) -> ResponseReturnValue:
    """Let the colleague see it no more."""
    mentor = request.form.get("mentor", "")
    service_lists.hide_progress(current_actor(), key, mentor_key=mentor)
    flash(_("Your colleague no longer sees how far you are."), "success")
    return redirect(url_for("knowledge.show_reading_list", key=key, _anchor="progress"))
