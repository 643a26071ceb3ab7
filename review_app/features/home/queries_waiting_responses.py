"""What waits for a person after the caseworker was heard: objections, and what was decided."""

from collections.abc import Iterator

from sqlalchemy import Date, and_, func, not_, or_

from review_app.domain.access import Actor, Permission, may_ever
from review_app.domain.waiting import WaitingKind
from review_app.domain.workflow import ObjectionState, UrgentState
from review_app.features.home.waiting_lines import Line, line
from review_app.kernel import clock
from review_app.models import Case, Objection, Review, Round, UrgentFinding
from review_app.models.reviews import has_been_heard
from review_app.models.visibility import (
    answered_by_them,
    case_name,
    visible_objections,
    visible_reviews,
    visible_urgent_findings,
)


def responses(actor: Actor) -> Iterator[Line]:
    """Objections to decide, and decisions to read."""
    title = Round.title + ": " + case_name(actor)
    if may_ever(actor, Permission.OBJECTION_DECIDE):
        yield line(
            visible_objections(actor)
            .join(Review, Review.id == Objection.review_id)
            .join(Case, Case.id == Review.case_id)
            .join(Round, Round.id == Review.round_id)
            .where(
                Objection.state == ObjectionState.OPEN,
                has_been_heard(clock.today()),
                not_(answered_by_them(actor)),
                or_(
                    Objection.former_caseworker_id.is_(None),
                    Objection.former_caseworker_id != actor.id,
                ),
            ),
            WaitingKind.DECIDE_OBJECTION,
            Objection.key,
            title,
            None,
        )
    yield line(
        visible_reviews(actor)
        .join(Case, Case.id == Review.case_id)
        .join(Round, Round.id == Review.round_id)
        .where(
            Review.caseworker_id == actor.id,
            Review.news_at.is_not(None),
            or_(Review.news_read_at.is_(None), Review.news_read_at < Review.news_at),
        ),
        WaitingKind.READ_DECISION,
        Review.key,
        title,
        None,
    )


def urgent(actor: Actor) -> Iterator[Line]:
    """Urgent findings: as long as nobody took one on, with everybody who can; then its owner."""
    may_take = or_(UrgentFinding.owner_id == actor.id, UrgentFinding.raised_by_id != actor.id)
    yield line(
        visible_urgent_findings(actor)
        .join(Case, Case.id == UrgentFinding.case_id)
        .where(
            or_(
                and_(UrgentFinding.state == UrgentState.OPEN, may_take),
                and_(
                    UrgentFinding.state == UrgentState.ACKNOWLEDGED,
                    UrgentFinding.owner_id == actor.id,
                ),
            )
        ),
        WaitingKind.URGENT_FINDING,
        UrgentFinding.key,
        case_name(actor),
        func.date(UrgentFinding.due_at, type_=Date),
    )
