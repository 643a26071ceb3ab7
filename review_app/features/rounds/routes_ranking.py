"""Pages of picking cases from a ranking by how hard they look."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from review_app.domain.access import Permission
from review_app.domain.errors import Invalid
from review_app.features.rounds import (
    forms_ranking,
    presenters_ranking,
    queries,
    service_ranking,
)
from review_app.features.rounds.routes_supervision import blueprint
from review_app.kernel.gate import current_actor, requires
from review_app.kernel.reading_log import note_readings

__all__ = ["blueprint"]


@blueprint.route("/<key>/cases/ranking", methods=["GET", "POST"])
@requires(Permission.ROUND_RUN)
def rank_cases(key: str) -> ResponseReturnValue:
    """Show the cases that look hardest; on POST, take the ticked ones into the round."""
    actor, form = current_actor(), forms_ranking.PickRankedForm()
    found = queries.get_round(actor, key, to_run=True)
    if form.validate_on_submit() and _pick(key, form):
        return redirect(url_for("rounds.pick_cases", key=key))
    return _ranking(found.key, form, forms_ranking.ranking_form(actor, found))


def _pick(key: str, form: forms_ranking.PickRankedForm) -> bool:
    keys = request.form.getlist("case")
    try:
        service_ranking.pick_ranked(current_actor(), key, case_keys=keys, reason=form.reason.data)
    except Invalid:
        form.form_errors.append(_("Tick the cases you want to pick."))
        return False
    flash(_("Picked: %(number)s.", number=len(keys)), "success")
    return True


@blueprint.post("/<key>/ranking")
@requires(Permission.ROUND_RUN)
def set_ranking(key: str) -> ResponseReturnValue:
    """Say what makes a case hard."""
    found = queries.get_round(current_actor(), key, to_run=True)
    form = forms_ranking.ranking_form(current_actor(), found)
    if form.validate() and _set(key, form):
        flash(_("Saved."), "success")
        return redirect(url_for("rounds.rank_cases", key=key))
    return _ranking(key, forms_ranking.PickRankedForm(formdata=None), form), 422


def _set(key: str, form: forms_ranking.RankingForm) -> bool:
    try:
        service_ranking.set_ranking(current_actor(), key, **form.values())
    except Invalid:
        form.form_errors.append(_("Let one thing at least count for more than 0."))
        return False
    return True


def _ranking(
    key: str, form: forms_ranking.PickRankedForm, weighing: forms_ranking.RankingForm
) -> str:
    actor = current_actor()
    found = queries.get_round(actor, key, to_run=True)
    shown = presenters_ranking.page(actor, found, after=request.args.get("after"))
    keys = [line.case.key for line in shown["page"].rows]
    note_readings(actor, found, case_keys=keys, purpose="ranking")
    return render_template("rounds/ranking.html", form=form, weighing=weighing, **shown)
