"""Who has which reviews of a round, handing them over, and saying that one should not review."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from review_app.domain.access import Permission
from review_app.domain.errors import Invalid
from review_app.features.reviews import (
    forms_assignment,
    presenters_assignment,
    queries,
    queries_assignment,
    service_assignment,
    service_conflicts,
)
from review_app.features.reviews.routes_strictness import blueprint
from review_app.kernel.forms import day_of
from review_app.kernel.gate import current_actor, requires

__all__ = ["blueprint"]


@blueprint.get("/rounds/<key>/assignment")
@requires(Permission.ROUND_RUN)
def show_assignment(key: str) -> ResponseReturnValue:
    """Show who has how many reviews of a round, and which of them wait for somebody else."""
    actor = current_actor()
    found = queries_assignment.get_round(actor, key)
    return render_template(
        "reviews/assignment.html",
        round=found,
        loads=queries_assignment.workloads(actor, found),
        unfinished=queries_assignment.unfinished(actor, found),
        takers=queries_assignment.able_to_take_over(actor, found),
        of=request.args.get("of", ""),
        reasons=presenters_assignment.REASONS,
    )


@blueprint.post("/rounds/<key>/assignment/preview")
@requires(Permission.REVIEW_HAND_OVER)
def preview_handover(key: str) -> ResponseReturnValue:
    """Show what handing the chosen reviews over would come to; nothing is changed yet."""
    found = queries_assignment.get_round(current_actor(), key)
    chosen = set(request.form.getlist("review"))
    taker = request.form.get("taker", "")
    plan = queries_assignment.plan_for(current_actor(), found, review_keys=chosen, taker_key=taker)
    if not chosen:
        flash(_("Choose the reviews to hand over first."), "error")
        return redirect(url_for("reviews.show_assignment", key=key))
    return render_template("reviews/handover.html", round=found, plan=plan)


@blueprint.post("/rounds/<key>/assignment")
@requires(Permission.REVIEW_HAND_OVER)
def hand_over(key: str) -> ResponseReturnValue:
    """Hand over what was shown."""
    moves = forms_assignment.moves_of(request.form.getlist("move"))
    due_on = day_of(request.form.get("due_on"), field="due_on")
    try:
        count = service_assignment.hand_over(current_actor(), key, moves=moves, due_on=due_on)
    except Invalid as refusal:
        flash(presenters_assignment.why_not(refusal), "error")
    else:
        told = ngettext(
            "%(num)s review was handed over.", "%(num)s reviews were handed over.", count
        )
        flash(told, "success")
    return redirect(url_for("reviews.show_assignment", key=key))


@blueprint.route("/<key>/give-up-second", methods=["GET", "POST"])
@requires(Permission.REVIEW_HAND_OVER)
def give_up_second(key: str) -> ResponseReturnValue:
    """Ask why one of the two reviews of a case is given up; on POST, give it up."""
    review = queries_assignment.one_of_two(current_actor(), key)
    form = forms_assignment.ReasonForm()
    if form.validate_on_submit():
        service_assignment.give_up_second(current_actor(), key, reason=form.reason.data)
        flash(_("The second scoring was given up. The other review stands alone."), "success")
        return redirect(url_for("reviews.show_assignment", key=review.round.key))
    return render_template("reviews/give_up_second.html", review=review, form=form)


@blueprint.route("/<key>/conflict", methods=["GET", "POST"])
@requires(Permission.REVIEW_SCORE)
def conflict(key: str) -> ResponseReturnValue:
    """Let the reviewer say why they should not review the case."""
    actor = current_actor()
    review = queries.get_review(actor, key)
    declared = queries_assignment.own_conflict(actor, review)
    form = forms_assignment.ReasonForm()
    if form.validate_on_submit():
        service_conflicts.declare_conflict(actor, key, reason=form.reason.data)
        flash(_("Thank you for saying so. The review waits for somebody else."), "success")
        return redirect(url_for("reviews.list_reviews"))
    return render_template("reviews/conflict.html", review=review, form=form, declared=declared)


@blueprint.post("/<key>/conflict/withdraw")
@requires(Permission.REVIEW_SCORE)
def withdraw_conflict(key: str) -> ResponseReturnValue:
    """Take back what one said."""
    service_conflicts.withdraw_conflict(current_actor(), key)
    flash(_("You can review the case again."), "success")
    return redirect(url_for("reviews.show", key=key))
