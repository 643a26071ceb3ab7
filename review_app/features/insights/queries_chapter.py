"""The quality of a month's rounds and its indicators, in a report: what the pages show, as data."""

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import selectinload

from review_app.domain.access import Actor, Permission, demand
from review_app.domain.chart_series import Spot
from review_app.domain.comparison import Difference
from review_app.domain.draw import Method
from review_app.domain.estimation import LEAST_CASES
from review_app.domain.figure_kinds import Figure, Measure, Status
from review_app.domain.indicators import Target, month_before, standing, target_in
from review_app.domain.monthly_report import Chapter, FigureStatus, ReportFigure, chapter, end_of
from review_app.features.insights.queries import WHOLE, RoundFigures, figures_in
from review_app.features.insights.queries_comparisons import RoundsCompared, compare_samples
from review_app.features.insights.queries_indicator_values import spots_of
from review_app.features.insights.queries_sample import Sample, read_samples
from review_app.features.insights.queries_series import drawn_rounds
from review_app.kernel.clock import ZONE
from review_app.kernel.days import in_month
from review_app.kernel.db import db
from review_app.models import Criterion, Indicator, Review, Round
from review_app.models.visibility import visible_indicators

STATUSES = {
    Status.KNOWN: FigureStatus.KNOWN,
    Status.WITHHELD: FigureStatus.WITHHELD,
    Status.TOO_FEW: FigureStatus.TOO_FEW,
    Status.STRATUM_UNREVIEWED: FigureStatus.TOO_FEW,
}


def count_quality(actor: Actor, month_on: date) -> Chapter:
    """Tell of the rounds with a review settled in the month; without any, of the newest before.

    Each is held against the round of the same checklist that was drawn before it.
    """
    drawn = [one for one in drawn_rounds(actor) if _drawn_on(one) <= end_of(month_on)]
    settled = _settled_in(actor, month_on)
    told = [one for one in drawn if one.id in settled] or _newest_settled(actor, drawn)
    return _chapter_of(actor, told, drawn=drawn, settled=settled)


def count_newest(actor: Actor, month_on: date) -> Chapter:
    """Tell in the same way, as of now, of the one round drawn last that has enough to tell of.

    Of rounds drawn by weight nothing is told here: whether they have figures takes all their rows.
    """
    drawn = [one for one in drawn_rounds(actor) if one.method != Method.PROPORTIONAL]
    enough = _with_enough_settled(actor)
    newest = [one for one in drawn if one.id in enough][-1:]
    settled = _settled_in(actor, month_on) if newest else set()
    return _chapter_of(actor, newest, drawn=drawn, settled=settled)


def _chapter_of(
    actor: Actor, told: Sequence[Round], *, drawn: Sequence[Round], settled: Collection[int]
) -> Chapter:
    before = {one.id: _before(one, drawn) for one in told}
    needed = {one.id: one for one in (*told, *before.values()) if one is not None}
    samples = read_samples(actor, list(needed.values()))
    rounds, figures = [], []
    for found in told:
        sample, earlier = samples[found.id], before[found.id]
        if not _has_estimate(sample):
            continue
        shown = figures_in(actor, sample, view=WHOLE)
        pair = samples[earlier.id] if earlier else None
        compared = _compared(actor, pair, sample) if pair and _has_estimate(pair) else None
        rounds.append(_facts(shown, earlier, is_of_month=found.id in settled))
        figures += _figures(shown, compared)
    return chapter(figures, rounds=rounds)


def _drawn_on(found: Round) -> date:
    assert found.draw is not None
    assert found.draw.drawn_at is not None
    return found.draw.drawn_at.astimezone(ZONE).date()


def _settled_in(_actor: Actor, month_on: date) -> set[int]:
    query = select(Review.round_id).where(in_month(Review.settled_at, month_on))
    return {id_ for id_ in db.session.scalars(query.distinct()) if id_ is not None}


def _newest_settled(_actor: Actor, drawn: Sequence[Round]) -> list[Round]:
    ids = [one.id for one in drawn]
    query = select(Review.round_id).where(Review.settled_at.is_not(None), Review.round_id.in_(ids))
    known = set(db.session.scalars(query.distinct()))
    newest = {one.version.checklist_id: one for one in drawn if one.version and one.id in known}
    return list(newest.values())


def _with_enough_settled(_actor: Actor) -> set[int]:
    query = select(Review.round_id).where(
        Review.settled_at.is_not(None), Review.second_of_id.is_(None)
    )
    query = query.group_by(Review.round_id).having(func.count() >= LEAST_CASES)
    return {id_ for id_ in db.session.scalars(query) if id_ is not None}


def _before(found: Round, drawn: Sequence[Round]) -> Round | None:
    earlier = drawn[: list(drawn).index(found)]
    return next((one for one in reversed(earlier) if _checklist(one) == _checklist(found)), None)


def _checklist(found: Round) -> int | None:
    return found.version.checklist_id if found.version else None


def _has_estimate(sample: Sample) -> bool:
    return sample.design.method is not Method.PROPORTIONAL or sample.knows_chances


def _compared(actor: Actor, before: Sample, after: Sample) -> RoundsCompared:
    return compare_samples(actor, (before, after))


def _facts(shown: RoundFigures, earlier: Round | None, *, is_of_month: bool) -> dict[str, Any]:
    found, scope = shown.round, shown.scope
    return {
        "key": found.key,
        "title": found.title,
        "drawn_on": _drawn_on(found).isoformat(),
        "method": shown.sample.design.method.value,
        "frame_size": scope.frame_size,
        "cases": scope.cases,
        "settled": scope.settled,
        "without_file": scope.without_file,
        "replaced": scope.replaced,
        "is_provisional": scope.is_provisional,
        "is_of_month": is_of_month,
        "before": earlier.title if earlier else "",
    }


def _figures(shown: RoundFigures, compared: RoundsCompared | None) -> list[ReportFigure]:
    changes = {line.criterion.code: line for line in compared.lines} if compared else {}
    found = []
    for _section, _figure, lines in shown.sections:
        for criterion, line in lines:
            pair = changes.get(criterion.code)
            old = pair.before.side if pair else None
            before = float(old.share) if old else None
            told = pair.difference if pair else None
            met = line.shares[Measure.MET]
            found.append(_criterion(shown, criterion, met, before=before, told=told))
    return found


def _criterion(
    shown: RoundFigures,
    criterion: Criterion,
    met: Figure,
    *,
    before: float | None,
    told: Difference | None,
) -> ReportFigure:
    status = STATUSES.get(met.status, FigureStatus.NOTHING)
    is_hidden = status is FigureStatus.WITHHELD
    return ReportFigure(
        criterion.code,
        criterion.question_da,
        criterion.question_en,
        Measure.MET.value,
        scope=shown.round.key,
        status=status.value,
        numerator=None if is_hidden else met.numerator,
        denominator=None if is_hidden else met.denominator,
        value=float(met.found.share) if met.found else None,
        low=float(met.found.low_share) if met.found else None,
        high=float(met.found.high_share) if met.found else None,
        before=before,
        change=told.change.value if told else "",
        change_low=told.low if told else None,
        change_high=told.high if told else None,
        is_provisional=shown.scope.is_provisional,
    )


def count_indicators(actor: Actor, month_on: date) -> Chapter:
    """Tell of the house's indicators in use: the month, the month before, and the target."""
    demand(actor, Permission.INDICATOR_READ)
    found = db.session.scalars(
        visible_indicators(actor)
        .where(Indicator.retired_at.is_(None), Indicator.team_id.is_(None))
        .options(selectinload(Indicator.targets))
        .order_by(Indicator.name_da, Indicator.id)
    ).all()
    spots = spots_of(actor, found)
    return chapter(_indicator(one, spots[one.id], month_on) for one in found)


def _indicator(one: Indicator, spots: Sequence[Spot], month_on: date) -> ReportFigure:
    by_month = {spot.starts_on: spot for spot in spots}
    spot, earlier = by_month.get(month_on), by_month.get(month_before(month_on))
    value = None if spot is None or spot.value is None else float(spot.value)
    target = target_in([Target(t.from_on, t.value) for t in one.targets], month_on)
    is_hidden = spot is not None and spot.gap == "withheld"
    empty = FigureStatus.WITHHELD if is_hidden else FigureStatus.NOTHING
    return ReportFigure(
        one.key,
        one.name_da,
        one.name_en,
        "indicator",
        unit=one.unit.value,
        status=(empty if value is None else FigureStatus.KNOWN).value,
        numerator=spot.numerator if spot else None,
        denominator=spot.denominator if spot else None,
        value=value,
        before=None if earlier is None or earlier.value is None else float(earlier.value),
        target=target,
        standing=standing(value, target, one.direction).value,
    )
