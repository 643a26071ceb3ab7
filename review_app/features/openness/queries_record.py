"""What is recorded about the actor, and who has looked at their cases."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select
from sqlalchemy.orm import aliased, contains_eager, joinedload

from review_app.domain.access import GRANTS, Actor, Permission, Role, demand
from review_app.domain.conditions import about_themselves, handled_by_them, owned_by_them
from review_app.domain.openness import FigureFamily
from review_app.domain.workflow import FeedbackState, ReviewState, RoundState
from review_app.kernel.db import db
from review_app.kernel.paging import Page, after_row, page_of
from review_app.kernel.reading_log import ReadingEntry
from review_app.models import (
    Absence,
    Action,
    Assent,
    Case,
    CaseworkerResponse,
    Feedback,
    LearningCase,
    LearningNote,
    Notification,
    Person,
    Publication,
    PublishedCell,
    Receipt,
    Review,
    Round,
    RoundCase,
    SavedView,
    SessionParticipant,
    SignIn,
    UrgentFinding,
)

OVER = (RoundState.CLOSED, RoundState.CANCELLED)
TOLD_OF = (ReviewState.IN_RESPONSE, ReviewState.SETTLED)
PASSED_ON = (FeedbackState.IN_DIALOGUE, FeedbackState.ACKNOWLEDGED, FeedbackState.CLOSED)
MOST_EXPORTED = 10_000


class Recorded(StrEnum):
    """Kinds of things that are recorded about a person."""

    ACCOUNT = "account"
    SIGN_INS = "sign-ins"
    ABSENCES = "absences"
    CASES = "cases"
    REVIEWS = "reviews"
    SCORED = "scored"
    RESPONSES = "responses"
    FEEDBACK = "feedback"
    SESSIONS = "sessions"
    ACTIONS = "actions"
    NOTES = "notes"
    RECEIPTS = "receipts"
    NOTIFICATIONS = "notifications"
    ASSENTS = "assents"
    SAVED_VIEWS = "saved-views"
    FIGURES = "figures"


# By which permission others see it; without one nobody but oneself does.
SEEN_BY: dict[Recorded, Permission | None] = {
    Recorded.ACCOUNT: Permission.PERSON_MANAGE,
    Recorded.SIGN_INS: None,
    Recorded.ABSENCES: Permission.ABSENCE_KEEP,
    Recorded.CASES: Permission.CASE_READ,
    Recorded.REVIEWS: Permission.REVIEW_READ,
    Recorded.SCORED: Permission.STRICTNESS_READ,
    Recorded.RESPONSES: Permission.REVIEW_READ,
    Recorded.FEEDBACK: Permission.FEEDBACK_READ,
    Recorded.SESSIONS: Permission.SESSION_READ,
    Recorded.ACTIONS: Permission.ACTION_READ,
    Recorded.NOTES: Permission.NOTE_READ,
    Recorded.RECEIPTS: Permission.RECEIPT_READ,
    Recorded.NOTIFICATIONS: None,
    Recorded.ASSENTS: None,
    Recorded.SAVED_VIEWS: None,
    Recorded.FIGURES: None,
}
OWN = {about_themselves, handled_by_them, owned_by_them}  # lines that open it to oneself
NO_PERSON = {Role.EVERYBODY, Role.OPERATOR, Role.MEMBER}


@dataclass(frozen=True, slots=True)
class RecordLine:
    """How many of a kind are recorded, and the roles that may see some of them."""

    kind: Recorded
    count: int
    roles: Sequence[Role]


@dataclass(frozen=True, slots=True)
class Look:
    """That somebody was shown something about one of the actor's cases."""

    at: datetime
    name: str
    roles: Sequence[Role]
    case_key: str
    purpose: str
    id: int


def list_recorded(actor: Actor) -> list[RecordLine]:
    """Return what is recorded about the actor: counts, each with who may see such things."""
    demand(actor, Permission.OWN_RECORD_READ)
    counts = db.session.execute(
        select(*(_count(actor, kind).label(kind.name) for kind in Recorded))
    ).one()
    return [
        RecordLine(kind, count, _roles(SEEN_BY[kind]))
        for kind, count in zip(Recorded, counts, strict=True)
    ]


def _count(actor: Actor, kind: Recorded) -> Any:
    me = actor.id
    opened = and_(Review.state.in_(TOLD_OF), Review.second_of_id.is_(None))
    conditions: dict[Recorded, tuple[Any, ColumnElement[bool]]] = {
        Recorded.ACCOUNT: (Person.id, Person.id == me),
        Recorded.SIGN_INS: (SignIn.id, SignIn.person_id == me),
        Recorded.ABSENCES: (Absence.id, Absence.person_id == me),
        Recorded.CASES: (Case.id, Case.caseworker_id == me),
        # Only what the caseworker was told of: a review under way stays unseen.
        Recorded.REVIEWS: (Review.id, and_(Review.caseworker_id == me, opened)),
        Recorded.SCORED: (Review.id, Review.reviewer_id == me),
        Recorded.RESPONSES: (CaseworkerResponse.id, CaseworkerResponse.given_by_id == me),
        Recorded.FEEDBACK: (Feedback.id, and_(_is_theirs(me), Feedback.state.in_(PASSED_ON))),
        Recorded.SESSIONS: (SessionParticipant.id, SessionParticipant.person_id == me),
        Recorded.ACTIONS: (Action.id, Action.owner_id == me),
        Recorded.NOTES: (LearningNote.id, LearningNote.owner_id == me),
        Recorded.RECEIPTS: (Receipt.id, Receipt.person_id == me),
        Recorded.NOTIFICATIONS: (Notification.id, Notification.person_id == me),
        Recorded.ASSENTS: (Assent.id, Assent.person_id == me),
        Recorded.SAVED_VIEWS: (SavedView.id, SavedView.owner_id == me),
        Recorded.FIGURES: (PublishedCell.id, PublishedCell.person_id == me),
    }
    column, condition = conditions[kind]
    return select(func.count(column)).where(condition).scalar_subquery()


def _is_theirs(me: int | None) -> ColumnElement[bool]:
    theirs = select(LearningCase.id).join(Case, Case.id == LearningCase.case_id)
    return Feedback.learning_case_id.in_(theirs.where(Case.caseworker_id == me))


def _roles(permission: Permission | None) -> list[Role]:
    lines = GRANTS[permission] if permission else []
    others = (line.role for line in lines if not OWN & set(line.conditions))
    return [role for role in dict.fromkeys(others) if role not in NO_PERSON]


def list_looks(actor: Actor, *, after: str | None = None) -> Page[Look]:
    """Return who was shown the actor's cases, the newest first; not what they read themselves.

    What would tell that a case is being reviewed just now, or by whom, is told when the round is
    closed; the same holds for feedback that is not passed on and urgent findings not handled.
    """
    demand(actor, Permission.OWN_RECORD_READ)
    query = after_row(
        _looks(actor), after, value=ReadingEntry.id, id_=ReadingEntry.id, descending=True
    )
    return page_of(_with_names(query), lambda look: (look.id, look.id))


def export_looks(actor: Actor) -> list[Look]:
    """Return the same as :func:`list_looks`, without pages."""
    demand(actor, Permission.OWN_RECORD_READ)
    return _with_names(_looks(actor).order_by(ReadingEntry.id.desc()).limit(MOST_EXPORTED))


def _looks(actor: Actor) -> Select[ReadingEntry, str]:
    own = and_(Case.key == ReadingEntry.case_key, Case.caseworker_id == actor.id)
    return (
        select(ReadingEntry, Case.key)
        .join(Case, own)
        .where(
            or_(ReadingEntry.actor_id.is_(None), ReadingEntry.actor_id != actor.id),
            ~_while_reviewed(),
            ~_before_feedback(),
            ~_while_urgent(),
        )
    )


def _while_reviewed() -> ColumnElement[bool]:
    return exists().where(
        RoundCase.case_id == Case.id,
        RoundCase.round_id == Round.id,
        Round.state.not_in(OVER),
        ReadingEntry.at >= RoundCase.chosen_at,
    )


def _before_feedback() -> ColumnElement[bool]:
    told = aliased(Feedback)
    passed_on = exists().where(told.learning_case_id == LearningCase.id, told.state.in_(PASSED_ON))
    return exists().where(
        LearningCase.case_id == Case.id,
        ReadingEntry.purpose.in_(("learning-case", "feedback")),
        ~passed_on,
    )


def _while_urgent() -> ColumnElement[bool]:
    return exists().where(
        UrgentFinding.case_id == Case.id,
        UrgentFinding.key == ReadingEntry.thing_key,
        UrgentFinding.closed_at.is_(None),
    )


def _with_names(query: Select[ReadingEntry, str]) -> list[Look]:
    rows = db.session.execute(query).all()
    ids = {entry.actor_id for entry, _ in rows}
    people = {
        person.id: person
        for person in db.session.scalars(
            select(Person).where(Person.id.in_(ids)).options(joinedload(Person.appointments))
        ).unique()
    }
    return [
        Look(
            entry.at,
            people[entry.actor_id].name if entry.actor_id in people else "",
            sorted(people[entry.actor_id].roles) if entry.actor_id in people else [],
            case_key,
            entry.purpose,
            entry.id,
        )
        for entry, case_key in rows
    ]


def own_cells(actor: Actor, *, family: FigureFamily | None = None) -> Sequence[PublishedCell]:
    """Return the figures of the actor alone in published tables, the newest period first."""
    demand(actor, Permission.OWN_RECORD_READ)
    query = (
        select(PublishedCell, Publication)
        .join(Publication, Publication.id == PublishedCell.publication_id)
        .where(PublishedCell.person_id == actor.id)
        .options(contains_eager(PublishedCell.publication).joinedload(Publication.round))
        .order_by(Publication.period_on.desc(), PublishedCell.id)
    )
    if family is not None:
        query = query.where(Publication.family == family)
    return [cell for cell, _ in db.session.execute(query)]
