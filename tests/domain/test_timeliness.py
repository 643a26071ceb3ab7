"""Five ways to count, on small cases and on the municipal permit log."""

import csv
import os
from datetime import date, datetime, timedelta
from fractions import Fraction
from pathlib import Path

import pytest

from review_app.domain.errors import Incomplete
from review_app.domain.timeliness import CaseDates, Definition, is_overdue, lateness, timeliness

AS_OF = date(2012, 1, 23)
OPENED, DUE = date(2012, 1, 2), date(2012, 1, 16)


def closed(days_late: int) -> CaseDates:
    return CaseDates(OPENED, DUE, DUE + timedelta(days=days_late))


def test_closed_on_the_very_day_is_on_time_and_a_day_later_is_not():
    outcome = timeliness([closed(0), closed(1)], Definition.DONE_COHORT)
    assert (outcome.numerator, outcome.denominator) == (1, 2)
    assert outcome.share == Fraction(1, 2)


def test_a_case_due_today_is_not_overdue_yet():
    assert not is_overdue(CaseDates(OPENED, AS_OF, None), as_of=AS_OF)
    assert is_overdue(CaseDates(OPENED, AS_OF - timedelta(days=1), None), as_of=AS_OF)


def test_what_happened_after_the_day_does_not_exist_yet():
    late_closing = CaseDates(OPENED, DUE, AS_OF + timedelta(days=1))
    not_opened = CaseDates(AS_OF + timedelta(days=1), AS_OF + timedelta(days=9), None)
    outcome = timeliness([late_closing, not_opened], Definition.SNAPSHOT, as_of=AS_OF)
    assert (outcome.numerator, outcome.denominator) == (0, 1)


def test_a_case_without_a_deadline_counts_nowhere():
    outcome = timeliness([CaseDates(OPENED, None, OPENED)], Definition.DONE_COHORT)
    assert outcome.denominator == 0
    assert outcome.share is None


@pytest.mark.parametrize("definition", [d for d in Definition if d is not Definition.DONE_COHORT])
def test_every_other_definition_needs_a_date(definition):
    with pytest.raises(Incomplete):
        timeliness([], definition)


def test_lateness_is_told_in_days_past_the_deadline():
    found = lateness([closed(days) for days in (-3, 0, 1, 2, 3, 40)])
    assert (found.done, found.late, found.very_late) == (6, 4, 1)
    assert (found.median_days, found.p90_days) == (2.5, 40)
    assert found.very_late_share == Fraction(1, 6)


def shared_data() -> Path | None:
    """Find the folder of other people's data, which is never copied into the repository."""
    root = Path(__file__).resolve().parents[2]
    places = [root.parent / "shared" / "data", root.parents[1] / "shared" / "data"]
    if "SHARED_DATA" in os.environ:
        places.insert(0, Path(os.environ["SHARED_DATA"]))
    return next((place for place in places if (place / "receipt.cases.csv").exists()), None)


@pytest.fixture(scope="module")
def receipt() -> list[CaseDates]:
    folder = shared_data()
    if folder is None:
        pytest.skip("the permit log lies in no folder beside the repository; set SHARED_DATA")

    def local_date(text: str) -> date | None:
        return datetime.fromisoformat(text).date() if text else None

    with (folder / "receipt.cases.csv").open(encoding="utf-8", newline="") as lines:
        return [
            CaseDates(
                *(local_date(row[f"case:{name}"]) for name in ("startdate", "deadline", "enddate"))
            )
            for row in csv.DictReader(lines)
        ]


@pytest.mark.parametrize(
    ("definition", "as_of", "numerator", "denominator"),
    [
        (Definition.DONE_COHORT, None, 1020, 1329),
        (Definition.DONE_COHORT, AS_OF, 1020, 1329),
        (Definition.DONE_PLUS_OPEN_OVERDUE, AS_OF, 1020, 1366),
        (Definition.DUE_COHORT, AS_OF, 992, 1338),
        (Definition.SNAPSHOT, AS_OF, 68, 105),
    ],
)
def test_the_permit_log_gives_the_known_figures(receipt, definition, as_of, numerator, denominator):
    outcome = timeliness(receipt, definition, as_of=as_of)
    assert (outcome.numerator, outcome.denominator) == (numerator, denominator)
