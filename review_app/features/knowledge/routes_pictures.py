"""Pictures of notes: sent, shown and removed."""

from flask import Response, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from review_app.domain.access import Permission
from review_app.domain.errors import Invalid
from review_app.domain.pictures import MOST_BYTES
from review_app.features.knowledge import (
    forms,
    queries,
    queries_pictures,
    service_pictures,
)
from review_app.features.knowledge.presenters_page import edit_page
from review_app.features.knowledge.routes_publishing import blueprint
from review_app.kernel import uploads
from review_app.kernel.gate import current_actor, requires

__all__ = ["blueprint"]


@blueprint.post("/<key>/pictures")
@requires(Permission.NOTE_WRITE)
def add_picture(key: str) -> ResponseReturnValue:
    """Keep a picture for the note."""
    form = forms.PictureForm()
    if form.validate_on_submit() and _added(key, form):
        flash(_("The picture is kept. Write its line where it shall stand."), "success")
        return redirect(url_for("knowledge.edit_note", key=key, _anchor="pictures"))
    note = queries.get_note(current_actor(), key)
    facts = edit_page(current_actor(), note, picture_form=form)
    return render_template("knowledge/edit.html", **facts)


def _added(key: str, form: forms.PictureForm) -> bool:
    sent = form.picture.data
    try:
        service_pictures.add_picture(
            current_actor(),
            key,
            data=sent.stream.read(MOST_BYTES + 1),
            file_name=sent.filename or "",
            alt_text=form.alt_text.data,
        )
    except Invalid as refusal:
        is_words = refusal.facts["field"] == "alt_text"
        field = form.alt_text if is_words else form.picture
        field.errors = [_in_words(str(refusal.facts["reason"]))]
        return False
    return True


def _in_words(reason: str) -> str:
    words = {
        "too-large": _("The file is larger than 2 MB."),
        "no-picture": _("This is neither a PNG nor a JPEG picture, or it is damaged."),
        "too-many-pixels": _("The picture is larger than 6,000 pixels on a side."),
        "too-many": _("The note has as many pictures as it can hold."),
        "empty": _("Say in words what the picture shows."),
    }
    return str(words.get(reason) or _("Here stands a CPR number. Remove it, also from the name."))


@blueprint.get("/pictures/<key>")
@requires(Permission.NOTE_READ)
def show_picture(key: str) -> ResponseReturnValue:
    """Show a picture to those who may read the words it stands in."""
    picture, _note = queries_pictures.get_picture(current_actor(), key)
    return Response(uploads.read(picture.file_name), mimetype=picture.media_type)


@blueprint.post("/pictures/<key>/remove")
@requires(Permission.NOTE_WRITE)
def remove_picture(key: str) -> ResponseReturnValue:
    """Remove a picture for good."""
    note_key = service_pictures.remove_picture(current_actor(), key)
    flash(_("The picture is removed."), "success")
    return redirect(url_for("knowledge.edit_note", key=note_key, _anchor="pictures"))
