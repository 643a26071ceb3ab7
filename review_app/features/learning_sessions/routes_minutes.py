"""Pages of what a session ends in: outcomes, minutes and signatures."""

from functools import partial
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from review_app.domain.access import Permission
from review_app.domain.errors import Conflict, Incomplete, Invalid
from review_app.features.learning_sessions import (
    forms,
    forms_minutes,
    presenters,
    presenters_meeting,
    presenters_minutes,
    queries,
    service_minutes,
)
from review_app.features.learning_sessions.routes import blueprint, note_cases
from review_app.kernel import drafts
from review_app.kernel.downloads import as_file
from review_app.kernel.gate import current_actor, requires
from review_app.kernel.typesetting import typeset

__all__ = ["blueprint"]
WANTING = {
    "attendance": _l("Record who was there first."),
    "outcomes": _l("Record at least one outcome first."),
    "signatures": _l("Somebody can still sign."),
}


def _to_session(key: str) -> ResponseReturnValue:
    return redirect(url_for("learning_sessions.show_session", key=key))


@blueprint.post("/<key>/outcomes")
@requires(Permission.SESSION_TAKE_MINUTES)
def record(key: str) -> ResponseReturnValue:
    """Record an outcome of the kind ?kind= about the item ?item=."""
    actor, item = current_actor(), request.args.get("item", "")
    session = queries.get_session(actor, key)
    kind = presenters_meeting.kind_of(request.args.get("kind", ""))
    form = forms_minutes.outcome_form(actor, session, kind=kind, draft={})
    if form.validate():
        try:
            service_minutes.record_outcome(
                actor, key, kind=kind, fields=form.outcome(), item_key=item
            )
            return redirect(url_for("learning_sessions.meeting", key=key, kind=kind))
        except (Incomplete, Invalid) as refusal:
            form.show(refusal)
    page = presenters_meeting.meeting(actor, queries.get_session(actor, key), kind=kind)
    return render_template("learning_sessions/meeting.html", **{**page, "form": form}), 422


@blueprint.route("/<key>/outcomes/<outcome_key>", methods=["GET", "POST"])
@requires(Permission.SESSION_TAKE_MINUTES)
def change_outcome(key: str, outcome_key: str) -> ResponseReturnValue:
    """Say an outcome otherwise."""
    actor = current_actor()
    session = queries.get_session(actor, key)
    outcome = queries.get_outcome(actor, session, key=outcome_key)
    draft = drafts.load_draft(actor, f"outcome/{key}/{outcome_key}")
    form = forms_minutes.outcome_form(
        actor, session, kind=outcome.kind, draft=draft, outcome=outcome
    )
    if form.validate_on_submit():
        return _change(form, key, outcome_key)
    shown = {"form": form, "session": session, "outcome": outcome, "stands": None}
    return render_template("learning_sessions/outcome.html", **shown)


def _change(form: forms_minutes.OutcomeForm, key: str, outcome_key: str) -> ResponseReturnValue:
    actor, read = current_actor(), forms.revision_of(form)
    change = partial(service_minutes.change_outcome, actor, key, outcome_key=outcome_key)
    try:
        change(fields=form.outcome(), revision=read)
        return _to_session(key)
    except (Conflict, Incomplete, Invalid) as refused:
        refusal = refused
    session = queries.get_session(actor, key)
    outcome = queries.get_outcome(actor, session, key=outcome_key)
    form.show(refusal, stands_at=outcome.revision)
    stands = outcome if isinstance(refusal, Conflict) else None
    shown = {"form": form, "session": session, "outcome": outcome, "stands": stands}
    return render_template("learning_sessions/outcome.html", **shown), refusal.status


@blueprint.post("/<key>/outcomes/<outcome_key>/remove")
@requires(Permission.SESSION_TAKE_MINUTES)
def remove_outcome(key: str, outcome_key: str) -> ResponseReturnValue:
    """Take an outcome back."""
    service_minutes.remove_outcome(current_actor(), key, outcome_key=outcome_key)
    flash(_("Taken back."), "success")
    return _to_session(key)


@blueprint.post("/<key>/ask-signatures")
@requires(Permission.SESSION_RECORD)
def ask_signatures(key: str) -> ResponseReturnValue:
    """Put the minutes to signature."""
    try:
        service_minutes.ask_signatures(current_actor(), key)
        flash(_("The parties are asked to sign. What was agreed is in force."), "success")
    except Incomplete:
        flash(_("Record at least one outcome first."), "error")
    return _to_session(key)


@blueprint.post("/<key>/sign")
@requires(Permission.SESSION_SIGN)
def sign(key: str) -> ResponseReturnValue:
    """Sign the minutes as they were read."""
    read = request.form.get("revision", "")
    try:
        service_minutes.sign(current_actor(), key, revision=int(read) if read.isdigit() else 0)
        flash(_("You have signed. Thank you for taking part."), "success")
    except Conflict:
        flash(_("The minutes were changed since you read them. Please read them again."), "error")
    return _to_session(key)


@blueprint.post("/<key>/dissent")
@requires(Permission.SESSION_SIGN)
def dissent(key: str) -> ResponseReturnValue:
    """Record what one sees otherwise."""
    form, read = forms_minutes.DissentForm(), request.form.get("revision", "")
    session = queries.get_session(current_actor(), key)
    if form.validate():
        given = {"reason": form.dissent.data, "revision": int(read) if read.isdigit() else 0}
        try:
            service_minutes.dissent(current_actor(), key, **given)
            flash(_("Your view is recorded with the minutes. Thank you."), "success")
            return _to_session(key)
        except Conflict:
            form.form_errors.append(_("The minutes were changed since you read them."))
    page = {**presenters.session_page(current_actor(), session), "dissent_form": form}
    return render_template("learning_sessions/session.html", **page), 422


@blueprint.post("/<key>/reopen")
@requires(Permission.SESSION_RECORD)
def reopen(key: str) -> ResponseReturnValue:
    """Open the minutes for changes; signatures are void."""
    service_minutes.reopen(current_actor(), key)
    flash(_("The minutes are open again. Signatures given so far are void."), "success")
    return _to_session(key)


@blueprint.post("/<key>/close")
@requires(Permission.SESSION_RECORD)
def close(key: str) -> ResponseReturnValue:
    """Close a session."""
    try:
        service_minutes.close(current_actor(), key)
        flash(_("The session is closed."), "success")
    except Incomplete as refusal:
        fields: Any = refusal.facts["fields"]
        flash(str(WANTING[fields[0]]), "error")
    return _to_session(key)


@blueprint.get("/<key>/minutes")
@requires(Permission.SESSION_READ)
def minutes(key: str) -> ResponseReturnValue:
    """Show the minutes for reading and printing."""
    actor = current_actor()
    session = queries.get_session(actor, key)
    if session.held_at is None:
        return _to_session(key)
    note_cases(actor, session)
    page = presenters.session_page(actor, session)
    return render_template("learning_sessions/minutes.html", **page)


@blueprint.get("/<key>/minutes.pdf")
@requires(Permission.SESSION_READ)
def minutes_as_pdf(key: str) -> ResponseReturnValue:
    """Give the minutes as an accessible PDF in the reader's language."""
    actor = current_actor()
    session = queries.get_session(actor, key)
    if session.held_at is None:
        return _to_session(key)
    note_cases(actor, session)
    return as_file(typeset(presenters_minutes.minutes(actor, session)), f"minutes-{key}.pdf")
