"""The demonstration's story can be lived through the services, and its log is whole."""

from sqlalchemy import func, select

from review_app.domain.ceremony import Stage
from review_app.domain.comparison import Change
from review_app.domain.draw import verify_bundle
from review_app.domain.kinds import RoundPurpose, RunResult, SettlingWay
from review_app.domain.timeliness import Definition
from review_app.domain.workflow import LearningNoteState, RoundState
from review_app.entrypoints.cli import cli
from review_app.features.insights import queries_effect
from review_app.features.learning_sessions import queries_trail
from review_app.kernel import clock
from review_app.kernel.audit_log import breaks
from review_app.models import (
    Case,
    Comparison,
    DeadlineMonth,
    DeadlineRule,
    Draw,
    LearningNote,
    Person,
    Review,
    Round,
    SamplingRun,
    SessionParticipant,
    SettledAnswer,
)
from review_app.models.actors import actor_of
from review_app.models.bundles import bundle_of


def _two_reviews_are_compared(db):
    ways = set(db.session.scalars(select(SettledAnswer.way).distinct()))
    assert ways == set(SettlingWay)
    still = select(func.count()).where(Comparison.settled_at.is_(None))
    assert db.session.scalar(still) == 1
    twice = db.session.scalars(select(Round).where(Round.double_share_percent == 20)).one()
    standing = [place for place in twice.cases if place.replaced_at is None]
    of_it = [r for r in db.session.scalars(select(Review)) if r.round_id == twice.id]
    # A case that is replaced hands its second review on to what comes in for it.
    seconds = [r for r in of_it if r.second_of_id and r.round_case in standing]
    assert (len(standing), len({r.reviewer_id for r in of_it}), len(seconds)) == (60, 3, 12)
    assert sum(len(r.objections) for r in of_it) == 10


def one_dilemma_can_be_followed_to_its_effect(db):
    lead = db.session.scalars(select(Person).where(Person.name == "Maja Morgenfrue")).one()
    actor = actor_of(db.session(), lead, on=clock.today())
    title = LearningNote.title.startswith("Den korte samtale")
    note = db.session.scalars(select(LearningNote).where(title)).one()
    trail = queries_trail.of_note(actor, note)
    found = (trail.objections, trail.sessions, trail.practices, trail.proposals, trail.versions)
    assert [len(things) for things in found] == [1] * 5
    shown = queries_effect.of_note(actor, note.key)
    assert shown is not None
    assert [line.change for line in shown.effect.criteria] == [Change.IMPROVED]


def the_months_follow_the_story(db, today):
    months = db.session.execute(
        select(DeadlineMonth.numerator, DeadlineMonth.denominator)
        .join(DeadlineRule, DeadlineRule.id == DeadlineMonth.rule_id)
        .where(
            DeadlineRule.code == "OWN",
            DeadlineMonth.team_id.is_(None),
            DeadlineMonth.definition == Definition.DUE_COHORT,
            DeadlineMonth.month_on < today.replace(day=1),
        )
        .order_by(DeadlineMonth.month_on)
    ).all()
    year_ago = [kept / all_ for kept, all_ in months[-15:-11]]
    assert 0.12 <= sum(year_ago) / 4 <= 0.22  # about 17 per cent before it turned
    assert 0.76 <= months[-1][0] / months[-1][1] <= 0.88  # about 82 ten months later


def test_the_story_is_told_from_its_first_day_to_today(app, db):
    before = clock.today()
    told = app.test_cli_runner().invoke(cli, ["demo"])
    assert told.exit_code == 0, told.output
    assert clock.today() == before
    assert db.session.scalar(select(func.count()).select_from(Case)) == 600
    rounds = list(db.session.scalars(select(Round)))
    closed = [r for r in rounds if r.state is RoundState.CLOSED]
    once = [r.purpose for r in closed if not r.sampling_plan_id and not r.calibration_id]
    assert once.count(RoundPurpose.MEASURE) >= 6
    assert once.count(RoundPurpose.LEARN) == 1
    results = [run.result for run in db.session.scalars(select(SamplingRun))]
    assert results.count(RunResult.DRAWN) == 12
    assert results.count(RunResult.SKIPPED) == 1
    _two_reviews_are_compared(db)
    assert {n.state for n in db.session.scalars(select(LearningNote))} == {
        LearningNoteState.PUBLISHED
    }
    stages = [d.stage for d in db.session.scalars(select(Draw).order_by(Draw.number))]
    assert stages.count(Stage.ABANDONED) == stages.count(Stage.GATHERING) == 1
    (rolled,) = db.session.scalars(select(Draw).where(Draw.public_value.is_not(None)))
    assert verify_bundle(bundle_of(rolled, rolled.round.cases)) == []
    assert db.session.scalar(select(func.count(SessionParticipant.dissented_at))) == 1
    the_months_follow_the_story(db, before)
    one_dilemma_can_be_followed_to_its_effect(db)
    assert not list(breaks(db.session(), app.config["AUDIT_KEY"].encode()))
    again = app.test_cli_runner().invoke(cli, ["demo"])
    assert again.exit_code == 1
