"""Write tables as CSV for Danish Excel and as XLSX, with cells that cannot act as formulas.

A cell of text that begins with ``= + - @``, tab or carriage return would be run as a formula by a
spreadsheet program that opens it (OWASP, "CSV Injection"); an apostrophe in front keeps it text.
Numbers and dates are written as what they are and need no such mark.
"""

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal

import xlsxwriter

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
OutCell = str | int | float | Decimal | date | datetime | None


def neutralised(text: str) -> str:
    """Return *text* so that no spreadsheet program takes it for a formula.

    >>> neutralised("=1+1"), neutralised("Frist: -")
    ("'=1+1", 'Frist: -')
    """
    return "'" + text if text.startswith(FORMULA_STARTS) else text


def _as_csv(cell: OutCell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, str):
        return neutralised(cell)
    if isinstance(cell, datetime):
        return cell.isoformat(" ", "seconds")
    if isinstance(cell, date):
        return cell.isoformat()
    # Where columns are parted by semicolons, Excel expects a decimal comma.
    return str(cell).replace(".", ",")


def write_csv(columns: Sequence[str], rows: Iterable[Sequence[OutCell]]) -> bytes:
    """Return a CSV file as Danish Excel opens it: UTF-8 with byte order mark, ``;``, CRLF."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow([neutralised(column) for column in columns])
    writer.writerows([_as_csv(cell) for cell in row] for row in rows)
    return text.getvalue().encode("utf-8-sig")


def write_xlsx(columns: Sequence[str], rows: Iterable[Sequence[OutCell]], *, sheet: str) -> bytes:
    """Return a workbook of one sheet with a frozen, bold heading row and true Excel dates.

    Moments with a zone are written as their local time, since Excel knows no zones.
    """
    content = io.BytesIO()
    options = {"in_memory": True, "constant_memory": True, "strings_to_formulas": False}
    with xlsxwriter.Workbook(content, {**options, "strings_to_urls": False}) as workbook:
        page = workbook.add_worksheet(sheet[:31])
        bold = workbook.add_format({"bold": True})
        day = workbook.add_format({"num_format": "dd-mm-yyyy"})
        moment = workbook.add_format({"num_format": "dd-mm-yyyy hh:mm"})
        page.freeze_panes(1, 0)
        for column, heading in enumerate(columns):
            page.write_string(0, column, neutralised(heading), bold)
        for number, row in enumerate(rows, start=1):
            for column, cell in enumerate(row):
                if isinstance(cell, str):
                    page.write_string(number, column, neutralised(cell))
                elif isinstance(cell, datetime):
                    page.write_datetime(number, column, cell.replace(tzinfo=None), moment)
                elif isinstance(cell, date):
                    page.write_datetime(number, column, cell, day)
                elif cell is not None:
                    page.write_number(number, column, cell)
    return content.getvalue()
