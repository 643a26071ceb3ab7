"""Marks on charts: events told beside them, points left out, new beginnings; each logged."""

from datetime import date

from review_app.domain.access import Actor, Permission, demand
from review_app.domain.audit_codes import AuditCode
from review_app.domain.errors import Conflict, Incomplete, Invalid
from review_app.domain.kinds import ChartMarkKind
from review_app.features.insights import queries_charts
from review_app.kernel import clock
from review_app.kernel.unit_of_work import unit_of_work
from review_app.models import ChartMark


def mark(actor: Actor, series: str, *, kind: ChartMarkKind, marks_on: date, text: str) -> ChartMark:
    """Mark a point of a series and say why.

    :param marks_on: the first day of the point.
    :raises NotFound: when the actor has no such series.
    :raises Incomplete: without a reason.
    :raises Invalid: when no point of the series begins on that day, or the same mark stands there.
    """
    with unit_of_work(actor) as work:
        demand(actor, Permission.CHART_MARK)
        view = queries_charts.get_series(actor, series)
        if not text.strip():
            raise Incomplete(fields=["text"])
        if marks_on not in {entry.spot.starts_on for entry in view.entries}:
            raise Invalid(field="marks_on", reason="no-point")
        if kind is not ChartMarkKind.EVENT and _stands(view, kind, marks_on):
            raise Invalid(field="marks_on", reason="marked-already")
        made = work.add(
            ChartMark(
                series=view.series.code,
                kind=kind,
                marks_on=marks_on,
                text=text.strip(),
                created_by_id=actor.id,
            )
        )
        work.log(
            AuditCode.CHART_MARKED,
            made,
            series=made.series,
            kind=kind.value,
            marks_on=marks_on.isoformat(),
        )
    return made


def _stands(view: queries_charts.SeriesView, kind: ChartMarkKind, marks_on: date) -> bool:
    standing = [line.mark for line in view.marks if line.mark.withdrawn_at is None]
    return any(one.kind is kind and one.marks_on == marks_on for one in standing)


def withdraw(actor: Actor, series: str, *, key: str) -> ChartMark:
    """Take a mark back; it stays in the list, with who withdrew it.

    :raises NotFound: when the series has no such mark.
    :raises Conflict: when it was withdrawn already.
    """
    with unit_of_work(actor) as work:
        demand(actor, Permission.CHART_MARK)
        found = queries_charts.get_mark(actor, series, key=key)
        work.hold(found)
        if found.withdrawn_at is not None:
            raise Conflict(thing="chart-mark", key=key)
        found.withdrawn_at, found.withdrawn_by_id = clock.now(), actor.id
        work.log(AuditCode.CHART_MARK_WITHDRAWN, found, series=found.series)
    return found
