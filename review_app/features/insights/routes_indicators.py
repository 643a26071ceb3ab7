"""Pages of the indicators: the list, one of them, setting up, targets and retiring."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from review_app.domain.access import Permission
from review_app.domain.errors import Invalid
from review_app.features.insights import forms_indicators as forms
from review_app.features.insights import presenters_charts
from review_app.features.insights import presenters_indicators as presenters
from review_app.features.insights import queries_indicators as queries
from review_app.features.insights import service_indicators as service
from review_app.features.insights.forms_charts import mark_form
from review_app.features.insights.routes_effect import blueprint
from review_app.kernel.chart_files import chart_file
from review_app.kernel.downloads import as_file
from review_app.kernel.gate import current_actor, requires

__all__ = ["blueprint"]


@blueprint.get("/indicators")
@requires(Permission.INDICATOR_READ)
def list_indicators() -> ResponseReturnValue:
    """List the indicators with their newest values, in use or retired."""
    retired = request.args.get("show") == "retired"
    lines = queries.list_indicators(current_actor(), retired=retired)
    shown = {"lines": lines, "retired": retired, "say": presenters}
    return render_template("insights/indicators/list.html", **shown)


@blueprint.get("/indicators/<key>")
@requires(Permission.INDICATOR_READ)
def show_indicator(key: str) -> ResponseReturnValue:
    """Show one indicator: its chart, its months, targets, marks and corrections."""
    return _page(key, forms.TargetForm())


@blueprint.get("/indicators/<key>/indicator.csv")
@requires(Permission.INDICATOR_READ)
def download_indicator(key: str) -> ResponseReturnValue:
    """Give the months of an indicator as a file."""
    view = queries.get_view(current_actor(), key)
    return as_file(presenters.as_csv(view), f"indicator-{key}.csv")


@blueprint.route("/indicators/new", methods=["GET", "POST"])
@requires(Permission.INDICATOR_KEEP)
def add_indicator() -> ResponseReturnValue:
    """Set an indicator up."""
    actor = current_actor()
    form = forms.new_form(actor)
    if form.validate_on_submit():
        made = service.add_indicator(actor, naming=form.naming(), basis=form.basis())
        flash(_("The indicator is set up."), "success")
        return redirect(url_for("insights.show_indicator", key=made.key))
    status = 422 if form.errors else 200
    return render_template("insights/indicators/edit.html", form=form, indicator=None), status


@blueprint.route("/indicators/<key>/edit", methods=["GET", "POST"])
@requires(Permission.INDICATOR_KEEP)
def edit_indicator(key: str) -> ResponseReturnValue:
    """Change what an indicator is called and who answers for it."""
    actor = current_actor()
    indicator = queries.get_indicator(actor, key)
    form = forms.naming_form(actor, indicator)
    if form.validate_on_submit():
        service.change_indicator(actor, key, naming=form.naming())
        flash(_("Saved."), "success")
        return redirect(url_for("insights.show_indicator", key=key))
    page = "insights/indicators/edit.html"
    shown = {"form": form, "indicator": indicator, "say": presenters}
    return render_template(page, **shown), 422 if form.errors else 200


@blueprint.post("/indicators/<key>/targets")
@requires(Permission.INDICATOR_KEEP)
def set_target(key: str) -> ResponseReturnValue:
    """Say what is aimed at from a month on."""
    form = forms.TargetForm()
    if form.validate() and _target_set(key, form):
        flash(_("The target is set."), "success")
        return redirect(url_for("insights.show_indicator", key=key))
    return _page(key, form), 422


def _target_set(key: str, form: forms.TargetForm) -> bool:
    try:
        service.set_target(current_actor(), key, from_on=form.month, value=form.number)
    except Invalid:
        form.value.errors = [_("Say first which way is better.")]
        return False
    return True


@blueprint.post("/indicators/<key>/retire")
@requires(Permission.INDICATOR_KEEP)
def retire_indicator(key: str) -> ResponseReturnValue:
    """Take an indicator out of use, or into use again."""
    indicator = service.retire(current_actor(), key)
    flash(_("Out of use; its values stay.") if indicator.retired_at else _("In use again."))
    return redirect(url_for("insights.show_indicator", key=key))


@blueprint.get("/indicators/<key>/chart.<kind>")
@requires(Permission.INDICATOR_READ)
def draw_indicator(key: str, kind: str) -> ResponseReturnValue:
    """Give the chart as a picture."""
    view = queries.get_view(current_actor(), key)
    drawing = presenters.drawing(view) if view.series.entries else None
    title, text = presenters.name(view.indicator), " ".join(presenters.sentences(view))
    return chart_file(drawing, kind, name=f"indicator-{key}", title=title, text=text)


def _page(key: str, form: forms.TargetForm) -> str:
    view = queries.get_view(current_actor(), key)
    return render_template(
        "insights/indicators/show.html",
        view=view,
        series=view.series,
        drawing=presenters.drawing(view) if view.series.entries else None,
        mark_form=mark_form(presenters_charts.choices_of_points(view.series)),
        target_form=form,
        say=presenters,
        marks=presenters_charts,
    )
