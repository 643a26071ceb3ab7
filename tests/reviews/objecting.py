"""Brings objections to where a test begins."""

from review_app.domain.kinds import ResponseKind
from review_app.domain.scoring import AnswerValue
from review_app.domain.workflow import ObjectionStep
from review_app.features.reviews import service_objections, service_response
from review_app.features.reviews.service_objections import Decision
from review_app.features.reviews.service_response import Reply
from review_app.kernel.db import db
from review_app.models import Objection
from tests.cast import actor
from tests.reviews import stage

ARGUMENT = "The talk was held; it stands under another date."


def object_to(person, review, *, line=1, proposed=AnswerValue.MET, text=ARGUMENT):
    """Object to one answer of *review*."""
    criterion = stage.sheet(person, review).lines[line].criterion
    reply = Reply(ResponseKind.OBJECTION, text, proposed)
    service_response.respond(actor(person), review.key, criterion_key=criterion.key, reply=reply)
    found = db.session.query(Objection).filter_by(review_id=review.id, criterion_id=criterion.id)
    return found.one_or_none()


def objected(people, *, hand_in=True, **more):
    """An objection of Hanne's to a review of Karin's that was handed in."""
    review = stage.handed_in(people.hanne, people.karin)
    objection = object_to(people.hanne, review, **more)
    if hand_in:
        service_response.hand_in(actor(people.hanne), review.key)
    return objection


def decide(person, objection, step=ObjectionStep.KEEP, reason="The journal weighs more.", **more):
    """Decide on an objection."""
    decision = Decision(step, reason, **more)
    return service_objections.decide(actor(person), objection.key, decision=decision)
