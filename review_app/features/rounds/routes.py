"""The rounds' pages: the list, the wizard step by step, the round, its certificate."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from review_app.domain.access import Permission
from review_app.domain.errors import Invalid
from review_app.domain.kinds import RoundPurpose
from review_app.features.rounds import (
    forms,
    presenters,
    presenters_ranking,
    queries,
    queries_sharing,
    service,
    service_draws,
)
from review_app.kernel.gate import current_actor, requires
from review_app.models import Round

blueprint = Blueprint("rounds", __name__, url_prefix="/rounds")
blueprint.context_processor(presenters.words_for_templates)


@blueprint.get("")
@requires(Permission.ROUND_READ)
def list_rounds() -> ResponseReturnValue:
    """List the rounds, newest first."""
    page = queries.list_rounds(
        current_actor(),
        state=request.args.get("state", ""),
        purpose=request.args.get("purpose", ""),
        after=request.args.get("after"),
    )
    return render_template("rounds/list.html", page=page)


@blueprint.route("/new", methods=["GET", "POST"])
@requires(Permission.ROUND_RUN)
def plan_round() -> ResponseReturnValue:
    """Ask what the round is for; on POST, begin it."""
    form = forms.round_form(current_actor())
    if form.validate_on_submit():
        planned = service.plan_round(
            current_actor(),
            title=form.title.data,
            purpose=RoundPurpose(form.purpose.data),
            engagement_id=int(form.engagement.data) if form.engagement.data else None,
        )
        return redirect(presenters.next_url(planned, after=""))
    return render_template("rounds/new.html", form=form)


@blueprint.get("/<key>")
@requires(Permission.ROUND_READ)
def show_round(key: str) -> ResponseReturnValue:
    """Show a round: where it stands, its cases, reserve and replacements."""
    page = presenters.round_page(current_actor(), queries.get_round(current_actor(), key))
    return render_template("rounds/round.html", page=page, round=page.round)


@blueprint.route("/<key>/reviewing", methods=["GET", "POST"])
@requires(Permission.ROUND_RUN)
def reviewing(key: str) -> ResponseReturnValue:
    """Ask what the cases are held against, and by whom."""
    found = queries.get_round(current_actor(), key, to_run=True)
    form = forms.reviewing_form(current_actor(), found)
    if form.validate_on_submit():
        service.set_reviewing(current_actor(), key, **form.chosen())
        return redirect(presenters.next_url(found, after="reviewing"))
    able = [option_id for option_id, *_rest in form.reviewers.choices]
    away = queries_sharing.absences_of(current_actor(), able)
    return render_template(
        "rounds/reviewing.html", round=found, form=form, away=away, **steps_shown(found)
    )


@blueprint.route("/<key>/cases", methods=["GET", "POST"])
@requires(Permission.ROUND_RUN)
def pick_cases(key: str) -> ResponseReturnValue:
    """Show the hand-picked cases; on POST, add one with its reason."""
    found = queries.get_round(current_actor(), key, to_run=True)
    form = forms.PickForm()
    if form.validate_on_submit() and _pick(key, form):
        flash(_("The case was added."), "success")
        return redirect(url_for("rounds.pick_cases", key=key))
    cases = queries.round_cases(current_actor(), found)
    return render_template(
        "rounds/pick.html",
        round=found,
        form=form,
        cases=cases,
        reasons_kept=presenters_ranking.reasons_kept,
        **steps_shown(found),
    )


@blueprint.post("/<key>/cases/<case_key>/drop")
@requires(Permission.ROUND_RUN)
def drop_case(key: str, case_key: str) -> ResponseReturnValue:
    """Put a hand-picked case back."""
    service.drop_case(current_actor(), key, case_key=case_key)
    flash(_("The case was taken out."), "success")
    return redirect(url_for("rounds.pick_cases", key=key))


@blueprint.post("/<key>/select")
@requires(Permission.ROUND_RUN)
def select_cases(key: str) -> ResponseReturnValue:
    """Close the picking and start the reviews."""
    service.select_cases(current_actor(), key)
    flash(_("The reviews have started."), "success")
    return redirect(url_for("rounds.show_round", key=key))


@blueprint.post("/<key>/start")
@requires(Permission.ROUND_RUN)
def start_reviews(key: str) -> ResponseReturnValue:
    """Start the reviews of a round that was drawn before it was known who reviews."""
    try:
        service.start_reviews(current_actor(), key)
    except Invalid as refusal:
        flash(presenters.START_WORDS[str(refusal.facts["reason"])], "error")
    else:
        flash(_("The reviews have started."), "success")
    return redirect(url_for("rounds.show_round", key=key))


@blueprint.route("/<key>/cases/<case_key>/replace", methods=["GET", "POST"])
@requires(Permission.ROUND_RUN)
def replace_case(key: str, case_key: str) -> ResponseReturnValue:
    """Ask why a drawn case cannot be reviewed; on POST, let the next ticket come in."""
    found = queries.get_round(current_actor(), key, to_run=True)
    row = queries.get_round_case(current_actor(), found, key=case_key)
    form = forms.ReplaceForm()
    if form.validate_on_submit():
        service_draws.replace_case(
            current_actor(), key, case_key=case_key, code=form.chosen(), note=form.note.data
        )
        flash(_("The case was replaced by the next one in the order of the draw."), "success")
        return redirect(url_for("rounds.show_round", key=key))
    return render_template("rounds/replace.html", round=found, row=row, form=form)


@blueprint.route("/<key>/cancel", methods=["GET", "POST"])
@requires(Permission.ROUND_RUN)
def cancel_round(key: str) -> ResponseReturnValue:
    """Ask why the round is given up; on POST, give it up."""
    found = queries.get_round(current_actor(), key, to_run=True)
    form = forms.CancelForm()
    if form.validate_on_submit():
        service.cancel_round(current_actor(), key, reason=form.reason.data)
        flash(_("The round was cancelled. Its draw stays on record."), "success")
        return redirect(url_for("rounds.show_round", key=key))
    return render_template("rounds/cancel.html", round=found, form=form)


def steps_shown(found: Round) -> dict[str, object]:
    """Return the steps of planning the round, for the head of a wizard's page."""
    return {"steps": presenters.planning_steps(current_actor(), found)}


def _pick(key: str, form: forms.PickForm) -> bool:
    try:
        service.pick_case(
            current_actor(), key, reference=form.reference.data, reason=form.reason.data
        )
    except Invalid as refusal:
        words = presenters.PICK_WORDS[str(refusal.facts["reason"])]
        form.reference.errors = [*form.reference.errors, words]
        return False
    return True
