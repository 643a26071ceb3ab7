"""Sealing and making the draw of a round, and replacing a drawn case."""

from collections.abc import Sequence

from sqlalchemy import func, insert, select

from review_app.domain import draw as rules
from review_app.domain.actors import Actor
from review_app.domain.audit_codes import AuditCode
from review_app.domain.errors import IllegalTransition, Incomplete
from review_app.domain.events import CaseReplaced, CasesChosen
from review_app.domain.frames import FrameFilter
from review_app.domain.kinds import RoundPurpose
from review_app.domain.verify_draw import FrameRow, Pick, commitment, draw_file
from review_app.domain.workflow import ROUND_STEPS, RoundState, RoundStep, after
from review_app.features.rounds import queries, queries_planning
from review_app.features.rounds.bundles import drawn_of, replacements_of, sealed_of
from review_app.features.rounds.service import (
    plan_round,
    set_frame,
    set_size,
    start_reviews,
    unsealed,
)
from review_app.features.rounds.service_sharing import share_out_cases
from review_app.kernel import clock
from review_app.kernel.keys import new_secret
from review_app.kernel.unit_of_work import Work, unit_of_work
from review_app.models import Case, Draw, DrawContribution, FrameCase, Round, RoundCase

CONTRIBUTORS = ("operator", "platform")
REPLACEMENT_RULE = (
    "next unused ticket of the same stratum; a missing file is not replaced but counts as a failure"
)


def seal_draw(actor: Actor, key: str) -> Draw:
    """Fix frame, plan and everybody's commitments; from here on nothing can be steered.

    :raises Incomplete: when no size was set.
    """
    with unit_of_work(actor) as work:
        found = unsealed(actor, key)
        if found.purpose is not RoundPurpose.MEASURE or not found.sample_size:
            raise Incomplete(field="size")
        cases = queries_planning.frame_cases(actor, FrameFilter.read(found.frame_filter))
        number = 1 + (work.session.scalar(select(func.max(Draw.number))) or 0)
        secrets = [(name, new_secret()) for name in CONTRIBUTORS]
        commitments = [(name, commitment(name, secret)) for name, secret in secrets]
        plan = rules.make_plan(
            title=found.title,
            method=rules.Method(found.method or ""),
            size=found.sample_size,
            frame_rows=len(cases),
            contributors=",".join(CONTRIBUTORS),
            draw_number=str(number),
            public=rules.NO_PUBLIC_VALUE,
            replacement=REPLACEMENT_RULE,
        )
        rows = [FrameRow(case.key) for case in cases]
        sealed = rules.seal(rows, plan, commitments=commitments)
        draw = work.add(_kept(found, number, sealed, frame_size=len(cases)))
        _keep_contributions(work, draw, secrets)
        _freeze(work, draw, cases)
        work.session.expire(found, ["draw"])
        work.log(AuditCode.ROUND_COMMITTED, draw, number=number, commit_hash=draw.commit_hash)
    return draw


def _kept(found: Round, number: int, sealed: rules.SealedDraw, *, frame_size: int) -> Draw:
    return Draw(
        round=found,
        number=number,
        frame_size=frame_size,
        frame_text=sealed.frame.decode(),
        plan_text=sealed.plan.decode(),
        commit_text=sealed.commit.decode(),
        frame_hash=sealed.frame_sha,
        plan_hash=sealed.plan_sha,
        commit_hash=sealed.commit_sha,
    )


def _keep_contributions(work: Work, draw: Draw, secrets: Sequence[tuple[str, str]]) -> None:
    for position, (name, secret) in enumerate(secrets, start=1):
        work.add(
            DrawContribution(
                draw_id=draw.id,
                position=position,
                name=name,
                commitment=commitment(name, secret),
                secret=secret,
            )
        )


def _freeze(work: Work, draw: Draw, cases: Sequence[Case]) -> None:
    frozen = [
        {
            "draw_id": draw.id,
            "case_id": case.id,
            "caseworker_id": case.caseworker_id,
            "team_id": case.team_id,
            "caseworker_label": case.caseworker_label,
            "team_label": case.team_label,
        }
        for case in cases
    ]
    work.session.execute(insert(FrameCase), frozen)


def reveal_draw(actor: Actor, key: str) -> Round:
    """Open the secrets and draw; the reviews start at once when it is known how.

    :raises Incomplete: when nothing was sealed.
    """
    with unit_of_work(actor) as work:
        found = queries.get_round(actor, key, to_run=True, locked=True)
        draw = found.draw
        if draw is None:
            raise Incomplete(field="draw")
        found.state = after(ROUND_STEPS, found.state, RoundStep.DRAW)
        secrets = [(one.name, one.secret or "") for one in draw.contributions]
        drawn = rules.reveal(sealed_of(draw), secrets=secrets)
        draw.reveal_text, draw.seed = drawn.reveal.decode(), drawn.seed_hex
        draw.draw_text, draw.drawn_at = draw_file(drawn.picks).decode(), clock.now()
        for pick in drawn.selected:
            _choose(work, found, pick)
        work.log(AuditCode.ROUND_DRAWN, draw, number=draw.number, seed=draw.seed)
        if found.version_id and found.reviewers:
            start_reviews(actor, key)
    return found


def _choose(work: Work, found: Round, pick: Pick, replaces: RoundCase | None = None) -> RoundCase:
    assert found.draw is not None
    frozen = work.session.scalars(
        select(FrameCase)
        .join(Case, Case.id == FrameCase.case_id)
        .where(FrameCase.draw_id == found.draw.id, Case.key == pick.case_ref)
    ).one()
    return work.add(
        RoundCase(
            round=found,
            case_id=frozen.case_id,
            position=pick.position,
            ticket=pick.ticket_hex,
            caseworker_id=frozen.caseworker_id,
            team_id=frozen.team_id,
            caseworker_label=frozen.caseworker_label,
            team_label=frozen.team_label,
            replaces_id=replaces.id if replaces else None,
        )
    )


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
        if queries.is_handed_in(actor, row):
            raise IllegalTransition(state="handed-in", step="replace")
        drawn = drawn_of(found.draw)
        earlier = replacements_of(drawn, found.cases)
        made = rules.replace(drawn, row.case.key, code=code, earlier=earlier)
        row.replacement_code, row.replacement_note = code.value, note.strip() or None
        row.replaced_at, row.replaced_by_id = clock.now(), actor.id
        pick = next((one for one in drawn.picks if one.case_ref == made.replaced_by), None)
        new = _choose(work, found, pick, replaces=row) if pick else None
        work.log(AuditCode.ROUND_CASE_REPLACED, row, why=code.value, came_in=made.replaced_by)
        if found.state is RoundState.REVIEWING:
            _tell_new(actor, work, found, new)  # first, or the round would seem to have all
            work.tell(CaseReplaced(found.id, row.id, code.value))
    return new


def _tell_new(actor: Actor, work: Work, found: Round, new: RoundCase | None) -> None:
    if new is not None:
        chosen = share_out_cases(actor, found, rows=[new])
        work.tell(CasesChosen(found.id, found.engagement_id, chosen))


def draw_at_once(actor: Actor, *, title: str, chosen: FrameFilter, size: int) -> Round:
    """Plan, seal and draw a round in one go; all of it is kept, or nothing."""
    with unit_of_work(actor):
        planned = plan_round(actor, title=title, purpose=RoundPurpose.MEASURE)
        set_frame(actor, planned.key, chosen=chosen)
        set_size(actor, planned.key, size=size)
        seal_draw(actor, planned.key)
        return reveal_draw(actor, planned.key)
