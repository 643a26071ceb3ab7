"""Pages of what a session is about: its agenda, what there is to read, and its calendar file."""

from io import BytesIO

from flask import flash, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from review_app.domain.access import Permission
from review_app.domain.errors import Incomplete, Invalid, NotFound
from review_app.features.learning_sessions import (
    forms,
    invitations,
    presenters,
    queries,
    service_agenda,
    service_material,
)
from review_app.features.learning_sessions.routes import blueprint
from review_app.kernel import calendar_files, clock, uploads
from review_app.kernel.downloads import as_file
from review_app.kernel.gate import current_actor, requires

__all__ = ["blueprint"]


def _to_agenda(key: str) -> ResponseReturnValue:
    page = "meeting" if request.form.get("back") == "meeting" else "show_session"
    return redirect(url_for(f"learning_sessions.{page}", key=key, _anchor="agenda"))


@blueprint.post("/<key>/agenda")
@requires(Permission.SESSION_PLAN)
def add_item(key: str) -> ResponseReturnValue:
    """Put something on the agenda."""
    session = queries.get_session(current_actor(), key)
    form = forms.agenda_form(current_actor(), session)
    if form.validate():
        given = {"about": form.about.data, "title": form.title.data or ""}
        try:
            minutes = form.minutes_planned.data
            service_agenda.add_item(current_actor(), key, minutes_planned=minutes, **given)
            return _to_agenda(key)
        except Incomplete:
            form.title.errors = [_("Write the question here.")]
    page = {**presenters.session_page(current_actor(), session), "agenda_form": form}
    return render_template("learning_sessions/session.html", **page), 422


@blueprint.post("/<key>/agenda/<item_key>/remove")
@requires(Permission.SESSION_PLAN)
def remove_item(key: str, item_key: str) -> ResponseReturnValue:
    """Take something off the agenda."""
    service_agenda.remove_item(current_actor(), key, item_key=item_key)
    return _to_agenda(key)


@blueprint.post("/<key>/agenda/<item_key>/move")
@requires(Permission.SESSION_PLAN)
def move_item(key: str, item_key: str) -> ResponseReturnValue:
    """Move an item one place up or down."""
    by = -1 if request.form.get("way") == "up" else 1
    service_agenda.move_item(current_actor(), key, item_key=item_key, by=by)
    return _to_agenda(key)


@blueprint.post("/<key>/agenda/<item_key>/minutes")
@requires(Permission.SESSION_PLAN)
def set_minutes(key: str, item_key: str) -> ResponseReturnValue:
    """Say how long an item may take."""
    given = request.form.get("minutes", "")
    try:
        minutes = int(given) if given.isdigit() else 0
        service_agenda.set_minutes(current_actor(), key, item_key=item_key, minutes=minutes)
    except Invalid:
        flash(_("Write a number of minutes from 5 to 600."), "error")
    return _to_agenda(key)


@blueprint.get("/<key>/invitation.ics")
@requires(Permission.SESSION_READ)
def invitation(key: str) -> ResponseReturnValue:
    """Give one's own invitation as a file for the calendar."""
    session = queries.get_session(current_actor(), key)
    told = queries.own_invitation(current_actor(), session)
    meeting = invitations.meeting(
        session, told.person, sequence=told.sequence, is_cancelled=told.is_cancelled
    )
    answer = as_file(calendar_files.write(meeting, stamped_at=clock.now()), f"{key}.ics")
    answer.content_type = f"{answer.content_type}; method={meeting.method}"
    return answer


@blueprint.post("/<key>/material")
@requires(Permission.SESSION_PLAN)
def add_material(key: str) -> ResponseReturnValue:
    """Put something to read beside the session."""
    session = queries.get_session(current_actor(), key)
    form = forms.MaterialForm()
    if form.validate():
        try:
            service_material.add_material(current_actor(), key, given=form.given())
            flash(_("Added."), "success")
            return redirect(url_for("learning_sessions.show_session", key=key, _anchor="material"))
        except (Incomplete, Invalid) as refusal:
            form.show(refusal)
    page = {**presenters.session_page(current_actor(), session), "material_form": form}
    return render_template("learning_sessions/session.html", **page), 422


@blueprint.post("/<key>/material/<material_key>/remove")
@requires(Permission.SESSION_PLAN)
def remove_material(key: str, material_key: str) -> ResponseReturnValue:
    """Take something to read away again."""
    service_material.remove_material(current_actor(), key, material_key=material_key)
    return redirect(url_for("learning_sessions.show_session", key=key, _anchor="material"))


@blueprint.get("/<key>/material/<material_key>/file")
@requires(Permission.SESSION_READ)
def material_file(key: str, material_key: str) -> ResponseReturnValue:
    """Give the file of something to read; always as a download, whatever it holds."""
    session = queries.get_session(current_actor(), key)
    material = queries.get_material(current_actor(), session, key=material_key)
    if material.upload is None:
        raise NotFound(thing="session_material", key=material_key)
    return send_file(
        BytesIO(uploads.path_of(material.upload).read_bytes()),
        mimetype=material.file_kind,
        as_attachment=True,
        download_name=material.file_name,
    )
