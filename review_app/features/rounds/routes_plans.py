"""The pages of recurring plans: the list, one plan, writing it, pausing it."""

from datetime import date

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from review_app.domain.access import Permission
from review_app.domain.errors import Incomplete, Invalid, NotFound
from review_app.features.rounds import (
    forms_plans,
    presenters_plans,
    queries_plans,
    service_plan_runs,
    service_plans,
)
from review_app.features.rounds.routes_certificate import blueprint
from review_app.kernel.gate import current_actor, requires
from review_app.kernel.words import word

__all__ = ["blueprint"]


@blueprint.get("/plans")
@requires(Permission.SAMPLING_PLAN_READ)
def list_plans() -> ResponseReturnValue:
    """List the recurring plans."""
    lines = queries_plans.list_plans(current_actor())
    return render_template("rounds/plans/list.html", lines=lines, say=presenters_plans)


@blueprint.route("/plans/new", methods=["GET", "POST"])
@requires(Permission.SAMPLING_PLAN_RUN)
def add_plan() -> ResponseReturnValue:
    """Ask what shall be drawn again and again; on POST, begin it."""
    form = forms_plans.plan_form(current_actor())
    if form.validate_on_submit():
        plan = service_plans.add_plan(current_actor(), chosen=form.chosen())
        flash(_("The plan runs. It draws by itself from now on."), "success")
        return redirect(url_for("rounds.show_plan", key=plan.key))
    told = presenters_plans.outlook(current_actor(), form.tried())
    return render_template("rounds/plans/edit.html", plan=None, form=form, **told)


@blueprint.post("/plans/outlook")
@requires(Permission.SAMPLING_PLAN_RUN)
def plan_outlook() -> ResponseReturnValue:
    """Say what a plan that is being written would do."""
    form = forms_plans.plan_form(current_actor())
    told = presenters_plans.outlook(current_actor(), form.tried())
    return render_template("rounds/plans/_outlook.html", **told)


@blueprint.get("/plans/<key>")
@requires(Permission.SAMPLING_PLAN_READ)
def show_plan(key: str) -> ResponseReturnValue:
    """Show a plan, when it draws next, and what became of its periods."""
    plan = queries_plans.get_plan(current_actor(), key)
    page = presenters_plans.plan_page(current_actor(), plan)
    return render_template("rounds/plans/plan.html", page=page, plan=plan)


@blueprint.route("/plans/<key>/change", methods=["GET", "POST"])
@requires(Permission.SAMPLING_PLAN_RUN)
def change_plan(key: str) -> ResponseReturnValue:
    """Ask what the coming draws shall be like; on POST, keep it."""
    plan = queries_plans.get_plan(current_actor(), key)
    form = forms_plans.plan_form(current_actor(), plan)
    if form.validate_on_submit():
        service_plans.change_plan(current_actor(), key, chosen=form.chosen())
        flash(_("The plan was changed, for the draws to come."), "success")
        return redirect(url_for("rounds.show_plan", key=key))
    told = presenters_plans.outlook(current_actor(), form.tried())
    return render_template("rounds/plans/edit.html", plan=plan, form=form, **told)


@blueprint.route("/plans/<key>/pause", methods=["GET", "POST"])
@requires(Permission.SAMPLING_PLAN_RUN)
def pause_plan(key: str) -> ResponseReturnValue:
    """Ask why the plan shall rest; on POST, let it."""
    plan = queries_plans.get_plan(current_actor(), key)
    form = forms_plans.PauseForm()
    if form.validate_on_submit():
        service_plans.pause_plan(current_actor(), key, reason=form.reason.data)
        flash(_("The plan rests. Periods that fall due are skipped until it draws again."), "info")
        return redirect(url_for("rounds.show_plan", key=key))
    return render_template("rounds/plans/pause.html", plan=plan, form=form)


@blueprint.post("/plans/<key>/resume")
@requires(Permission.SAMPLING_PLAN_RUN)
def resume_plan(key: str) -> ResponseReturnValue:
    """Let a plan draw again."""
    service_plans.resume_plan(current_actor(), key)
    flash(_("The plan draws by itself again."), "success")
    return redirect(url_for("rounds.show_plan", key=key))


@blueprint.post("/plans/<key>/end")
@requires(Permission.SAMPLING_PLAN_RUN)
def end_plan(key: str) -> ResponseReturnValue:
    """End a plan for good."""
    service_plans.end_plan(current_actor(), key)
    flash(_("The plan has ended. What it drew stays."), "success")
    return redirect(url_for("rounds.show_plan", key=key))


@blueprint.post("/plans/<key>/periods/<period_on>/draw")
@requires(Permission.SAMPLING_PLAN_RUN)
def draw_late(key: str, period_on: str) -> ResponseReturnValue:
    """Draw a period that was skipped or refused."""
    try:
        day = date.fromisoformat(period_on)
    except ValueError as fault:
        raise NotFound(thing="sampling-run", key=key) from fault
    try:
        service_plan_runs.draw_late(current_actor(), key, period_on=day)
        flash(_("The cases of the period are drawn."), "success")
    except (Invalid, Incomplete) as refusal:
        flash(word(service_plan_runs.reason_of(current_actor(), refusal)), "error")
    return redirect(url_for("rounds.show_plan", key=key))
