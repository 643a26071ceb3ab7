import zipfile
from datetime import date, datetime

import pytest
import xlsxwriter

from review_app.domain.errors import Invalid
from review_app.kernel.spreadsheets import Limits, read_file

TEXT = "Sagsnummer;Åbnet;Beløb\r\n7;01-02-2024;1,5\r\n"
ROWS = (("7", "01-02-2024", "1,5"),)


@pytest.fixture
def read(tmp_path):
    def write_and_read(content, *, limits=Limits(), name="upload.csv"):  # noqa: B008 - frozen
        path = tmp_path / "upload"
        path.write_bytes(content)
        return read_file(path, name=name, limits=limits)

    return write_and_read


@pytest.fixture
def workbook(tmp_path):
    def build(fill):
        path = tmp_path / "built.xlsx"
        with xlsxwriter.Workbook(str(path)) as book:
            fill(book)
        return path.read_bytes()

    return build


@pytest.mark.parametrize(
    ("written", "found"),
    [("cp1252", "cp1252"), ("utf-8", "utf-8"), ("utf-8-sig", "utf-8-sig"), ("utf-16", "utf-16")],
)
def test_the_encoding_is_found_and_danish_letters_survive(read, written, found):
    source = read(TEXT.encode(written))
    assert source.encoding == found
    assert source.tables[0].columns == ("Sagsnummer", "Åbnet", "Beløb")
    assert tuple(source.tables[0].rows) == ROWS


@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
def test_the_delimiter_is_found_in_spite_of_others_in_quotes(read, delimiter):
    rows = [f'Nr{delimiter}"Aftale; tid, sted"{delimiter}Dato', f"7{delimiter}x{delimiter}y"]
    source = read("\n".join(rows).encode())
    assert source.delimiter == delimiter
    assert source.tables[0].columns == ("Nr", "Aftale; tid, sted", "Dato")


def test_blank_lines_above_the_headings_count_in_the_row_numbers(read):
    table = read(b"\n\nNr;Dato\n\n7;x\n").tables[0]
    index = next(index for index, row in enumerate(table.rows) if row[0] == "7")
    assert table.position(index).row == 5


def test_short_rows_are_filled_and_long_rows_are_told(read):
    table = read(b"a;b\n1\n1;2;3\n").tables[0]
    assert list(table.rows) == [("1", ""), ("1", "2")]
    assert table.overlong == (1,)


def test_a_workbook_gives_its_sheets_with_numbers_and_true_dates_as_text(read, workbook):
    def fill(book):
        day, moment = ({"num_format": f} for f in ("dd-mm-yyyy", "dd-mm-yyyy hh:mm"))
        sheet = book.add_worksheet("sager")
        sheet.write_row(0, 0, ["Nr", "Dag", "Tid"])
        sheet.write(1, 0, 1234567)
        sheet.write_datetime(1, 1, date(2024, 2, 1), book.add_format(day))
        sheet.write_datetime(1, 2, datetime(2024, 2, 1, 13, 45), book.add_format(moment))  # noqa: DTZ001
        sheet.write_datetime(2, 2, datetime(2024, 2, 2), book.add_format(moment))  # noqa: DTZ001
        book.add_worksheet("tom")

    (table,) = read(workbook(fill)).tables
    assert table.sheet == "sager"
    assert table.rows[0] == ("1234567", "2024-02-01", "2024-02-01 13:45:00")
    assert table.rows[1][2] == "2024-02-02 00:00:00"


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "empty-file"),
        (b"\n \n", "empty-file"),
        (b"%PDF-1.7", "unsupported-type"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "unsupported-type"),
        (b"a;b\0;c", "unsupported-type"),
        (b"PK\x03\x04 broken", "damaged"),
        (b"\xff\xfea", "damaged"),
    ],
)
def test_what_is_no_table_is_refused_whatever_it_is_called(read, content, reason):
    with pytest.raises(Invalid) as refusal:
        read(content, name="sager.xlsx")
    assert refusal.value.facts["reason"] == reason


def test_a_zip_that_is_no_workbook_is_refused(read, tmp_path):
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("note.txt", "x")
    with pytest.raises(Invalid, match="unsupported-type"):
        read((tmp_path / "a.zip").read_bytes())


def test_a_workbook_that_inflates_beyond_the_limit_is_refused_before_it_is_parsed(read, tmp_path):
    with zipfile.ZipFile(tmp_path / "bomb", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", "x")
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * (20 << 20))
    content = (tmp_path / "bomb").read_bytes()
    assert len(content) < 100_000
    with pytest.raises(Invalid, match="zip-bomb"):
        read(content, limits=Limits(inflated_bytes=10 << 20))


def test_a_workbook_its_parser_cannot_read_is_refused(read, tmp_path):
    with zipfile.ZipFile(tmp_path / "odd", "w") as archive:
        archive.writestr("xl/workbook.xml", "<not xml")
    with pytest.raises(Invalid, match="damaged"):
        read((tmp_path / "odd").read_bytes())


@pytest.mark.parametrize(
    ("limits", "reason"),
    [
        (Limits(file_bytes=10), "too-large"),
        (Limits(rows=1), "too-many-rows"),
        (Limits(cells=3), "too-many-cells"),
    ],
)
def test_a_file_over_a_limit_is_refused(read, limits, reason):
    with pytest.raises(Invalid) as refusal:
        read(TEXT.encode(), limits=limits)
    assert refusal.value.facts["reason"] == reason


def test_too_many_sheets_are_refused(read, workbook):
    def fill(book):
        for number in range(3):
            book.add_worksheet(f"s{number}").write(0, 0, "x")

    with pytest.raises(Invalid, match="too-many-sheets"):
        read(workbook(fill), limits=Limits(sheets=2))


def test_a_parser_short_of_memory_ends_in_a_refusal(read, workbook):
    def fill(book):
        sheet = book.add_worksheet("s")
        for row in range(1500):  # 48 MB of text: more than the parser is given below
            sheet.write(row, 0, f"{row:08}" * 4000)

    with pytest.raises(Invalid, match="damaged"):
        read(workbook(fill), limits=Limits(child_megabytes=16))
