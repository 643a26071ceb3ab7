"""What can be published, and the plain rows that a published table is counted from."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import func, select

from review_app.domain.access import Actor, Permission, demand
from review_app.domain.case_deadlines import DeadlineState
from review_app.domain.deadline_rules import add_months
from review_app.domain.draw import Method
from review_app.domain.kinds import DeadlineRunState
from review_app.domain.openness import FigureFamily
from review_app.domain.publication import Counted
from review_app.domain.round_sides import WEIGHTED, assessed
from review_app.domain.rule_figures import Timed, counted
from review_app.domain.rule_sets import RuleSetState
from review_app.domain.timeliness import Definition
from review_app.domain.workflow import RoundState
from review_app.features.insights.queries_sample import read_sample
from review_app.features.insights.queries_series import drawn_rounds
from review_app.kernel import clock
from review_app.kernel.db import db
from review_app.models import (
    Case,
    CaseDeadline,
    DeadlineMonth,
    DeadlineRule,
    DeadlineRun,
    Publication,
    Round,
    RoundCase,
    RuleSet,
)
from review_app.models.timeliness import rule_code
from review_app.models.visibility import visible_publications

DEFINITION = Definition.DUE_COHORT  # of every published month: its cases never change any more
MOST_MONTHS = 24


@dataclass(frozen=True, slots=True)
class Table:
    """The lines of a table in order, and one row for each case that counts for one.

    ``period_on`` is the day of the draw, or the first of the month.
    """

    period_on: date
    subjects: Sequence[Mapping[str, Any]]
    rows: Sequence[Counted]


def rounds_to_publish(actor: Actor) -> list[Round]:
    """Return the closed measure rounds that are not published yet, in order of drawing.

    Rounds whose cases had unequal chances are left out: a plain count would not be their figure.
    """
    demand(actor, Permission.PUBLICATION_MAKE)
    published = _published(actor, FigureFamily.QUALITY, Publication.round_id)
    return [found for found in _closed(actor) if found.id not in published and _is_plain(found)]


def rounds_left_out(actor: Actor) -> list[Round]:
    """Return the closed measure rounds that cannot be published."""
    demand(actor, Permission.PUBLICATION_MAKE)
    return [found for found in _closed(actor) if not _is_plain(found)]


def _closed(actor: Actor) -> list[Round]:
    return [found for found in drawn_rounds(actor) if found.state is RoundState.CLOSED]


def _is_plain(found: Round) -> bool:
    return found.method is not None and Method(found.method) not in WEIGHTED


def months_to_publish(actor: Actor) -> list[date]:
    """Return the months that are over, were counted since, and are not published, oldest first."""
    demand(actor, Permission.PUBLICATION_MAKE)
    done = DeadlineRun.state == DeadlineRunState.DONE
    as_of = db.session.scalar(select(func.max(DeadlineRun.as_of_on)).where(done))
    if as_of is None:
        return []
    last = min(as_of, clock.today()).replace(day=1)
    first = add_months(last, -MOST_MONTHS)
    months = db.session.scalars(
        select(DeadlineMonth.month_on)
        .where(
            DeadlineMonth.definition == DEFINITION,
            DeadlineMonth.team_id.is_(None),
            DeadlineMonth.denominator > 0,
            DeadlineMonth.month_on >= first,
            DeadlineMonth.month_on < last,
        )
        .distinct()
        .order_by(DeadlineMonth.month_on)
    )
    published = _published(actor, FigureFamily.TIMELINESS, Publication.month_on)
    return [month for month in months if month not in published]


def _published(actor: Actor, family: FigureFamily, column: Any) -> set[Any]:
    query = visible_publications(actor).where(Publication.family == family)
    return set(db.session.scalars(query.with_only_columns(column)))


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
    criteria = [criterion for _, several in sample.sections for criterion in several]
    rows = [
        Counted(criterion.code, *whose[case.case], case.caseworker, is_met)
        for criterion in criteria
        for case, is_met in assessed(sample.cases, criterion.code)
    ]
    subjects = [
        {"code": one.code, "name_da": one.question_da, "name_en": one.question_en}
        for one in criteria
    ]
    assert found.draw is not None
    assert found.draw.drawn_at is not None
    return Table(found.draw.drawn_at.astimezone(clock.ZONE).date(), subjects, rows)


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
