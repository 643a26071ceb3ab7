"""The ceremony of a draw as its round's coordinator leads it: from the frozen frame to the cases.

The order is the security: see :mod:`review_app.domain.ceremony`.
"""

from collections.abc import Mapping, Sequence
from datetime import date

from sqlalchemy import select

from review_app.domain import ceremony
from review_app.domain import draw as rules
from review_app.domain.actors import Actor
from review_app.domain.audit_codes import AuditCode
from review_app.domain.ceremony import Contributor, PublicKind, Stage
from review_app.domain.designs import SamplingDesign
from review_app.domain.errors import IllegalTransition, Incomplete, Invalid
from review_app.domain.frames import FrameFilter
from review_app.domain.kinds import RoundPurpose
from review_app.domain.verify_draw import commitment, draw_file, read_frame, sha256
from review_app.domain.workflow import ROUND_STEPS, RoundStep, after
from review_app.features.rounds import queries, queries_ceremony
from review_app.features.rounds.queries_draws import demand_whole_cases, planned_rows
from review_app.features.rounds.service import (
    abandon_standing,
    plan_round,
    set_design,
    set_frame,
    start_reviews,
    unsealed,
)
from review_app.features.rounds.service_choices import choose_cases, set_inclusion_shares
from review_app.features.rounds.service_contributions import ask_for_secrets, open_the_platforms
from review_app.features.rounds.service_draws import freeze
from review_app.features.rounds.service_sharing import can_be_shared_out
from review_app.kernel import clock
from review_app.kernel.keys import new_secret
from review_app.kernel.unit_of_work import Work, unit_of_work
from review_app.models import Draw, Round
from review_app.models.bundles import sealed_of

REPLACEMENT_RULE = (
    "next unused ticket of the same stratum; a missing file is not replaced but counts as a failure"
)
DOUBLE = "double"


def start_draw(
    actor: Actor,
    key: str,
    *,
    people: Mapping[Contributor, int] | None = None,
    public: PublicKind = PublicKind.NONE,
    named_source: str = "",
    reveal_due_on: date | None = None,
) -> Draw:
    """Fix frame and plan, give the draw its number, and ask the contributors for their secrets.

    :param people: who contributes in person; without anybody both secrets are the platform's.
    :param named_source: the public value that comes last, when it is no dice.
    :param reveal_due_on: the last local day on which secrets are taken, when people contribute.
    :raises ImportUnderWay: while the cases that stand are not all of them.
    :raises Incomplete: when no size was set.
    :raises Invalid: when somebody cannot contribute, or the day has passed.
    """
    people = people or {}
    with unit_of_work(actor) as work:
        found = unsealed(actor, key)
        if found.purpose is not RoundPurpose.MEASURE or not found.sample_size:
            raise Incomplete(field="size")
        _demand_able(actor, found, people, reveal_due_on)
        names = ceremony.contributors_of(people)
        draw = Draw(
            number=_next_number(work),
            started_by_id=actor.id,
            public_source=ceremony.public_source(public, named_source),
            reveal_due_on=reveal_due_on,
            double_secret=new_secret() if found.double_share_percent else None,
        )
        _fix_and_freeze(actor, work, found, draw, names)
        ask_for_secrets(actor, draw, names=names, people=people)
        work.session.expire(found, ["draw", "draws"])
        work.log(AuditCode.ROUND_DRAW_STARTED, draw, number=draw.number, contributors=[*names])
    return draw


def _demand_able(
    actor: Actor, found: Round, people: Mapping[Contributor, int], reveal_due_on: date | None
) -> None:
    able = queries_ceremony.list_able(actor, found)
    for part, person_id in people.items():
        if person_id not in {person.id for person in able.get(part, ())}:
            raise Invalid(field=part.value, reason="unknown")
    if people and (reveal_due_on is None or reveal_due_on < clock.today()):
        raise Invalid(field="reveal_due_on", reason="passed")


def _next_number(work: Work) -> int:
    # Held, so that of two draws started at once the second counts the first.
    last = select(Draw).order_by(Draw.number.desc()).limit(1).with_for_update(of=Draw)
    work.session.scalar(last)
    newest = work.session.scalar(select(Draw.number).order_by(Draw.number.desc()).limit(1))
    return 1 + (newest or 0)


def _fix_and_freeze(
    actor: Actor, work: Work, found: Round, draw: Draw, names: Sequence[Contributor]
) -> None:
    planned = planned_rows(actor, found)
    demand_whole_cases(actor)
    more = dict(planned.promises)
    if draw.double_secret:
        draw.double_commitment = commitment(DOUBLE, draw.double_secret)
        more["double_commitment"] = draw.double_commitment
        more["double_share_percent"] = str(found.double_share_percent)
    more |= ceremony.promises(
        names,
        number=draw.number,
        public=draw.public_source or "",
        reveal_due_on=draw.reveal_due_on,
    )
    plan = rules.make_plan(
        title=found.title,
        method=planned.method,
        size=planned.size,
        frame_rows=len(planned.rows),
        replacement=REPLACEMENT_RULE,
        **more,
    )
    frame_file, plan_file = rules.fix(planned.rows, plan)
    draw.frame_text, draw.plan_text = frame_file.decode(), plan_file.decode()
    draw.frame_hash, draw.plan_hash = sha256(frame_file), sha256(plan_file)
    draw.frame_size, draw.round = len(planned.rows), found
    work.add(draw)
    freeze(actor, draw, planned=planned)


def seal_draw(actor: Actor, key: str) -> Draw:
    """Publish what everybody is bound to; from here on nothing can be steered.

    Where no draw was started, one is, with secrets of the platform alone: the quick way.

    :raises IllegalTransition: when it is sealed already, or somebody is not yet bound.
    """
    with unit_of_work(actor) as work:
        found = queries.get_round(actor, key, to_run=True, locked=True)
        draw = found.draw or start_draw(actor, key)
        work.hold(draw)
        if draw.stage is not Stage.GATHERED:
            raise IllegalTransition(state=draw.stage.value, step="seal")
        sealed = rules.seal(
            read_frame(draw.frame_text.encode()),
            rules.read_plan(draw.plan_text.encode()),
            commitments=[(part.name, part.commitment or "") for part in draw.contributions],
            public=draw.public_source or rules.NO_PUBLIC_VALUE,
        )
        draw.commit_text, draw.commit_hash = sealed.commit.decode(), sealed.commit_sha
        draw.committed_at = clock.now()
        work.log(AuditCode.ROUND_COMMITTED, draw, number=draw.number, commit_hash=draw.commit_hash)
    return draw


def reveal_draw(actor: Actor, key: str, *, value: str = "") -> Round:
    """Mix in the public value, if one was announced, and draw; the reviews start if they can.

    :param value: what the dice or the named public source gave.
    :raises IllegalTransition: unless it is sealed and every secret is open.
    :raises Incomplete: when nothing was sealed.
    :raises Invalid: when the public value is missing or malformed.
    """
    with unit_of_work(actor) as work:
        found = queries.get_round(actor, key, to_run=True, locked=True)
        draw = found.draw
        if draw is None or draw.commit_text is None:
            raise Incomplete(field="draw")
        state = after(ROUND_STEPS, found.state, RoundStep.DRAW)
        work.hold(draw)
        if draw.stage is not Stage.OPENED:
            raise IllegalTransition(state=draw.stage.value, step="draw")
        open_the_platforms(actor, draw)
        _take_public_value(actor, draw, value)
        _draw(actor, work, draw)
        found.state = state
        work.log(AuditCode.ROUND_DRAWN, draw, number=draw.number, seed=draw.seed)
        is_ready = found.version_id and found.reviewers
        if is_ready and can_be_shared_out(actor, found):
            start_reviews(actor, key)
    return found


def _take_public_value(actor: Actor, draw: Draw, value: str) -> None:
    kind = ceremony.public_kind(draw.public_source)
    if kind is not PublicKind.NONE:
        draw.public_value = ceremony.public_value(kind, value)
        draw.public_value_at, draw.public_value_by_id = clock.now(), actor.id


def _draw(actor: Actor, work: Work, draw: Draw) -> None:
    secrets = [(part.name, part.secret or "") for part in draw.contributions]
    value = draw.public_value or rules.NO_PUBLIC_VALUE
    drawn = rules.reveal(sealed_of(draw), secrets=secrets, public_value=value)
    draw.reveal_text, draw.seed = drawn.reveal.decode(), drawn.seed_hex
    draw.draw_text = draw_file(drawn.picks).decode()
    draw.drawn_at, draw.drawn_by_id = clock.now(), actor.id
    choose_cases(actor, draw, picks=drawn.selected)
    work.session.expire(draw.round, ["cases"])
    set_inclusion_shares(actor, draw)


def abandon_draw(actor: Actor, key: str, *, reason: str) -> Draw:
    """Give up the round's draw before its cases are known; number and reason stay on record.

    :raises IllegalTransition: when nothing was started, or the cases are drawn.
    :raises Invalid: without a reason.
    """
    if not reason.strip():
        raise Invalid(field="reason", reason="empty")
    with unit_of_work(actor):
        found = queries.get_round(actor, key, to_run=True, locked=True)
        draw = found.draw
        if draw is None or draw.drawn_at is not None:
            raise IllegalTransition(state=found.state.value, step="abandon-draw")
        abandon_standing(actor, found, reason=reason)
    return draw


def draw_at_once(actor: Actor, *, title: str, chosen: FrameFilter, design: SamplingDesign) -> Round:
    """Plan, seal and draw a round in one go; all of it is kept, or nothing."""
    with unit_of_work(actor):
        planned = plan_round(actor, title=title, purpose=RoundPurpose.MEASURE)
        set_frame(actor, planned.key, chosen=chosen)
        set_design(actor, planned.key, design=design)
        seal_draw(actor, planned.key)
        return reveal_draw(actor, planned.key)
