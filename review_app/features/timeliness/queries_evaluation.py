"""Evaluating a rule set on all cases of a source, as they stood on a day; writes nothing."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from sqlalchemy import select

from review_app.domain.access import Actor, Permission, demand
from review_app.domain.case_deadlines import CaseFacts, Outcome, as_it_stood
from review_app.domain.errors import NotFound
from review_app.domain.rule_evaluation import evaluate
from review_app.domain.rule_figures import RuleFigure, Timed, figure, timed
from review_app.domain.timeliness import Definition
from review_app.features.timeliness import queries
from review_app.features.timeliness.jobs import facts_of
from review_app.features.timeliness.rules import days_off, rules_in_force
from review_app.kernel.db import db
from review_app.models import Case, CaseSource, RuleSet
from review_app.models.visibility import may_read_case

AT_ONCE = 500  # ids in one IN (...): well under SQLite's limit of variables


@dataclass(frozen=True, slots=True)
class RuleLine:
    """One rule's figure over every published version of its set."""

    code: str
    name: str
    versions: list[int]
    is_confirmed: bool
    quota_share: Fraction | None
    figure: RuleFigure


def evaluate_source(
    actor: Actor, source_code: str, *, rule_set_code: str, definition: Definition, as_of: date
) -> list[RuleLine]:
    """Return the figure of each measured rule of a set, as it stood at the end of a day.

    :raises NotFound: when no version of that code is published.
    """
    demand(actor, Permission.TIMELINESS_READ)
    versions = [s for s in queries.published(actor) if s.code == rule_set_code]
    if not versions:
        raise NotFound(thing="rule set", code=rule_set_code)
    rules, off = rules_in_force(versions), days_off()
    rows: dict[str, list[Timed]] = {}
    for facts in _cases(actor, source_code):
        stood = as_it_stood(facts, as_of)
        for entry in rules if stood else ():
            found = evaluate(entry.rule, stood or facts, terms=entry.terms, days_off=off)
            if isinstance(found, Outcome):
                row = timed(found, ended_on=(stood or facts).closed_on)
                rows.setdefault(entry.rule.code, []).append(row)
    return [
        _line(code, versions, figure(rows.get(code, []), definition, as_of=as_of))
        for code in dict.fromkeys(r.code for s in versions for r in s.rules if r.is_active)
    ]


def _cases(actor: Actor, source_code: str) -> Iterator[CaseFacts]:
    ids: Sequence[int] = db.session.scalars(
        select(Case.id)
        .join(CaseSource, CaseSource.id == Case.source_id)
        .where(may_read_case(actor), CaseSource.code == source_code)
        .order_by(Case.id)
    ).all()
    for begin in range(0, len(ids), AT_ONCE):
        for _case_id, facts in facts_of(ids[begin : begin + AT_ONCE]):
            yield facts


def _line(code: str, versions: list[RuleSet], found: RuleFigure) -> RuleLine:
    having = [(s, r) for s in versions for r in s.rules if r.code == code and r.is_active]
    newest = having[-1][1]
    quota = newest.quota_percent
    return RuleLine(
        code,
        newest.name_en,
        [rule_set.number for rule_set, _rule in having],
        all(rule_set.confirmed_at is not None for rule_set, _rule in having),
        None if quota is None else Fraction(quota, 100),
        found,
    )
