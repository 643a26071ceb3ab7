from datetime import UTC, date, datetime

import pytest

from review_app.kernel.spreadsheet_writing import write_csv, write_xlsx
from review_app.kernel.spreadsheets import read_file

ROWS = [("=1+1", date(2024, 2, 1), 1.5), ("Åse", None, -3)]


def test_a_csv_file_opens_in_danish_excel():
    content = write_csv(["Nr", "Dag", "Tal"], ROWS)
    assert content.startswith(b"\xef\xbb\xbf")
    assert content.decode("utf-8-sig").split("\r\n")[:3] == [
        "Nr;Dag;Tal",
        "'=1+1;2024-02-01;1,5",
        "Åse;;-3",
    ]


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_text_that_would_run_as_a_formula_stays_text(start):
    text = write_csv([f"{start}A1"], [[f"{start}cmd|' /C calc'!A0"]]).decode("utf-8-sig")
    assert all(line.lstrip('"').startswith("'") for line in text.split("\r\n") if line.strip())


def test_a_workbook_reads_back_as_it_was_written(tmp_path):
    path = tmp_path / "out.xlsx"
    moment = datetime(2024, 2, 1, 13, 45, tzinfo=UTC)
    path.write_bytes(
        write_xlsx(["Nr", "Dag", "Tid"], [("@x", date(2024, 2, 1), moment)], sheet="s")
    )
    (table,) = read_file(path, name="out.xlsx").tables
    assert table.columns == ("Nr", "Dag", "Tid")
    assert table.rows[0] == ("'@x", "2024-02-01", "2024-02-01 13:45:00")
