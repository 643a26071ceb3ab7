"""Keeping descriptions of cases under a name, and saying how many cases there should be."""

from review_app.domain.access import Permission, demand
from review_app.domain.actors import Actor
from review_app.domain.audit_codes import AuditCode
from review_app.domain.errors import Invalid
from review_app.domain.frames import FrameFilter
from review_app.domain.personal_data import find_personal_numbers
from review_app.features.rounds import queries_saved
from review_app.features.rounds.service import unsealed
from review_app.kernel.unit_of_work import unit_of_work
from review_app.models import Round, SavedFrame


def save_frame(actor: Actor, *, name: str, chosen: FrameFilter) -> SavedFrame:
    """Keep a description of cases for other rounds.

    :raises Invalid: when there is no name, or it is taken.
    """
    with unit_of_work(actor) as work:
        demand(actor, Permission.ROUND_RUN)
        kept = SavedFrame(
            name=_free_name(actor, name), frame_filter=chosen.stored(), created_by_id=actor.id
        )
        work.add(kept)
        work.log(AuditCode.SAVED_FRAME_ADDED, kept)
    return kept


def rename_frame(actor: Actor, key: str, *, name: str) -> SavedFrame:
    """Give a saved description another name.

    :raises Invalid: when there is no name, or it is taken.
    """
    with unit_of_work(actor) as work:
        kept = queries_saved.get_frame(actor, key)
        if name.strip() != kept.name:
            kept.name = _free_name(actor, name)
            work.log(AuditCode.SAVED_FRAME_RENAMED, kept)
    return kept


def remove_frame(actor: Actor, key: str) -> None:
    """Throw a saved description away; rounds that used it keep their own copy."""
    with unit_of_work(actor) as work:
        kept = queries_saved.get_frame(actor, key)
        work.log(AuditCode.SAVED_FRAME_REMOVED, kept)
        work.session.delete(kept)


def _free_name(actor: Actor, name: str) -> str:
    wanted = name.strip()
    if not wanted:
        raise Invalid(field="name", reason="empty")
    if find_personal_numbers(wanted):
        raise Invalid(field="name", reason="personal-number")
    if any(one.name.casefold() == wanted.casefold() for one in queries_saved.list_frames(actor)):
        raise Invalid(field="name", reason="taken")
    return wanted


def set_expected(actor: Actor, key: str, *, size: int, source: str) -> Round:
    """Say how many cases the list should hold; it goes into the plan of the draw.

    :raises Invalid: without a word on where the number comes from.
    """
    if size < 0 or not source.strip():
        raise Invalid(field="source", reason="empty")
    if find_personal_numbers(source):
        raise Invalid(field="source", reason="personal-number")
    with unit_of_work(actor) as work:
        found = unsealed(actor, key)
        found.expected_frame_size = size
        found.expected_frame_source = " ".join(source.split())
        work.log(AuditCode.ROUND_CHANGED, found, step="completeness", expected=size)
    return found
