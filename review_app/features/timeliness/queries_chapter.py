"""Timeliness of one month in a report: each rule, the leading one over time, and its pairs."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from sqlalchemy import select

from review_app.domain.access import Actor, Permission, may_ever
from review_app.domain.comparison import Difference, Side, compare, share_limits
from review_app.domain.control_charts import Point as ChartPoint
from review_app.domain.control_charts import p_chart
from review_app.domain.indicators import month_before, months_from
from review_app.domain.monthly_report import Chapter, FigureStatus, ReportFigure, chapter, end_of
from review_app.domain.timeliness import Definition
from review_app.domain.workflow import WorkflowVersionState
from review_app.features.timeliness.queries_figures import Choice, list_rules, marks_of
from review_app.kernel.db import db
from review_app.models import WorkflowStep, WorkflowStepCriterion, WorkflowVersion
from review_app.models.deadline_sums import Point, Sums, all_shown, sums_of

MONTHS = 24  # before limits of a chart are firm
ALPHA = 0.05
USUAL = Definition.DUE_COHORT
Known = Mapping[tuple[Definition, date], Point]


def count(actor: Actor, month_on: date) -> Chapter:
    """Count a month's deadlines in the whole house, by the sums that the pages show too."""
    rules = list_rules(actor)
    months = [date(month_on.year - MONTHS // 12, month_on.month, 1), month_on]
    sums = sums_of([rule.code for rule in rules], *months, team_ids=(), house=True)
    reads_rows = may_ever(actor, Permission.FIGURES_READ_SMALL)
    seen = {rule.code: _of_house(sums[rule.code], reads_rows) for rule in rules}
    rules = [rule for rule in rules if (USUAL, month_on) in seen[rule.code]]
    changes = _changes({rule.code: seen[rule.code] for rule in rules}, month_on)
    lead = rules[0].code if rules else ""
    return chapter(
        [
            _figure(rule, definition, seen[rule.code], month_on, changes)
            for rule in rules
            for definition in Definition
        ],
        definition=USUAL.value,
        lead=lead,
        unconfirmed=[rule.code for rule in rules if not rule.is_confirmed],
        trend=_trend(seen[lead], month_on) if lead else [],
        marks=[
            {"on": mark.on.isoformat(), "kind": mark.kind, "text": mark.text}
            for mark in marks_of(actor, lead, first=months[0])
            if lead and mark.on <= end_of(month_on)
        ],
        pairs=_pairs(),
    )


def _of_house(sums: Sums, reads_rows: bool) -> Known:
    return {
        (definition, month): point
        for (_house, definition, month), point in all_shown(sums, reads_rows).items()
    }


def _changes(seen: Mapping[str, Known], month_on: date) -> dict[str, Difference]:
    """Compare the month with the one before it, all rules together."""
    pairs = {}
    for code, known in seen.items():
        sides = [known.get((USUAL, month)) for month in (month_before(month_on), month_on)]
        if all(point is not None and point.share is not None for point in sides):
            before, after = (Side.counted(p.numerator, p.denominator) for p in sides if p)
            pairs[code] = (before, after)
    return compare(pairs)


def _figure(
    rule: Choice,
    definition: Definition,
    known: Known,
    month_on: date,
    changes: Mapping[str, Difference],
) -> ReportFigure:
    point = known.get((definition, month_on), Point(month_on))
    bare = ReportFigure(rule.code, rule.name_da, rule.name_en, definition.value)
    if point.share is None:
        status = FigureStatus.WITHHELD if point.is_withheld else FigureStatus.NOTHING
        return replace(bare, status=status.value)
    before = known.get((definition, month_before(month_on)))
    told = changes.get(rule.code) if definition is USUAL else None
    low, high = share_limits(Side.counted(point.numerator, point.denominator), alpha=ALPHA)
    return replace(
        bare,
        numerator=point.numerator,
        denominator=point.denominator,
        value=float(point.share),
        low=low,
        high=high,
        before=None if before is None or before.share is None else float(before.share),
        change=told.change.value if told else "",
        change_low=told.low if told else None,
        change_high=told.high if told else None,
    )


def _trend(known: Known, month_on: date) -> list[dict[str, Any]]:
    """Judge the leading rule's months as a control chart; what is withheld is a gap in it."""
    begun = min(month for definition, month in known if definition is USUAL)
    points = [known.get((USUAL, month), Point(month)) for month in months_from(begun, month_on)]
    chart = p_chart([ChartPoint(p.month_on.isoformat(), p.share, p.denominator) for p in points])
    return [
        {
            "month": point.month_on.isoformat()[:7],
            "numerator": None if point.share is None else point.numerator,
            "denominator": None if point.share is None else point.denominator,
            "value": None if point.share is None else float(point.share),
            "centre": None if judged.centre is None else float(judged.centre),
            "low": judged.low,
            "high": judged.high,
            "is_outside": judged.is_outside,
            "is_withheld": point.is_withheld,
        }
        for point, judged in zip(points, chart.points, strict=True)
    ]


def _pairs() -> dict[str, Sequence[str]]:
    """Return by rule the criteria that look at the same step of the agreed way of working."""
    query = (
        select(
            WorkflowStep.rule_set_code, WorkflowStep.rule_code, WorkflowStepCriterion.criterion_code
        )
        .join(WorkflowVersion, WorkflowVersion.id == WorkflowStep.version_id)
        .join(WorkflowStepCriterion, WorkflowStepCriterion.step_id == WorkflowStep.id)
        .where(
            WorkflowVersion.state == WorkflowVersionState.PUBLISHED,
            WorkflowStep.rule_code.is_not(None),
        )
        .order_by(WorkflowStepCriterion.criterion_code)
    )
    found: defaultdict[str, list[str]] = defaultdict(list)
    for rule_set, rule, criterion in db.session.execute(query):
        if criterion not in found[f"{rule_set}.{rule}"]:
            found[f"{rule_set}.{rule}"].append(criterion)
    return dict(found)
