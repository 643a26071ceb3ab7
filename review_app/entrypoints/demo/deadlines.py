"""The rules with deadlines in the story: one set is agreed on, the others wait for a lawyer."""

from sqlalchemy import select

from review_app.domain.access import OPERATOR
from review_app.entrypoints.demo.people import Town
from review_app.features.timeliness import service, service_seeding
from review_app.kernel.db import db
from review_app.kernel.places import TOP
from review_app.models import RuleSet

MANAGER = "Ruth Rosmarin"
AGREED = "own-deadline"


def set_rules(town: Town) -> None:
    """Seed the rules, and have the manager confirm the one that is the house's own."""
    service_seeding.seed_reference(OPERATOR, folder=TOP / "seed" / "reference")
    agreed = db.session.scalars(select(RuleSet).where(RuleSet.code == AGREED)).one()
    words = "Ledelsen: fristen i fagsystemet er husets egen og er holdt op mod lovens frister."
    service.confirm(town.actor(MANAGER), agreed.key, words=words)
