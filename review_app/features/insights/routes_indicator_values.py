"""Pages on which values of an indicator come in: month by month, and pasted or from a file."""

from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from review_app.domain.access import Permission
from review_app.domain.errors import Conflict, Incomplete, Invalid
from review_app.domain.indicators import IndicatorUnit, ValueWay
from review_app.domain.month_cells import MonthLine, as_lines, look_like_shares, read_lines
from review_app.features.insights import forms_indicators as forms
from review_app.features.insights import presenters_indicators as presenters
from review_app.features.insights import queries_indicators as queries
from review_app.features.insights import service_indicators as service
from review_app.features.insights.routes_indicators import blueprint
from review_app.kernel import clock
from review_app.kernel.gate import current_actor, requires
from review_app.kernel.spreadsheets import Limits, read_file

__all__ = ["blueprint"]

WHY = _l("Say why a value is corrected. The old one is kept.")
SMALL = Limits(file_bytes=5 << 20, inflated_bytes=50 << 20, rows=20_000, cells=400_000)


@blueprint.route("/indicators/<key>/values", methods=["GET", "POST"])
@requires(Permission.INDICATOR_ENTER)
def enter_values(key: str) -> ResponseReturnValue:
    """Type values in, a year at a time."""
    actor = current_actor()
    indicator = queries.get_indicator(actor, key)
    rows = queries.standing_values(actor, indicator)
    year = request.args.get("year", clock.today().year, type=int)
    form = forms.grid_form(presenters.grid(year, rows))
    if form.validate_on_submit() and _typed(key, form):
        return redirect(url_for("insights.show_indicator", key=key))
    shown = {"form": form, "indicator": indicator, "year": year, "say": presenters}
    shown["years"] = presenters.years(rows, year)
    page = "insights/indicators/values.html"
    return render_template(page, **shown), 422 if form.errors else 200


def _typed(key: str, form: forms.GridForm) -> bool:
    values, seen, reason = form.values(), form.seen(), form.reason.data or ""
    try:
        count = service.enter_values(current_actor(), key, values=values, seen=seen, reason=reason)
    except Conflict as conflict:
        _show_what_moved(key, form, conflict)
        return False
    except Incomplete:
        form.reason.errors = [WHY]
        return False
    _told(count)
    return True


def _show_what_moved(key: str, form: forms.GridForm, conflict: Conflict) -> None:
    """Put beside each field what somebody else entered; saving again replaces it knowingly."""
    actor = current_actor()
    rows = queries.standing_values(actor, queries.get_indicator(actor, key))
    moved: Any = conflict.facts["months"]
    for month in moved:
        field = form.months[month]
        stands = presenters.number(rows[month].value) if month in rows else ""
        form[f"{field}_seen"].data = stands
        said = _("Somebody else has entered %(value)s meanwhile.", value=stands or "–")
        form[field].errors = [said]


@blueprint.route("/indicators/<key>/paste", methods=["GET", "POST"])
@requires(Permission.INDICATOR_ENTER)
def paste_values(key: str) -> ResponseReturnValue:
    """Paste months and values or choose a file, look at what was read, then store it."""
    actor = current_actor()
    indicator = queries.get_indicator(actor, key)
    form = forms.PasteForm()
    valid = form.validate_on_submit() and _take_file(form)
    lines = read_lines(form.lines.data or "", today=clock.today()) if form.is_submitted() else []
    if valid and form.is_submitted() and not lines:
        form.lines.errors = [_("Paste some lines, or choose a file.")]
    ready = valid and bool(lines) and not any(line.fault for line in lines)
    if ready and "store" in request.form and _stored(key, form, lines):
        return redirect(url_for("insights.show_indicator", key=key))
    shown = {"form": form, "indicator": indicator, "lines": lines, "ready": ready}
    shown |= _facts(indicator, lines)
    return render_template("insights/indicators/paste.html", **shown), 422 if form.errors else 200


def _facts(indicator: Any, lines: list[MonthLine]) -> dict[str, Any]:
    is_percent = indicator.unit is IndicatorUnit.PERCENT
    return {
        "rows": queries.standing_values(current_actor(), indicator),
        "shares": is_percent and look_like_shares(lines),
        "say": presenters,
    }


def _take_file(form: forms.PasteForm) -> bool:
    """Put the lines of a chosen file where pasted ones stand, so that both are looked at alike."""
    sent = form.file.data
    if not sent or not sent.filename:
        return True
    with NamedTemporaryFile() as kept:
        sent.save(kept)
        kept.flush()
        try:
            found = read_file(Path(kept.name), name=sent.filename, limits=SMALL)
        except Invalid:
            form.file.errors = [_("The file could not be read. Save it as CSV or XLSX.")]
            return False
        table = found.tables[0]
        form.lines.data = as_lines([table.columns, *table.rows])
    form.way.data = ValueWay.IMPORTED.value
    return True


def _stored(key: str, form: forms.PasteForm, lines: list[MonthLine]) -> bool:
    is_file = form.way.data == ValueWay.IMPORTED
    try:
        count = service.enter_values(
            current_actor(),
            key,
            values={x.month_on: x.value for x in lines if x.month_on and x.value is not None},
            way=ValueWay.IMPORTED if is_file else ValueWay.PASTED,
            reason=form.reason.data or "",
        )
    except Incomplete:
        form.reason.errors = [WHY]
        return False
    _told(count)
    return True


def _told(count: int) -> None:
    if count:
        message = ngettext("%(num)s month was stored.", "%(num)s months were stored.", count)
        flash(message, "success")
    else:
        flash(_("Nothing was changed."))
