"""Which published tables, and which questions of assent, an actor may read."""

from sqlalchemy import Select, select, true

from review_app.domain.access import Actor, Role
from review_app.domain.grants_openness import HOUSE
from review_app.models.openness import AssentMember
from review_app.models.openness_now import families_open_to
from review_app.models.publications import Publication
from review_app.models.visibility.ways import any_way


def visible_publications(actor: Actor) -> Select[Publication]:
    """Select the tables the actor may read (``Permission.PUBLICATION_READ``)."""
    opened = Publication.family.in_(families_open_to(actor))
    ways = [
        *((role, opened) for role in HOUSE),
        (Role.COORDINATOR, true()),
        (Role.OPERATOR, true()),
    ]
    return select(Publication).where(any_way(actor, ways))


def visible_questions(actor: Actor) -> Select[AssentMember]:
    """Select where the actor is asked to be named (``Permission.ASSENT_GIVE``)."""
    own = AssentMember.person_id == actor.id
    return select(AssentMember).where(any_way(actor, [(Role.CASEWORKER, own)]))


def publications_to_preview(actor: Actor) -> Select[Publication]:
    """Select what whoever decides on openness looks at first (``Permission.OPENNESS_DECIDE``)."""
    ways = [(Role.COORDINATOR, true()), (Role.MANAGER, true())]
    return select(Publication).where(any_way(actor, ways))
