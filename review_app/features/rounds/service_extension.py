"""Taking more cases after the draw, in the order that the draw already made."""

from collections.abc import Mapping, Sequence

from review_app.domain import draw as rules
from review_app.domain.actors import Actor
from review_app.domain.audit_codes import AuditCode
from review_app.domain.errors import Incomplete, Invalid
from review_app.domain.events import CasesChosen
from review_app.domain.personal_data import find_personal_numbers
from review_app.domain.verify_draw import Pick
from review_app.domain.workflow import ROUND_STEPS, RoundState, RoundStep, after
from review_app.features.rounds import queries
from review_app.features.rounds.service_choices import (
    choose_cases,
    set_inclusion_shares,
    sizes_drawn,
)
from review_app.features.rounds.service_sharing import share_out_cases
from review_app.kernel.unit_of_work import unit_of_work
from review_app.models import DrawExtension, Round
from review_app.models.bundles import changes_hash, drawn_of, replacements_of


def extend_draw(
    actor: Actor, key: str, *, more: Mapping[str, int], reason: str, results_seen: bool
) -> DrawExtension:
    """Take more cases of the same order; those already drawn stay, and nothing is drawn anew.

    :param more: cases to add by stratum code; under an empty code where there are no strata.
    :param results_seen: whether anybody knew results when it was decided; it is told for ever.
    :raises IllegalTransition: before the draw, and once the round is closed.
    :raises Invalid: for a systematic draw or a census, fewer cases, no reason, a reserve too small.
    """
    with unit_of_work(actor) as work:
        found = queries.get_round(actor, key, to_run=True, locked=True)
        found.state = after(ROUND_STEPS, found.state, RoundStep.EXTEND)
        draw = found.draw
        if draw is None or draw.seed is None:
            raise Incomplete(field="draw")
        _check(more, reason)
        drawn = drawn_of(draw)
        picks = _picks(drawn, found, more)
        old_size = sum(sizes_drawn(actor, draw).values())
        extension = work.add(
            DrawExtension(
                draw_id=draw.id,
                number=1 + len(draw.extensions),
                old_size=old_size,
                new_size=old_size + len(picks),
                sizes={code: count for code, count in more.items() if count},
                reason=reason.strip(),
                results_seen=results_seen,
                made_by_id=actor.id,
            )
        )
        new = choose_cases(actor, draw, picks=picks, extension=extension)
        found.sample_size = extension.new_size
        work.session.expire(found, ["cases"])
        work.session.expire(draw, ["extensions"])
        set_inclusion_shares(actor, draw)
        work.log(
            AuditCode.ROUND_EXTENDED,
            draw,
            old_size=old_size,
            new_size=extension.new_size,
            results_seen=results_seen,
            file=changes_hash(drawn, found.cases),
        )
        if found.state is RoundState.REVIEWING:
            chosen = share_out_cases(actor, found, rows=new, may_exceed=True)
            work.tell(CasesChosen(found.id, found.engagement_id, chosen))
    return extension


def _check(more: Mapping[str, int], reason: str) -> None:
    if not reason.strip():
        raise Invalid(field="reason", reason="empty")
    if find_personal_numbers(reason):
        raise Invalid(field="reason", reason="personal-number")
    if any(count < 0 for count in more.values()) or not any(more.values()):
        raise Invalid(field="more", reason="not-more")


def _picks(drawn: rules.DrawFiles, found: Round, more: Mapping[str, int]) -> Sequence[Pick]:
    made = replacements_of(drawn, found.cases)
    added: list[rules.Replacement] = []
    for code, count in sorted(more.items()):
        added += rules.extend(drawn, stratum=code, count=count, earlier=[*made, *added])
    by_ref = {pick.case_ref: pick for pick in drawn.picks}
    return [by_ref[one.replaced_by] for one in added]
