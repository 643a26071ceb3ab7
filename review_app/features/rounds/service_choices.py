"""From tickets to the round's cases, and the chance each case of the frame had of being drawn."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from sqlalchemy import case, func, select, update
from sqlalchemy.orm import InstrumentedAttribute

from review_app.domain.actors import Actor
from review_app.domain.draw import Method, read_plan
from review_app.domain.inclusion import inclusion_shares
from review_app.domain.verify_draw import Pick
from review_app.kernel.unit_of_work import unit_of_work
from review_app.models import Case, Draw, DrawExtension, FrameCase, RoundCase

MOST_NAMED = 1000


def choose_cases(
    actor: Actor,
    draw: Draw,
    *,
    picks: Sequence[Pick],
    replaces: RoundCase | None = None,
    extension: DrawExtension | None = None,
) -> list[RoundCase]:
    """Take the cases of *picks* into the draw's round, as they stood when the frame was frozen.

    Part of a unit that enters in the log why they came in.
    """
    with unit_of_work(actor) as work:
        query = select(FrameCase, Case.key).join(Case, Case.id == FrameCase.case_id)
        query = query.where(FrameCase.draw_id == draw.id)
        if len(picks) <= MOST_NAMED:  # a database takes only so many values
            query = query.where(Case.key.in_([one.case_ref for one in picks]))
        frozen = {key: row for row, key in work.session.execute(query)}
        chosen = [_as_chosen(draw, frozen[one.case_ref], one) for one in picks]
        for row in chosen:
            row.replaces_id = replaces.id if replaces else None
            row.extension_id = extension.id if extension else None
        work.session.add_all(chosen)
        work.session.flush()
    return chosen


def _as_chosen(draw: Draw, frozen: FrameCase, pick: Pick) -> RoundCase:
    return RoundCase(
        round_id=draw.round_id,
        case_id=frozen.case_id,
        position=pick.position,
        ticket=pick.ticket_hex,
        caseworker_id=frozen.caseworker_id,
        team_id=frozen.team_id,
        caseworker_label=frozen.caseworker_label,
        team_label=frozen.team_label,
        stratum=frozen.stratum,
    )


def sizes_drawn(_actor: Actor, draw: Draw) -> dict[str, int]:
    """Return how many cases each stratum gives by now, extensions included; "" without strata."""
    if draw.strata:
        sizes = Counter({one.code: one.sample_size for one in draw.strata})
    else:
        sizes = Counter({"": int(read_plan(draw.plan_text.encode())["n"])})
    for extension in draw.extensions:
        sizes.update(extension.sizes)
    return dict(sizes)


def set_inclusion_shares(actor: Actor, draw: Draw) -> None:
    """Keep the chance every case of the frame had of being drawn, at the size that stands.

    Part of drawing and of extending. Without weights it is n / N of the case's stratum.
    """
    with unit_of_work(actor) as work:
        plan = read_plan(draw.plan_text.encode())
        by_weight = plan["method"] == Method.PROPORTIONAL
        column: InstrumentedAttribute[Any] = FrameCase.weight if by_weight else FrameCase.stratum
        query = select(column, func.count()).where(FrameCase.draw_id == draw.id).group_by(column)
        there: dict[Any, int] = {value: n for value, n in work.session.execute(query)}  # noqa: C416
        sizes = sizes_drawn(actor, draw)
        shares = {value: sizes.get(value, 0) / number for value, number in there.items()}
        if by_weight:
            shares = _by_weight(there, sizes[""])
        work.session.execute(
            update(FrameCase)
            .where(FrameCase.draw_id == draw.id)
            .values(inclusion_share=case(shares, value=column))
        )


def _by_weight(there: dict[int, int], size: int) -> dict[int, float]:
    """Return the share by weight: cases of the same weight have the same chance."""
    weights = {f"{weight}/{n}": weight for weight, count in there.items() for n in range(count)}
    shares = inclusion_shares(weights, size)
    return {weight: shares[f"{weight}/0"] for weight in there}
