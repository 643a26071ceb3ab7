"""The pages of method and size, of taking more cases, and of a file that cannot be found."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from review_app.domain.access import Permission
from review_app.domain.errors import Invalid
from review_app.domain.frames import FrameFilter
from review_app.features.rounds import (
    forms_designs,
    presenters,
    presenters_designs,
    queries,
    queries_draws,
    queries_frames,
    service,
    service_extension,
    service_missing,
)
from review_app.features.rounds.routes import steps_shown
from review_app.features.rounds.routes_frames import blueprint
from review_app.kernel.gate import current_actor, requires
from review_app.models import Round

__all__ = ["blueprint"]


@blueprint.route("/<key>/size", methods=["GET", "POST"])
@requires(Permission.ROUND_RUN)
def size(key: str) -> ResponseReturnValue:
    """Ask how to draw and how many, and say what that gives."""
    found = queries.get_round(current_actor(), key, to_run=True)
    form = _form(found)
    if request.method == "POST" and "show" not in request.form and _set_design(key, form):
        return redirect(presenters.next_url(found, after="size"))
    page = _preview(found, form)
    return render_template(
        "rounds/size.html", round=found, form=form, page=page, **steps_shown(found)
    )


@blueprint.post("/<key>/size/preview")
@requires(Permission.ROUND_RUN)
def preview_design(key: str) -> ResponseReturnValue:
    """Say what a design would draw, while it is being chosen."""
    found = queries.get_round(current_actor(), key, to_run=True)
    form = _form(found)
    return render_template(
        "rounds/_design.html", round=found, form=form, page=_preview(found, form)
    )


@blueprint.route("/<key>/extend", methods=["GET", "POST"])
@requires(Permission.ROUND_RUN)
def extend(key: str) -> ResponseReturnValue:
    """Ask how many more cases to take and why; on POST, take them."""
    found = queries.get_round(current_actor(), key, to_run=True)
    page = presenters.extension_page(current_actor(), found)
    form = forms_designs.ExtendForm()
    if form.validate_on_submit() and _extend(found, form):
        flash(_("More cases were taken, in the order of the draw."), "success")
        return redirect(url_for("rounds.show_round", key=key))
    return render_template("rounds/extend.html", round=found, form=form, page=page)


@blueprint.route("/<key>/cases/<case_key>/missing", methods=["GET", "POST"])
@requires(Permission.ROUND_RUN)
def report_missing_file(key: str, case_key: str) -> ResponseReturnValue:
    """Ask where was looked for a file; on POST, keep the case without its review."""
    found = queries.get_round(current_actor(), key, to_run=True)
    row = queries.get_round_case(current_actor(), found, key=case_key)
    form = forms_designs.MissingForm()
    if form.validate_on_submit():
        service_missing.report_missing_file(
            current_actor(), key, case_key=case_key, note=form.note.data
        )
        flash(_("The case stays in the sample, marked as a missing file."), "success")
        return redirect(url_for("rounds.show_round", key=key))
    return render_template("rounds/missing.html", round=found, row=row, form=form)


def _form(found: Round) -> forms_designs.DesignForm:
    chosen = FrameFilter.read(found.frame_filter)
    total = queries_frames.count_frame(current_actor(), chosen).total
    return forms_designs.design_form(current_actor(), found, total=total)


def _set_design(key: str, form: forms_designs.DesignForm) -> bool:
    if not form.validate():
        return False
    try:
        service.set_design(current_actor(), key, design=form.chosen())
    except Invalid as refusal:
        form.tell(refusal)
        return False
    return True


def _preview(found: Round, form: forms_designs.DesignForm) -> presenters_designs.DesignPreview:
    """Return what the form, or before it is sent what was kept, would draw."""
    fault: object = ""
    design = queries_draws.design_of(current_actor(), found)
    if request.method == "POST" or design is None:
        try:
            design = form.chosen()
        except Invalid as refusal:
            design, fault = None, presenters_designs.fault_words(refusal)
    return presenters_designs.preview(
        current_actor(), found, design=design, fault=fault, wishes=form.wishes()
    )


def _extend(found: Round, form: forms_designs.ExtendForm) -> bool:
    assert found.draw is not None
    try:
        service_extension.extend_draw(
            current_actor(),
            found.key,
            more=form.added(found.draw),
            reason=form.reason.data,
            results_seen=form.results_seen.data == "yes",
        )
    except Invalid as refusal:
        form.tell(refusal)
        return False
    return True
