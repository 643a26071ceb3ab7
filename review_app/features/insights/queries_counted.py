"""The plain rows that a published table is counted from, family by family."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import select

from review_app.domain.access import Actor, Permission, demand
from review_app.domain.case_deadlines import DeadlineState
from review_app.domain.deadline_rules import add_months
from review_app.domain.openness import FigureFamily
from review_app.domain.publication import Counted
from review_app.domain.round_sides import assessed
from review_app.domain.rule_figures import Timed, counted
from review_app.domain.rule_sets import RuleSetState
from review_app.domain.timeliness import Definition
from review_app.features.insights.queries_actions import IN_TIME, actions_due
from review_app.features.insights.queries_agreement import pairs_of
from review_app.features.insights.queries_sample import Sample, read_sample
from review_app.kernel import clock
from review_app.kernel.db import db
from review_app.models import Case, CaseDeadline, Criterion, DeadlineRule, Round, RoundCase, RuleSet
from review_app.models.timeliness import rule_code

DEFINITION = Definition.DUE_COHORT  # of every published month: its cases never change any more


@dataclass(frozen=True, slots=True)
class Table:
    """The lines of a table in order, and one row for each case that counts for one.

    ``period_on`` is the day of the draw, or the first of the month.
    """

    period_on: date
    subjects: Sequence[Mapping[str, Any]]
    rows: Sequence[Counted]


def count_round(actor: Actor, found: Round) -> Table:
    """Return one row for each case on which a criterion was assessed, whoever handles it now."""
    sample = read_sample(actor, found)
    whose = {
        key: (team, person)
        for key, team, person in db.session.execute(
            select(Case.key, RoundCase.team_id, RoundCase.caseworker_id)
            .join(Case, Case.id == RoundCase.case_id)
            .where(RoundCase.round_id == found.id)
        )
    }
    criteria = _criteria(sample)
    rows = [
        Counted(criterion.code, *whose[case.case], case.caseworker, is_met)
        for criterion in criteria
        for case, is_met in assessed(sample.cases, criterion.code)
    ]
    return Table(_drawn_on(found), [_asked(one) for one in criteria], rows)


def count_agreement(actor: Actor, found: Round) -> Table:
    """Return one row for each case and criterion that two blind reviewers answered."""
    demand(actor, Permission.PUBLICATION_MAKE)
    sample = read_sample(actor, found)
    criteria = {one.id: one for one in _criteria(sample)}
    rows = [
        replace(pair.counted, subject=criteria[pair.criterion].code)
        for pair in pairs_of(actor, found)
        if pair.criterion in criteria
    ]
    return Table(_drawn_on(found), [_asked(one) for one in criteria.values()], rows)


def _criteria(sample: Sample) -> list[Criterion]:
    return [criterion for _, several in sample.sections for criterion in several]


def _asked(criterion: Criterion) -> Mapping[str, Any]:
    names = {"name_da": criterion.question_da, "name_en": criterion.question_en}
    return {"code": criterion.code, **names}


def _drawn_on(found: Round) -> date:
    assert found.draw is not None
    assert found.draw.drawn_at is not None
    return found.draw.drawn_at.astimezone(clock.ZONE).date()


def count_month(actor: Actor, month: date) -> Table:
    """Return one row for each deadline that fell due in a month and is not exempt."""
    demand(actor, Permission.PUBLICATION_MAKE)
    query = (
        select(
            rule_code(),
            DeadlineRule.name_da,
            DeadlineRule.name_en,
            Case.team_id,
            Case.caseworker_id,
            Case.caseworker_label,
            CaseDeadline.start_on,
            CaseDeadline.due_on,
            CaseDeadline.met_on,
            Case.closed_on,
        )
        .join(Case, Case.id == CaseDeadline.case_id)
        .join(DeadlineRule, DeadlineRule.id == CaseDeadline.rule_id)
        .join(RuleSet, RuleSet.id == DeadlineRule.rule_set_id)
        .where(
            RuleSet.state == RuleSetState.PUBLISHED,
            CaseDeadline.state != DeadlineState.EXEMPT,
            CaseDeadline.due_on >= month,
            CaseDeadline.due_on < add_months(month, 1),
        )
        .order_by(RuleSet.code, DeadlineRule.position, RuleSet.number, CaseDeadline.id)
    )
    subjects: dict[str, Mapping[str, Any]] = {}
    rows = []
    as_of = clock.today()
    for code, name_da, name_en, team, person, label, *dates in db.session.execute(query):
        found = counted(Timed(*dates), DEFINITION, as_of=as_of)
        if found is not None:
            subjects[code] = {"code": code, "name_da": name_da, "name_en": name_en}
            rows.append(Counted(code, team, person, person or f"?{label}", found.is_kept))
    return Table(month, list(subjects.values()), rows)


def count_actions(actor: Actor, month: date) -> Table:
    """Return one row for each action that was due in a month and not dropped."""
    demand(actor, Permission.PUBLICATION_MAKE)
    found = actions_due(actor, first=month, last=month)
    return Table(month, [IN_TIME], [row for rows in found.values() for row in rows])


OF_ROUNDS: Mapping[FigureFamily, Callable[[Actor, Round], Table]] = {
    FigureFamily.QUALITY: count_round,
    FigureFamily.AGREEMENT: count_agreement,
}
OF_MONTHS: Mapping[FigureFamily, Callable[[Actor, date], Table]] = {
    FigureFamily.TIMELINESS: count_month,
    FigureFamily.ACTIONS: count_actions,
}
