"""Planning rounds, drawing or picking their cases, starting the reviews, replacing a case."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import func, insert, select

from review_app.domain import draw as rules
from review_app.domain.access import Actor, Permission, demand
from review_app.domain.assignment import CaseToReview, share_out
from review_app.domain.audit_codes import AuditCode
from review_app.domain.errors import IllegalTransition, Incomplete, Invalid
from review_app.domain.events import CaseReplaced, CasesChosen, ChosenCase, RoundCancelled
from review_app.domain.frames import FrameFilter
from review_app.domain.kinds import RoundPurpose
from review_app.domain.verify_draw import commitment
from review_app.domain.workflow import ROUND_STEPS, RoundState, RoundStep, after
from review_app.features.rounds import queries
from review_app.features.rounds.bundles import drawn_of, replacements_of, sealed_of
from review_app.kernel import clock
from review_app.kernel.keys import new_secret
from review_app.kernel.unit_of_work import Work, unit_of_work
from review_app.models import (
    Case,
    ChecklistVersion,
    Draw,
    DrawContribution,
    FrameCase,
    Round,
    RoundCase,
    RoundReviewer,
)

CONTRIBUTORS = ("operator", "platform")
REPLACEMENT_RULE = (
    "next unused ticket of the same stratum; a missing file is not replaced but counts as a failure"
)


def plan_round(
    actor: Actor, *, title: str, purpose: RoundPurpose, engagement_id: int | None = None
) -> Round:
    """Begin a round; everything else can follow later.

    :raises Invalid: when the engagement does not run.
    """
    with unit_of_work(actor) as work:
        demand(actor, Permission.ROUND_RUN)
        running = {engagement.id for engagement in queries.list_engagements(actor)}
        if engagement_id is not None and engagement_id not in running:
            raise Invalid(field="engagement", reason="not-running")
        method = rules.Method.SIMPLE.value if purpose is RoundPurpose.MEASURE else None
        planned = work.add(
            Round(
                title=title.strip(),
                purpose=purpose,
                method=method,
                engagement_id=engagement_id,
                created_by_id=actor.id,
            )
        )
        work.log(AuditCode.ROUND_PLANNED, planned, purpose=purpose.value)
    return planned


def set_frame(actor: Actor, key: str, *, chosen: FrameFilter) -> Round:
    """Say which cases can be drawn; free to change until the draw is sealed."""
    with unit_of_work(actor) as work:
        found = _unsealed(actor, key)
        found.frame_filter = chosen.stored()
        work.log(AuditCode.ROUND_CHANGED, found, step="frame")
    return found


def set_size(actor: Actor, key: str, *, size: int) -> Round:
    """Say how many cases to draw.

    :raises Invalid: when the frame holds fewer.
    """
    with unit_of_work(actor) as work:
        found = _unsealed(actor, key)
        there = queries.count_frame(actor, FrameFilter.read(found.frame_filter)).total
        if not 1 <= size <= there:
            raise Invalid(field="size", reason="not-in-frame", frame_size=there)
        found.sample_size = size
        work.log(AuditCode.ROUND_CHANGED, found, step="size", size=size)
    return found


def _unsealed(actor: Actor, key: str) -> Round:
    found = queries.get_round(actor, key, to_run=True)
    if found.state is not RoundState.PLANNED or found.draw is not None:
        raise IllegalTransition(state=found.state.value, step="change")
    return found


def set_reviewing(
    actor: Actor,
    key: str,
    *,
    version: ChecklistVersion,
    reviewer_ids: Sequence[int],
    response_days: int,
    reviews_due_on: date | None = None,
) -> Round:
    """Say what the cases are held against, by whom; possible until the reviews start.

    :raises Invalid: when somebody cannot review, or the version is no published one.
    """
    with unit_of_work(actor) as work:
        found = queries.get_round(actor, key, to_run=True)
        after(ROUND_STEPS, found.state, RoundStep.CANCEL)  # over, or never to start
        if found.state is RoundState.REVIEWING:
            raise IllegalTransition(state=found.state.value, step="change")
        able = {person.id for person in queries.list_reviewers(actor, found)}
        if not reviewer_ids or not set(reviewer_ids) <= able:
            raise Invalid(field="reviewers", reason="unknown")
        if version.id not in {one.id for one in queries.list_versions(actor)}:
            raise Invalid(field="version", reason="not-published")
        found.version_id, found.response_days = version.id, response_days
        found.reviews_due_on = reviews_due_on
        kept = {row.person_id: row for row in found.reviewers}
        found.reviewers = [kept.get(i) or RoundReviewer(person_id=i) for i in reviewer_ids]
        work.log(AuditCode.ROUND_CHANGED, found, step="reviewing", version_id=version.id)
    return found


def seal_draw(actor: Actor, key: str) -> Draw:
    """Fix frame, plan and everybody's commitments; from here on nothing can be steered.

    :raises Incomplete: when no size was set.
    """
    with unit_of_work(actor) as work:
        found = _unsealed(actor, key)
        if found.purpose is not RoundPurpose.MEASURE or not found.sample_size:
            raise Incomplete(field="size")
        cases = queries.frame_cases(actor, FrameFilter.read(found.frame_filter))
        number = 1 + (work.session.scalar(select(func.max(Draw.number))) or 0)
        secrets = [(name, new_secret()) for name in CONTRIBUTORS]
        commitments = [(name, commitment(name, secret)) for name, secret in secrets]
        plan = rules.make_plan(
            title=found.title,
            method=rules.Method(found.method),
            size=found.sample_size,
            frame_rows=len(cases),
            contributors=",".join(CONTRIBUTORS),
            draw_number=str(number),
            public=rules.NO_PUBLIC_VALUE,
            replacement=REPLACEMENT_RULE,
        )
        rows = [rules.FrameRow(case.key) for case in cases]
        sealed = rules.seal(rows, plan, commitments=commitments)
        draw = work.add(_kept(found, number, sealed, frame_size=len(cases)))
        _keep_contributions(work, draw, secrets)
        _freeze(work, draw, cases)
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
        found = queries.get_round(actor, key, to_run=True)
        draw = found.draw
        if draw is None:
            raise Incomplete(field="draw")
        found.state = after(ROUND_STEPS, found.state, RoundStep.DRAW)
        secrets = [(one.name, one.secret or "") for one in draw.contributions]
        drawn = rules.reveal(sealed_of(draw), secrets=secrets)
        draw.reveal_text, draw.seed = drawn.reveal.decode(), drawn.seed_hex
        draw.draw_text, draw.drawn_at = rules.bundle(drawn)["draw.tsv"].decode(), clock.now()
        for pick in drawn.selected:
            _choose(work, found, pick)
        work.log(AuditCode.ROUND_DRAWN, draw, number=draw.number, seed=draw.seed)
        if found.version_id and found.reviewers:
            start_reviews(actor, key)
    return found


def _choose(work: Work, found: Round, pick: rules.Pick, replaces: RoundCase | None = None) -> RoundCase:
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
