"""Finding rule sets, their rules, and how far a recomputation is."""

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload, selectinload

from review_app.domain.access import Actor, Permission, demand, may_ever
from review_app.domain.errors import NotFound
from review_app.domain.rule_sets import RuleSetState
from review_app.kernel.db import db
from review_app.models import DeadlineRule, DeadlineRun, RuleSet


def sees_drafts(actor: Actor) -> bool:
    """Say whether the actor works on rule sets and therefore sees unfinished versions."""
    return may_ever(actor, Permission.RULE_SET_EDIT) or may_ever(actor, Permission.RULE_SET_PUBLISH)


def list_rule_sets(actor: Actor) -> Sequence[RuleSet]:
    """Return every version the actor may know of, by area, the newest first."""
    demand(actor, Permission.RULE_SET_READ)
    query = (
        select(RuleSet)
        .options(selectinload(RuleSet.rules), joinedload(RuleSet.confirmed_by))
        .order_by(RuleSet.code, RuleSet.number.desc())
    )
    if not sees_drafts(actor):
        query = query.where(RuleSet.state != RuleSetState.DRAFT)
    return db.session.scalars(query).all()


def published(actor: Actor) -> Sequence[RuleSet]:
    """Return the published versions with their rules: what deadlines are computed from."""
    demand(actor, Permission.RULE_SET_READ)
    return db.session.scalars(
        select(RuleSet)
        .where(RuleSet.state == RuleSetState.PUBLISHED)
        .options(selectinload(RuleSet.rules))
        .order_by(RuleSet.code, RuleSet.number)
    ).all()


def get_rule_set(actor: Actor, key: str) -> RuleSet:
    """Return one version with its rules.

    :raises NotFound: when there is none, or it is a draft the actor may not know of.
    """
    demand(actor, Permission.RULE_SET_READ)
    found = db.session.scalar(
        select(RuleSet)
        .where(RuleSet.key == key)
        .options(
            selectinload(RuleSet.rules),
            joinedload(RuleSet.confirmed_by),
            joinedload(RuleSet.published_by),
        )
    )
    if found is None or (found.state is RuleSetState.DRAFT and not sees_drafts(actor)):
        raise NotFound(thing="rule set", key=key)
    return found


def get_rule(actor: Actor, key: str, *, rule_key: str) -> DeadlineRule:
    """Return one rule of a version.

    :raises NotFound: when the version has none of that key.
    """
    rule_set = get_rule_set(actor, key)
    found = next((rule for rule in rule_set.rules if rule.key == rule_key), None)
    if found is None:
        raise NotFound(thing="rule", key=rule_key)
    return found


def versions_of(actor: Actor, code: str) -> Sequence[RuleSet]:
    """Return all versions under one code, the newest first."""
    demand(actor, Permission.RULE_SET_READ)
    query = select(RuleSet).where(RuleSet.code == code).order_by(RuleSet.number.desc())
    return db.session.scalars(query).all()


def unconfirmed(actor: Actor) -> int:
    """Return how many published versions nobody who answers for the law has confirmed."""
    demand(actor, Permission.RULE_SET_READ)
    query = select(func.count()).where(
        RuleSet.state == RuleSetState.PUBLISHED, RuleSet.confirmed_at.is_(None)
    )
    return db.session.scalar(query) or 0


def latest_run(actor: Actor) -> DeadlineRun | None:
    """Return the newest recomputation, if there was any."""
    demand(actor, Permission.RULE_SET_READ)
    return db.session.scalar(select(DeadlineRun).order_by(DeadlineRun.id.desc()).limit(1))
