"""What a draw is made from: the rows of its frame, frozen with strata, weights and order."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, case, func, literal, select

from review_app.domain.actors import Actor
from review_app.domain.designs import Grouping, ListOrder, SamplingDesign, WeightRule
from review_app.domain.draw import Method
from review_app.domain.errors import ImportUnderWay, Invalid
from review_app.domain.frames import FrameFilter
from review_app.domain.kinds import ImportState
from review_app.domain.verify_draw import FrameRow
from review_app.features.rounds import queries_frames
from review_app.kernel.db import db
from review_app.models import Case, CaseImport, Draw, FrameCase, Round
from review_app.models.case_conditions import (
    deadline_missed,
    handled_by_at_least,
    open_longer_than,
    stratum_columns,
)

DEFAULT_ORDER = ListOrder.OPENED


@dataclass(frozen=True, slots=True)
class PlannedDraw:
    """Everything about the cases of a draw that is sealed, and what stays in the database alone.

    ``frozen`` and ``strata`` hold the columns of frame_case and draw_stratum, but for the draw.
    ``promises`` stand in the plan beside method and sizes.
    """

    method: Method
    size: int | Mapping[str, int]
    rows: Sequence[FrameRow]
    frozen: Sequence[dict[str, Any]]
    strata: Sequence[dict[str, Any]]
    promises: Mapping[str, str]


def design_of(_actor: Actor, found: Round) -> SamplingDesign | None:
    """Return how the round draws; ``None`` until it is said."""
    if not found.design and not found.sample_size:
        return None
    return SamplingDesign.read(found.design, size=found.sample_size)


def demand_whole_cases(_actor: Actor) -> None:
    """Refuse to go on while an import is being written; to be asked after the cases were read.

    :raises ImportUnderWay: when one is, or one stopped halfway.
    """
    halfway = CaseImport.state.in_((ImportState.WRITING, ImportState.STOPPED))
    if db.session.scalar(select(CaseImport.id).where(halfway).limit(1)) is not None:
        raise ImportUnderWay()


def planned_rows(actor: Actor, found: Round) -> PlannedDraw:
    """Return what a round's draw will seal, of the cases as they stand now.

    :raises Invalid: when there is no case, or fewer than are to be drawn.
    """
    design = design_of(actor, found)
    if design is None:
        raise Invalid(field="size", reason="missing")
    chosen = FrameFilter.read(found.frame_filter)
    strata = strata_of(actor, chosen, design=design)
    cases = _cases(actor, chosen, design)
    if not cases:
        raise Invalid(field="frame", reason="no-cases")
    code_of = {_identity(one): one.code for one in strata}
    keys = {one.code: one.key for one in strata}
    there = {one.code: one.frame_size for one in strata} or {"": len(cases)}
    sizes = design.sizes(there, keys=keys)
    sort_keys = _sort_keys(cases, design)
    rows, frozen = [], []
    for row in cases:
        stratum = code_of[row.group_id, row.name] if strata else ""
        sort_key = sort_keys.get(row.id, "")
        rows.append(FrameRow(row.key, stratum, row.weight, sort_key))
        frozen.append(
            {
                "case_id": row.id,
                "caseworker_id": row.caseworker_id,
                "team_id": row.team_id,
                "caseworker_label": row.caseworker_label,
                "team_label": row.team_label,
                "stratum": stratum,
                "weight": row.weight,
                "sort_key": sort_key,
            }
        )
    return PlannedDraw(
        design.method,
        sizes if strata else sizes[""],
        rows,
        frozen,
        [_stratum_row(one, sizes[one.code]) for one in strata],
        {**design.promises(), **_completeness(found, len(rows))},
    )


def strata_of(
    actor: Actor, chosen: FrameFilter, *, design: SamplingDesign
) -> Sequence[queries_frames.StratumCount]:
    """Return the strata that a design draws from; none unless it is stratified."""
    if design.method is not Method.STRATIFIED:
        return []
    grouping = Grouping(design.stratify_by)
    return queries_frames.count_frame(actor, chosen, grouping=grouping).strata


def sizes_of(actor: Actor, chosen: FrameFilter, *, design: SamplingDesign) -> dict[str, int]:
    """Return how many cases each stratum gives; one empty code without strata.

    :raises Invalid: when the frame holds fewer cases than are to be drawn.
    """
    strata = strata_of(actor, chosen, design=design)
    there = {one.code: one.frame_size for one in strata}
    if not strata:
        there = {"": queries_frames.count_frame(actor, chosen).total}
    return design.sizes(there, keys={one.code: one.key for one in strata})


def _identity(stratum: queries_frames.StratumCount) -> tuple[int | None, str]:
    id_ = stratum.team_id if stratum.team_id is not None else stratum.person_id
    return id_, stratum.label if id_ is None else ""


def _stratum_row(stratum: queries_frames.StratumCount, size: int) -> dict[str, Any]:
    return {
        "code": stratum.code,
        "label": stratum.label,
        "team_id": stratum.team_id,
        "person_id": stratum.person_id,
        "frame_size": stratum.frame_size,
        "sample_size": size,
    }


def _cases(actor: Actor, chosen: FrameFilter, design: SamplingDesign) -> Sequence[Any]:
    """Return the columns of the frame's cases that a draw needs: whole rows would be slow."""
    grouping = Grouping(design.stratify_by or Grouping.TEAM)
    group_id, name = stratum_columns(grouping)
    query = queries_frames.frame_query(actor, chosen).with_only_columns(
        Case.id,
        Case.key,
        Case.caseworker_id,
        Case.team_id,
        Case.caseworker_label,
        Case.team_label,
        Case.opened_on,
        Case.closed_on,
        group_id,
        name,
        weight_of(actor, design).label("weight"),
    )
    return db.session.execute(query).all()


def count_weights(actor: Actor, chosen: FrameFilter, *, design: SamplingDesign) -> dict[int, int]:
    """Return how many cases of a frame have each weight."""
    weight = weight_of(actor, design).label("weight")
    query = queries_frames.frame_query(actor, chosen).with_only_columns(weight, func.count())
    return dict(db.session.execute(query.group_by("weight")).all())


def weights_drawn(_actor: Actor, draw: Draw) -> dict[int, int]:
    """Return how many cases of a frozen frame have each weight."""
    of_draw = select(FrameCase.weight, func.count()).where(FrameCase.draw_id == draw.id)
    return dict(db.session.execute(of_draw.group_by(FrameCase.weight)).all())


def weight_of(_actor: Actor, design: SamplingDesign) -> ColumnElement[int]:
    """Return a case's points of risk as a column; 1 unless the draw goes by weight."""
    rule = design.weights
    weight: ColumnElement[int] = literal(1)
    if design.method is Method.PROPORTIONAL:
        for points, condition in _points(rule):
            weight = weight + case((condition, points), else_=0)
    return weight


def _points(rule: WeightRule) -> list[tuple[int, ColumnElement[bool]]]:
    found: list[tuple[int, ColumnElement[bool]]] = []
    if rule.deadline_missed_points:
        found.append((rule.deadline_missed_points, deadline_missed()))
    if rule.open_long_points:
        is_long = open_longer_than(rule.open_long_days)
        found.append((rule.open_long_points, is_long))
    if rule.caseworkers_points:
        are_many = handled_by_at_least(rule.least_caseworkers)
        found.append((rule.caseworkers_points, are_many))
    if rule.case_type_points:
        found.append((rule.case_type_points, Case.case_type == rule.case_type))
    return found


def _sort_keys(cases: Sequence[Any], design: SamplingDesign) -> dict[int, str]:
    """Return where each case stands in the list, by case: a date, or a number and a date."""
    if design.method is not Method.SYSTEMATIC:
        return {}
    if design.order_by == ListOrder.CLOSED:
        return {row.id: _day(row.closed_on) for row in cases}
    if design.order_by != ListOrder.CASEWORKER:
        return {row.id: _day(row.opened_on) for row in cases}
    handlers = {_handler(row) for row in cases}
    width = len(str(len(handlers)))
    rank = {one: f"c{n:0{width}d}" for n, one in enumerate(sorted(handlers), start=1)}
    return {row.id: f"{rank[_handler(row)]} {_day(row.opened_on)}" for row in cases}


def _handler(row: Any) -> tuple[str, int]:
    return row.caseworker_label or "", row.caseworker_id or 0


def _day(day: Any) -> str:
    return day.isoformat() if day else "none"


def _completeness(found: Round, frame_size: int) -> dict[str, str]:
    """Return what was expected of the list and how far off it is, for the plan."""
    if found.expected_frame_size is None:
        return {}
    return {
        "expected_frame_rows": str(found.expected_frame_size),
        "expected_frame_source": found.expected_frame_source or "",
        "expected_frame_difference": str(frame_size - found.expected_frame_size),
    }
