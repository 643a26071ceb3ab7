"""Finding learning cases and feedback, and who may be asked to write."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload, selectinload

from review_app.domain.access import Actor, Permission, Role, can, demand, may_ever
from review_app.domain.errors import NotFound
from review_app.domain.workflow import FeedbackState
from review_app.kernel import clock
from review_app.kernel.db import db
from review_app.kernel.paging import Page, after_row, page_of
from review_app.models import (
    Appointment,
    Case,
    Engagement,
    EngagementMember,
    Feedback,
    FeedbackEvidence,
    LearningCase,
    Person,
    Review,
)
from review_app.models.engagements import runs_on
from review_app.models.visibility import (
    visible_cases,
    visible_engagements,
    visible_feedback,
    visible_learning_cases,
    visible_reviews,
)

UNASSIGNED = "unassigned"
MOST_RELEASED = 100


@dataclass(frozen=True, slots=True)
class Author:
    """Somebody who can be asked to write, and under which engagement if any."""

    person: Person
    engagement: Engagement | None

    @property
    def value(self) -> str:
        """How the choice stands in a form: opaque keys only."""
        return f"{self.engagement.key if self.engagement else ''}:{self.person.key}"


@dataclass(frozen=True, slots=True)
class Line:
    """A learning case and the feedback on it as far as the reader may know of it."""

    learning_case: LearningCase
    feedback: Feedback | None


def list_learning_cases(
    actor: Actor, *, state: str = "", engagement_key: str = "", after: str | None = None
) -> Page[Line]:
    """Return learning cases, newest first; a caseworker's are those passed on to them."""
    demand(actor, Permission.FEEDBACK_READ)
    query = _lines(actor)
    if state == UNASSIGNED:
        query = query.where(Feedback.id.is_(None))
    elif state in list(FeedbackState):
        query = query.where(Feedback.state == FeedbackState(state))
    if engagement_key:
        of_key = select(Engagement.id).where(Engagement.key == engagement_key)
        query = query.where(LearningCase.engagement_id.in_(of_key))
    query = after_row(
        query, after, value=LearningCase.chosen_at, id_=LearningCase.id, descending=True
    )
    rows = [Line(chosen, feedback) for chosen, feedback in db.session.execute(query).all()]
    return page_of(rows, lambda line: (line.learning_case.chosen_at, line.learning_case.id))


def _lines(actor: Actor) -> Select[LearningCase, Feedback | None]:
    readable = visible_feedback(actor).with_only_columns(Feedback.id)
    of_case = Feedback.learning_case_id == LearningCase.id
    if may_ever(actor, Permission.LEARNING_CASE_READ):
        query: Any = visible_learning_cases(actor).add_columns(Feedback)
        query = query.outerjoin(Feedback, of_case & Feedback.id.in_(readable))
    else:
        query = visible_feedback(actor).with_only_columns(LearningCase, Feedback)
        query = query.join(LearningCase, of_case)
    return query.options(  # type: ignore[no-any-return]
        joinedload(LearningCase.case).selectinload(Case.handovers),
        joinedload(LearningCase.case).joinedload(Case.caseworker),
        joinedload(Feedback.author),
    )


def get_learning_case(actor: Actor, key: str) -> LearningCase:
    """Return one learning case.

    :raises NotFound: when there is none, or none the actor may know of.
    """
    found = db.session.scalar(visible_learning_cases(actor).where(LearningCase.key == key))
    if found is None:
        raise NotFound(thing="learning_case", key=key)
    return found


def feedback_on(actor: Actor, learning_case: LearningCase) -> Feedback | None:
    """Return the feedback on a learning case, as far as the actor may read it."""
    query = visible_feedback(actor).where(Feedback.learning_case_id == learning_case.id)
    return db.session.scalar(query)


def get_feedback(actor: Actor, key: str) -> Feedback:
    """Return one piece of feedback.

    :raises NotFound: when there is none, or none the actor may know of.
    """
    found = db.session.scalar(
        visible_feedback(actor)
        .where(Feedback.key == key)
        .options(
            selectinload(Feedback.dialogue),
            selectinload(Feedback.evidence).joinedload(FeedbackEvidence.case_event),
            joinedload(Feedback.learning_case),
            joinedload(Feedback.reader),
        )
    )
    if found is None:
        raise NotFound(thing="feedback", key=key)
    return found


def get_to_write(actor: Actor, key: str) -> Feedback:
    """Return feedback that the actor is to write.

    :raises NotPermitted: to anybody but its author.
    """
    found = get_feedback(actor, key)
    demand(actor, Permission.FEEDBACK_WRITE, found)
    return found


def list_to_release(actor: Actor, *, engagement_key: str = "") -> Sequence[Feedback]:
    """Return feedback that was sent and not passed on yet, of what the actor may pass on.

    The oldest first, and no more than :data:`MOST_RELEASED` at a time.
    """
    demand(actor, Permission.FEEDBACK_PASS_ON)
    query = visible_feedback(actor).where(Feedback.state == FeedbackState.SENT)
    if engagement_key:
        of_key = select(Engagement.id).where(Engagement.key == engagement_key)
        query = query.where(Feedback.engagement_id.in_(of_key))
    query = query.options(
        joinedload(Feedback.author),
        joinedload(Feedback.learning_case)
        .joinedload(LearningCase.case)
        .joinedload(Case.caseworker),
        joinedload(Feedback.learning_case)
        .joinedload(LearningCase.case)
        .selectinload(Case.handovers),
    )
    found = db.session.scalars(query.order_by(Feedback.sent_at, Feedback.id).limit(MOST_RELEASED))
    # Whoever took over the case meanwhile does not pass it on to themselves.
    return [one for one in found if one.learning_case.case.caseworker_id != actor.id]


def get_letter(actor: Actor, key: str) -> Feedback:
    """Return feedback whose text the actor may read, to be printed.

    :raises NotFound: as long as it is somebody else's draft, too.
    """
    found = get_feedback(actor, key)
    if not shows_text(actor, found):
        raise NotFound(thing="feedback", key=key)
    return found


def name_of_case(actor: Actor, case: Case) -> str:
    """Return what the actor calls the case: its number, or to outsiders its key alone."""
    return case.number if can(actor, Permission.CASE_READ_NUMBER, case) else case.key


def shows_text(actor: Actor, feedback: Feedback) -> bool:
    """Say whether the actor may read the text: what is not sent yet is the author's own."""
    return feedback.state is not FeedbackState.DRAFT or feedback.author_id == actor.id


def shows_dialogue(actor: Actor, feedback: Feedback) -> bool:
    """Say whether the actor may read note, talk and reflection: never the outside author."""
    return can(actor, Permission.FEEDBACK_DISCUSS, feedback)


def case_to_choose(
    actor: Actor, *, case_key: str = "", review_key: str = ""
) -> tuple[Case, Review | None]:
    """Return the case to be made a learning case, and the review it comes from if any.

    :raises NotFound: when there is neither, or none the actor may know of.
    """
    demand(actor, Permission.LEARNING_CASE_CHOOSE)
    if review_key:
        # Not before its caseworker may read it: of a case that two review it would tell the other.
        opened = visible_reviews(actor).where(Review.response_opened_at.is_not(None))
        review = db.session.scalar(opened.where(Review.key == review_key))
        if review is not None:
            return review.case, review
    case = db.session.scalar(visible_cases(actor).where(Case.key == case_key))
    if case is None:
        raise NotFound(thing="case", key=case_key)
    return case, None


def is_chosen(actor: Actor, case: Case, *, review: Review | None) -> LearningCase | None:
    """Return the learning case this case was made already, from the same review or from none."""
    query = visible_learning_cases(actor).where(
        LearningCase.case_id == case.id,
        LearningCase.review_id == (review.id if review else None),
    )
    return db.session.scalar(query)


def authors(actor: Actor, case: Case) -> Sequence[Author]:
    """Return who can write on *case*: coordinators and members of running engagements.

    Never the case's own caseworker.
    """
    return authors_of_all(actor, [case])


def authors_of_all(actor: Actor, cases: Iterable[Case]) -> Sequence[Author]:
    """Return who can write on each of *cases*."""
    demand(actor, Permission.LEARNING_CASE_CHOOSE)
    coordinators = db.session.scalars(
        select(Person)
        .join(Appointment, Appointment.person_id == Person.id)
        .where(Appointment.role == Role.COORDINATOR, Person.is_active)
        .order_by(Person.name)
    ).all()
    today = clock.today()
    members = db.session.execute(
        select(Person, Engagement)
        .join(EngagementMember, EngagementMember.person_id == Person.id)
        .join(Engagement, Engagement.id == EngagementMember.engagement_id)
        .where(Person.is_active, runs_on(today))
        .order_by(Engagement.title, Person.name)
    ).all()
    found = [Author(person, engagement) for person, engagement in members]
    found += [Author(person, None) for person in coordinators]
    handlers = {case.caseworker_id for case in cases}
    return [author for author in found if author.person.id not in handlers]


def engagement_titles(actor: Actor) -> Mapping[str, str]:
    """Return the titles of the engagements the actor may know of, for the filter of the list."""
    query = visible_engagements(actor).with_only_columns(Engagement.key, Engagement.title)
    rows = db.session.execute(query.order_by(Engagement.title))
    return {row.key: row.title for row in rows}
