"""Rounds drawn by strata and by weight: what each page shows, and what it does not."""

import pytest

from review_app.domain.designs import SamplingDesign, WeightRule
from review_app.domain.draw import Method, ReplacementCode
from review_app.domain.errors import NotFound
from review_app.domain.figure_kinds import Bounds, Measure, Status
from review_app.domain.kinds import SettlingWay
from review_app.features.insights import queries
from review_app.features.insights.queries import View
from review_app.features.rounds import service_draws, service_extension, service_missing
from review_app.models import ReviewAnswer
from tests.cast import actor, enter
from tests.insights.drawn import CANNOT, MET, NOT, a_round_by, key_of, settle, settle_otherwise
from tests.knowledge.notes import criteria_of
from tests.statements import counted

BY_TEAM = SamplingDesign(method=Method.STRATIFIED, size=16, stratify_by="team")
EACH = SamplingDesign(
    method=Method.STRATIFIED, stratify_by="caseworker", allocation="fixed", per_stratum=4
)
WEIGHTED = SamplingDesign(
    method=Method.PROPORTIONAL, size=12, weights=WeightRule(deadline_missed_points=4)
)


@pytest.fixture
def by_team(people, db):
    return settle(a_round_by(people, BY_TEAM))


def test_strata_stand_in_the_order_of_their_names_and_can_be_chosen(people, by_team, sign_in):
    client = sign_in(people.karin)
    page = client.get(f"/figures/{by_team.key}").text
    assert page.index(">North</a>") < page.index(">South</a>")
    north = client.get(f"/figures/{by_team.key}?stratum=s01").text
    assert "<b>12</b>" in north  # of the twenty cases of the frame
    assert client.get(f"/figures/{by_team.key}?stratum=s77").status_code == 404


def test_a_criterion_is_shown_across_the_strata_without_ranking(people, db, sign_in):
    by_team = settle(a_round_by(people, BY_TEAM), answers=[MET, NOT])
    page = sign_in(people.karin).get(f"/figures/{by_team.key}/criteria/C2").text
    assert page.index("North") < page.index("South")
    assert "ranges of the strata overlap" in page
    across = queries.get_criterion(actor(people.karin), by_team.key, code="C2", bounds=Bounds())
    assert [stratum.code for stratum, _scope, _line in across.strata] == ["s01", "s02"]


def test_strata_of_few_caseworkers_are_withheld_from_a_manager(people, by_team, sign_in):
    # South has Henrik alone; North Hanne and Karin: no stratum has three caseworkers.
    figures = queries.get_figures(actor(people.mona), by_team.key)
    assert not figures.scope.criteria["C2"].is_withheld
    for code in ("s01", "s02"):
        found = queries.get_figures(actor(people.mona), by_team.key, view=View(code))
        assert {line.is_withheld for line in found.scope.criteria.values()} == {True}
        assert {f.status for f in found.scope.figures()} == {Status.WITHHELD}
    told = sign_in(people.mona).get(f"/figures/{by_team.key}/figures.json").json
    assert {f["status"] for f in told["figures"] if f["stratum"]} == {"withheld"}
    assert not any("x" in f and f["x"] for f in told["figures"] if f["stratum"])


def test_strata_that_are_colleagues_are_never_shown_one_by_one(people, db, sign_in):
    found = settle(a_round_by(people, EACH))
    client = sign_in(people.karin)
    page = client.get(f"/figures/{found.key}").text
    assert "single colleagues" in page
    assert "Henrik" not in page
    assert {
        f["stratum"] for f in client.get(f"/figures/{found.key}/figures.json").json["figures"]
    } == {None}
    with pytest.raises(NotFound):
        queries.get_figures(actor(people.karin), found.key, view=View("s01"))


def test_the_raw_share_of_a_weighted_sample_is_never_the_rate(people, db, sign_in):
    found = settle(a_round_by(people, WEIGHTED))
    page = sign_in(people.karin).get(f"/figures/{found.key}").text
    assert "we looked harder at some cases than at others" in page
    figure = queries.get_figures(actor(people.karin), found.key).scope.criteria["C2"]
    share = figure.shares[Measure.MET]
    assert share.found.method.value == "korn-graubard-capped/pps-hajek"
    assert f">{share.numerator}/{share.denominator}<" not in page


def test_what_two_reviewers_settled_on_counts(people, db):
    found = settle(a_round_by(people, BY_TEAM), answers=[MET])
    before = queries.get_figures(actor(people.karin), found.key).scope
    assert before.criteria["C1"].counts[MET] == 16
    settle_otherwise(found, code="C1", value=NOT, way=SettlingWay.CONSENSUS)
    settle_otherwise(found, code="C2", value=NOT, way=SettlingWay.CANNOT_AGREE)
    after = queries.get_figures(actor(people.karin), found.key).scope
    assert (after.criteria["C1"].counts[MET], after.criteria["C1"].counts[NOT]) == (15, 1)
    assert after.criteria["C2"].counts[CANNOT] == 1
    assert after.criteria["C2"].sensitivity.cannot == 1


def test_a_missing_file_fails_the_criterion_that_asks_for_it_without_a_review(people, db, sign_in):
    found = a_round_by(people, BY_TEAM)
    asking = criteria_of(found.version)["C1"]
    asking.asks_for_file = True
    enter(asking)
    service_missing.report_missing_file(
        actor(people.karin), found.key, case_key=found.cases[0].key, note="Not in the archive"
    )
    settle(found, answers=[MET])
    figures = queries.get_figures(actor(people.karin), found.key).scope
    assert figures.criteria["C1"].counts[NOT] == 1
    assert figures.criteria["C2"].counts[CANNOT] == 1
    assert (figures.settled, figures.cases, figures.without_file) == (16, 16, 1)
    page = sign_in(people.karin).get(f"/figures/{found.key}").text
    assert "could not be produced" in page
    (line,) = queries.list_rounds(actor(people.karin))
    assert (line.progress.settled, line.progress.cases) == (16, 16)


def test_a_round_made_larger_after_results_is_marked(people, db, sign_in):
    found = a_round_by(people, BY_TEAM)
    service_extension.extend_draw(
        actor(people.karin), found.key, more={"s02": 1}, reason="Too wide", results_seen=True
    )
    settle(found)
    client = sign_in(people.karin)
    assert "after results had been seen" in client.get(f"/figures/{found.key}").text
    told = client.get(f"/figures/{found.key}/figures.json").json
    assert told["round"]["enlarged_after_results"] is True


def test_many_replacements_in_one_stratum_are_warned_about(people, db, sign_in):
    found = a_round_by(people, BY_TEAM)
    gone = next(row for row in found.cases if row.stratum == "s02")
    service_draws.replace_case(
        actor(people.karin), found.key, case_key=gone.key, code=ReplacementCode.DUPLICATE
    )
    settle(found)
    page = sign_in(people.karin).get(f"/figures/{found.key}").text
    assert page.count("over 10 %") == 1
    assert key_of(gone.case_id) not in page


def test_every_page_costs_the_same_few_statements(people, by_team, sign_in):
    client = sign_in(people.karin)
    pages = [f"/figures/{by_team.key}{more}" for more in ("", "?stratum=s01", "/criteria/C1")]
    pages += [f"/figures/{by_team.key}/figures.{kind}" for kind in ("csv", "json")]
    for page in pages:
        client.get(page)
        with counted() as statements:
            client.get(page)
        assert len(statements) <= 13, statements
    assert ReviewAnswer.__tablename__ in " ".join(statements)
