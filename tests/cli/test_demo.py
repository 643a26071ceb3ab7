"""The demonstration's story can be lived through the services, and its log is whole."""

from sqlalchemy import func, select

from review_app.domain.kinds import RoundPurpose, SettlingWay
from review_app.domain.workflow import LearningNoteState, RoundState
from review_app.entrypoints.cli import cli
from review_app.kernel import clock
from review_app.kernel.audit_log import breaks
from review_app.models import (
    Case,
    Comparison,
    LearningNote,
    Round,
    SessionParticipant,
    SettledAnswer,
)


def test_the_story_is_told_from_its_first_day_to_today(app, db):
    before = clock.today()
    told = app.test_cli_runner().invoke(cli, ["demo"])
    assert told.exit_code == 0, told.output
    assert clock.today() == before
    assert db.session.scalar(select(func.count()).select_from(Case)) == 600
    rounds = list(db.session.scalars(select(Round)))
    closed = [r for r in rounds if r.state is RoundState.CLOSED]
    assert [r.purpose for r in closed].count(RoundPurpose.MEASURE) == 2
    ways = set(db.session.scalars(select(SettledAnswer.way).distinct()))
    assert ways == set(SettlingWay)
    still = select(func.count()).where(Comparison.settled_at.is_(None))
    assert db.session.scalar(still) == 1
    assert [r.purpose for r in closed].count(RoundPurpose.LEARN) == 1
    assert {n.state for n in db.session.scalars(select(LearningNote))} == {
        LearningNoteState.PUBLISHED
    }
    dissents = select(SessionParticipant).where(SessionParticipant.dissented_at.is_not(None))
    assert len(db.session.scalars(dissents).all()) == 1
    assert not list(breaks(db.session(), app.config["AUDIT_KEY"].encode()))
    again = app.test_cli_runner().invoke(cli, ["demo"])
    assert again.exit_code == 1
