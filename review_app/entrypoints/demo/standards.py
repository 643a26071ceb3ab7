"""The agreed workflow of the story, and what people propose for the checklist."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select

from review_app.domain.access import Actor
from review_app.domain.kinds import RoundPurpose
from review_app.domain.workflow import LearningNoteState
from review_app.entrypoints.demo.people import Town, read_story
from review_app.entrypoints.demo.rounds import on_day, version_in_use
from review_app.features.checklists import service_proposals as proposals
from review_app.features.insights import presenters_agreement, queries_agreement
from review_app.features.workflow_standards import queries, service
from review_app.features.workflow_standards.service import TEXTS, Links
from review_app.kernel import clock
from review_app.kernel.db import db
from review_app.models import LearningNote, Round, WorkflowVersion

Told = Mapping[str, Any]


def agree(town: Town, today: date) -> None:
    """Write down what the teams agreed at their seminar, and publish it."""
    told = read_story("standards")
    begin = today - timedelta(days=told["agreed_days_ago"])
    on_day(begin, 15)
    actor = town.actor(told["owner"])
    version = service.start_standard(actor, values=told["head"])
    # A step may lead to one that is not there yet: so first all of them, then where they lead.
    for step in told["steps"]:
        texts = {**_texts(step), "branch_da": None, "branch_en": None}
        service.add_step(actor, version.key, values=texts, links=_links(told, step))
    for number, step in enumerate(told["steps"], start=1):
        if to := step.get("branch_to"):
            links = _links(told, step, branch_to=f"T{to}")
            _save(actor, version, number, _texts(step), links)
    on_day(begin + timedelta(days=3), 9)
    _publish(town, told, version.key, told["reason"])


def refine(town: Town, today: date) -> None:
    """Change the standard after what the rounds showed: one step worded anew, one added."""
    told = read_story("standards")
    second = told["second"]
    begin = today - timedelta(days=second["days_ago"])
    on_day(begin, 10)
    actor = town.actor(told["owner"])
    first = queries.list_versions(actor)[0]
    draft = service.start_draft(actor, first.key, reason=second["reason"])
    changed = {**told["steps"][second["changes"] - 1], **second}
    to = f"T{changed['branch_to']}"
    links = _links(told, changed, branch_to=to)
    _save(actor, draft, second["changes"], _texts(changed), links)
    helped = told["steps"][second["helps_at"] - 1]
    links = _links(told, helped, note_keys=_newest_notes())
    _save(actor, draft, second["helps_at"], _texts(helped), links)
    added = second["added"]
    step = service.add_step(actor, draft.key, values=_texts(added), links=_links(told, added))
    service.move_step(actor, draft.key, step_key=step.key, by=-1)
    on_day(begin + timedelta(days=2), 9)
    _publish(town, told, draft.key, second["reason"])


def propose(town: Town, today: date) -> None:
    """Leave two proposals open: a caseworker's own, talked about, and one from disagreement."""
    told = read_story("standards")
    own = told["proposal"]
    begin = today - timedelta(days=own["days_ago"])
    on_day(begin, 13)
    keys = {c.code: c.key for c in version_in_use(told["checklist"]).criteria}
    made = proposals.propose(
        town.actor(own["person"]),
        text=own["text"],
        criterion_key=keys[own["criterion"]],
        evidence=own["evidence"],
    )
    for n, said in enumerate(own["said"], start=1):
        on_day(begin + timedelta(days=n), 9 + n)
        proposals.say(town.actor(said["person"]), made.key, text=said["text"])
    _propose_where_two_differed(town, told["disagreed"], today)


def _propose_where_two_differed(town: Town, told: Told, today: date) -> None:
    on_day(today - timedelta(days=told["days_ago"]), 11)
    actor = town.actor(told["person"])
    measured = select(Round).where(Round.purpose == RoundPurpose.MEASURE)
    for found in db.session.scalars(measured.order_by(Round.id.desc())):
        lines = queries_agreement.get_agreement(actor, found.key).lines
        compared = [line for line in lines if line.found is not None]
        if not compared:
            continue
        least = min(compared, key=lambda line: line.found and line.found.percent_agreement or 0)
        proposals.propose(
            actor,
            text=told["text"],
            criterion_key=least.criterion.key,
            evidence=told["evidence"],
            measured=proposals.Measured(found.id, presenters_agreement.figure(least)),
        )
        return


def _texts(step: Told) -> dict[str, str | None]:
    return {name: step.get(name) for name in TEXTS}


def _links(told: Told, step: Told, **more: Any) -> Links:
    checklist = version_in_use(told["checklist"]).checklist.key
    rule = step.get("rule")
    criteria = [(checklist, code) for code in step.get("criteria", ())]
    return Links(rule=(rule[0], rule[1]) if rule else None, criteria=criteria, **more)


def _save(
    actor: Actor,
    version: WorkflowVersion,
    number: int,
    texts: Mapping[str, str | None],
    links: Links,
) -> None:
    step = queries.get_version(actor, version.key).steps[number - 1]
    service.save_step(actor, version.key, step_key=step.key, values=texts, links=links)


def _newest_notes() -> list[str]:
    published = select(LearningNote.key).where(LearningNote.state == LearningNoteState.PUBLISHED)
    return list(db.session.scalars(published.order_by(LearningNote.id.desc()).limit(1)))


def _publish(town: Town, told: Told, key: str, reason: str) -> None:
    publisher = town.actor(told["publisher"])
    service.publish(publisher, key, reason=reason, effective_on=clock.today())
