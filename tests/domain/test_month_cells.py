"""Months and numbers as people write them."""

from datetime import date

import pytest

from review_app.domain.month_cells import (
    as_lines,
    look_like_shares,
    read_lines,
    read_month,
    read_number,
)

TODAY = date(2026, 6, 15)


@pytest.mark.parametrize("text", ["13-2026", "marzipan 2026", "2026", "", "1.200", "juni"])
def test_what_names_no_month_is_refused(text):
    with pytest.raises(ValueError, match="."):
        read_month(text)


@pytest.mark.parametrize("text", ["", "-3", "12a", "1.2.3", "n/a"])
def test_what_is_no_number_is_refused(text):
    with pytest.raises(ValueError, match="."):
        read_number(text)


def test_every_line_comes_back_read_or_with_its_fault():
    lines = read_lines(
        "Måned\tAntal\nmarts 2026\t1.200\n\napril 2026 1 250\n2026-05,12\nmaj 2026;7\n"
        "juli 2026;1\nmaj 26\nfoo;3\njuni 2026;x",
        today=TODAY,
    )
    assert [(line.number, line.value, line.fault) for line in lines] == [
        (2, 1200.0, ""),
        (4, 1250.0, ""),
        (5, 12.0, ""),
        (6, 7.0, "twice"),
        (7, 1.0, "future"),
        (8, None, "twice"),
        (9, 3.0, "no-month"),
        (10, None, "no-number"),
    ]
    assert [line.fault for line in read_lines("nothing here", today=TODAY)] == ["heading"]


def test_a_table_gives_its_months_and_the_numbers_beside_them():
    rows = [("Nr", "Måned", "Team", "Antal"), ("1", "2026-03-01", "N", "5"), ("2", "x", "N", "6")]
    assert as_lines(rows) == "Måned\tAntal\n2026-03-01\t5\nx\t6"
    assert as_lines([]) == ""


def test_percents_kept_as_shares_are_noticed():
    assert look_like_shares(read_lines("01-2026;0,81\n02-2026;0,79", today=TODAY))
    assert not look_like_shares(read_lines("01-2026;81\n02-2026;79", today=TODAY))
