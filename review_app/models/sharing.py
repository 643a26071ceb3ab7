"""Who can be given reviews of a round today, how much of them, and what they have a part in."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from review_app.domain.access import Role
from review_app.domain.assignment import AwayPeriod, Capacity, is_away
from review_app.models.assignments import people_with_a_part
from review_app.models.engagements import Engagement, EngagementMember, runs_on
from review_app.models.people import Absence, Appointment, Person
from review_app.models.rounds import Round

Absences = Mapping[int, list[Absence]]


def able_people(session: Session, found: Round, *, on: date) -> list[Person]:
    """Return who could review in the round on the day *on*, by name.

    Coordinators, and the members of its engagement while it runs.
    """
    coordinators = select(Appointment.person_id).where(Appointment.role == Role.COORDINATOR)
    members = (
        select(EngagementMember.person_id)
        .join(Engagement, Engagement.id == EngagementMember.engagement_id)
        .where(
            Engagement.id == found.engagement_id,
            runs_on(on),
        )
    )
    query = select(Person).where(
        Person.is_active, or_(Person.id.in_(coordinators), Person.id.in_(members))
    )
    return list(session.scalars(query.order_by(Person.name, Person.id)))


def absences_of(session: Session, person_ids: Iterable[int], *, on: date) -> Absences:
    """Return the absences of these people that are not over on the day *on*, by person."""
    query = select(Absence).where(Absence.person_id.in_(list(person_ids)), Absence.to_on >= on)
    by_person: dict[int, list[Absence]] = defaultdict(list)
    for absence in session.scalars(query.order_by(Absence.from_on, Absence.id)):
        by_person[absence.person_id].append(absence)
    return by_person


def here(session: Session, found: Round, people: Iterable[Person], *, on: date) -> list[Person]:
    """Return those of *people* who are not away until the round's reviews are due."""
    people = list(people)
    absences = absences_of(session, [person.id for person in people], on=on)
    return [
        person
        for person in people
        if not is_away(
            [AwayPeriod(one.from_on, one.to_on) for one in absences.get(person.id, [])],
            today=on,
            due_on=found.reviews_due_on,
        )
    ]


def reviewers_here(session: Session, found: Round, *, on: date) -> dict[int, Capacity]:
    """Return what those reviewers of the round take who can be given cases on the day *on*."""
    able = here(session, found, able_people(session, found, on=on), on=on)
    ids = {person.id for person in able}
    return {
        one.person_id: Capacity(one.weight, one.most_reviews)
        for one in sorted(found.reviewers, key=lambda one: one.person_id)
        if one.person_id in ids
    }


def parts_in_cases(session: Session, round_id: int) -> dict[int, frozenset[int]]:
    """Return who must not review a case of the round, by case."""
    by_case: dict[int, set[int]] = defaultdict(set)
    for case_id, person_id in session.execute(people_with_a_part(round_id)):
        by_case[case_id].add(person_id)
    return {case_id: frozenset(people) for case_id, people in by_case.items()}
