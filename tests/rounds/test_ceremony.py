"""A draw with several contributors: bound, sealed, revealed, and a public value last."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from review_app.domain import verify_draw
from review_app.domain.audit_codes import AuditCode
from review_app.domain.ceremony import DICE_SOURCE, Contributor, PublicKind, Stage
from review_app.domain.draw import read_plan, verify_bundle
from review_app.domain.errors import IllegalTransition, Invalid, NotFound, NotPermitted
from review_app.domain.workflow import RoundState
from review_app.features.rounds import queries, service_ceremony, service_contributions
from review_app.features.rounds.queries_ceremony import get_part
from review_app.kernel import clock
from review_app.models import AuditEntry, Draw
from tests.cast import actor, enter
from tests.rounds.builders import a_ceremony, a_planned_round, secret_of, twenty_cases

ROLLS = "31415926535897932384"
KARIN, HANNE = Contributor.COORDINATOR, Contributor.STAFF_REPRESENTATIVE


@pytest.fixture
def started(people):
    """A draw that waits for Karin, who coordinates, and Hanne, who speaks for the staff."""
    twenty_cases(people)
    return a_ceremony(people, public=PublicKind.DICE)


def commit(person, draw, *, name):
    given = verify_draw.commitment(name.value, secret_of(name))
    return service_contributions.commit_to_secret(actor(person), draw.key, given=given)


def reveal(person, draw, *, name):
    return service_contributions.reveal_secret(actor(person), draw.key, secret=secret_of(name))


def all_bound(people, draw):
    commit(people.karin, draw, name=KARIN)
    commit(people.hanne, draw, name=HANNE)
    return service_ceremony.seal_draw(actor(people.karin), draw.round.key)


def all_open(people, draw):
    all_bound(people, draw)
    reveal(people.hanne, draw, name=HANNE)
    reveal(people.karin, draw, name=KARIN)


def test_a_draw_of_several_proves_itself(people, started):
    all_open(people, started)
    assert started.stage is Stage.OPENED
    drawn = service_ceremony.reveal_draw(actor(people.karin), started.round.key, value=ROLLS)
    files = queries.bundle_files(actor(people.karin), drawn)
    assert verify_bundle(files) == []
    assert files["reveal.txt"].decode().split("\n")[:2] == [
        f"coordinator:{secret_of(KARIN)}",
        f"staff-representative:{secret_of(HANNE)}",
    ]
    assert files["reveal.txt"].endswith(f"public={ROLLS}\n".encode())
    assert drawn.state is RoundState.DRAWN
    assert drawn.draw.public_value_by_id == people.karin.id


def test_the_plan_says_beforehand_what_will_happen(people, started):
    plan = read_plan(started.plan_text.encode())
    assert plan["contributors"] == "coordinator,staff-representative,platform"
    assert plan["public"] == DICE_SOURCE
    assert plan["reveal_deadline"] == started.reveal_due_on.isoformat()
    assert "abandoned" in plan["reveal_fallback"]


def test_frame_and_plan_do_not_change_while_people_are_waited_for(people, started):
    frame, plan = started.frame_text, started.plan_text
    sealed = all_bound(people, started)
    assert (sealed.frame_text, sealed.plan_text) == (frame, plan)
    assert f"frame={sealed.frame_hash}\nplan={sealed.plan_hash}\n" in sealed.commit_text


def test_nothing_is_sealed_before_everybody_is_bound(people, started):
    commit(people.karin, started, name=KARIN)
    with pytest.raises(IllegalTransition):
        service_ceremony.seal_draw(actor(people.karin), started.round.key)
    assert started.stage is Stage.GATHERING


def test_a_secret_never_comes_here_before_the_seal(people, started):
    part = commit(people.hanne, started, name=HANNE)
    assert (part.secret, part.is_own_secret) == (None, True)
    with pytest.raises(IllegalTransition):
        reveal(people.hanne, started, name=HANNE)


def test_nobody_is_bound_anew_after_the_seal(people, started):
    all_bound(people, started)
    with pytest.raises(IllegalTransition):
        service_contributions.commit_to_secret(actor(people.hanne), started.key, given=None)


@pytest.mark.parametrize(
    ("secret", "reason"),
    [("ab" * 32, "another-secret"), ("12", "not-64-digits"), ("x" * 64, "not-64-digits")],
)
def test_another_secret_than_the_one_bound_to_is_refused(people, started, secret, reason):
    all_bound(people, started)
    with pytest.raises(Invalid) as refused:
        service_contributions.reveal_secret(actor(people.hanne), started.key, secret=secret)
    assert refused.value.facts["reason"] == reason


def test_the_draw_waits_for_the_last_secret_and_for_the_dice(people, started):
    all_bound(people, started)
    reveal(people.hanne, started, name=HANNE)
    karin = actor(people.karin)
    with pytest.raises(IllegalTransition):
        service_ceremony.reveal_draw(karin, started.round.key, value=ROLLS)
    reveal(people.karin, started, name=KARIN)
    for rolls in ("", ROLLS[:19], f"{ROLLS}1", f"{ROLLS[:19]}x"):
        with pytest.raises(Invalid):
            service_ceremony.reveal_draw(karin, started.round.key, value=rolls)


def test_the_platform_opens_its_secret_with_the_last_person(people, started):
    all_bound(people, started)
    platform = started.contributions[-1]
    reveal(people.hanne, started, name=HANNE)
    assert platform.revealed_at is None
    reveal(people.karin, started, name=KARIN)
    assert platform.revealed_at is not None


def test_who_lets_the_platform_keep_the_secret_need_not_come_back(people, started):
    service_contributions.commit_to_secret(actor(people.hanne), started.key, given=None)
    commit(people.karin, started, name=KARIN)
    service_ceremony.seal_draw(actor(people.karin), started.round.key)
    reveal(people.karin, started, name=KARIN)
    assert started.stage is Stage.OPENED


def test_after_the_day_no_secret_is_taken(people, started):
    all_bound(people, started)
    clock.travel(clock.local(started.reveal_due_on, 23))
    reveal(people.hanne, started, name=HANNE)
    clock.travel(clock.local(started.reveal_due_on + timedelta(days=1)))
    with pytest.raises(IllegalTransition) as refused:
        reveal(people.karin, started, name=KARIN)
    assert refused.value.facts["state"] == "late"


def test_an_abandoned_draw_keeps_its_number_and_the_next_one_gets_another(people, started):
    all_bound(people, started)
    karin, found = actor(people.karin), started.round
    service_ceremony.abandon_draw(karin, found.key, reason="Hanne lost her secret")
    assert (found.draw, started.stage) == (None, Stage.ABANDONED)
    assert started.abandoned_by_id == people.karin.id
    again = service_ceremony.seal_draw(karin, found.key)
    assert (started.number, again.number, found.draws) == (1, 2, [started, again])
    service_ceremony.reveal_draw(karin, found.key)
    with pytest.raises(IllegalTransition):
        service_ceremony.abandon_draw(karin, found.key, reason="The cases do not suit me")
    with pytest.raises(IllegalTransition):
        commit(people.hanne, started, name=HANNE)


def test_one_person_cannot_have_two_parts(people, db):
    twenty_cases(people)
    people.karin.is_staff_representative = True
    with pytest.raises(Invalid):
        a_ceremony(people, with_staff=people.karin)
    assert db.session.scalar(select(Draw.id)) is None


def test_only_those_who_can_are_asked(people):
    twenty_cases(people)
    karin, planned = actor(people.karin), a_planned_round(people)
    due = {"reveal_due_on": clock.today()}
    for part, person in (
        (Contributor.COORDINATOR, people.kurt),  # each coordinator for themselves
        (Contributor.STAFF_REPRESENTATIVE, people.henrik),  # has not the mark
        (Contributor.CONSULTANT, people.clara),  # the round has no engagement
    ):
        with pytest.raises(Invalid):
            service_ceremony.start_draw(karin, planned.key, people={part: person.id}, **due)
    with pytest.raises(NotFound):
        service_ceremony.start_draw(actor(people.hanne), planned.key, people={})
    with pytest.raises(NotPermitted):
        service_ceremony.start_draw(actor(people.mona), planned.key, people={})


def test_a_part_is_its_owners_alone(people, started):
    for other in (people.henrik, people.kurt, people.clara, people.mona, people.adam):
        with pytest.raises(NotFound):
            get_part(actor(other), started.key)


def test_every_step_stands_in_the_log(people, started, db):
    all_open(people, started)
    service_ceremony.reveal_draw(actor(people.karin), started.round.key, value=ROLLS)
    query = select(AuditEntry.code).where(AuditEntry.code.like("round.draw%"))
    assert db.session.scalars(query.order_by(AuditEntry.id)).all() == [
        AuditCode.ROUND_DRAW_STARTED,
        AuditCode.ROUND_DRAW_COMMITTED_TO,
        AuditCode.ROUND_DRAW_COMMITTED_TO,
        AuditCode.ROUND_DRAW_SECRET_REVEALED,
        AuditCode.ROUND_DRAW_SECRET_REVEALED,
        AuditCode.ROUND_DRAWN,
    ]


def test_the_choice_of_double_scored_cases_is_sealed_and_told_by_nobody(people):
    twenty_cases(people)
    planned = a_planned_round(people)
    planned.double_share_percent = 20
    enter(planned)
    draw = service_ceremony.start_draw(actor(people.karin), planned.key)
    plan = read_plan(draw.plan_text.encode())
    assert plan["double_share_percent"] == "20"
    bound = verify_draw.commitment(service_ceremony.DOUBLE, draw.double_secret)
    assert plan["double_commitment"] == draw.double_commitment == bound
    service_ceremony.seal_draw(actor(people.karin), planned.key)
    drawn = service_ceremony.reveal_draw(actor(people.karin), planned.key)
    files = queries.bundle_files(actor(people.karin), drawn)
    assert not any(draw.double_secret.encode() in content for content in files.values())
