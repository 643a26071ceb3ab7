"""Rows of responses for the comparison of the policy with its SQL twin."""

from itertools import cycle, product

from review_app.domain.kinds import UrgentKind
from review_app.domain.scoring import AnswerValue, Severity
from review_app.kernel import clock
from review_app.kernel.db import db
from review_app.models import ChecklistSection, Criterion, Objection, Review, UrgentFinding
from tests.cast import enter


def some_rows_of_responses(people, version, case, engagements):
    """Objections and urgent findings."""
    some_objections(people, version, [people.karin, people.hanne], engagements)
    some_urgent_findings(case, people.karin, people.hanne)


def some_objections(people, version, two, engagements):
    """An objection for every combination of whose case it is, who answered, and the engagement."""
    section = ChecklistSection(version_id=version.id, position=1, title_da="s", title_en="s")
    enter(section)
    asked = {"question_da": "?", "question_en": "?", "default_severity": Severity.MINOR}
    ways = list(product([*two, None], two, [*two, None], engagements, [False, True]))
    criteria = [
        Criterion(section_id=section.id, position=n, code=f"C{n}", **asked)
        for n in range(len(ways))
    ]
    enter(*criteria)
    reviews = cycle(db.session.query(Review).order_by(Review.id).all())
    common = {"value": AnswerValue.NOT_MET, "proposed_value": AnswerValue.MET, "text": "t"}
    common |= {"team_id": people.north.id, "made_by_id": people.hanne.id}
    rows = [
        Objection(
            review_id=next(reviews).id,
            criterion_id=criterion.id,
            engagement_id=engagement,
            caseworker_id=handler.id if handler else None,
            reviewer_id=reviewer.id,
            third_reviewer_id=third.id if third else None,
            is_left_to_manager=is_left,
            **common,
        )
        for criterion, (handler, reviewer, third, engagement, is_left) in zip(
            criteria, ways, strict=True
        )
    ]
    enter(*rows)


def some_urgent_findings(case, me, other):
    """One for every combination of who raised it, who owns it and whom it is kept from."""
    rows = [
        UrgentFinding(
            case_id=case.id,
            kind=UrgentKind.DATA_BREACH,
            text="t",
            raised_by_id=raiser.id,
            owner_id=owner.id if owner else None,
            kept_from_id=kept.id if kept else None,
            due_at=clock.now(),
        )
        for raiser, owner, kept in product([me, other], [me, other, None], [me, other, None])
    ]
    enter(*rows)
