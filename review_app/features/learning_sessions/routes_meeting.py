"""Pages of the meeting itself: the screen of the room, following live, and taking the minutes."""

from functools import partial

from flask import Response, flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from review_app.domain.access import Permission
from review_app.domain.errors import Conflict, Invalid
from review_app.features.learning_sessions import (
    presenters_meeting,
    queries,
    routes_agenda,
    routes_minutes,
    service_meeting,
)
from review_app.features.learning_sessions.routes import blueprint, note_cases
from review_app.kernel.clock import now
from review_app.kernel.drafts import save_draft
from review_app.kernel.errors import wants_json
from review_app.kernel.gate import current_actor, requires
from review_app.kernel.i18n import show_time

__all__ = ["blueprint", "routes_agenda", "routes_minutes"]


def _to_meeting(key: str) -> ResponseReturnValue:
    return redirect(url_for("learning_sessions.meeting", key=key))


@blueprint.get("/<key>/meeting")
@requires(Permission.SESSION_READ)
def meeting(key: str) -> ResponseReturnValue:
    """Show the meeting view for the screen of the room."""
    actor = current_actor()
    session = queries.get_session(actor, key)
    if session.held_at is None:
        return redirect(url_for("learning_sessions.show_session", key=key))
    note_cases(actor, session)
    page = presenters_meeting.meeting(actor, session, kind=request.args.get("kind", ""))
    return render_template("learning_sessions/meeting.html", **page)


@blueprint.get("/<key>/meeting/live")
@requires(Permission.SESSION_READ)
def live(key: str) -> ResponseReturnValue:
    """Show where the meeting is, to those whose page asks again and again; 304 for no news."""
    actor = current_actor()
    session = queries.get_session(actor, key)
    mark = presenters_meeting.live_mark(actor, session)
    if session.held_at is None or request.if_none_match.contains(mark):
        return Response(status=304)
    response = Response()
    response.set_etag(mark)
    is_desk = request.args.get("at") == "desk"
    shown = presenters_meeting.live(actor, session, is_desk=is_desk)
    response.set_data(render_template("learning_sessions/_live.html", **shown))
    return response


@blueprint.post("/<key>/meeting/stay")
@requires(Permission.SESSION_READ)
def stay(key: str) -> ResponseReturnValue:
    """Note that whoever takes the minutes is still there; the page's script calls this."""
    service_meeting.stay(current_actor(), key)
    return "", 204


@blueprint.post("/<key>/meeting/hand-over")
@requires(Permission.SESSION_TAKE_MINUTES)
def hand_over(key: str) -> ResponseReturnValue:
    """Give the minutes to somebody else at the table."""
    try:
        service_meeting.hand_over(current_actor(), key, place_key=request.form.get("place", ""))
        flash(_("The minutes are handed over. You follow from here."), "success")
    except Invalid:
        flash(_("Choose somebody at the table who works here."), "error")
    return _to_meeting(key)


@blueprint.post("/<key>/meeting/take-over")
@requires(Permission.SESSION_TAKE_MINUTES)
def take_over(key: str) -> ResponseReturnValue:
    """Take the minutes when whoever took them has gone."""
    try:
        service_meeting.take_over(current_actor(), key)
        flash(_("You take the minutes now."), "success")
    except Invalid:
        flash(_("Somebody takes the minutes already. Ask them to hand over."), "error")
    return _to_meeting(key)


@blueprint.post("/<key>/agenda/<item_key>/show")
@requires(Permission.SESSION_TAKE_MINUTES)
def turn_to(key: str, item_key: str) -> ResponseReturnValue:
    """Put an item on the screen of the room."""
    service_meeting.turn_to(current_actor(), key, item_key=item_key)
    return _to_meeting(key)


@blueprint.post("/<key>/agenda/<item_key>/finish")
@requires(Permission.SESSION_TAKE_MINUTES)
def finish_item(key: str, item_key: str) -> ResponseReturnValue:
    """Note that an item was talked about, or that it was not after all."""
    is_done = request.form.get("again") is None
    service_meeting.finish_item(current_actor(), key, item_key=item_key, is_done=is_done)
    return _to_meeting(key)


@blueprint.post("/<key>/agenda/<item_key>/notes")
@requires(Permission.SESSION_TAKE_MINUTES)
def write_notes(key: str, item_key: str) -> ResponseReturnValue:
    """Save what the minutes say of an item; the page's script calls this while it is written."""
    text, read = request.form.get("notes", ""), request.form.get("version", "")
    revision = int(read) if read.isdigit() else 0
    write = partial(service_meeting.write_notes, current_actor(), key, item_key=item_key)
    try:
        item = write(text=text, revision=revision)
    except Conflict:
        return _conflict(key, item_key, text=text)
    saved = jsonify(saved_at=show_time(now()), version=item.revision)
    return saved if wants_json() else _to_meeting(key)


def _conflict(key: str, item_key: str, *, text: str) -> ResponseReturnValue:
    """Keep what was written, and show it beside what stands."""
    actor = current_actor()
    save_draft(actor, f"notes/{item_key}", fields={"notes": text})
    page = presenters_meeting.both_texts(actor, key, item_key=item_key)
    if wants_json():
        item = page["item"]
        facts = {"theirs": item.notes, "value": None, "version": item.revision}
        return jsonify(code=Conflict.code, facts=facts), Conflict.status
    return render_template("learning_sessions/notes.html", **page), Conflict.status


@blueprint.post("/<key>/attendance")
@requires(Permission.SESSION_RECORD)
def attendance(key: str) -> ResponseReturnValue:
    """Record who was not there."""
    absent = request.form.getlist("absent")
    service_meeting.record_attendance(current_actor(), key, absent_keys=absent)
    flash(_("Saved."), "success")
    return redirect(url_for("learning_sessions.show_session", key=key))
