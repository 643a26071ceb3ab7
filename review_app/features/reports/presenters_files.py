"""A report's figures as files: a line each for spreadsheets, and everything as JSON."""

import json
from typing import Any

from flask_babel import force_locale
from flask_babel import gettext as _

from review_app.domain.comparison import Change
from review_app.domain.monthly_report import ChapterKind, FigureStatus, figures_of
from review_app.domain.timeliness import Definition
from review_app.features.reports import presenters
from review_app.features.reports import presenters_words as say
from review_app.kernel.i18n import LANGUAGES
from review_app.kernel.spreadsheet_writing import OutCell, write_csv
from review_app.kernel.words import word
from review_app.models import MonthlyReport


def name(report: MonthlyReport, ending: str) -> str:
    """Return what a file of the report is called."""
    return f"report-{report.content['month']}-{report.number}{ending}"


def as_csv(report: MonthlyReport) -> bytes:
    """Return every figure of a report as a line; a withheld one holds no number."""
    columns = [
        _("Month"),
        _("Part"),
        _("Code"),
        _("Name"),
        _("Definition"),
        _("Round"),
        _("Status"),
        _("Numerator"),
        _("Denominator"),
        _("Value"),
        _("Unit"),
        _("Lower limit"),
        _("Upper limit"),
        _("Before"),
        _("Change"),
        _("Target"),
        _("Remark"),
    ]
    return write_csv(columns, _rows(report))


def _rows(report: MonthlyReport) -> list[list[OutCell]]:
    found = report.content["chapters"]
    rounds = {one["key"]: one["title"] for one in found[ChapterKind.QUALITY]["rounds"]}
    return [
        [
            report.content["month"],
            word(kind),
            one.code,
            say.name(one),
            word(Definition(one.measure)) if one.measure in set(Definition) else "",
            rounds.get(one.scope, ""),
            word(FigureStatus(one.status)),
            one.numerator,
            one.denominator,
            *(_plain(number) for number in (one.value,)),
            one.unit,
            *(_plain(number) for number in (one.low, one.high, one.before)),
            word(Change(one.change)) if one.change else "",
            _plain(one.target),
            _("provisional") if one.is_provisional else "",
        ]
        for kind in ChapterKind
        for one in figures_of(found[kind])
    ]


def _plain(number: float | None) -> float | None:
    return None if number is None else round(number, 6)


def as_json(report: MonthlyReport) -> bytes:
    """Return a report as it is stored, with its first sentence in each language and its issue."""
    said = {}
    for language in LANGUAGES:
        with force_locale(language):
            said[language] = presenters.cover(report.content)
    on = presenters.issued_on(report)
    plain: dict[str, Any] = {
        **report.content,
        "says": said,
        "comment": report.comment,
        "number": report.number,
        "revision_reason": report.revision_reason,
        "issued_on": on.isoformat() if on else None,
        "files": {file.language: file.sha256 for file in report.files},
    }
    return json.dumps(plain, ensure_ascii=False, indent=1).encode()
