"""What readers do at a note: ask, answer, close, and say that it helped."""

from collections.abc import Callable

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from review_app.domain.access import Permission
from review_app.domain.errors import Incomplete
from review_app.features.knowledge import forms, presenters, queries_readers, service_readers
from review_app.features.knowledge.presenters_page import note_page
from review_app.features.knowledge.routes_pictures import blueprint
from review_app.kernel.gate import current_actor, requires

__all__ = ["blueprint"]


@blueprint.post("/<key>/comments")
@requires(Permission.NOTE_DISCUSS)
def comment(key: str) -> ResponseReturnValue:
    """Ask or remark something at the note."""
    form = forms.CommentForm()
    said = {"text": form.text.data or "", "is_question": form.is_question.data}
    if _said(form, lambda: service_readers.comment(current_actor(), key, **said)):
        flash(_("It stands at the note. You are told here when somebody answers."), "success")
        return redirect(url_for("knowledge.show_note", key=key, _anchor="comments"))
    facts = note_page(current_actor(), key, comment_form=form)
    return render_template("knowledge/show.html", **facts)


@blueprint.post("/comments/<key>/replies")
@requires(Permission.NOTE_DISCUSS)
def reply(key: str) -> ResponseReturnValue:
    """Say something to a comment."""
    form = forms.ReplyForm()
    _comment, note = queries_readers.get_comment(current_actor(), key)
    note_key = note.key
    text = form.text.data or ""
    if _said(form, lambda: service_readers.reply(current_actor(), key, text=text)):
        flash(_("Your answer stands at the note."), "success")
        return redirect(url_for("knowledge.show_note", key=note_key, _anchor="comments"))
    facts = note_page(current_actor(), note_key, reply_form=form, reply_to=key)
    return render_template("knowledge/show.html", **facts)


def _said(form: forms.ReplyForm, say: Callable[[], object]) -> bool:
    if not form.validate_on_submit():
        return False
    try:
        say()
    except Incomplete as refusal:
        form.text.errors = [presenters.leads_back_in_words(refusal)]
        return False
    return True


@blueprint.post("/comments/<key>/close")
@requires(Permission.NOTE_CLOSE_QUESTION)
def close_comment(key: str) -> ResponseReturnValue:
    """Close a comment."""
    note = service_readers.close(current_actor(), key)
    flash(_("Closed. It can still be read."), "success")
    return redirect(url_for("knowledge.show_note", key=note.key, _anchor="comments"))


@blueprint.post("/<key>/thanks")
@requires(Permission.NOTE_DISCUSS)
def thank(key: str) -> ResponseReturnValue:
    """Count that the note helped, or count it no more."""
    service_readers.thank(current_actor(), key)
    return redirect(url_for("knowledge.show_note", key=key, _anchor="readers"))
