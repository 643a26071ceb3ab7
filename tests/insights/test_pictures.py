"""Charts as pictures to take along: what they show, and that they are pictures."""

import struct

import pytest

from review_app.domain.chart_series import Series, SeriesKind
from tests.insights.series import drawn_round
from tests.knowledge.notes import a_checklist, a_version


@pytest.fixture
def drawn(people):
    version = a_checklist("One?", "Two & more?")
    hands = [people.hanne, people.henrik, people.karin] * 10
    return drawn_round(version, people.kurt, hands, {"C1": 29, "C2": 12})


def test_a_chart_stands_alone_as_svg_and_as_png(people, drawn, sign_in):
    client = sign_in(people.karin)
    assert "chart.png" in client.get("/figures/findings").text
    svg = client.get("/figures/findings/chart.svg")
    assert svg.mimetype == "image/svg+xml"
    assert svg.headers["Content-Disposition"] == "attachment; filename=findings.svg"
    assert "What was found" in svg.text
    assert "Two &amp; more?: 18 of 30 assessed" in svg.text
    assert "<style" not in svg.text
    png = client.get("/figures/findings/chart.png").data
    assert png.startswith(b"\x89PNG")
    assert struct.unpack(">II", png[16:24]) == (1520, 656)  # twice its size on the page
    assert client.get("/figures/findings/chart.gif").status_code == 404


def test_other_charts_of_the_same_round(people, drawn, sign_in):
    client = sign_in(people.karin)
    assert "Round 1" in client.get(f"/figures/{drawn.key}/teams/chart.svg").text
    again = a_version(drawn.version.checklist, 2, "One?", "Two & more?")
    hands = [people.hanne, people.henrik, people.karin] * 10
    drawn_round(again, people.kurt, hands, {"C1": 20, "C2": 12}, number=2, days_ago=2)
    series = Series(SeriesKind.CRITERION, checklist=drawn.version.checklist.code, criterion="C1")
    svg = client.get(f"/figures/charts/{series.code}/chart.svg").text
    assert "C1 One?" in svg
    assert svg.count("<circle") == 2


def test_nothing_is_drawn_of_nothing(people, sign_in):
    assert sign_in(people.karin).get("/figures/findings/chart.svg").status_code == 404
