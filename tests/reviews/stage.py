"""Brings a review to where a test begins, through the services that bring it there."""

from datetime import date
from pathlib import Path

from review_app.domain.access import OPERATOR
from review_app.domain.events import CasesChosen, ChosenCase
from review_app.domain.kinds import RoundPurpose
from review_app.domain.scoring import AnswerValue, Verdict
from review_app.domain.workflow import RoundState
from review_app.features.checklists import queries as checklist_queries
from review_app.features.checklists import service as checklist_service
from review_app.features.reviews import queries, reactions, service, service_answers
from review_app.features.reviews.service_answers import Entry
from review_app.kernel.db import db
from review_app.models import CaseEvent, Review, Round, RoundCase
from tests.cast import actor, enter, some_cases


def a_review(handler, reviewer, *, engagement=None, cases=None):
    """A review of one case of *handler*, given to *reviewer* by a round."""
    checklist_service.seed_reference(OPERATOR, folder=Path("seed/reference"))
    version = checklist_queries.list_checklists(OPERATOR)[0].versions[0]
    case = (cases or some_cases(handler))[0]
    enter(
        *(
            CaseEvent(
                case_id=case.id,
                identity=str(n),
                activity=name,
                happened_on=date(2026, 3, 2 + n),
                stamp="",
                position=n,
            )
            for n, name in enumerate(["First day of absence", "Follow-up talk", "Plan agreed"])
        )
    )
    round_ = Round(
        title="Follow-up, spring",
        purpose=RoundPurpose.MEASURE,
        state=RoundState.REVIEWING,
        version_id=version.id,
        engagement_id=engagement.id if engagement else None,
        reviews_due_on=date(2026, 12, 18),
    )
    enter(round_)
    place = RoundCase(
        round_id=round_.id, case_id=case.id, position=1, caseworker_id=case.caseworker_id
    )
    enter(place)
    told = CasesChosen(
        round_.id, round_.engagement_id, (ChosenCase(place.id, case.id, reviewer.id),)
    )
    reactions.assign_reviews(OPERATOR, told)
    return db.session.query(Review).filter_by(round_id=round_.id).one()


def answer(reviewer, review, *, line=0, value=AnswerValue.MET, **more):
    """Answer one criterion of *review*."""
    who = actor(reviewer)
    found = sheet(reviewer, review).lines[line]
    entry = Entry(value=value, revision=found.revision, **more)
    return service_answers.save_answer(
        who, review.key, criterion_key=found.criterion.key, entry=entry
    )


def answer_all(reviewer, review, *, failed=()):
    """Answer everything: met, but for the lines whose places stand in *failed*; as one sitting."""
    entries = {
        line.criterion.key: Entry(
            value=AnswerValue.NOT_MET if place in failed else AnswerValue.MET,
            comment="Too late." if place in failed else "",
            revision=line.revision,
        )
        for place, line in enumerate(sheet(reviewer, review).lines)
    }
    service_answers.save_answers(actor(reviewer), review.key, entries=entries)


def verdict(reviewer, review, given=Verdict.IN_ACCORDANCE, reason=""):
    """Give the verdict."""
    current = queries.get_review(actor(reviewer), review.key)
    return service.give_verdict(
        actor(reviewer), review.key, verdict=given, reason=reason, revision=current.revision
    )


def handed_in(handler, reviewer, **more):
    """A review that waits for its caseworker; the second criterion was not met."""
    review = a_review(handler, reviewer, **more)
    answer_all(reviewer, review, failed=(1,))
    verdict(reviewer, review, Verdict.WOULD_BE_CHANGED)
    return service.submit(actor(reviewer), review.key)


def sheet(person, review):
    """The review laid out for *person*."""
    who = actor(person)
    return queries.get_sheet(who, review.key)
