"""The pages of saying which cases can be drawn, of keeping that, and of checking the list."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from review_app.domain.access import Permission
from review_app.domain.designs import Grouping
from review_app.domain.errors import Invalid
from review_app.domain.frames import FrameFilter
from review_app.features.rounds import (
    forms_frames,
    presenters,
    queries,
    queries_draws,
    queries_frames,
    queries_planning,
    queries_saved,
    service,
    service_frames,
)
from review_app.features.rounds.presenters_frames import SAVING_FAULTS
from review_app.features.rounds.routes import blueprint, steps_shown
from review_app.kernel.gate import current_actor, requires
from review_app.models import Round

__all__ = ["blueprint"]


@blueprint.route("/<key>/frame", methods=["GET", "POST"])
@requires(Permission.ROUND_RUN)
def frame(key: str) -> ResponseReturnValue:
    """Ask which cases can be drawn; on POST, keep it for this round, or under a name for others."""
    found = queries.get_round(current_actor(), key, to_run=True)
    saved_key = request.args.get("saved", "")
    saved = queries_saved.get_frame(current_actor(), saved_key) if saved_key else None
    form = forms_frames.frame_form(current_actor(), found, saved=saved)
    if form.validate_on_submit() and _keep(form):
        service.set_frame(current_actor(), key, chosen=form.chosen())
        again = url_for("rounds.frame", key=key)
        stays = "keep" in request.form
        return redirect(again if stays else presenters.next_url(found, after="frame"))
    shown = {"grouping": _grouping(found), "frames": queries_saved.list_frames(current_actor())}
    count = None if form.errors else _count(found, form.chosen())
    return render_template(
        "rounds/frame.html", round=found, form=form, count=count, **shown, **steps_shown(found)
    )


@blueprint.post("/<key>/frame/count")
@requires(Permission.ROUND_RUN)
def frame_count(key: str) -> ResponseReturnValue:
    """Count the cases of a filter that is being tried out; by POST, since it may hold names."""
    found = queries.get_round(current_actor(), key, to_run=True)
    form = forms_frames.frame_form(current_actor(), found)
    count = _count(found, form.chosen()) if form.validate() else None
    return render_template("rounds/_frame_count.html", count=count, grouping=_grouping(found))


@blueprint.route("/<key>/completeness", methods=["GET", "POST"])
@requires(Permission.ROUND_RUN)
def completeness(key: str) -> ResponseReturnValue:
    """Ask how many cases there should be; on POST, keep it and hold the list against it."""
    found = queries.get_round(current_actor(), key, to_run=True)
    form = forms_frames.completeness_form(found)
    chosen = FrameFilter.read(found.frame_filter)
    compared = None
    if form.validate_on_submit():
        listed = form.listed()
        size = len(set(listed)) if listed else form.expected.data
        service_frames.set_expected(current_actor(), key, size=size, source=form.source.data)
        if listed:
            compared = queries_saved.compare_frame(current_actor(), chosen, expected=listed)
    count = _count(found, chosen)
    page = {"round": found, "form": form, "count": count, "compared": compared}
    return render_template("rounds/completeness.html", **page)


@blueprint.get("/saved-frames")
@requires(Permission.ROUND_RUN)
def list_saved_frames() -> ResponseReturnValue:
    """List the saved descriptions of cases."""
    actor = current_actor()
    teams, caseworkers = queries_planning.list_teams(actor), queries_frames.list_caseworkers(actor)
    rows = [
        (saved, presenters.saved_frame_words(saved, teams=teams, caseworkers=caseworkers))
        for saved in queries_saved.list_frames(actor)
    ]
    return render_template("rounds/saved_frames.html", rows=rows)


@blueprint.route("/saved-frames/<key>", methods=["GET", "POST"])
@requires(Permission.ROUND_RUN)
def rename_saved_frame(key: str) -> ResponseReturnValue:
    """Ask for another name for a saved description; on POST, give it."""
    saved = queries_saved.get_frame(current_actor(), key)
    form = forms_frames.SavedFrameForm(obj=saved)
    if form.validate_on_submit():
        try:
            service_frames.rename_frame(current_actor(), key, name=form.name.data)
        except Invalid as refusal:
            form.name.errors = [SAVING_FAULTS[str(refusal.facts["reason"])]]
        else:
            flash(_("The name was changed."), "success")
            return redirect(url_for("rounds.list_saved_frames"))
    return render_template("rounds/saved_frame.html", form=form, saved=saved)


@blueprint.post("/saved-frames/<key>/remove")
@requires(Permission.ROUND_RUN)
def remove_saved_frame(key: str) -> ResponseReturnValue:
    """Throw a saved description away."""
    service_frames.remove_frame(current_actor(), key)
    flash(_("The saved filters were removed. Rounds that used them keep theirs."), "success")
    return redirect(url_for("rounds.list_saved_frames"))


def _grouping(found: Round) -> Grouping:
    design = queries_draws.design_of(current_actor(), found)
    return Grouping(design.stratify_by) if design and design.stratify_by else Grouping.TEAM


def _count(found: Round, chosen: FrameFilter) -> queries_frames.FrameCount:
    return queries_frames.count_frame(current_actor(), chosen, grouping=_grouping(found))


def _keep(form: forms_frames.FrameForm) -> bool:
    """Keep the filters under a name if that was asked; say beside the field what is wrong."""
    if "keep" not in request.form:
        return True
    try:
        service_frames.save_frame(
            current_actor(), name=form.keep_as.data or "", chosen=form.chosen()
        )
    except Invalid as refusal:
        form.keep_as.errors = [SAVING_FAULTS[str(refusal.facts["reason"])]]
        return False
    flash(_("The filters are kept as “%(name)s”.", name=form.keep_as.data), "success")
    return True
