"""A report in words: its first sentence, and all of it in the order in which it is read.

Page and PDF show the same parts, which are made of the report's plain data alone.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from flask import current_app
from flask_babel import force_locale, ngettext
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from review_app.domain.comparison import Change
from review_app.domain.monthly_report import ChapterKind, Cover, cover_of, figures_of
from review_app.features.reports import presenters_chapters as chapters
from review_app.features.reports import presenters_timeliness as timeliness
from review_app.features.reports import presenters_words as say
from review_app.features.reports.service import Printed
from review_app.kernel import clock
from review_app.kernel.documents import Document, Heading, Paragraph, Part, Written
from review_app.kernel.i18n import LANGUAGES, show_day, show_month
from review_app.kernel.typesetting import typeset
from review_app.models import MonthlyReport

SINCE = {
    Change.IMPROVED: _l("clearly more than the month before"),
    Change.WORSENED: _l("clearly fewer than the month before"),
    Change.UNCLEAR: _l("no clear change from the month before"),
    Change.TOO_FEW: _l("too few to compare with the month before"),
}


def title(month_on: date) -> str:
    """Return what a report is called."""
    return str(_("Monthly report, %(month)s", month=show_month(month_on)))


def issue_line(report: MonthlyReport, *, issued_on: date | None) -> str:
    """Say whether a report is a draft or out, and as which issue."""
    day = show_day(issued_on)
    if issued_on is None:
        return str(_("Draft, counted on %(day)s", day=show_day(_day(report.content))))
    if report.number > 1:
        return str(_("Revision %(number)s, issued on %(day)s", number=report.number, day=day))
    return str(_("Issued on %(day)s", day=day))


def _day(content: Mapping[str, Any]) -> date:
    return date.fromisoformat(content["counted_on"])


def cover(content: Mapping[str, Any]) -> str:
    """Say in one sentence what the month showed."""
    found = cover_of(content["chapters"])
    return f"{_timeliness(found)}; {_quality(found)}."


def _timeliness(found: Cover) -> str:
    lead = found.timeliness
    if lead is None or not lead.is_known:
        return str(_("No figure of timeliness can be shown"))
    said: str = _(
        "%(share)s of the deadlines that fell were kept (%(rule)s, %(counts)s)",
        share=say.share(lead),
        rule=say.name(lead),
        counts=say.counts(lead),
    )
    return f"{said}, {SINCE[Change(lead.change)]}" if lead.change else said


def _quality(found: Cover) -> str:
    if not found.rounds:
        return str(_("no review was settled"))
    if not found.compared:
        return str(_("the reviews settled have nothing to be compared with"))
    if not (found.improved or found.worsened):
        return str(
            ngettext(
                "the one criterion compared with the round before shows no clear change",
                "none of %(num)s criteria compared with the round before shows a clear change",
                found.compared,
            )
        )
    return str(
        _(
            "of %(compared)s criteria compared with the round before %(better)s clearly improved "
            "and %(worse)s clearly worsened",
            compared=found.compared,
            better=found.improved,
            worse=found.worsened,
        )
    )


def document(report: MonthlyReport, *, issued_on: date | None) -> Document:
    """Return a report in the reader's language.

    :param issued_on: the day it is out; ``None`` for a draft.
    """
    house = current_app.config["ORGANISATION"] or current_app.config["PRODUCT_NAME"]
    line = issue_line(report, issued_on=issued_on)
    name = title(report.month_on)
    return Document(name, f"{house}. {line}", tuple(parts(report)), foot=f"{name}. {line}")


def parts(report: MonthlyReport) -> Iterator[Part]:
    """Return the parts of a report in order."""
    found = report.content["chapters"]
    if report.revision_reason:
        yield Paragraph(_("Revised because: %(reason)s", reason=report.revision_reason))
    yield Heading(_("What the month showed"))
    yield Paragraph(cover(report.content))
    yield Heading(_("Comment from the management"))
    yield Written(report.comment) if report.comment else Paragraph(_("Not written yet."))
    quality = found[ChapterKind.QUALITY]
    yield from timeliness.parts(found[ChapterKind.TIMELINESS], figures_of(quality))
    yield from chapters.quality(quality)
    yield from chapters.learned(found[ChapterKind.LEARNED])
    yield from chapters.decided(found[ChapterKind.DECIDED])
    yield from chapters.actions(found[ChapterKind.ACTIONS])
    yield from chapters.indicators(found[ChapterKind.INDICATORS])
    yield from chapters.remarks(found[ChapterKind.REMARKS])
    yield from chapters.method(report.content)


def issued_on(report: MonthlyReport) -> date | None:
    """Return the local day a report went out."""
    return report.issued_at.astimezone(clock.ZONE).date() if report.issued_at else None


def pdf(report: MonthlyReport, *, lang: str, on: date | None) -> bytes:
    """Set a report in a language, as issued on a day or as a draft."""
    with force_locale(lang):
        return typeset(document(report, issued_on=on), lang=lang)


def printed(report: MonthlyReport) -> Printed:
    """Set a draft in every language as it will be issued today."""
    today = clock.today()
    files = {lang: pdf(report, lang=lang, on=today) for lang in LANGUAGES}
    return Printed(files, report.revision, report.counted_at)
