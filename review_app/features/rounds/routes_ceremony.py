"""The pages of a ceremony: sealing, one's own part, the dice in the meeting room, giving up."""

from flask import flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from review_app.domain.access import Permission
from review_app.domain.ceremony import PublicKind, Stage, public_kind
from review_app.domain.errors import IllegalTransition
from review_app.domain.frames import FrameFilter
from review_app.features.rounds import (
    forms_ceremony,
    presenters,
    presenters_ceremony,
    queries,
    queries_ceremony,
    queries_frames,
    service_ceremony,
    service_contributions,
)
from review_app.features.rounds.routes import steps_shown
from review_app.features.rounds.routes_designs import blueprint
from review_app.kernel.gate import current_actor, requires
from review_app.models import Draw, DrawContribution, Round

__all__ = ["blueprint"]


@blueprint.route("/<key>/commit", methods=["GET", "POST"])
@requires(Permission.ROUND_RUN)
def commit(key: str) -> ResponseReturnValue:
    """Show what will be drawn and who is waited for; on POST, seal it."""
    found = queries.get_round(current_actor(), key, to_run=True)
    if request.method == "POST":
        service_ceremony.seal_draw(current_actor(), key)
        flash(_("The draw is sealed. From here on nothing can be steered."), "success")
        return redirect(url_for("rounds.commit", key=key))
    told = _to_seal(found)
    return render_template("rounds/commit.html", round=found, page=_page(found), **told)


@blueprint.get("/<key>/commit/waiting")
@requires(Permission.ROUND_RUN)
def waiting(key: str) -> ResponseReturnValue:
    """Show how far the draw is, if that has changed since the page was loaded."""
    found = queries.get_round(current_actor(), key, to_run=True)
    page = _page(found)
    if page is None:  # given up meanwhile
        return make_response("", 200, {"HX-Refresh": "true"})
    if page.mark == request.args.get("seen"):
        return "", 204
    words = presenters.method_words(found)
    return render_template("rounds/_ceremony.html", round=found, page=page, method_words=words)


@blueprint.route("/<key>/ceremony", methods=["GET", "POST"])
@requires(Permission.ROUND_RUN)
def plan_ceremony(key: str) -> ResponseReturnValue:
    """Ask who contributes and what comes last; on POST, fix frame and plan and ask them."""
    found = queries.get_round(current_actor(), key, to_run=True)
    form = forms_ceremony.ceremony_form(current_actor(), found)
    if form.validate_on_submit():
        service_ceremony.start_draw(
            current_actor(),
            key,
            people=form.people(),
            public=PublicKind(form.public.data),
            named_source=form.named_source.data or "",
            reveal_due_on=form.reveal_due_on.data,
        )
        flash(_("The draw is started. Everyone who contributes has it among their tasks."))
        return redirect(url_for("rounds.commit", key=key))
    return render_template("rounds/ceremony.html", round=found, form=form, **steps_shown(found))


@blueprint.post("/<key>/draw")
@requires(Permission.ROUND_RUN)
def draw(key: str) -> ResponseReturnValue:
    """Draw, where no public value is waited for."""
    service_ceremony.reveal_draw(current_actor(), key)
    flash(_("The cases are drawn."), "success")
    return redirect(url_for("rounds.show_round", key=key))


@blueprint.route("/<key>/public-value", methods=["GET", "POST"])
@requires(Permission.ROUND_RUN)
def public_value(key: str) -> ResponseReturnValue:
    """Ask for the dice or the named value; on POST show it once more, then draw."""
    found = queries.get_round(current_actor(), key, to_run=True)
    kind = _awaited(found)
    form = forms_ceremony.public_value_form(kind)
    step = request.form.get("step", "show")
    is_right = step != "again" and form.validate_on_submit()
    if is_right and step == "draw":
        service_ceremony.reveal_draw(current_actor(), key, value=form.value.data)
        flash(_("The cases are drawn."), "success")
        return redirect(url_for("rounds.certificate", key=key))
    return render_template(
        "rounds/public_value.html", round=found, form=form, kind=kind, is_right=is_right
    )


@blueprint.route("/<key>/abandon-draw", methods=["GET", "POST"])
@requires(Permission.ROUND_RUN)
def abandon_draw(key: str) -> ResponseReturnValue:
    """Ask why the draw is given up; on POST, give it up."""
    found = queries.get_round(current_actor(), key, to_run=True)
    form = forms_ceremony.AbandonForm()
    if found.draw is None or found.draw.drawn_at is not None:
        raise IllegalTransition(state=found.state.value, step="abandon-draw")
    if form.validate_on_submit():
        service_ceremony.abandon_draw(current_actor(), key, reason=form.reason.data)
        flash(_("The draw was given up. It keeps its number, and you can plan a new one."))
        return redirect(url_for("rounds.commit", key=key))
    return render_template("rounds/abandon.html", round=found, form=form)


@blueprint.route("/draws/<key>/part", methods=["GET", "POST"])
@requires(Permission.DRAW_CONTRIBUTE)
def part(key: str) -> ResponseReturnValue:
    """Show one's own part in a draw; on POST, keep the fingerprint of one's secret."""
    own = queries_ceremony.get_part(current_actor(), key)
    form = forms_ceremony.CommitmentForm()
    if form.validate_on_submit():
        service_contributions.commit_to_secret(current_actor(), key, given=form.commitment.data)
        flash(_("You are bound to your secret. Keep it until you are asked to open it."), "success")
        return redirect(url_for("rounds.part", key=key))
    return _show_part(own, form=form)


@blueprint.post("/draws/<key>/part/keep")
@requires(Permission.DRAW_CONTRIBUTE)
def let_platform_keep(key: str) -> ResponseReturnValue:
    """Let the platform make and keep the secret."""
    service_contributions.commit_to_secret(current_actor(), key, given=None)
    flash(_("The platform keeps a secret for you. There is nothing more for you to do."))
    return redirect(url_for("rounds.part", key=key))


@blueprint.post("/draws/<key>/part/secret")
@requires(Permission.DRAW_CONTRIBUTE)
def open_secret(key: str) -> ResponseReturnValue:
    """Take a secret, if it is the one its owner is bound to."""
    own = queries_ceremony.get_part(current_actor(), key)
    form = forms_ceremony.SecretForm()
    form.bound_to = own.name, own.commitment
    if form.validate_on_submit():
        service_contributions.reveal_secret(current_actor(), key, secret=form.secret.data)
        flash(_("Your secret is open. Thank you."), "success")
        return redirect(url_for("rounds.part", key=key))
    return _show_part(own, secret_form=form)


@blueprint.get("/draws/<key>/part/waiting")
@requires(Permission.DRAW_CONTRIBUTE)
def part_waiting(key: str) -> ResponseReturnValue:
    """Have the page of one's part loaded anew once something has changed."""
    own = queries_ceremony.get_part(current_actor(), key)
    page = presenters_ceremony.ceremony_page(current_actor(), own.draw)
    if page.mark == request.args.get("seen"):
        return "", 204
    return make_response("", 200, {"HX-Refresh": "true"})


def _show_part(
    own: DrawContribution,
    *,
    form: forms_ceremony.CommitmentForm | None = None,
    secret_form: forms_ceremony.SecretForm | None = None,
) -> str:
    return render_template(
        "rounds/part.html",
        part=own,
        draw=own.draw,
        page=presenters_ceremony.ceremony_page(current_actor(), own.draw),
        form=form or forms_ceremony.CommitmentForm(formdata=None),
        secret_form=secret_form or forms_ceremony.SecretForm(formdata=None),
    )


def _page(found: Round) -> presenters_ceremony.CeremonyPage | None:
    standing: Draw | None = found.draw
    return presenters_ceremony.ceremony_page(current_actor(), standing) if standing else None


def _to_seal(found: Round) -> dict[str, object]:
    chosen = FrameFilter.read(found.frame_filter)
    return {
        **steps_shown(found),
        "count": None if found.draw else queries_frames.count_frame(current_actor(), chosen),
        "method_words": presenters.method_words(found),
        "abandoned": queries_ceremony.count_abandoned(current_actor(), found),
    }


def _awaited(found: Round) -> PublicKind:
    """Return the kind of public value that is to be entered now.

    :raises IllegalTransition: when none is, or not yet.
    """
    kind = public_kind(found.draw.public_source) if found.draw else PublicKind.NONE
    if found.draw is None or found.draw.stage is not Stage.OPENED or kind is PublicKind.NONE:
        raise IllegalTransition(state=found.state.value, step="public-value")
    return kind
