"""What a monthly report says first, and when it can be made."""

from datetime import date

from review_app.domain.comparison import Change
from review_app.domain.monthly_report import (
    ChapterKind,
    ReportFigure,
    chapter,
    cover_of,
    draft_is_due,
    figures_of,
    is_over,
)

RULE = ReportFigure(
    "own", "Egen frist", "Own deadline", "due-cohort",
    numerator=41, denominator=50, value=0.82, change=Change.IMPROVED.value,
)  # fmt: skip


def a_criterion(code, change, scope="r1"):
    return ReportFigure(code, "m", "c", "met", scope=scope, value=0.5, change=change)


def told(*criteria, rounds=(("r1", True),), lead=RULE):
    found = [{"key": key, "is_of_month": of_month} for key, of_month in rounds]
    return {
        ChapterKind.TIMELINESS: chapter([lead] if lead else [], definition="due-cohort"),
        ChapterKind.QUALITY: chapter(criteria, rounds=found),
    }


def test_a_chapter_is_plain_data_and_reads_back_as_it_was():
    assert figures_of(chapter([RULE], lead="own")) == [RULE]
    assert figures_of({"figures": [{**chapter([RULE])["figures"][0], "later": 1}]}) == [RULE]


def test_the_cover_counts_what_changed_in_the_rounds_of_the_month_alone():
    criteria = [
        a_criterion("K1", Change.IMPROVED),
        a_criterion("K2", Change.UNCLEAR),
        a_criterion("K3", Change.TOO_FEW),
        a_criterion("K4", ""),
        a_criterion("K1", Change.WORSENED, scope="older"),
    ]
    found = cover_of(told(*criteria, rounds=[("r1", True), ("older", False)]))
    assert (found.improved, found.worsened, found.compared, found.rounds) == (1, 0, 2, 1)
    assert found.timeliness == RULE
    assert found.is_clear


def test_nothing_clear_is_called_nothing_clear():
    unclear = ReportFigure("own", "e", "o", "due-cohort", value=0.5, change=Change.UNCLEAR.value)
    assert not cover_of(told(a_criterion("K1", Change.UNCLEAR), lead=unclear)).is_clear
    empty = cover_of(told(rounds=[], lead=None))
    assert (empty.timeliness, empty.rounds, empty.compared, empty.is_clear) == (None, 0, 0, False)


def test_a_month_is_reported_on_when_it_is_over_and_drafted_from_its_day_on():
    february = date(2028, 2, 1)
    assert not is_over(february, today=date(2028, 2, 29))
    assert is_over(february, today=date(2028, 3, 1))
    assert not draft_is_due(today=date(2028, 3, 2), on_day=3)
    assert draft_is_due(today=date(2028, 3, 28), on_day=3)
