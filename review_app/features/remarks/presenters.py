"""How the register of remarks is put to readers: the backlog as a drawing, and files."""

from collections.abc import Sequence
from datetime import date

from babel.dates import format_date
from flask_babel import gettext as _

from review_app.domain.backlog import MonthEnd, as_chart
from review_app.domain.workflow import RemarkState
from review_app.kernel import clock
from review_app.kernel.chart_drawing import Drawing, draw_series
from review_app.kernel.i18n import language, show_number
from review_app.kernel.spreadsheet_writing import write_csv
from review_app.models import Remark


def month(day: date, *, short: bool = False) -> str:
    """Write a month in words, or short as 03-26."""
    locale = "en_GB" if language() == "en" else "da_DK"
    return format_date(day, "MM-yy" if short else "MMMM y", locale=locale)


def drawing(ends: Sequence[MonthEnd]) -> Drawing:
    """Lay out how many were open at the end of each month."""
    return draw_series(
        as_chart(ends),
        labels=[month(end.month_on, short=True) for end in ends],
        texts=[
            str(_("%(month)s: %(count)s open", month=month(e.month_on), count=e.open)) for e in ends
        ],
        flags=[],
        tick=lambda count: show_number(count, 0 if count == int(count) else 1),
        is_share=False,
    )


def sentence(ends: Sequence[MonthEnd]) -> str:
    """Say where the backlog stands and where it was highest."""
    newest, most = ends[-1], max(ends, key=lambda end: end.open)
    return str(
        _(
            "%(now)s are open now. Most were open in %(month)s: %(most)s.",
            now=newest.open,
            month=month(most.month_on),
            most=most.open,
        )
    )


def as_csv(ends: Sequence[MonthEnd]) -> bytes:
    """Return a backlog as a file."""
    columns = [_("Month"), _("Open at its end"), _("Came in it"), _("Done with in it")]
    return write_csv(columns, [[e.month_on, e.open, e.came, e.went] for e in ends])


def is_late(remark: Remark) -> bool:
    """Say whether a remark waits beyond its day."""
    return remark.state is RemarkState.OPEN and remark.due_on < clock.today()
