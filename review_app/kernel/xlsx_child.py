"""Turn one workbook into lines of JSON, in a process of its own with limits on memory and time.

Run as a script by :mod:`review_app.kernel.spreadsheets`, never imported by the product: a hostile
workbook may abort the parser's whole process. It imports nothing of the product, so it starts fast.
Each line is ``["sheet", NAME]`` or ``["row", [CELL, ...]]``; a last ``["end"]`` says that all came.
"""

import json
import resource
import sys
from datetime import date, datetime, time, timedelta


def as_text(cell: object) -> str:
    """Return a cell as text: dates in ISO form, whole numbers without a decimal point."""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else repr(cell)
    if isinstance(cell, datetime):
        return cell.isoformat(" ")
    if isinstance(cell, date | time):
        return cell.isoformat()
    if isinstance(cell, timedelta):
        return str(cell.total_seconds())
    return "" if cell is None else str(cell)


def main(path: str, megabytes: int, seconds: int) -> None:
    """Write every sheet of the workbook at *path* to standard output."""
    resource.setrlimit(resource.RLIMIT_AS, (megabytes << 20, megabytes << 20))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    from python_calamine import CalamineWorkbook  # after the limits, which hold for it too

    workbook = CalamineWorkbook.from_path(path)
    encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
    for name in workbook.sheet_names:
        sheet = workbook.get_sheet_by_name(name)
        sys.stdout.write(encode(["sheet", name]) + "\n")
        for row in sheet.iter_rows():
            sys.stdout.write(encode(["row", [as_text(cell) for cell in row]]) + "\n")
    sys.stdout.write('["end"]\n')


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
