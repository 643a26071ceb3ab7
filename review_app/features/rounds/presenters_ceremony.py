"""What the pages of a ceremony show: who is missing, one's own part, the certificate."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from review_app.domain import ceremony
from review_app.domain.actors import Actor
from review_app.domain.ceremony import Contributor, Protection, PublicKind, Stage
from review_app.domain.draw import ExtensionCode, Replacement, read_plan
from review_app.domain.verify_draw import Pick
from review_app.domain.workflow import RoundState
from review_app.features.rounds.presenters import REPLACEMENT_WORDS, SHOWN
from review_app.features.rounds.presenters_strata import StratumState, strata_states
from review_app.kernel import clock
from review_app.kernel.words import word
from review_app.models import Draw, DrawContribution, DrawExtension, Round
from review_app.models.bundles import changes_hash, drawn_of, replacements_of

CHANGE_WORDS = {code.value: said for code, said in REPLACEMENT_WORDS.items()} | {
    ExtensionCode.EXTENDED.value: _l("The sample was made larger"),
}


@dataclass(frozen=True, slots=True)
class PartLine:
    """One contributor as the others see them."""

    code: str
    role: str
    name: str
    keeper: str
    is_own: bool
    commitment: str
    committed_at: datetime | None
    revealed_at: datetime | None
    secret: str
    is_missing: bool
    url: str


@dataclass(frozen=True, slots=True)
class CeremonyPage:
    """How far a draw is, and who is waited for; ``mark`` changes whenever any of it does."""

    draw: Draw
    stage: Stage
    kind: PublicKind
    parts: Sequence[PartLine]
    waiting_for: str
    is_late: bool
    mark: str


def ceremony_page(actor: Actor, draw: Draw) -> CeremonyPage:
    """Gather what everybody who waits for a draw is shown."""
    stage = draw.stage
    parts = [part_line(actor, part) for part in draw.contributions]
    given = "".join(str((p.commitment is not None) + bool(p.revealed_at)) for p in _by_place(draw))
    late = stage is Stage.OPENING and ceremony.is_late(draw.reveal_due_on, today=clock.today())
    return CeremonyPage(
        draw=draw,
        stage=stage,
        kind=ceremony.public_kind(draw.public_source),
        parts=parts,
        waiting_for=", ".join(_named(line) for line in parts if line.is_missing),
        is_late=late,
        mark=f"{draw.number}-{stage.value}-{given}-{late:d}",
    )


def _by_place(draw: Draw) -> Sequence[DrawContribution]:
    return sorted(draw.contributions, key=lambda part: part.position)


def _named(line: PartLine) -> str:
    return f"{line.role} ({line.name})" if line.name else line.role


def part_line(actor: Actor, part: DrawContribution) -> PartLine:
    """Return one contributor as the others see them; a secret only when all are open."""
    draw = part.draw
    all_open = all(one.revealed_at for one in draw.contributions)
    missing = part.commitment is None
    if draw.stage is Stage.OPENING:
        missing = part.is_own_secret and part.revealed_at is None
    return PartLine(
        code=part.name,
        role=word(Contributor(part.name)),
        name=part.person.name if part.person else "",
        keeper=_keeper(part),
        is_own=part.is_own_secret,
        commitment=part.commitment or "",
        committed_at=part.committed_at,
        revealed_at=part.revealed_at,
        secret=(part.secret or "") if all_open or draw.seed else "",
        is_missing=missing,
        url=url_for("rounds.part", key=draw.key) if part.person_id == actor.id else "",
    )


def _keeper(part: DrawContribution) -> str:
    if part.commitment is None:
        return ""
    if part.is_own_secret:
        return str(_("Made and kept it themselves"))
    return str(_("The platform made and keeps it"))


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a draw that was made: when, what, and by whom."""

    when: datetime | None
    title: str
    detail: str


@dataclass(frozen=True, slots=True)
class CertificatePage:
    """What the certificate says of a draw."""

    round: Round
    draw: Draw
    stage: Stage
    parts: Sequence[PartLine]
    protection: Protection
    kind: PublicKind
    method: str
    steps: Sequence[Step]
    selected: Sequence[Pick]
    first_reserve: Sequence[Pick]
    changes: Sequence[Replacement]
    changes_hash: str
    extensions: Sequence[DrawExtension]
    groups: Sequence[StratumState]
    double_secret: str
    sizes: str
    first_ticket: Pick | None


def certificate_page(actor: Actor, draw: Draw) -> CertificatePage:
    """Gather what the certificate of a sealed draw shows."""
    drawn = drawn_of(draw) if draw.seed else None
    cases = draw.round.cases if drawn else []
    changes = replacements_of(drawn, cases) if drawn else []
    parts = [part_line(actor, part) for part in draw.contributions]
    plan = read_plan(draw.plan_text.encode())
    planned = plan["n"] if isinstance(plan["n"], str) else ""
    selected = drawn.selected if drawn else ()
    return CertificatePage(
        round=draw.round,
        draw=draw,
        stage=draw.stage,
        parts=parts,
        protection=ceremony.protection(sum(part.is_own_secret for part in draw.contributions)),
        kind=ceremony.public_kind(draw.public_source),
        method=str(plan["method"]),
        steps=_steps(draw, parts),
        selected=selected,
        first_reserve=drawn.reserve[:SHOWN] if drawn else (),
        changes=changes,
        changes_hash=changes_hash(drawn, cases) if drawn else "",
        extensions=draw.extensions,
        groups=strata_states(actor, draw.round) if drawn else (),
        double_secret=_double_secret(draw),
        sizes=planned,
        first_ticket=selected[0] if selected else None,
    )


def _double_secret(draw: Draw) -> str:
    return (draw.double_secret or "") if draw.round.state is RoundState.CLOSED else ""


def _steps(draw: Draw, parts: Sequence[PartLine]) -> list[Step]:
    started_by = draw.started_by.name if draw.started_by else ""
    told = [Step(draw.started_at or draw.committed_at, str(_("List and plan fixed")), started_by)]
    for one in parts:
        told.append(Step(one.committed_at, str(_("Bound to a secret")), _named(one)))
    sealed = str(_("The fingerprint of the whole was published"))
    told.append(Step(draw.committed_at, str(_("Sealed")), sealed))
    for one in parts:
        told.append(Step(one.revealed_at, str(_("Secret opened")), _named(one)))
    if draw.public_value_at:
        typed_by = draw.public_value_by.name if draw.public_value_by else ""
        told.append(Step(draw.public_value_at, str(_("Public value entered")), typed_by))
    if draw.drawn_at:
        drawn_by = draw.drawn_by.name if draw.drawn_by else ""
        told.append(Step(draw.drawn_at, str(_("Cases drawn")), drawn_by))
    if draw.abandoned_at:
        gone_by = draw.abandoned_by.name if draw.abandoned_by else ""
        told.append(Step(draw.abandoned_at, str(_("Abandoned")), gone_by))
    kept = [one for one in told if one.when is not None]
    return sorted(kept, key=lambda one: one.when or clock.now())
