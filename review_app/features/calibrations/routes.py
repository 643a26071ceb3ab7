"""The pages of calibrations."""

from collections.abc import Callable
from typing import TypeVar

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from review_app.domain.access import Permission
from review_app.domain.errors import Incomplete, Invalid
from review_app.domain.scoring import AnswerValue
from review_app.features.calibrations import (
    forms,
    presenters,
    queries,
    queries_bridges,
    queries_comparing,
    service,
    service_proposing,
)
from review_app.kernel.gate import current_actor, requires
from review_app.kernel.reading_log import note_reading
from review_app.kernel.words import words
from review_app.models import Calibration

T = TypeVar("T")
blueprint = Blueprint("calibrations", __name__, url_prefix="/calibrations")


@blueprint.context_processor
def own_words() -> dict[str, object]:
    """Give every page of the area its words and choices."""
    return {"calibrations": presenters, "answer_values": words(AnswerValue)}


@blueprint.get("")
@requires(Permission.CALIBRATION_READ)
def list_calibrations() -> ResponseReturnValue:
    """List the calibrations the reader may know of."""
    page = queries.list_calibrations(current_actor(), after=request.args.get("after"))
    return render_template("calibrations/list.html", page=page)


@blueprint.route("/new", methods=["GET", "POST"])
@requires(Permission.CALIBRATION_RUN)
def plan() -> ResponseReturnValue:
    """Plan a calibration."""
    form = forms.plan_form(current_actor())
    if form.validate_on_submit():
        found = trying(lambda: service.plan(current_actor(), planned=form.chosen()))
        if found is not None:
            return redirect(url_for("calibrations.show", key=found.key))
    return render_template("calibrations/plan.html", form=form)


@blueprint.get("/<key>")
@requires(Permission.CALIBRATION_READ)
def show(key: str) -> ResponseReturnValue:
    """Show a calibration: how far it is, and once it is opened how far the answers agree."""
    actor = current_actor()
    found = queries.get_calibration(actor, key)
    return render_template(
        "calibrations/show.html",
        found=found,
        parts=queries.progress(actor, found),
        places=queries_comparing.places_of(actor, found),
        lines=queries_comparing.compare(actor, found),
        own=queries_comparing.own_result(actor, found),
        may_refer=queries_comparing.may_refer(actor, found),
        bridge=queries_bridges.result(actor, found),
        case_form=forms.CaseForm(),
        chance_form=forms.ChanceForm(),
    )


@blueprint.get("/<key>/criteria/<criterion_key>")
@requires(Permission.CALIBRATION_READ)
def show_criterion(key: str, criterion_key: str) -> ResponseReturnValue:
    """Show who answered what to one criterion, with the reference answers."""
    actor = current_actor()
    found = queries.get_calibration(actor, key)
    for place in queries_comparing.places_of(actor, found):
        note_reading(actor, place, case_key=place.case.key, purpose="calibration")
    criterion = queries_comparing.get_criterion(actor, found, key=criterion_key)
    return render_template(
        "calibrations/criterion.html",
        found=found,
        criterion=criterion,
        rows=queries_comparing.answers_to(actor, found, criterion=criterion),
        spread=queries_comparing.spread_of(actor, found, criterion=criterion),
        may_refer=queries_comparing.may_refer(actor, found),
    )


@blueprint.post("/<key>/cases")
@requires(Permission.CALIBRATION_RUN)
def add_case(key: str) -> ResponseReturnValue:
    """Take a case in by its number."""
    reference = request.form.get("reference", "")
    return _then(key, lambda: service.add_case(current_actor(), key, reference=reference))


@blueprint.post("/<key>/cases/by-chance")
@requires(Permission.CALIBRATION_RUN)
def add_by_chance(key: str) -> ResponseReturnValue:
    """Take cases in by chance."""
    form = forms.ChanceForm()
    count = form.count.data or 0
    return _then(
        key,
        lambda: service.add_by_chance(
            current_actor(), key, count=count, only_reviewed=form.only_reviewed.data
        ),
    )


@blueprint.post("/<key>/cases/<case_key>/remove")
@requires(Permission.CALIBRATION_RUN)
def drop_case(key: str, case_key: str) -> ResponseReturnValue:
    """Take a case out."""
    service.drop_case(current_actor(), key, case_key=case_key)
    return redirect(url_for("calibrations.show", key=key))


@blueprint.post("/<key>/start")
@requires(Permission.CALIBRATION_RUN)
def start(key: str) -> ResponseReturnValue:
    """Give everybody the cases."""
    return _then(key, lambda: service.start(current_actor(), key))


@blueprint.post("/<key>/open")
@requires(Permission.CALIBRATION_RUN)
def open_answers(key: str) -> ResponseReturnValue:
    """Open the answers."""
    return _then(key, lambda: service.open_answers(current_actor(), key))


@blueprint.post("/<key>/close")
@requires(Permission.CALIBRATION_RUN)
def close(key: str) -> ResponseReturnValue:
    """End it with what was concluded."""
    conclusion = request.form.get("conclusion", "")
    return _then(key, lambda: service.close(current_actor(), key, conclusion=conclusion))


@blueprint.post("/<key>/cancel")
@requires(Permission.CALIBRATION_RUN)
def cancel(key: str) -> ResponseReturnValue:
    """Give it up."""
    return _then(key, lambda: service.cancel(current_actor(), key))


@blueprint.post("/<key>/criteria/<criterion_key>/reference")
@requires(Permission.CALIBRATION_RUN)
def refer(key: str, criterion_key: str) -> ResponseReturnValue:
    """Write a reference answer."""
    trying(lambda: _refer(key, criterion_key))
    return redirect(url_for("calibrations.show_criterion", key=key, criterion_key=criterion_key))


@blueprint.post("/<key>/criteria/<criterion_key>/propose-change")
@requires(Permission.CALIBRATION_RUN)
def propose_change(key: str, criterion_key: str) -> ResponseReturnValue:
    """Propose a change of the checklist because of what the answers show."""
    sent = {name: request.form.get(name, "") for name in ("text", "evidence")}
    made = trying(
        lambda: service_proposing.propose_change(
            current_actor(), key, criterion_key=criterion_key, **sent
        )
    )
    if made is not None:
        flash(
            _("Proposed. It waits for a decision among the proposals for the checklists."),
            "success",
        )
    return redirect(url_for("calibrations.show_criterion", key=key, criterion_key=criterion_key))


def _refer(key: str, criterion_key: str) -> None:
    value = request.form.get("value", "")
    if value not in set(AnswerValue):
        raise Invalid(field="value", reason="missing")
    service.refer(
        current_actor(),
        key,
        place_key=request.form.get("case", ""),
        criterion_key=criterion_key,
        value=AnswerValue(value),
        reason=request.form.get("reason", ""),
    )
    flash(_("Saved."), "success")


def _then(key: str, step: Callable[[], Calibration]) -> ResponseReturnValue:
    found = trying(step)
    if found is not None:
        flash(presenters.says_done(found), "success")
    return redirect(url_for("calibrations.show", key=key))


def trying(step: Callable[[], T]) -> T | None:
    """Do *step*; what is missing or wrong is said on the page instead of on one of its own."""
    try:
        return step()
    except (Invalid, Incomplete) as refusal:
        flash(presenters.why_not(refusal), "error")
        return None
