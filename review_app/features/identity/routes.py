"""Pages for signing in, one's own account, and the administration of people."""

from typing import Any

from flask import (
    Blueprint,
    current_app,
    flash,
    jsonify,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user, login_user, logout_user
from flask_wtf.csrf import generate_csrf

from review_app.domain.access import Permission, Role
from review_app.domain.errors import Invalid, NotFound
from review_app.features.identity import forms, queries, service
from review_app.kernel.gate import current_actor, requires
from review_app.kernel.i18n import COOKIE, LANGUAGES
from review_app.kernel.links import own_path
from review_app.models import SignIn

blueprint = Blueprint("identity", __name__)
AS_WRITTEN = (
    "name",
    "email",
    "profession",
    "language",
    "is_staff_representative",
    "is_active",
)


def _enter(started: SignIn) -> ResponseReturnValue:
    login_user(started)
    fields = [(n, v) for n, v in request.form.items(multi=True) if n.startswith("carried:")]
    target = own_path(request.form.get("next")) or url_for("home.overview")
    if not fields:
        return redirect(target)
    carried = [(name.removeprefix("carried:"), value) for name, value in fields]
    return render_template("identity/go_on.html", target=target, carried=carried)


@blueprint.route("/sign-in", methods=["GET", "POST"])
@requires(Permission.ACCOUNT_SIGN_IN)
def sign_in() -> ResponseReturnValue:
    """Show the sign-in page; on POST, let the person in."""
    form = forms.SignInForm(next=request.args.get("next"))
    if form.validate_on_submit():
        started = service.sign_in(
            current_actor(),
            email=form.email.data,
            password=form.password.data,
            address=request.remote_addr or "",
        )
        if started is not None:
            return _enter(started)
        form.form_errors.append(_("That did not fit. After several tries, wait 15 minutes."))
    people = queries.demo_people(current_actor()) if current_app.config["DEMO"] else []
    return render_template("identity/sign_in.html", form=form, people=people)


@blueprint.post("/sign-in/demo/<key>")
@requires(Permission.ACCOUNT_SIGN_IN)
def demo_sign_in(key: str) -> ResponseReturnValue:
    """Let anybody in as an invented person; exists in the demonstration only."""
    if not current_app.config["DEMO"]:
        raise NotFound(thing="page")
    return _enter(service.sign_in_as(current_actor(), key))


@blueprint.post("/sign-out")
@requires(Permission.ACCOUNT_SIGN_IN)
def sign_out() -> ResponseReturnValue:
    """End this sign-in."""
    if current_user.is_authenticated:
        service.sign_out(current_actor(), current_user.id)
        logout_user()
    flash(_("You are signed out."), "success")
    return redirect(url_for("identity.sign_in"))


@blueprint.get("/form-token")
@requires(Permission.ACCOUNT_USE)
def form_token() -> ResponseReturnValue:
    """Give a page that was open during a sign-out a token for its forms."""
    return jsonify(token=generate_csrf())


@blueprint.post("/language")
@requires(Permission.ACCOUNT_SIGN_IN)
def choose_language() -> ResponseReturnValue:
    """Show everything in another language from now on."""
    language = request.form.get("language")
    if language not in LANGUAGES:
        raise Invalid(field="language", reason="unknown")
    if current_user.is_authenticated:
        service.set_language(current_actor(), language=language)
    target = own_path(request.form.get("next")) or url_for("home.overview")
    answer = make_response(redirect(target))
    secure = current_app.config["SESSION_COOKIE_SECURE"]
    answer.set_cookie(
        COOKIE, language, max_age=31_536_000, httponly=True, samesite="Lax", secure=secure
    )
    return answer


@blueprint.route("/invitation/<token>", methods=["GET", "POST"])
@requires(Permission.ACCOUNT_SIGN_IN)
def set_password(token: str) -> ResponseReturnValue:
    """Let an invited person choose a password."""
    invitation = queries.open_invitation(current_actor(), token)
    form = forms.PasswordForm()
    if form.validate_on_submit():
        service.set_password(current_actor(), token, password=form.password.data)
        flash(_("Your password is set. Sign in with it."), "success")
        return redirect(url_for("identity.sign_in"))
    return render_template("identity/set_password.html", form=form, person=invitation.person)


@blueprint.get("/account")
@requires(Permission.ACCOUNT_USE)
def account() -> ResponseReturnValue:
    """Show the person's own account and where they are signed in."""
    sign_ins = queries.own_sign_ins(current_actor())
    return render_template("identity/account.html", sign_ins=sign_ins)


@blueprint.post("/account/sign-ins/<int:sign_in_id>/end")
@requires(Permission.ACCOUNT_USE)
def end_sign_in(sign_in_id: int) -> ResponseReturnValue:
    """Sign out another browser of one's own."""
    service.sign_out(current_actor(), sign_in_id)
    return redirect(url_for("identity.account"))


@blueprint.get("/administration/people")
@requires(Permission.PERSON_MANAGE)
def list_people() -> ResponseReturnValue:
    """List people, teams and firms."""
    actor = current_actor()
    return render_template(
        "identity/people.html",
        people=queries.list_people(actor, words=request.args.get("words", "")),
        teams=queries.list_teams(actor),
        firms=queries.list_firms(actor),
        team_form=forms.NameForm(prefix="team"),
        firm_form=forms.NameForm(prefix="firm"),
    )


@blueprint.route("/administration/people/new", methods=["GET", "POST"])
@requires(Permission.PERSON_MANAGE)
def add_person() -> ResponseReturnValue:
    """Add a person."""
    form = forms.person_form(current_actor())
    if form.validate_on_submit() and _save(form, None):
        return redirect(url_for("identity.list_people"))
    return render_template("identity/person.html", form=form, person=None)


@blueprint.route("/administration/people/<key>", methods=["GET", "POST"])
@requires(Permission.PERSON_MANAGE)
def edit_person(key: str) -> ResponseReturnValue:
    """Change a person."""
    person = queries.get_person(current_actor(), key)
    form = forms.person_form(current_actor(), person)
    if form.validate_on_submit() and _save(form, key):
        return redirect(url_for("identity.list_people"))
    return render_template("identity/person.html", form=form, person=person)


def _save(form: forms.PersonForm, key: str | None) -> bool:
    values: dict[str, Any] = {name: form[name].data for name in AS_WRITTEN}
    try:
        service.save_person(
            current_actor(),
            key,
            roles=[Role(value) for value in form.roles.data],
            team_ids=form.teams.data,
            firm_id=int(form.firm.data) if form.firm.data else None,
            **values,
        )
    except Invalid:
        form.email.errors = [_("Another person has this address.")]
        return False
    flash(_("Saved."), "success")
    return True


@blueprint.post("/administration/people/<key>/invitation")
@requires(Permission.PERSON_MANAGE)
def invite(key: str) -> ResponseReturnValue:
    """Make a link with which the person sets a password, and show it once."""
    person = queries.get_person(current_actor(), key)
    token = service.invite(current_actor(), key)
    link = current_app.config["PUBLIC_URL"] + url_for("identity.set_password", token=token)
    return render_template("identity/invitation.html", person=person, link=link)


@blueprint.post("/administration/teams")
@requires(Permission.PERSON_MANAGE)
def add_team() -> ResponseReturnValue:
    """Add a team."""
    return _add_named(forms.NameForm(prefix="team"), service.add_team)


@blueprint.post("/administration/firms")
@requires(Permission.PERSON_MANAGE)
def add_firm() -> ResponseReturnValue:
    """Add a firm."""
    return _add_named(forms.NameForm(prefix="firm"), service.add_firm)


def _add_named(form: forms.NameForm, add: Any) -> ResponseReturnValue:
    if form.validate_on_submit():
        try:
            add(current_actor(), name=form.name.data)
            flash(_("Added."), "success")
        except Invalid:
            flash(_("There is one of that name already."), "error")
    else:
        flash(_("Give it a name."), "error")
    return redirect(url_for("identity.list_people"))
