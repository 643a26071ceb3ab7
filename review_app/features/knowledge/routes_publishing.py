"""Pages on which notes are reviewed, published and kept fresh."""

from functools import partial
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from review_app.domain.access import Permission
from review_app.domain.errors import Incomplete
from review_app.features.knowledge import (
    forms,
    presenters,
    presenters_versions,
    queries,
    service_owners,
)
from review_app.features.knowledge import service_publishing as service
from review_app.features.knowledge.presenters_page import note_page
from review_app.features.knowledge.routes import blueprint
from review_app.kernel.gate import current_actor, requires

__all__ = ["blueprint"]


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
    """Give the note, or the change of it that waits, back to its writer."""
    form = forms.ReasonForm()
    if not form.validate_on_submit():
        facts = note_page(current_actor(), key, send_back_form=form)
        return render_template("knowledge/show.html", **facts)
    service.send_back(current_actor(), key, reason=form.reason.data)
    flash(_("The note is back with its writer."), "success")
    return redirect(url_for("knowledge.show_note", key=key))


@blueprint.post("/<key>/publish")
@requires(Permission.NOTE_PUBLISH)
def publish(key: str) -> ResponseReturnValue:
    """Let everybody read the note."""
    step = partial(service.publish, revision=_revision())
    return _unless_screened(step, key, _("The note is published."))


@blueprint.post("/<key>/publish-change")
@requires(Permission.NOTE_PUBLISH)
def publish_change(key: str) -> ResponseReturnValue:
    """Let everybody read the words that wait."""
    step = partial(service.publish_change, revision=_revision())
    return _unless_screened(step, key, _("The change is published."))


@blueprint.post("/<key>/confirm")
@requires(Permission.NOTE_KEEP)
def confirm(key: str) -> ResponseReturnValue:
    """Say that the note still holds."""
    return _unless_screened(service.confirm, key, _("The note stands for another year."))


def _revision() -> int:
    return request.form.get("revision", 0, type=int)


def _unless_screened(step: Any, key: str, done: str) -> ResponseReturnValue:
    try:
        step(current_actor(), key)
        flash(done, "success")
    except Incomplete as refusal:
        flash(presenters.hits_in_words(refusal), "error")
    return redirect(url_for("knowledge.show_note", key=key))


@blueprint.post("/<key>/override")
@requires(Permission.NOTE_KEEP)
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
@requires(Permission.NOTE_KEEP)
def archive(key: str) -> ResponseReturnValue:
    """Take the note out of everybody's sight."""
    service.archive(current_actor(), key)
    flash(_("The note is archived."), "success")
    return redirect(url_for("knowledge.list_notes"))


@blueprint.post("/<key>/owner")
@requires(Permission.NOTE_KEEP)
def give_owner(key: str) -> ResponseReturnValue:
    """Let somebody else answer for the note."""
    note = service_owners.give_owner(current_actor(), key, owner_key=request.form.get("owner", ""))
    flash(_("%(name)s answers for the note now.", name=note.owner.name), "success")
    return redirect(url_for("knowledge.show_note", key=key))


@blueprint.post("/<key>/take-over")
@requires(Permission.NOTE_KEEP)
def take_over(key: str) -> ResponseReturnValue:
    """Say that one knows one answers for the note."""
    service_owners.take_over(current_actor(), key)
    flash(_("You answer for the note now."), "success")
    return redirect(url_for("knowledge.show_note", key=key))


@blueprint.get("/<key>/versions")
@requires(Permission.NOTE_READ)
def list_versions(key: str) -> ResponseReturnValue:
    """Show the note's versions and what changed from one to the next, word by word."""
    note = queries.get_note(current_actor(), key)
    changes = presenters_versions.changes(current_actor(), note)
    return render_template("knowledge/versions.html", note=note, changes=changes)
