"""Each way of drawing, from the plan to the frozen frame and a bundle that proves it."""

from fractions import Fraction

import pytest
from sqlalchemy import select

from review_app.domain.designs import SamplingDesign, WeightRule
from review_app.domain.draw import Method, read_plan, verify_bundle
from review_app.domain.errors import Invalid
from review_app.domain.kinds import RoundPurpose
from review_app.features.rounds import queries, service, service_ceremony
from review_app.models import FrameCase
from tests.cast import actor
from tests.rounds.builders import twenty_cases

BY_TEAM = SamplingDesign(method=Method.STRATIFIED, size=10, stratify_by="team")
TWO_EACH = SamplingDesign(
    method=Method.STRATIFIED, stratify_by="caseworker", allocation="fixed", per_stratum=2
)
LATE = SamplingDesign(
    method=Method.PROPORTIONAL, size=6, weights=WeightRule(deadline_missed_points=4)
)


def drawn_by(people, design):
    karin = actor(people.karin)
    planned = service.plan_round(karin, title="A round", purpose=RoundPurpose.MEASURE)
    service.set_design(karin, planned.key, design=design)
    service_ceremony.seal_draw(karin, planned.key)
    return service_ceremony.reveal_draw(karin, planned.key)


def frozen(db, drawn):
    query = select(FrameCase).where(FrameCase.draw_id == drawn.draw.id)
    return db.session.scalars(query).all()


@pytest.mark.parametrize(
    "design",
    [
        BY_TEAM,
        TWO_EACH,
        LATE,
        SamplingDesign(method=Method.SYSTEMATIC, size=5, order_by="caseworker"),
        SamplingDesign(method=Method.CENSUS),
    ],
    ids=lambda design: design.method.value,
)
def test_every_method_gives_a_bundle_that_verifies(people, db, design):
    twenty_cases(people)
    drawn = drawn_by(people, design)
    files = queries.bundle_files(actor(people.karin), drawn)
    assert verify_bundle(files) == []
    assert len(drawn.cases) == drawn.sample_size
    shares = [row.inclusion_share for row in frozen(db, drawn)]
    assert sum(shares) == pytest.approx(drawn.sample_size)


def test_strata_are_codes_in_the_files_and_names_in_the_database_alone(people):
    twenty_cases(people)
    drawn = drawn_by(people, BY_TEAM)
    told = [(s.code, s.label, s.team_id, s.frame_size, s.sample_size) for s in drawn.draw.strata]
    assert told == [
        ("s01", "North", people.north.id, 12, 6),
        ("s02", "South", people.south.id, 8, 4),
    ]
    everything = b"".join(queries.bundle_files(actor(people.karin), drawn).values())
    for name in (b"North", b"Hanne", b"Karin"):
        assert name not in everything
    assert read_plan(drawn.draw.plan_text.encode())["n"] == {"s01": "6", "s02": "4"}
    assert sorted(row.stratum for row in drawn.cases) == ["s01"] * 6 + ["s02"] * 4


def test_a_fixed_number_comes_from_every_caseworker(people):
    twenty_cases(people)
    drawn = drawn_by(people, TWO_EACH)
    handlers = sorted(row.caseworker_label for row in drawn.cases)
    assert handlers == ["Hanne", "Hanne", "Henrik", "Henrik", "Karin", "Karin"]
    assert [one.person_id for one in drawn.draw.strata] == [
        people.hanne.id,
        people.henrik.id,
        people.karin.id,
    ]


def test_the_chance_is_the_strata_s_own(people, db):
    twenty_cases(people)
    drawn = drawn_by(people, TWO_EACH)
    shares = {row.caseworker_id: row.inclusion_share for row in frozen(db, drawn)}
    assert shares == {
        people.karin.id: pytest.approx(Fraction(2, 4)),
        people.hanne.id: pytest.approx(Fraction(2, 8)),
        people.henrik.id: pytest.approx(Fraction(2, 8)),
    }


def test_late_cases_weigh_more(people, db):
    cases = twenty_cases(people)
    for case in cases[:5]:
        case.closed_on = case.deadline_on
    db.session.info["logged"] = True
    db.session.commit()
    drawn = drawn_by(people, LATE)
    weights = {row.case_id: row.weight for row in frozen(db, drawn)}
    assert [weights[case.id] for case in cases] == [1] * 5 + [5] * 15
    assert read_plan(drawn.draw.plan_text.encode())["weights"] == "1 each; +4 own deadline missed"


def test_a_list_by_caseworker_names_nobody(people, db):
    twenty_cases(people)
    design = SamplingDesign(method=Method.SYSTEMATIC, size=5, order_by="caseworker")
    keys = {row.sort_key.split(" ")[0] for row in frozen(db, drawn_by(people, design))}
    assert keys == {"c1", "c2", "c3"}


@pytest.mark.parametrize(
    ("field", "given"),
    [
        ("size", {}),
        ("size", {"size": 0}),
        ("stratify_by", {"size": 5, "method": Method.STRATIFIED}),
        ("order_by", {"size": 5, "method": Method.SYSTEMATIC}),
        ("allocation", {"size": 5, "allocation": "haphazard"}),
        (
            "per_stratum",
            {"method": Method.STRATIFIED, "stratify_by": "team", "allocation": "fixed"},
        ),
        ("guesses", {"size": 5, "guesses": {"north": 100}}),
    ],
)
def test_a_design_that_lacks_something_is_refused(field, given):
    with pytest.raises(Invalid) as refused:
        SamplingDesign(**given)
    assert refused.value.facts["field"] == field


def test_a_design_is_read_back_as_it_was_written():
    design = SamplingDesign(
        method=Method.STRATIFIED,
        size=9,
        stratify_by="team",
        allocation="neyman",
        guesses={"north": 20},
        weights=WeightRule(case_type_points=2, case_type="Sygedagpenge"),
    )
    assert SamplingDesign.read(design.stored()) == design
    assert SamplingDesign.read({}, size=7) == SamplingDesign(size=7)
