"""Pages of the series over time and the marks on them."""

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from review_app.domain.access import Permission
from review_app.domain.errors import Invalid
from review_app.features.insights import presenters_charts, queries_charts, service_charts
from review_app.features.insights.forms_charts import MarkForm, mark_form
from review_app.features.insights.routes import blueprint
from review_app.kernel.chart_files import chart_file
from review_app.kernel.downloads import as_file
from review_app.kernel.gate import current_actor, requires

__all__ = ["blueprint"]


@blueprint.get("/charts")
@requires(Permission.FIGURES_READ)
def list_charts() -> ResponseReturnValue:
    """List the series there are."""
    offered = queries_charts.list_series(current_actor())
    return render_template("insights/charts.html", offered=offered, say=presenters_charts)


@blueprint.get("/charts/<series>")
@requires(Permission.FIGURES_READ)
def show_chart(series: str) -> ResponseReturnValue:
    """Show one series as a chart, in words and as a table; an indicator on a page of its own."""
    view = queries_charts.get_series(current_actor(), series)
    if view.series.indicator:
        return redirect(_page_of(view))
    return render_template("insights/chart.html", **_shown(view, _form(view)))


@blueprint.get("/charts/<series>/points.csv")
@requires(Permission.FIGURES_READ)
def download_chart(series: str) -> ResponseReturnValue:
    """Give the points of a series as a file."""
    view = queries_charts.get_series(current_actor(), series)
    return as_file(presenters_charts.as_csv(view), f"{view.series.code}.csv")


@blueprint.get("/charts/<series>/chart.<kind>")
@requires(Permission.FIGURES_READ)
def draw_chart(series: str, kind: str) -> ResponseReturnValue:
    """Give the chart as a picture."""
    view, say = queries_charts.get_series(current_actor(), series), presenters_charts
    drawing = say.drawing(view) if view.entries else None
    title, text = say.title(view.series, view.subject), " ".join(say.sentences(view))
    return chart_file(drawing, kind, name=view.series.code, title=title, text=text)


@blueprint.post("/charts/<series>/marks")
@requires(Permission.CHART_MARK)
def mark(series: str) -> ResponseReturnValue:
    """Mark a point of a series."""
    view = queries_charts.get_series(current_actor(), series)
    form = _form(view)
    if form.validate() and _marked(series, form):
        flash(_("The mark stands on the chart."), "success")
        return redirect(_page_of(view))
    return render_template("insights/chart.html", **_shown(view, form)), 422


def _marked(series: str, form: MarkForm) -> bool:
    try:
        service_charts.mark(
            current_actor(),
            series,
            kind=form.mark_kind,
            marks_on=form.day,
            text=form.text.data,
        )
    except Invalid:
        form.marks_on.errors = [_("This point has such a mark already.")]
        return False
    return True


@blueprint.post("/charts/<series>/marks/<key>/withdraw")
@requires(Permission.CHART_MARK)
def withdraw_mark(series: str, key: str) -> ResponseReturnValue:
    """Take a mark back."""
    actor = current_actor()
    service_charts.withdraw(actor, series, key=key)
    flash(_("The mark is withdrawn; it stays in the list."), "success")
    return redirect(_page_of(queries_charts.get_series(actor, series)))


def _page_of(view: queries_charts.SeriesView) -> str:
    if view.series.indicator:
        return url_for("insights.show_indicator", key=view.series.indicator, _anchor="marks")
    return url_for("insights.show_chart", series=view.series.code)


def _form(view: queries_charts.SeriesView) -> MarkForm:
    return mark_form(presenters_charts.choices_of_points(view))


def _shown(view: queries_charts.SeriesView, form: MarkForm) -> dict[str, Any]:
    return {
        "view": view,
        "form": form,
        "drawing": presenters_charts.drawing(view) if view.entries else None,
        "sentences": presenters_charts.sentences(view),
        "say": presenters_charts,
    }
