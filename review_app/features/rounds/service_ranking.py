"""Picking cases for a round that teaches from a ranking by how hard they look."""

from collections.abc import Collection

from review_app.domain.actors import Actor
from review_app.domain.audit_codes import AuditCode
from review_app.domain.difficulty import Ranking
from review_app.domain.errors import Incomplete, Invalid
from review_app.domain.frames import FrameFilter
from review_app.domain.personal_data import refuse_personal_numbers
from review_app.features.rounds import queries_ranking
from review_app.features.rounds.service import still_picking
from review_app.kernel.unit_of_work import unit_of_work
from review_app.models import Round, RoundCase


def set_ranking(actor: Actor, key: str, *, ranking: Ranking, among: FrameFilter) -> Round:
    """Say what makes a case hard, and among which cases; what was picked already stays."""
    with unit_of_work(actor) as work:
        found = still_picking(actor, key)
        found.ranking, found.frame_filter = ranking.stored(), among.stored()
        work.log(AuditCode.ROUND_RANKING_SET, found, **ranking.stored()["weights"])
    return found


def pick_ranked(
    actor: Actor, key: str, *, case_keys: Collection[str], reason: str
) -> list[RoundCase]:
    """Take cases from the ranking into the round; their rank and what it came from is kept.

    :raises Incomplete: without a reason.
    :raises Invalid: when no case is named, one is not in the ranking, or was picked already.
    """
    refuse_personal_numbers(reason, field="reason")
    with unit_of_work(actor) as work:
        found = still_picking(actor, key)
        if not reason.strip():
            raise Incomplete(fields=["reason"])
        chosen = queries_ranking.ranked_among(actor, found, case_keys=case_keys)
        if not chosen or len(chosen) != len(set(case_keys)):
            raise Invalid(field="case", reason="unknown")
        taken = {row.case_id for row in found.cases}
        if any(line.case.id in taken for line in chosen):
            raise Invalid(field="case", reason="twice")
        place = max((row.position for row in found.cases), default=0)
        ranking = Ranking.read(found.ranking)
        picked = [
            _as_picked(found, line, ranking, position=place + n, reason=reason.strip())
            for n, line in enumerate(chosen, start=1)
        ]
        work.session.add_all(picked)
        work.session.flush()
        work.log(AuditCode.ROUND_CHANGED, found, picked=[line.case.key for line in chosen])
    return picked


def _as_picked(
    found: Round,
    line: queries_ranking.RankedCase,
    ranking: Ranking,
    *,
    position: int,
    reason: str,
) -> RoundCase:
    case = line.case
    why = {"rank": line.rank, "points": line.points, "from": ranking.explained(line.values)}
    return RoundCase(
        round=found,
        case_id=case.id,
        position=position,
        reason=reason,
        ranked=why,
        caseworker_id=case.caseworker_id,
        team_id=case.team_id,
        caseworker_label=case.caseworker_label,
        team_label=case.team_label,
    )
