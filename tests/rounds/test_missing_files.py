"""A case whose file cannot be found stays in the sample, and the round goes on without it."""

import pytest
from sqlalchemy import select

from review_app.domain.audit_codes import AuditCode
from review_app.domain.errors import IllegalTransition, Invalid
from review_app.domain.events import ReviewSettled
from review_app.domain.workflow import ReviewState, RoundState
from review_app.features.rounds import reactions, service, service_draws, service_missing
from review_app.kernel import clock
from review_app.models import AuditEntry, Review
from tests.cast import actor, enter
from tests.rounds.builders import a_drawn_round, a_version, twenty_cases, with_reviewers
from tests.rounds.test_picking_and_replacing import OUT_OF_SCOPE


def missing(people, drawn, row, note="Not in the archive, not with the caseworker"):
    return service_missing.report_missing_file(
        actor(people.karin), drawn.key, case_key=row.key, note=note
    )


def test_the_case_stays_and_its_review_is_given_up(people, db):
    twenty_cases(people)
    drawn = a_drawn_round(people, size=4, version=a_version())
    row = missing(people, drawn, drawn.cases[0])
    states = {r.round_case_id: r.state for r in db.session.scalars(select(Review))}
    assert states.pop(row.id) is ReviewState.CANCELLED
    assert set(states.values()) == {ReviewState.ASSIGNED}
    assert (row.replacement_code, len(drawn.cases)) == (None, 4)
    codes = db.session.scalars(select(AuditEntry.code)).all()
    assert AuditCode.ROUND_FILE_MISSING in codes


def test_the_round_closes_when_the_others_are_settled(people, db):
    twenty_cases(people)
    drawn = a_drawn_round(people, size=3, version=a_version())
    missing(people, drawn, drawn.cases[0])
    left = db.session.scalars(select(Review).where(Review.state == ReviewState.ASSIGNED)).all()
    for review in left:
        review.state, review.settled_at = ReviewState.SETTLED, clock.now()
    enter()
    reactions.move_on(actor(people.karin), ReviewSettled(left[0].id, drawn.id))
    assert drawn.state is RoundState.CLOSED


def test_a_round_of_missing_files_alone_closes_too(people):
    twenty_cases(people)
    drawn = a_drawn_round(people, size=2, version=a_version())
    for row in list(drawn.cases):
        missing(people, drawn, row)
    assert drawn.state is RoundState.CLOSED


def test_a_file_that_was_missing_before_the_reviews_began_is_not_given_out(people, db):
    twenty_cases(people)
    drawn = a_drawn_round(people, size=4)
    missing(people, drawn, drawn.cases[0])
    with_reviewers(people, drawn, a_version())
    service.start_reviews(actor(people.karin), drawn.key)
    assert len(db.session.scalars(select(Review)).all()) == 3


def test_a_missing_file_is_neither_replaced_nor_reported_twice_nor_after_the_hand_in(people, db):
    twenty_cases(people)
    drawn = a_drawn_round(people, size=4, version=a_version())
    first, second = drawn.cases[:2]
    missing(people, drawn, first)
    with pytest.raises(IllegalTransition):
        missing(people, drawn, first)
    with pytest.raises(IllegalTransition):
        service_draws.replace_case(
            actor(people.karin), drawn.key, case_key=first.key, code=OUT_OF_SCOPE
        )
    review = db.session.scalars(select(Review).where(Review.round_case_id == second.id)).one()
    review.state = ReviewState.IN_RESPONSE
    enter()
    with pytest.raises(IllegalTransition):
        missing(people, drawn, second)


@pytest.mark.parametrize("note", [" ", "It was 010190-1234"])
def test_where_was_looked_is_said_without_a_personal_number(people, note):
    twenty_cases(people)
    drawn = a_drawn_round(people, size=4)
    with pytest.raises(Invalid):
        missing(people, drawn, drawn.cases[0], note=note)
