"""More cases of the same order, and what is told of it for ever."""

import pytest
from sqlalchemy import select

from review_app.domain.audit_codes import AuditCode
from review_app.domain.designs import SamplingDesign
from review_app.domain.draw import Method, ReplacementCode, verify_bundle
from review_app.domain.errors import IllegalTransition, Invalid
from review_app.domain.workflow import ReviewState, RoundState
from review_app.features.rounds import queries, service, service_draws, service_extension
from review_app.models import AuditEntry, FrameCase, Review
from tests.cast import actor, enter
from tests.rounds.builders import a_drawn_round, a_planned_round, a_version, twenty_cases
from tests.rounds.test_designs import BY_TEAM, drawn_by


def extend(people, drawn, more, *, reason="The range was too wide", results_seen=True):
    return service_extension.extend_draw(
        actor(people.karin), drawn.key, more=more, reason=reason, results_seen=results_seen
    )


def test_the_next_tickets_come_in_and_the_bundle_says_so(people, db):
    twenty_cases(people)
    drawn = a_drawn_round(people, size=6)
    before = [row.case_id for row in drawn.cases]
    made = extend(people, drawn, {"": 3})
    assert (made.old_size, made.new_size, drawn.sample_size) == (6, 9, 9)
    assert [row.case_id for row in drawn.cases][:6] == before
    assert [row.position for row in drawn.cases] == list(range(1, 10))
    assert {row.extension_id for row in drawn.cases[6:]} == {made.id}
    files = queries.bundle_files(actor(people.karin), drawn)
    assert files["replacements.tsv"].count(b"\textended\t") == 3
    assert verify_bundle(files) == []
    shares = db.session.scalars(select(FrameCase.inclusion_share))
    assert set(shares) == {9 / 20}


def test_replacing_and_extending_go_on_in_one_order(people):
    twenty_cases(people)
    drawn = a_drawn_round(people, size=4)
    first = drawn.cases[0]
    extend(people, drawn, {"": 2})
    new = service_draws.replace_case(
        actor(people.karin), drawn.key, case_key=first.key, code=ReplacementCode.DUPLICATE
    )
    assert new.position == 7
    extend(people, drawn, {"": 1})
    assert [one.number for one in drawn.draw.extensions] == [1, 2]
    assert verify_bundle(queries.bundle_files(actor(people.karin), drawn)) == []


def test_each_stratum_can_be_made_larger(people):
    twenty_cases(people)
    drawn = drawn_by(people, BY_TEAM)
    made = extend(people, drawn, {"s01": 0, "s02": 2})
    assert made.sizes == {"s02": 2}
    assert sorted(row.stratum for row in drawn.cases).count("s02") == 6
    assert verify_bundle(queries.bundle_files(actor(people.karin), drawn)) == []


def test_the_new_cases_get_reviewers_while_others_review(people, db):
    twenty_cases(people)
    drawn = a_drawn_round(people, size=6, version=a_version())
    extend(people, drawn, {"": 4})
    assert len(db.session.scalars(select(Review)).all()) == 10


def test_a_round_that_was_responding_reviews_again(people, db):
    twenty_cases(people)
    drawn = a_drawn_round(people, size=2, version=a_version())
    for review in db.session.scalars(select(Review)):
        review.state = ReviewState.IN_RESPONSE
    drawn.state = RoundState.RESPONDING
    enter()
    extend(people, drawn, {"": 1})
    assert drawn.state is RoundState.REVIEWING


def test_what_was_known_stands_in_the_log(people, db):
    twenty_cases(people)
    extend(people, a_drawn_round(people), {"": 1})
    query = select(AuditEntry).where(AuditEntry.code == AuditCode.ROUND_EXTENDED)
    details = db.session.scalars(query).one().details
    assert (details["old_size"], details["new_size"], details["results_seen"]) == (6, 7, True)


@pytest.mark.parametrize(
    ("more", "reason"),
    [({"": 0}, "Why"), ({"": -1}, "Why"), ({}, "Why"), ({"": 1}, " "), ({"": 15}, "Why")],
)
def test_fewer_cases_no_reason_or_too_many_are_refused(people, more, reason):
    twenty_cases(people)
    drawn = a_drawn_round(people, size=6)
    with pytest.raises(Invalid):
        extend(people, drawn, more, reason=reason)


@pytest.mark.parametrize(
    "design",
    [
        SamplingDesign(method=Method.SYSTEMATIC, size=5, order_by="opened"),
        SamplingDesign(method=Method.CENSUS),
    ],
    ids=lambda design: design.method.value,
)
def test_a_systematic_draw_and_a_census_are_never_extended(people, design):
    twenty_cases(people)
    drawn = drawn_by(people, design)
    with pytest.raises(Invalid) as refused:
        extend(people, drawn, {"": 1})
    assert refused.value.facts["reason"] == "not-extendable"


def test_nothing_is_extended_before_the_draw_or_after_the_end(people):
    twenty_cases(people)
    planned = a_planned_round(people)
    with pytest.raises(IllegalTransition):
        extend(people, planned, {"": 1})
    service.cancel_round(actor(people.karin), planned.key, reason="Not needed")
    with pytest.raises(IllegalTransition):
        extend(people, planned, {"": 1})
