"""Keeping what a draw takes its cases from, and replacing a drawn case."""

from sqlalchemy import insert

from review_app.domain import draw as rules
from review_app.domain.actors import Actor
from review_app.domain.audit_codes import AuditCode
from review_app.domain.errors import IllegalTransition
from review_app.domain.events import CaseReplaced, CasesChosen
from review_app.domain.workflow import RoundState
from review_app.features.rounds import queries
from review_app.features.rounds.queries_draws import PlannedDraw
from review_app.features.rounds.service_choices import choose_cases
from review_app.features.rounds.service_sharing import share_out_replacement
from review_app.kernel import clock
from review_app.kernel.unit_of_work import unit_of_work
from review_app.models import Draw, DrawStratum, FrameCase, RoundCase
from review_app.models.bundles import changes_hash, drawn_of, replacements_of


def freeze(actor: Actor, draw: Draw, *, planned: PlannedDraw) -> None:
    """Keep the cases and strata of a sealed draw as they stood; part of sealing it."""
    with unit_of_work(actor) as work:
        rows = [{**row, "draw_id": draw.id} for row in planned.frozen]
        work.session.execute(insert(FrameCase), rows)
        for stratum in planned.strata:
            work.session.add(DrawStratum(draw_id=draw.id, **stratum))


def replace_case(
    actor: Actor, key: str, *, case_key: str, code: rules.ReplacementCode, note: str = ""
) -> RoundCase | None:
    """Let a drawn case give way to the next ticket; returns what came in, if anything was left.

    :raises IllegalTransition: unless the round was drawn and its review is not yet handed in.
    """
    with unit_of_work(actor) as work:
        found = queries.get_round(actor, key, to_run=True, locked=True)
        row = queries.get_round_case(actor, found, key=case_key)
        if found.draw is None or found.state not in {RoundState.DRAWN, RoundState.REVIEWING}:
            raise IllegalTransition(state=found.state.value, step="replace")
        if queries.is_handed_in(actor, row) or row.file_missing_at:
            raise IllegalTransition(state="handed-in", step="replace")
        drawn = drawn_of(found.draw)
        earlier = replacements_of(drawn, found.cases)
        made = rules.replace(drawn, row.case.key, code=code, earlier=earlier)
        row.replacement_code, row.replacement_note = code.value, note.strip() or None
        row.replaced_at, row.replaced_by_id = clock.now(), actor.id
        picks = [one for one in drawn.picks if one.case_ref == made.replaced_by]
        new = choose_cases(actor, found.draw, picks=picks, replaces=row)
        work.session.expire(found, ["cases"])
        came_in, file_hash = made.replaced_by, changes_hash(drawn, found.cases)
        work.log(
            AuditCode.ROUND_CASE_REPLACED, row, why=code.value, came_in=came_in, file=file_hash
        )
        if found.state is RoundState.REVIEWING:
            for each in new:  # first, or the round would seem to have all
                chosen = share_out_replacement(actor, found, row=each)
                work.tell(CasesChosen(found.id, found.engagement_id, chosen))
            work.tell(CaseReplaced(found.id, row.id, code.value))
    return new[0] if new else None
