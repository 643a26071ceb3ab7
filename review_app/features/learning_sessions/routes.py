"""Pages of planning and preparing sessions."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from review_app.domain.access import Actor, Permission
from review_app.domain.errors import Conflict, Incomplete, Invalid
from review_app.domain.kinds import LearningSessionKind
from review_app.domain.workflow import LearningSessionState
from review_app.features.learning_sessions import (
    forms,
    forms_planning,
    presenters,
    queries,
    service,
)
from review_app.features.learning_sessions import queries_choices as choices
from review_app.kernel import drafts
from review_app.kernel.gate import current_actor, requires
from review_app.kernel.reading_log import note_readings
from review_app.kernel.words import words
from review_app.models import LearningSession

blueprint = Blueprint("learning_sessions", __name__, url_prefix="/sessions")


@blueprint.get("")
@requires(Permission.SESSION_READ)
def list_sessions() -> ResponseReturnValue:
    """List the sessions one is invited to; a coordinator's are all."""
    page = queries.list_sessions(
        current_actor(),
        state=request.args.get("state", ""),
        kind=request.args.get("kind", ""),
        when=request.args.get("when", ""),
        after=request.args.get("after"),
    )
    filters = {
        "states": words(LearningSessionState),
        "kinds": words(LearningSessionKind),
        "whens": [(queries.TO_COME, _("Still to come")), (queries.PAST, _("Past"))],
    }
    return render_template("learning_sessions/list.html", page=page, **filters)


@blueprint.route("/new", methods=["GET", "POST"])
@requires(Permission.SESSION_PLAN)
def plan() -> ResponseReturnValue:
    """Plan a session; ?learning_case=, ?calibration= or ?follows= says what it starts from."""
    start = _start()
    form = forms_planning.session_form(current_actor(), start=start)
    given = {
        "learning_case_key": start.learning_case.key if start.learning_case else "",
        "follows": start.before.key if start.before else "",
    }
    if form.validate_on_submit() and (planned := _save(form, **given)):
        flash(_("The session is planned."), "success")
        return redirect(url_for("learning_sessions.show_session", key=planned.key))
    return render_template("learning_sessions/edit.html", form=form, session=None, start=start)


def _start() -> forms_planning.Start:
    actor, asked = current_actor(), request.args
    case_key, calibration_key = asked.get("learning_case", ""), asked.get("calibration", "")
    return forms_planning.Start(
        learning_case=queries.learning_case(actor, case_key) if case_key else None,
        calibration=choices.calibration(actor, calibration_key) if calibration_key else None,
        before=queries.get_session(actor, asked["follows"]) if "follows" in asked else None,
    )


@blueprint.route("/<key>/edit", methods=["GET", "POST"])
@requires(Permission.SESSION_PLAN)
def edit(key: str) -> ResponseReturnValue:
    """Change a planned session."""
    session = queries.get_session(current_actor(), key)
    form = forms_planning.session_form(current_actor(), session)
    if form.validate_on_submit() and _save(form, key=key):
        flash(_("Saved."), "success")
        return redirect(url_for("learning_sessions.show_session", key=key))
    return render_template("learning_sessions/edit.html", form=form, session=session, start=None)


def _save(
    form: forms.SessionForm, key: str = "", *, follows: str = "", learning_case_key: str = ""
) -> LearningSession | None:
    actor, wanted = current_actor(), form.plan(follows=follows)
    try:
        if key:
            return service.change_plan(actor, key, plan=wanted, revision=forms.revision_of(form))
        return service.plan_session(actor, plan=wanted, learning_case_key=learning_case_key)
    except (Incomplete, Invalid) as refusal:
        form.show(refusal)
    except Conflict:
        form.form_errors.append(
            _("Somebody else changed this session meanwhile. Open it again before you save.")
        )
    return None


@blueprint.get("/<key>")
@requires(Permission.SESSION_READ)
def show_session(key: str) -> ResponseReturnValue:
    """Show one session."""
    actor = current_actor()
    session = queries.get_session(actor, key)
    note_cases(actor, session)
    page = presenters.session_page(actor, session)
    return render_template("learning_sessions/session.html", **page)


def note_cases(actor: Actor, session: LearningSession) -> None:
    """Enter that the cases on the agenda were shown."""
    case_keys = sorted({item.case.key for item in session.agenda if item.case})
    note_readings(actor, session, case_keys=case_keys, purpose="session")


@blueprint.post("/<key>/ask-positions")
@requires(Permission.SESSION_PLAN)
def ask_positions(key: str) -> ResponseReturnValue:
    """Ask the three parties to write."""
    service.ask_positions(current_actor(), key)
    flash(
        _("The three parties are asked to write. Nobody sees the others' before all have."),
        "success",
    )
    return redirect(url_for("learning_sessions.show_session", key=key))


@blueprint.route("/<key>/position", methods=["GET", "POST"])
@requires(Permission.SESSION_TAKE_POSITION)
def position(key: str) -> ResponseReturnValue:
    """Write one's own position."""
    actor = current_actor()
    session = queries.get_session(actor, key)
    own = queries.own_place(actor, session)
    if session.state != "positions" or queries.positions_open(actor, session):
        return redirect(url_for("learning_sessions.show_session", key=key))
    text, draft = queries.own_position(actor, session), drafts.load_draft(actor, f"position/{key}")
    form = forms.position_form(text, own.revision, draft)
    if form.validate_on_submit():
        return _take_position(form, session)
    return _position_page(form, session, stands="")


def _take_position(form: forms.PositionForm, session: LearningSession) -> ResponseReturnValue:
    actor, read = current_actor(), forms.revision_of(form)
    try:
        service.take_position(actor, session.key, text=form.position.data, revision=read)
    except Conflict:
        session = queries.get_session(actor, session.key)
        form.revision.data = str(queries.own_place(actor, session).revision)
        form.form_errors.append(_("This was saved somewhere else meanwhile. Both texts are here."))
        return _position_page(form, session, stands=queries.own_position(actor, session)), 409
    flash(_("Your position is written. The others see it when all have written."), "success")
    return redirect(url_for("learning_sessions.show_session", key=session.key))


def _position_page(form: forms.PositionForm, session: LearningSession, *, stands: str) -> str:
    note_cases(current_actor(), session)
    shown = {"form": form, "session": session, "stands": stands}
    return render_template("learning_sessions/position.html", **shown)


@blueprint.post("/<key>/hold")
@requires(Permission.SESSION_RECORD)
def hold(key: str) -> ResponseReturnValue:
    """Begin the session and open the meeting view."""
    service.hold(current_actor(), key)
    return redirect(url_for("learning_sessions.meeting", key=key))


@blueprint.post("/<key>/end-series")
@requires(Permission.SESSION_PLAN)
def end_series(key: str) -> ResponseReturnValue:
    """Let this session be the last of its series."""
    service.end_series(current_actor(), key)
    flash(_("The series ends here. No further session is planned by itself."), "success")
    return redirect(url_for("learning_sessions.show_session", key=key))


@blueprint.post("/<key>/cancel")
@requires(Permission.SESSION_PLAN)
def cancel(key: str) -> ResponseReturnValue:
    """Give a session up."""
    form = forms.ReasonForm()
    session = queries.get_session(current_actor(), key)
    if form.validate():
        service.cancel(current_actor(), key, reason=form.reason.data)
        flash(_("The session is cancelled."), "success")
        return redirect(url_for("learning_sessions.show_session", key=key))
    page = {**presenters.session_page(current_actor(), session), "reason_form": form}
    return render_template("learning_sessions/session.html", **page), 422
