"""Drafting, editing, publishing and confirming rule sets."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select

from review_app.domain.access import Actor, Permission, demand
from review_app.domain.audit_codes import AuditCode
from review_app.domain.errors import Incomplete, Invalid
from review_app.domain.rule_sets import RULE_SET_STEPS, RuleSetState, RuleSetStep
from review_app.domain.workflow import after
from review_app.features.timeliness import queries, service_stale
from review_app.features.timeliness.rules import COPIED
from review_app.kernel import clock
from review_app.kernel.db import db
from review_app.kernel.unit_of_work import Work, unit_of_work
from review_app.models import DeadlineRule, RuleSet

WRITABLE = frozenset(COPIED) - {"position", "code"}


def start_draft(actor: Actor, key: str, *, valid_from_on: date, reason: str) -> RuleSet:
    """Copy a version into a new draft, in force from a day; returns the draft that is there."""
    with unit_of_work(actor) as work:
        source = queries.get_rule_set(actor, key)
        demand(actor, Permission.RULE_SET_EDIT)
        newest = queries.versions_of(actor, source.code)[0]
        if newest.state is RuleSetState.DRAFT:
            return newest
        draft = RuleSet(
            code=source.code,
            number=newest.number + 1,
            name_da=source.name_da,
            name_en=source.name_en,
            valid_from_on=valid_from_on,
            first_absence_activities=source.first_absence_activities,
            reason=reason.strip(),
            rules=[
                DeadlineRule(**{name: getattr(rule, name) for name in COPIED})
                for rule in source.rules
            ],
        )
        work.add(draft)
        work.log(AuditCode.RULE_SET_DRAFTED, draft, rule_set=draft.code, number=draft.number)
    return draft


def save_rule_set(
    actor: Actor,
    key: str,
    *,
    name_da: str,
    name_en: str,
    valid_from_on: date | None,
    first_absence_activities: Sequence[str],
) -> RuleSet:
    """Change what a draft says for all of its rules."""
    with unit_of_work(actor) as work:
        draft = _draft(actor, key)
        draft.name_da, draft.name_en = name_da, name_en
        draft.valid_from_on = valid_from_on
        draft.first_absence_activities = list(first_absence_activities)
        work.log(AuditCode.RULE_SET_EDITED, draft, number=draft.number)
    return draft


def add_rule(actor: Actor, key: str, *, code: str, values: Mapping[str, Any]) -> DeadlineRule:
    """Add a rule at the end of a draft.

    :raises Invalid: when the draft has a rule of that code.
    """
    with unit_of_work(actor) as work:
        draft = _draft(actor, key)
        if any(rule.code == code for rule in draft.rules):
            raise Invalid(field="code", reason="taken")
        last = max((rule.position for rule in draft.rules), default=0)
        rule = DeadlineRule(position=last + 1, code=code)
        _write(rule, values)
        draft.rules.append(rule)
        work.session.flush()
        work.log(AuditCode.RULE_SET_EDITED, draft, number=draft.number, added=code)
    return rule


def save_rule(actor: Actor, key: str, *, rule_key: str, values: Mapping[str, Any]) -> DeadlineRule:
    """Change one rule of a draft."""
    with unit_of_work(actor) as work:
        draft = _draft(actor, key)
        rule = queries.get_rule(actor, key, rule_key=rule_key)
        _write(rule, values)
        work.log(AuditCode.RULE_SET_EDITED, draft, number=draft.number, rule=rule.code)
    return rule


def remove_rule(actor: Actor, key: str, *, rule_key: str) -> None:
    """Take a rule out of a draft."""
    with unit_of_work(actor) as work:
        draft = _draft(actor, key)
        rule = queries.get_rule(actor, key, rule_key=rule_key)
        draft.rules.remove(rule)
        work.log(AuditCode.RULE_SET_EDITED, draft, number=draft.number, removed=rule.code)


def publish(actor: Actor, key: str) -> RuleSet:
    """Lock a draft and let it be in force from its day; every case is computed anew.

    The version in force on that day ends the day before; one that began on the very day is
    replaced. The draft itself ends where a later published version begins.

    :raises Incomplete: when it has no rule.
    :raises IllegalTransition: when it is no draft.
    """
    with unit_of_work(actor) as work:
        draft = queries.get_rule_set(actor, key)
        demand(actor, Permission.RULE_SET_PUBLISH)
        if not draft.rules:
            raise Incomplete(rules=[])
        _lock(work, draft)
        service_stale.mark_all(actor)
    return draft


def _lock(work: Work, draft: RuleSet) -> None:
    """Publish within the unit that is open."""
    draft.state = after(RULE_SET_STEPS, draft.state, RuleSetStep.PUBLISH)
    draft.published_at, draft.published_by_id = clock.now(), work.actor.id
    begin = draft.valid_from_on or date.min
    others = db.session.scalars(
        select(RuleSet).where(
            RuleSet.code == draft.code,
            RuleSet.id != draft.id,
            RuleSet.state == RuleSetState.PUBLISHED,
        )
    ).all()
    for other in others:
        _make_room(work, draft, other, begin)
    work.log(AuditCode.RULE_SET_PUBLISHED, draft, rule_set=draft.code, number=draft.number)


def _make_room(work: Work, draft: RuleSet, other: RuleSet, begin: date) -> None:
    other_begin = other.valid_from_on or date.min
    if other_begin == begin:
        other.state = after(RULE_SET_STEPS, other.state, RuleSetStep.RETIRE)
        work.log(AuditCode.RULE_SET_RETIRED, other, number=other.number, by=draft.number)
    elif other_begin < begin:
        last = begin - timedelta(days=1)
        other.valid_to_on = min(other.valid_to_on or last, last)
    else:
        last = other_begin - timedelta(days=1)
        draft.valid_to_on = min(draft.valid_to_on or last, last)


def confirm(actor: Actor, key: str, *, words: str) -> RuleSet:
    """Enter that a named person has held the published version against the law.

    :param words: who answers for it and what was looked at.
    """
    with unit_of_work(actor) as work:
        found = queries.get_rule_set(actor, key)
        demand(actor, Permission.RULE_SET_CONFIRM)
        found.state = after(RULE_SET_STEPS, found.state, RuleSetStep.CONFIRM)
        found.confirmed_at, found.confirmed_by_id = clock.now(), actor.id
        found.confirmation = words.strip()
        work.log(AuditCode.RULE_SET_CONFIRMED, found, number=found.number)
    return found


def recompute_all(actor: Actor) -> None:
    """Have every case computed anew in the background."""
    demand(actor, Permission.RULE_SET_EDIT)
    service_stale.mark_all(actor)


def _draft(actor: Actor, key: str) -> RuleSet:
    found = queries.get_rule_set(actor, key)
    demand(actor, Permission.RULE_SET_EDIT)
    found.state = after(RULE_SET_STEPS, found.state, RuleSetStep.EDIT)
    return found


def _write(rule: DeadlineRule, values: Mapping[str, Any]) -> None:
    for name, value in values.items():
        if name not in WRITABLE:
            raise Invalid(field=name, reason="unknown")
        setattr(rule, name, value)
