"""Two published rounds of two teams with six and three caseworkers, for the tests of openness."""

from review_app.domain.access import OPERATOR, Role
from review_app.domain.openness import Audience, Detail, FigureFamily
from review_app.features.identity import service as identity
from review_app.features.insights import service_publishing
from review_app.features.openness import service
from review_app.features.openness.service import Wanted
from review_app.kernel import clock
from tests.cast import actor
from tests.insights.series import drawn_round
from tests.knowledge.notes import a_checklist

QUALITY = FigureFamily.QUALITY


def colleagues(people):
    """Let North have six caseworkers and South three, besides Karin; return all by name."""
    found = {"hanne": people.hanne, "henrik": people.henrik}
    teams = {"n": people.north, "s": people.south}
    for name in ("nina", "niels", "nora", "nik", "sara", "soren"):
        found[name] = identity.save_person(
            OPERATOR,
            None,
            name=name.capitalize(),
            email=f"{name}@example.org",
            roles=[Role.CASEWORKER],
            team_ids=[teams[name[0]].id],
            language="en",
        )
    return found


def two_rounds(people, staff):
    """Draw two rounds: in the second South has few cases, so that something is withheld."""
    north = [staff[name] for name in ("hanne", "nina", "niels", "nora", "nik")]
    south = [staff[name] for name in ("henrik", "sara", "soren")]
    version = a_checklist("Was it asked?", "Was it noted?")
    big = north * 6 + south * 4
    first = drawn_round(version, people.kurt, big, {"C1": 20, "C2": 33}, days_ago=90)
    small = [*north * 6, *south[:2]]
    second = drawn_round(version, people.kurt, small, {"C1": 25, "C2": 31}, number=2, days_ago=10)
    return first, second


def publish(people, *rounds):
    return [service_publishing.publish_round(actor(people.kurt), found.key) for found in rounds]


def opened(person, audience, *details, family=QUALITY, reason="To learn from each other"):
    """Open one detail after another to an audience; the last step is returned."""
    step = None
    for detail in details:
        wanted = Wanted(family, audience, detail, clock.today(), reason, "Agreement 12")
        step = service.decide_step(actor(person), wanted=wanted)
    return step


def open_names(people):
    """Open quality to the team by name; everybody is asked."""
    return opened(people.mona, Audience.TEAM, *Detail)


def open_stepwise(people, family=QUALITY):
    """Open a family to everybody: teams to management and to each team, else the house."""
    opened(people.mona, Audience.MANAGEMENT, Detail.HOUSE, Detail.TEAM, family=family)
    opened(people.kurt, Audience.TEAM, Detail.HOUSE, Detail.TEAM, family=family)
    opened(people.kurt, Audience.STAFF, Detail.HOUSE, family=family)
    opened(people.kurt, Audience.OBSERVERS, Detail.HOUSE, family=family)
