"""The six renderings of the real permit log say the same (see docs on the data's origin)."""

import os
from pathlib import Path

import pytest

from review_app.domain.import_report import Notice
from review_app.kernel.spreadsheets import read_file
from tests.domain.readings import read_all

ROOT = Path(__file__).parents[2]
DATA = Path(os.environ.get("SHARED_DATA", ROOT / "../shared/data")).resolve()
RENDERINGS = {
    "original": ("receipt.cases.csv", "receipt.events.csv"),
    "flat": ("receipt.flat.csv",),
    "workbook": ("receipt.xlsx",),
    "danish-excel": ("receipt.excel-da.cases.csv", "receipt.excel-da.events.csv"),
    "danish-headings": (
        "receipt.excel-da-overskrifter.cases.csv",
        "receipt.excel-da-overskrifter.events.csv",
    ),
    "danish-utf8": (
        "receipt.excel-da-utf8bom.cases.csv",
        "receipt.excel-da-overskrifter.events.csv",
    ),
}
WITH_TIME_OF_DAY = ("original", "flat", "workbook")

pytestmark = pytest.mark.skipif(
    not (DATA / "receipt.cases.csv").exists(),
    reason=f"the receipt data is not at {DATA}; set SHARED_DATA to its folder",
)


@pytest.fixture(scope="module")
def readings():
    found = {}
    for rendering, names in RENDERINGS.items():
        tables = [table for name in names for table in read_file(DATA / name, name=name).tables]
        found[rendering] = read_all(tables)
    return found


def days(case):
    stamps = (case.opened, case.closed, case.due, case.expected_close)
    return [stamp and stamp.on for stamp in stamps]


@pytest.mark.parametrize("rendering", RENDERINGS)
def test_every_rendering_has_the_same_cases_and_local_dates(readings, rendering):
    def told(reading):
        return [(c.number, *days(c), c.caseworker, c.team, c.channel) for c in reading.cases]

    assert not readings[rendering].faults
    assert len(told(readings[rendering])) == 1434
    assert told(readings[rendering]) == told(readings["original"])


@pytest.mark.parametrize("rendering", RENDERINGS)
def test_every_rendering_has_the_same_events_in_the_same_order(readings, rendering):
    def told(reading):
        return [
            (e.case_number, e.identity, e.activity, e.occurred.on, e.team) for e in reading.events
        ]

    assert len(told(readings[rendering])) == 8577
    assert told(readings[rendering]) == told(readings["original"])


@pytest.mark.parametrize("rendering", WITH_TIME_OF_DAY)
def test_the_two_cases_that_end_before_they_start_are_named(readings, rendering):
    named = [
        notice.facts["case"]
        for notice in readings[rendering].notices
        if notice.code is Notice.ENDS_BEFORE_START
    ]
    assert named == ["case-10862", "case-8267"]


def test_the_figures_stated_for_the_data_come_out(readings):
    reading = readings["original"]
    closed = [case for case in reading.cases if case.closed]
    late = next(n for n in reading.notices if n.code is Notice.EVENTS_AFTER_END)
    assert sum(case.closed.on <= case.due.on for case in closed) == 1020
    assert len(closed) == 1329
    assert sum(case.team is None for case in reading.cases) == 825
    assert sum(event.team is None for event in reading.events) == 1936
    assert len({case.caseworker for case in reading.cases}) == 39
    assert late.facts["count"] == 180
