"""Finding checklists, their versions, and what differs between two."""

from collections.abc import Sequence

from sqlalchemy import func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from review_app.domain.access import Actor, Permission, demand, may_ever
from review_app.domain.checklist_texts import SectionText
from review_app.domain.checklists import Differences, differences
from review_app.domain.errors import NotFound
from review_app.domain.workflow import (
    CHECKLIST_VERSION_STEPS,
    ChangeProposalState,
    ChecklistVersionState,
    ChecklistVersionStep,
    after,
)
from review_app.features.checklists.writing import texts_of
from review_app.kernel.db import db
from review_app.models import (
    ChangeProposal,
    Checklist,
    ChecklistSection,
    ChecklistVersion,
    Criterion,
)
from review_app.models.visibility import visible_proposals


def list_checklists(actor: Actor) -> Sequence[Checklist]:
    """Return every checklist with its versions, newest first."""
    demand(actor, Permission.CHECKLIST_READ)
    query = select(Checklist).options(selectinload(Checklist.versions)).order_by(Checklist.id)
    return db.session.scalars(query).all()


def sees_drafts(actor: Actor) -> bool:
    """Say whether the actor works on checklists and therefore sees unfinished versions."""
    return may_ever(actor, Permission.CHECKLIST_EDIT) or may_ever(
        actor, Permission.CHECKLIST_PUBLISH
    )


def get_version(actor: Actor, key: str) -> ChecklistVersion:
    """Return one version with its sections and criteria.

    :raises NotFound: when there is none, or it is a draft the actor may not know of.
    """
    demand(actor, Permission.CHECKLIST_READ)
    query = (
        select(ChecklistVersion)
        .where(ChecklistVersion.key == key)
        .options(
            selectinload(ChecklistVersion.sections).selectinload(ChecklistSection.criteria),
            selectinload(ChecklistVersion.checklist).selectinload(Checklist.versions),
        )
    )
    version = db.session.scalar(query)
    if version is None or (version.state is ChecklistVersionState.DRAFT and not sees_drafts(actor)):
        raise NotFound(thing="checklist version", key=key)
    return version


def version_called(actor: Actor, code: str, *, number: int | None = None) -> ChecklistVersion:
    """Return a version of the checklist with that code; without a number, the newest.

    :raises NotFound: when there is none that the actor may know of.
    """
    named = [one for one in list_checklists(actor) if one.code == code]
    keys = [v.key for one in named for v in one.versions if number in (None, v.number)]
    if not keys:
        known = ", ".join(one.code for one in list_checklists(actor)) or "none"
        raise NotFound(thing="checklist version", code=code, number=number, known=known)
    return get_version(actor, keys[0])


def open_draft(actor: Actor, version_key: str) -> ChecklistVersion:
    """Return a version that the actor may change now.

    :raises IllegalTransition: when it is no draft any more.
    """
    version = get_version(actor, version_key)
    demand(actor, Permission.CHECKLIST_EDIT)
    # What can still be published can still be edited; anything else is locked.
    after(CHECKLIST_VERSION_STEPS, version.state, ChecklistVersionStep.PUBLISH)
    return version


def get_criterion(actor: Actor, version_key: str, *, key: str) -> Criterion:
    """Return one criterion of a version.

    :raises NotFound: when the version has none of that key.
    """
    for criterion in get_version(actor, version_key).criteria:
        if criterion.key == key:
            return criterion
    raise NotFound(thing="criterion", key=key)


def version_before(actor: Actor, version: ChecklistVersion) -> ChecklistVersion | None:
    """Return the version that *version* follows, if any."""
    earlier = [v for v in version.checklist.versions if v.number < version.number]
    return get_version(actor, earlier[0].key) if earlier else None


def changes_of(actor: Actor, version: ChecklistVersion) -> Differences:
    """Return what differs from the version before; nothing for the first."""
    earlier = version_before(actor, version)
    if earlier is None:
        return Differences()
    return differences(texts_of(earlier), texts_of(version))


def changes_by(
    actor: Actor, version: ChecklistVersion, *, sections: Sequence[SectionText]
) -> Differences:
    """Return what would differ if a version said *sections*."""
    demand(actor, Permission.CHECKLIST_READ)
    return differences(texts_of(version), sections)


def compare(
    actor: Actor, version: ChecklistVersion, *, with_key: str
) -> tuple[ChecklistVersion, Differences]:
    """Return another version of the same checklist and what differs from it to *version*.

    :raises NotFound: when there is none that the actor may know of.
    """
    other = get_version(actor, with_key)
    if other.checklist_id != version.checklist_id:
        raise NotFound(thing="checklist version", key=with_key)
    return other, differences(texts_of(other), texts_of(version))


def waiting_for_a_version(actor: Actor, checklist_id: int) -> Sequence[ChangeProposal]:
    """Return the accepted proposals to a checklist that are in no version yet.

    Also what an earlier version took up and did not write in: it is not lost at the publication.
    """
    demand(actor, Permission.CHECKLIST_EDIT)
    query = (
        visible_proposals(actor)
        .outerjoin(ChecklistVersion, ChecklistVersion.id == ChangeProposal.version_id)
        .where(
            ChangeProposal.checklist_id == checklist_id,
            ChangeProposal.state == ChangeProposalState.ACCEPTED,
            or_(
                ChangeProposal.version_id.is_(None),
                ChecklistVersion.state != ChecklistVersionState.DRAFT,
            ),
        )
    )
    return db.session.scalars(query).all()


def taken_up_by(actor: Actor, version: ChecklistVersion) -> Sequence[ChangeProposal]:
    """Return the accepted proposals that *version* takes up, as far as the actor may read them."""
    query = visible_proposals(actor).where(ChangeProposal.version_id == version.id)
    query = query.options(joinedload(ChangeProposal.criterion))
    return db.session.scalars(query.order_by(ChangeProposal.id)).all()


def count_open_proposals(actor: Actor) -> int | None:
    """Return how many of the proposals one may read wait for a decision; else none."""
    if not may_ever(actor, Permission.CHANGE_PROPOSAL_READ):
        return None
    open_ones = visible_proposals(actor).where(ChangeProposal.state == ChangeProposalState.OPEN)
    return db.session.scalar(select(func.count()).select_from(open_ones.subquery()))
