"""The demonstration's second version of a checklist can be published as it is written."""

from pathlib import Path

from review_app.domain.access import OPERATOR
from review_app.entrypoints.demo import checklist_versions
from review_app.features.checklists import queries, service
from tests.cast import actor


class TownOfKarin:
    def __init__(self, karin):
        self.karin = karin

    def actor(self, _name):
        return actor(self.karin)


def test_the_second_version_asks_on_conditions_and_shows_facts(people):
    service.seed_reference(OPERATOR, folder=Path("seed/reference"))
    checklist_versions.publish_the_next(TownOfKarin(people.karin))
    version = queries.list_checklists(OPERATOR)[0].versions[0]
    assert version.number == 2
    said = {c.code: c for c in queries.get_version(OPERATOR, version.key).criteria}
    assert said["K35"].evidence_on == ["not-met"]
    assert said["K41"].applies_when[0]["subject"] == "Standby begyndt"
