"""Trying a rule set on a case: what each rule makes of it, without writing anything."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import and_, or_, select

from review_app.domain.access import Actor, Permission, demand
from review_app.domain.case_deadlines import Outcome, Skipped, as_it_stood
from review_app.domain.errors import NotFound
from review_app.domain.rule_evaluation import evaluate
from review_app.features.timeliness import queries
from review_app.features.timeliness.jobs import facts_of
from review_app.features.timeliness.rules import as_rule, as_terms, days_off
from review_app.kernel import clock
from review_app.kernel.db import db
from review_app.models import Case, CaseEvent, DeadlineRule, RuleSet
from review_app.models.visibility import may_read_case_number, visible_cases

NEWEST = 300  # cases looked through for the names of events


@dataclass(frozen=True, slots=True)
class BenchLine:
    """One rule and what it makes of the case."""

    rule: DeadlineRule
    found: Outcome | Skipped

    @property
    def outcome(self) -> Outcome | None:
        """What became of it; ``None`` when the rule is not about the case."""
        return self.found if isinstance(self.found, Outcome) else None


@dataclass(frozen=True, slots=True)
class Bench:
    """A rule set tried on a case."""

    rule_set: RuleSet
    case: Case
    lines: Sequence[BenchLine]


def find_case(actor: Actor, words: str) -> Case | None:
    """Return the readable case of this number or key, if there is one.

    A case number is only looked for among cases whose number the actor may see.
    """
    by_number = and_(Case.number == words.strip(), may_read_case_number(actor))
    query = visible_cases(actor).where(or_(Case.key == words.strip().lower(), by_number))
    return db.session.scalars(query.order_by(Case.id)).first()


def some_case(actor: Actor) -> Case | None:
    """Return the newest case the actor may read, to begin with."""
    query = visible_cases(actor).order_by(Case.opened_on.desc(), Case.id.desc())
    return db.session.scalars(query.limit(1)).first()


def try_on(actor: Actor, key: str, *, case_key: str) -> Bench:
    """Return what each rule of a version makes of a case, as it stands today.

    :raises NotFound: when the actor may know of no such version or case.
    """
    rule_set = queries.get_rule_set(actor, key)
    case = db.session.scalar(visible_cases(actor).where(Case.key == case_key))
    if case is None:
        raise NotFound(thing="case", key=case_key)
    demand(actor, Permission.DEADLINE_READ, case)
    facts = as_it_stood(facts_of([case.id])[0][1], clock.today())
    terms, off = as_terms(rule_set), days_off()
    lines = [
        BenchLine(rule, evaluate(as_rule(rule), facts, terms=terms, days_off=off))
        for rule in (rule_set.rules if facts else ())
        if rule.is_active and facts
    ]
    return Bench(rule_set, case, lines)


def names_of_events(actor: Actor) -> Sequence[str]:
    """Return the names of events in the newest cases: what rules can look for."""
    demand(actor, Permission.RULE_SET_EDIT)
    newest = select(Case.id).order_by(Case.id.desc()).limit(NEWEST)
    query = select(CaseEvent.activity).where(CaseEvent.case_id.in_(newest)).distinct()
    return sorted(db.session.scalars(query))
