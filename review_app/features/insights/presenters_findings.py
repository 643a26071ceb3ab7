"""How findings are put to readers: in a sentence, a drawing, a table and files."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext

from review_app.domain.pareto import Bar, vital_few
from review_app.domain.scoring import AnswerValue
from review_app.features.insights.queries_findings import DEVIATIONS, Findings
from review_app.kernel.chart_columns import draw_pareto
from review_app.kernel.chart_drawing import Drawing
from review_app.kernel.i18n import in_language, show_share
from review_app.kernel.spreadsheet_writing import OutCell, write_csv
from review_app.models import Criterion


def name_of(found: Findings, bar: Bar) -> str:
    """Return the question or the section that a bar stands for."""
    of = found.names[bar.key]
    return in_language(of, "question" if isinstance(of, Criterion) else "title")


def short_name(found: Findings, bar: Bar) -> str:
    """Return what stands below a bar: a criterion's code, or the place of a section."""
    of = found.names[bar.key]
    return of.code if isinstance(of, Criterion) else f"{of.position}."


def bar_text(found: Findings, bar: Bar) -> str:
    """Say one bar in words."""
    return str(
        _(
            "%(name)s: %(count)s of %(cases)s assessed, %(share)s of all that was found",
            name=name_of(found, bar),
            count=bar.count,
            cases=bar.out_of,
            share=show_share(float(bar.share), 0),
        )
    )


def title(found: Findings) -> str:
    """Return what a picture of the chart is called when it leaves its page."""
    checklist = in_language(found.checklist, "name") if found.checklist else ""
    return f"{_('What was found')}: {checklist}"


def sentence(found: Findings) -> str:
    """Say what the chart shows."""
    if not found.bars:
        return str(_("Nothing was found in the cases that are settled."))
    few = vital_few(found.bars)
    if 2 * len(few) > len(found.names):
        return str(
            _(
                "The %(total)s findings are spread: no few of the %(all)s criteria or sections "
                "hold most of them. The most frequent one holds %(share)s.",
                total=found.bars[-1].total,
                all=len(found.names),
                share=show_share(float(found.bars[0].share), 0),
            )
        )
    share, total = show_share(float(few[-1].running_share), 0), found.bars[-1].total
    if found.asked.by_section:
        said = ngettext(
            "%(num)s of %(all)s sections holds %(share)s of the %(total)s findings.",
            "%(num)s of %(all)s sections hold %(share)s of the %(total)s findings.",
            len(few),
            all=len(found.names),
            share=share,
            total=total,
        )
    else:
        said = ngettext(
            "%(num)s of %(all)s criteria holds %(share)s of the %(total)s findings.",
            "%(num)s of %(all)s criteria hold %(share)s of the %(total)s findings.",
            len(few),
            all=len(found.names),
            share=share,
            total=total,
        )
    return str(said)


def drawing(found: Findings) -> Drawing:
    """Lay the chart out."""
    return draw_pareto(
        found.bars,
        labels=[short_name(found, bar) for bar in found.bars],
        texts=[bar_text(found, bar) for bar in found.bars],
        percent=lambda share: show_share(share, 0),
    )


def counted_answers(found: Findings) -> Sequence[AnswerValue]:
    """Return the answers that count as a finding here."""
    return [v for v in AnswerValue if v in DEVIATIONS and not _is_left_out(found, v)]


def _is_left_out(found: Findings, value: AnswerValue) -> bool:
    return found.asked.is_strict and value is not AnswerValue.NOT_MET


def as_csv(found: Findings) -> bytes:
    """Return the bars as a file."""
    columns = [
        _("Code"),
        _("Name"),
        _("Found"),
        _("Assessed"),
        _("Share of all in percent"),
        _("With those before it, in percent"),
    ]
    return write_csv(columns, [_row(found, bar) for bar in found.bars])


def _row(found: Findings, bar: Bar) -> list[OutCell]:
    shares = (round(float(share) * 100, 2) for share in (bar.share, bar.running_share))
    return [short_name(found, bar), name_of(found, bar), bar.count, bar.out_of, *shares]


def as_plain(found: Findings) -> Mapping[str, Any]:
    """Return the same for other programs, in codes."""
    return {
        "checklist": found.checklist.code if found.checklist else None,
        "rounds": [one.key for one in found.rounds],
        "cases": found.cases,
        "by": "section" if found.asked.by_section else "criterion",
        "answers": [value.value for value in counted_answers(found)],
        "beside_the_checklist": found.free,
        "withheld": list(found.withheld),
        "findings": [
            {
                "key": short_name(found, bar),
                "count": bar.count,
                "assessed": bar.out_of,
                "running": bar.running,
            }
            for bar in found.bars
        ],
    }
