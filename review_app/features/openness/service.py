"""Opening figures step by step, asking those who would be named, and keeping what they answer."""

from dataclasses import dataclass
from datetime import date

from review_app.domain.access import Actor, Permission, demand
from review_app.domain.assent import AssentAnswer
from review_app.domain.audit_codes import AuditCode
from review_app.domain.errors import Conflict, Incomplete, Invalid
from review_app.domain.openness import Audience, Detail, FigureFamily, demand_step, in_force_on
from review_app.domain.personal_data import refuse_personal_numbers
from review_app.features.openness import queries
from review_app.kernel import clock
from review_app.kernel.unit_of_work import Work, unit_of_work
from review_app.models import Assent, AssentMember, OpennessStep
from review_app.models.openness_now import levels, standing_steps


@dataclass(frozen=True, slots=True)
class Wanted:
    """A step to be decided; ``detail`` is ``None`` to show nothing any more."""

    family: FigureFamily
    audience: Audience
    detail: Detail | None
    effective_on: date
    reason: str
    legal_basis: str


def decide_step(actor: Actor, *, wanted: Wanted) -> OpennessStep:
    """Open a family of figures one step further to an audience, or show less of it.

    Where the step shows names, everybody who would be named is asked at once.

    :raises Invalid: for a day that is over, and for more than one step further.
    :raises Incomplete: without a reason or a legal basis.
    :raises Conflict: while a step of the same audience has not taken effect.
    """
    with unit_of_work(actor) as work:
        demand(actor, Permission.OPENNESS_DECIDE)
        if wanted.effective_on < clock.today():
            raise Invalid(field="effective_on", reason="past")
        _demand_step(wanted)
        step = work.add(
            OpennessStep(
                family=wanted.family,
                audience=wanted.audience,
                detail=wanted.detail,
                effective_on=wanted.effective_on,
                reason=_given(wanted.reason, field="reason"),
                legal_basis=_given(wanted.legal_basis, field="legal_basis"),
                decided_by_id=actor.id,
            )
        )
        work.log(
            AuditCode.OPENNESS_STEP_DECIDED,
            step,
            family=step.family.value,
            audience=step.audience.value,
            detail=step.detail.value if step.detail else None,
            effective_on=step.effective_on.isoformat(),
        )
        _ask(work)
    return step


def _demand_step(wanted: Wanted) -> None:
    steps = standing_steps()
    upcoming = [
        step
        for step in steps
        if (step.family, step.audience) == (wanted.family, wanted.audience)
        and step.effective_on > clock.today()
    ]
    if upcoming:
        raise Conflict(thing="openness step", key=upcoming[0].key)
    in_force = in_force_on(steps, wanted.family, wanted.effective_on)
    demand_step(wanted.family, wanted.audience, wanted.detail, levels=levels(in_force))


def _given(text: str, *, field: str) -> str:
    refuse_personal_numbers(text, field=field)
    if not text.strip():
        raise Incomplete(fields=[field])
    return text.strip()


def take_back(actor: Actor, key: str) -> OpennessStep:
    """Take a step back that has not taken effect yet.

    :raises Conflict: when it has, or was taken back already.
    """
    with unit_of_work(actor) as work:
        demand(actor, Permission.OPENNESS_DECIDE)
        step = queries.get_step(actor, key)
        work.hold(step)
        if step.taken_back_at is not None or step.effective_on <= clock.today():
            raise Conflict(thing="openness step", key=key)
        step.taken_back_at, step.taken_back_by_id = clock.now(), actor.id
        work.log(AuditCode.OPENNESS_STEP_TAKEN_BACK, step)
        _ask(work)
    return step


def answer(actor: Actor, key: str, *, given: AssentAnswer) -> Assent:
    """Keep what the actor says to being named; it counts from this moment.

    :raises NotFound: when the actor is not asked, or the question has fallen away.
    :raises Conflict: for a withdrawal where nothing was said yes to.
    """
    with unit_of_work(actor) as work:
        question = queries.get_question(actor, key)
        demand(actor, Permission.ASSENT_GIVE, question.member)
        work.hold(question.step)
        if given is AssentAnswer.WITHDRAWN and question.answer is not AssentAnswer.YES:
            raise Conflict(thing="assent", key=key)
        made = work.add(
            Assent(step_id=question.step.id, person_id=question.member.person_id, answer=given)
        )
        # The log keeps that somebody answered; what they said stands in their own row alone.
        work.log(AuditCode.ASSENT_ANSWERED, question.step)
    return made


def ask_groups(actor: Actor) -> None:
    """Bring the groups that are asked up to date with who is in the teams now."""
    with unit_of_work(actor) as work:
        _ask(work)


def _ask(work: Work) -> None:
    steps = queries.naming_steps(work.actor)
    present = queries.caseworkers_by_team(work.actor) if steps else frozenset()
    for step in steps:
        asked = queries.present_members(work.actor, step)
        left = [member for pair, member in asked.items() if pair not in present]
        for member in left:
            member.left_at = clock.now()
        come = present - asked.keys()
        for team_id, person_id in sorted(come):
            work.add(AssentMember(step_id=step.id, team_id=team_id, person_id=person_id))
        if left or come:
            work.log(AuditCode.ASSENT_ASKED, step, asked=len(come), left=len(left))
