"""How published tables are put to readers: titles, cells in words, and the files."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from babel.dates import format_date
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from review_app.domain.estimation import Estimate, Target, estimate
from review_app.domain.openness import Audience, Detail, FigureFamily
from review_app.domain.publication import Cell
from review_app.features.insights import queries_published
from review_app.features.insights.queries_published import PublishedTable
from review_app.kernel.gate import current_actor
from review_app.kernel.i18n import language, show_share
from review_app.kernel.spreadsheet_writing import OutCell, write_csv
from review_app.models import Publication

FORMAT = "published-figures/1"
FAMILIES = {family.value: family for family in FigureFamily}
WITHHELD = _l("withheld")
NOTHING = _l("no cases")
WHY_WITHHELD = _l(
    "Withheld: fewer than 5 cases or 3 caseworkers stand behind the cell, or it would give away "
    "another cell that is so small."
)


def title(publication: Publication) -> str:
    """Return the name of the period: a round's title, or a month in words."""
    if publication.round is not None:
        return publication.round.title
    return month_name(publication.period_on)


def month_name(month: date) -> str:
    """Write a month in words."""
    locale = "en_GB" if language() == "en" else "da_DK"
    return format_date(month, "MMMM y", locale=locale)


def name_of(subject: Mapping[str, Any]) -> str:
    """Return what a line is about, in the reader's language."""
    first, second = ("en", "da") if language() == "en" else ("da", "en")
    return str(subject.get(f"name_{first}") or subject.get(f"name_{second}") or "")


def column_name(table: PublishedTable, column: object) -> str:
    """Return the heading of a column."""
    if column == "house":
        return str(_("The whole house"))
    named = {team.id: team.name for team in table.teams}
    return named[column] if isinstance(column, int) else str(_("Without a team"))


def share(cell: Cell | None) -> str:
    """Write the share of a cell, or why there is none."""
    if cell is None:
        return str(NOTHING)
    if cell.numerator is None or not cell.denominator:
        return str(WITHHELD)
    return show_share(cell.numerator / cell.denominator)


def bounds(cell: Cell) -> Estimate | None:
    """Return how sure the share is of the way of working; ``None`` where it is withheld."""
    if cell.numerator is None or not cell.denominator:
        return None
    size = cell.denominator
    return estimate(cell.numerator, size, frame_size=size, target=Target.WAY_OF_WORKING)


def bounds_text(cell: Cell | None) -> str:
    """Write the bounds of a cell as 61–88%."""
    found = bounds(cell) if cell else None
    if found is None:
        return ""
    low, high = float(found.low_share), float(found.high_share)
    return f"{show_share(low).removesuffix('%').rstrip()}–{show_share(high)}"


def as_csv(table: PublishedTable) -> bytes:
    """Return a table as a file, a row for each cell."""
    columns = [
        _("Period"),
        _("Code"),
        _("What is counted"),
        _("Detail"),
        _("Of"),
        _("Status"),
        _("Met"),
        _("Of so many"),
        _("Share in percent"),
    ]
    return write_csv(columns, list(_rows(table)))


def _rows(table: PublishedTable) -> Iterable[list[OutCell]]:
    for line in lines(table):
        number = line["denominator"]
        percent = round(100 * line["numerator"] / number, 1) if number else None
        head: list[OutCell] = [title(table.publication), line["code"], line["name"]]
        yield [
            *head,
            line["detail"],
            line["of"],
            line["status"],
            line["numerator"],
            number,
            percent,
        ]


def lines(table: PublishedTable) -> Iterable[dict[str, Any]]:
    """Yield every cell of a table as plain values: those of the house, teams, then names."""
    for subject in table.publication.subjects:
        code, name = subject["code"], name_of(subject)
        for column in table.columns:
            detail = Detail.HOUSE if column == "house" else Detail.TEAM
            cell = table.cells.get((code, column))
            of = column_name(table, column)
            yield {"code": code, "name": name, "detail": detail.value, "of": of} | _numbers(cell)
        for named in table.named:
            for person in named.people:
                cell = named.cells.get((code, person.id))
                if cell is not None:
                    yield {
                        "code": code,
                        "name": name,
                        "detail": Detail.NAMED.value,
                        "team": named.team.name,
                        "of": person.name,
                    } | _numbers(cell)


def _numbers(cell: Cell | None) -> dict[str, Any]:
    if cell is None:
        return {"status": "no-cases", "numerator": None, "denominator": None}
    status = "withheld" if cell.is_withheld else "shown"
    return {"status": status, "numerator": cell.numerator, "denominator": cell.denominator}


def as_json_value(table: PublishedTable) -> dict[str, Any]:
    """Return a table for other programs."""
    publication = table.publication
    return {
        "format": FORMAT,
        "family": publication.family.value,
        "period": title(publication),
        "period_on": publication.period_on.isoformat(),
        "published_at": publication.published_at.isoformat(),
        "cells": list(lines(table)),
    }


def preview(family: FigureFamily, audience: Audience, detail: Detail) -> PublishedTable | None:
    """Return what an audience would be shown; for the page on which a step is decided."""
    return queries_published.preview(current_actor(), family, audience=audience, detail=detail)
