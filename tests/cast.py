"""The people of every test. They keep their jobs from test to test, so a reader learns them once.

Hanne and Henrik handle cases, Hanne in team North and Henrik in team South. Karin coordinates and
also handles cases in North, so she can be caught out reviewing her own. Kurt is a second
coordinator. Clara is a consultant of the firm Klarsyn with a running engagement, Carl's engagement
has ended. Mona manages North. Olga observes. Adam administers and sees no case.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from review_app.domain.access import Actor, Role
from review_app.domain.kinds import EngagementPurpose
from review_app.kernel import clock
from review_app.kernel.db import db
from review_app.models import (
    Appointment,
    Case,
    CaseSource,
    Engagement,
    EngagementMember,
    Firm,
    Person,
    Team,
    TeamMembership,
)
from review_app.models.actors import actor_of


@dataclass
class Cast:
    hanne: Person
    henrik: Person
    karin: Person
    kurt: Person
    clara: Person
    carl: Person
    mona: Person
    olga: Person
    adam: Person
    north: Team
    south: Team
    klarsyn: Firm
    running: Engagement
    ended: Engagement


def actor(person: Person) -> Actor:
    """Return who *person* is today."""
    return actor_of(db.session(), person, on=clock.today())


def enter(*rows):
    """Put rows there without a word in the log: only a test may."""
    db.session.add_all(rows)
    db.session.flush()
    db.session.info["logged"] = True
    db.session.commit()


def the_cast() -> Cast:
    """Return the cast that stands in the database the test began with."""
    staff = {person.name.lower(): person for person in db.session.query(Person)}
    teams = {team.name.lower(): team for team in db.session.query(Team)}
    running, ended = db.session.query(Engagement).order_by(Engagement.id)
    klarsyn = db.session.query(Firm).one()
    return Cast(**staff, **teams, klarsyn=klarsyn, running=running, ended=ended)


def move_in() -> None:
    """Enter the cast into an empty database."""
    north, south, klarsyn = Team(name="North"), Team(name="South"), Firm(name="Klarsyn")
    enter(north, south, klarsyn)

    def person(name, *roles, team=None, firm=None):
        return Person(
            name=name.capitalize(),
            email=f"{name}@example.org",
            language="en",
            firm_id=firm.id if firm else None,
            appointments=[Appointment(role=role) for role in roles],
            memberships=[TeamMembership(team_id=team.id)] if team else [],
        )

    staff = {
        "hanne": person("hanne", Role.CASEWORKER, team=north),
        "henrik": person("henrik", Role.CASEWORKER, team=south),
        "karin": person("karin", Role.COORDINATOR, Role.CASEWORKER, team=north),
        "kurt": person("kurt", Role.COORDINATOR, team=south),
        "clara": person("clara", Role.CONSULTANT, firm=klarsyn),
        "carl": person("carl", Role.CONSULTANT, firm=klarsyn),
        "mona": person("mona", Role.MANAGER, team=north),
        "olga": person("olga", Role.OBSERVER),
        "adam": person("adam", Role.ADMINISTRATOR),
    }
    enter(*staff.values())
    an_engagement(klarsyn, staff["clara"], ends_in_days=90)
    an_engagement(klarsyn, staff["carl"], ends_in_days=-1)


def an_engagement(firm, *members, ends_in_days):
    engagement = Engagement(
        firm_id=firm.id,
        title="Learning cases",
        purpose=EngagementPurpose.LEARNING_CASES,
        quota=50,
        starts_on=clock.today() - timedelta(days=90),
        ends_on=clock.today() + timedelta(days=ends_in_days),
        members=[EngagementMember(person_id=member.id) for member in members],
    )
    enter(engagement)
    return engagement


def some_cases(*handlers, source="test", opened_on=date(2026, 3, 2)):
    """Enter one case for each of *handlers*, in order."""
    origin = CaseSource(code=source, name=source.capitalize())
    enter(origin)
    cases = [
        Case(
            source_id=origin.id,
            number=f"{source}-{n}",
            case_type="Sygedagpenge",
            caseworker_id=handler.id if handler else None,
            caseworker_label=handler.name if handler else "Unknown",
            team_id=min(handler.team_ids) if handler and handler.team_ids else None,
            opened_on=opened_on + timedelta(days=n),
            deadline_on=opened_on + timedelta(days=n + 55),
        )
        for n, handler in enumerate(handlers)
    ]
    enter(*cases)
    return cases
