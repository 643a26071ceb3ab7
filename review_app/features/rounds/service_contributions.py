"""The contributors' part in a draw: being bound to a secret, and revealing it."""

from collections.abc import Mapping, Sequence

from review_app.domain import ceremony
from review_app.domain.access import Permission, demand
from review_app.domain.actors import Actor
from review_app.domain.audit_codes import AuditCode
from review_app.domain.ceremony import Contributor, Stage
from review_app.domain.errors import IllegalTransition
from review_app.domain.verify_draw import commitment
from review_app.features.rounds import queries_ceremony
from review_app.kernel import clock
from review_app.kernel.keys import new_secret
from review_app.kernel.unit_of_work import unit_of_work
from review_app.models import Draw, DrawContribution


def ask_for_secrets(
    actor: Actor, draw: Draw, *, names: Sequence[Contributor], people: Mapping[Contributor, int]
) -> None:
    """Give everyone their part in a draw that is being started; the platform's is bound at once."""
    with unit_of_work(actor) as work:
        for position, name in enumerate(names, start=1):
            part = DrawContribution(position=position, name=name.value, draw_id=draw.id)
            part.person_id = people.get(name)
            if part.person_id is None:
                _bind(part, new_secret())
            work.add(part)


def _bind(part: DrawContribution, secret: str) -> None:
    """Bind a part to a secret that the platform makes and keeps."""
    part.secret, part.is_own_secret = secret, False
    part.commitment, part.committed_at = commitment(part.name, secret), clock.now()


def commit_to_secret(actor: Actor, draw_key: str, *, given: str | None) -> DrawContribution:
    """Bind the actor's part of a draw to a secret; free to do anew until the draw is sealed.

    :param given: the commitment to a secret the actor keeps; ``None`` lets the platform make the
        secret and keep it.
    :raises IllegalTransition: once the draw is sealed or abandoned.
    :raises Invalid: when it is no commitment.
    """
    with unit_of_work(actor) as work:
        part = queries_ceremony.get_part(actor, draw_key)
        demand(actor, Permission.DRAW_CONTRIBUTE, part)
        work.hold(part.draw)
        if part.draw.stage not in {Stage.GATHERING, Stage.GATHERED}:
            raise IllegalTransition(state=part.draw.stage.value, step="commit")
        if given is None:
            _bind(part, new_secret())
        else:
            part.commitment = ceremony.read_hash(given, field="commitment")
            part.secret, part.is_own_secret, part.committed_at = None, True, clock.now()
        work.log(
            AuditCode.ROUND_DRAW_COMMITTED_TO,
            part.draw,
            part=part.name,
            commitment=part.commitment,
            own=part.is_own_secret,
        )
    return part


def reveal_secret(actor: Actor, draw_key: str, *, secret: str) -> DrawContribution:
    """Open the actor's secret; with the last one those that the platform keeps are opened too.

    :raises IllegalTransition: before the seal, when it is open already, or the day has passed
        after which the plan abandons the draw.
    :raises Invalid: when it is not the secret the actor is bound to.
    """
    with unit_of_work(actor) as work:
        part = queries_ceremony.get_part(actor, draw_key)
        demand(actor, Permission.DRAW_CONTRIBUTE, part)
        draw = part.draw
        work.hold(draw)
        if draw.stage is not Stage.OPENING or not part.is_own_secret or part.revealed_at:
            raise IllegalTransition(state=draw.stage.value, step="reveal")
        if ceremony.is_late(draw.reveal_due_on, today=clock.today()):
            raise IllegalTransition(state="late", step="reveal")
        part.secret = ceremony.check_secret(part.name, secret, bound_to=part.commitment)
        part.revealed_at = clock.now()
        if all(one.revealed_at for one in draw.contributions if one.is_own_secret):
            open_the_platforms(actor, draw)
        work.log(AuditCode.ROUND_DRAW_SECRET_REVEALED, draw, part=part.name)
    return part


def open_the_platforms(actor: Actor, draw: Draw) -> None:
    """Open the secrets that the platform keeps, once everybody else's is open."""
    with unit_of_work(actor):
        for part in draw.contributions:
            part.revealed_at = part.revealed_at or clock.now()
