"""One dilemma from the objection to what the next round shows: the loop as a whole."""

from dataclasses import replace
from datetime import date, timedelta

from sqlalchemy import select

from review_app.domain.kinds import LearningSessionKind, OutcomeKind
from review_app.domain.outcomes import OutcomeFields
from review_app.entrypoints.demo import learning
from review_app.entrypoints.demo.people import Town, read_story
from review_app.features.checklists import service as checklists
from review_app.features.checklists import service_proposals as proposals
from review_app.features.learning_sessions import (
    service,
    service_agenda,
    service_meeting,
    service_minutes,
)
from review_app.features.learning_sessions.service import Plan
from review_app.kernel import clock
from review_app.kernel.db import db
from review_app.models import (
    ChangeProposal,
    ChecklistVersion,
    Criterion,
    LearningSession,
    Objection,
)

LEAD = "Maja Morgenfrue"


def tell(town: Town, version: ChecklistVersion, today: date) -> None:
    """Talk about it in the team, change the checklist, and give everybody a note to read."""
    told = read_story("dilemma")
    objection = db.session.scalars(
        select(Objection).where(Objection.text == told["objection"]).limit(1)
    ).first()
    if objection is None:  # nobody failed the criterion in that round
        return
    held_on = today - timedelta(days=told["days_ago"])
    session = _talk(town, objection, held_on)
    clock.travel(clock.local(held_on + timedelta(days=2), 10))
    _change_checklist(town, version, session)
    learning.publish(town, told, held_on - timedelta(days=20), session)


def _talk(town: Town, objection: Objection, held_on: date) -> LearningSession:
    told, lead = read_story("dilemma"), town.actor(LEAD)
    clock.travel(clock.local(held_on - timedelta(days=7), 9))
    teams = {team.id: team.key for team in town.teams.values()}
    plan = Plan(
        kind=LearningSessionKind.TEAM,
        title=told["session"]["title"],
        starts_at=clock.local(held_on, 9),
        place=told["session"]["place"],
        coordinator=f":{town.people[LEAD].key}",
        team=teams[objection.team_id or min(teams)],
    )
    key = service.plan_session(lead, plan=plan).key
    service_agenda.add_item(lead, key, about=f"dilemma:{objection.key}", title="")
    clock.travel(clock.local(held_on, 9))
    session = service.hold(lead, key)
    item = session.agenda[0].key
    service_meeting.write_notes(lead, key, item_key=item, text=told["notes"], revision=1)
    for kind, fields in _agreed(told["session"], objection.criterion):
        service_minutes.record_outcome(lead, key, kind=kind, fields=fields, item_key=item)
    service_meeting.finish_item(lead, key, item_key=item)
    return service_minutes.close(lead, key)


def _agreed(words: dict[str, str], criterion: Criterion) -> list[tuple[OutcomeKind, OutcomeFields]]:
    about = OutcomeFields(criterion_id=criterion.id)
    named = [
        (OutcomeKind.AGREED_PRACTICE, "practice_title", "practice"),
        (OutcomeKind.LEARNING_NOTE, "note_title", "note"),
    ]
    proposal = replace(about, text=words["proposal"])
    return [
        (kind, replace(about, title=words[title], text=words[text].strip()))
        for kind, title, text in named
    ] + [(OutcomeKind.CHANGE_PROPOSAL, proposal)]


def _change_checklist(town: Town, version: ChecklistVersion, session: LearningSession) -> None:
    """Accept what was proposed, and write it into a version that means the same."""
    told, lead = read_story("dilemma"), town.actor(LEAD)
    of_session = [outcome.id for outcome in session.outcomes]
    proposal = db.session.scalars(
        select(ChangeProposal).where(ChangeProposal.outcome_id.in_(of_session))
    ).one()
    proposals.accept(lead, proposal.key, reason=told["accepted"])
    draft = checklists.start_draft(lead, version.key, reason=told["purpose"])
    changed = next(one for one in draft.criteria if one.code == told["criterion"])
    values = {name: told[name] for name in ("guidance_da", "guidance_en")}
    checklists.save_criterion(
        lead, draft.key, criterion_key=changed.key, values=values, is_same_meaning=True
    )
    proposals.write_in(lead, proposal.key, criterion_code=changed.code)
    checklists.publish(lead, draft.key, reason=told["reason"], effective_on=clock.today())
