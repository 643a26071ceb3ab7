"""Standards for tests: begun by a coordinator through the services, or put there as rows."""

from datetime import date

from review_app.features.workflow_standards import queries, service
from review_app.features.workflow_standards.service import Links
from tests.cast import actor

HEAD = {
    "title_da": "Opfølgning i sygedagpengesager",
    "title_en": "Follow-up in sickness-benefit cases",
    "purpose_da": "Så borgeren ved, hvad der sker.",
    "purpose_en": "So that the citizen knows what happens.",
    "case_type": "Sygedagpenge",
}


def words(what, who="Caseworker", **more):
    """The texts of a step, the same in both languages but for a mark."""
    texts = {"who": who, "what": what, **more}
    return {f"{n}_{end}": f"{t}{mark}" for n, t in texts.items() for end, mark in ENDS}


ENDS = (("en", ""), ("da", " (da)"))


def begun(person, *whats):
    """A draft by *person* with a step for each of *whats*."""
    version = service.start_standard(actor(person), values=HEAD)
    for what in whats:
        service.add_step(actor(person), version.key, values=words(what), links=Links())
    return queries.get_version(actor(person), version.key)


def published(person, *whats):
    """The same, published."""
    version = begun(person, *whats)
    return service.publish(
        actor(person), version.key, reason="Agreed at the seminar", effective_on=date(2026, 3, 1)
    )


def whats(person, version):
    """What the steps say, in order."""
    return [s.what_en for s in queries.get_version(actor(person), version.key).steps]
