"""Nothing in a report leads back to a case or a colleague, and nothing blind leaks into it."""

import json

import pytest

from review_app.domain.monthly_report import ChapterKind, FigureStatus, figures_of
from review_app.domain.workflow import ReviewState
from review_app.features.reports import counting, presenters, presenters_files
from review_app.kernel.db import db as database
from review_app.models import MonthlyReport, Review, ReviewAnswer
from tests.cast import enter
from tests.insights.rounds import NOT
from tests.reports import pdf, world
from tests.reports.world import OCTOBER, SMALL


def of(content, kind):
    return {one.code: one for one in figures_of(content["chapters"][kind])}


def a_draft(content):
    return MonthlyReport(month_on=OCTOBER, content=content, number=1)


def test_small_figures_are_withheld_everywhere_and_said_to_be(app, people):
    world.in_november(people)
    content = counting.count(OCTOBER)
    quality = of(content, ChapterKind.QUALITY)
    assert quality["C1"].is_known
    hidden = quality["C4"]  # of four cases
    assert hidden.status == FigureStatus.WITHHELD
    assert {hidden.numerator, hidden.denominator, hidden.value, hidden.low} == {None}
    with app.test_request_context():
        parts = list(presenters.parts(a_draft(content)))
        lines = presenters_files.as_csv(a_draft(content)).decode("utf-8-sig").splitlines()
    (line,) = [one for one in lines if ";C4;" in one]
    assert not any(cell.replace(",", "").isdigit() for cell in line.split(";")[7:])
    assert any("Question C4?" in item for part in parts for item in getattr(part, "items", ()))
    assert json.loads(json.dumps(content)) == content
    small = counting.count(SMALL)["chapters"]["timeliness"]
    assert {one.status for one in figures_of(small)} == {FigureStatus.WITHHELD}
    (point,) = [one for one in small["trend"] if one["month"] == "2026-05"]
    assert (point["value"], point["numerator"], point["is_withheld"]) == (None, None, True)


@pytest.mark.parametrize("handlers", [("hanne", "henrik"), ("hanne", "henrik", "karin")])
def test_nobody_is_named_and_two_caseworkers_are_too_few(app, people, handlers):
    staff = [getattr(people, name) for name in handlers]
    world.in_november(people, (staff * 3)[:6])
    content = counting.count(OCTOBER)
    known = {code for code, one in of(content, ChapterKind.QUALITY).items() if one.is_known}
    assert known == (set() if len(handlers) < 3 else {"C1", "C2"})
    with app.test_request_context():
        everything = presenters_files.as_json(a_draft(content)).decode()
    for person in (people.hanne, people.henrik, people.karin, people.kurt):
        assert person.name not in everything
        assert person.email not in everything


def test_what_a_blind_second_reviewer_gave_is_in_no_report(people):
    found = world.in_november(people)
    before = counting.count(OCTOBER)
    first = database.session.query(Review).filter_by(round_id=found.id).first()
    second = Review(
        round_id=found.id,
        round_case_id=first.round_case_id,
        case_id=first.case_id,
        version_id=first.version_id,
        reviewer_id=people.clara.id,
        caseworker_id=first.caseworker_id,
        second_of_id=first.id,
        state=ReviewState.IN_PROGRESS,
    )
    enter(second)
    ids = [answer.criterion_id for answer in first.answers]
    enter(*(ReviewAnswer(review_id=second.id, criterion_id=id_, value=NOT) for id_ in ids))
    assert counting.count(OCTOBER) == before


def test_the_pdf_can_be_read_by_ear(app, people):
    world.in_november(people)
    report = a_draft(counting.count(OCTOBER))
    report.comment = "# Overskrift\n\nEt *ord*"
    for lang, title in (
        ("da", "Månedsrapport, oktober 2026"),
        ("en", "Monthly report, October 2026"),
    ):
        with app.app_context():
            content = presenters.pdf(report, lang=lang, on=None)
        whole = b"".join(pdf.objects(content).values())
        assert b"/Lang(%s)" % lang.encode() in whole
        assert b"/Marked true" in whole
        assert b"/DisplayDocTitle true" in whole
        assert title.encode() in content + whole or title.encode("utf-16-be") in whole
        levels = [
            int(tag[1:]) for tag in pdf.tags(content) if tag[:1] == b"H" and tag[1:].isdigit()
        ]
        assert levels[0] == 1
        assert all(after <= before + 1 for before, after in zip(levels, levels[1:], strict=False))
        assert levels.count(1) == 10
        assert b"TH" in pdf.tags(content)
        (chart,) = pdf.figures(content)
        assert b"/Alt(" in chart or b"/Alt<" in chart
