"""What openness does when something happens elsewhere."""

from review_app.domain.access import Actor
from review_app.domain.events import PersonChanged
from review_app.features.openness import service


def ask_new_colleagues(actor: Actor, _happened: PersonChanged) -> None:
    """Ask whoever came to a team that is named; let go of whoever left."""
    service.ask_groups(actor)
