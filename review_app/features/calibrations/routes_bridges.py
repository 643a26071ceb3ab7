"""The page on which a bridge is planned; on the calibrations' blueprint."""

from collections.abc import Callable, Sequence

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from review_app.domain.access import Permission, may_ever
from review_app.features.calibrations import forms, queries_bridges, service_bridges
from review_app.features.calibrations.routes import blueprint, trying
from review_app.kernel.gate import current_actor, requires
from review_app.models import Calibration

__all__ = ["blueprint"]


@blueprint.app_context_processor
def lend_bridges() -> dict[str, Callable[..., Sequence[Calibration]]]:
    """Let the pages of rounds and figures lead to what bridges them."""

    def bridges_of(*, round_key: str = "", checklist: str = "") -> Sequence[Calibration]:
        actor = current_actor()
        if not may_ever(actor, Permission.CALIBRATION_READ):
            return ()
        return queries_bridges.list_bridges(actor, round_key=round_key, checklist=checklist)

    return {"bridges_of": bridges_of}


@blueprint.route("/bridges/<round_key>/new", methods=["GET", "POST"])
@requires(Permission.CALIBRATION_RUN)
def plan_bridge(round_key: str) -> ResponseReturnValue:
    """Plan to score a closed round's cases again with another version of its checklist."""
    actor = current_actor()
    found = queries_bridges.round_to_bridge(actor, round_key)
    most = len(queries_bridges.cases_to_bridge(actor, found))
    form = forms.bridge_form(actor, found, most=most)
    if most and form.validate_on_submit():
        made = trying(lambda: service_bridges.plan(actor, round_key, planned=form.chosen()))
        if made is not None:
            return redirect(url_for("calibrations.show", key=made.key))
    return render_template("calibrations/plan_bridge.html", form=form, round=found, most=most)
