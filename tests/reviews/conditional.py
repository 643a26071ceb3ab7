"""A checklist that asks some things only when other answers or the case call for it."""

from review_app.domain.scoring import AnswerValue, Severity
from review_app.domain.workflow import ChecklistVersionState
from review_app.features.reviews import service_answers
from review_app.features.reviews.service_answers import Entry
from review_app.kernel import clock
from review_app.models import Checklist, ChecklistSection, ChecklistVersion, Criterion
from tests.cast import actor, enter
from tests.reviews import stage

MET, NOT_MET = AnswerValue.MET, AnswerValue.NOT_MET
IF_TALKED = [{"kind": "answer", "subject": "talk", "values": ["met", "partly-met"]}]
IF_PLAN_MET = [{"kind": "answer", "subject": "plan", "values": ["met"]}]
IF_PLANNED = [{"kind": "happened", "subject": "Plan agreed"}]
CRITERIA = [  # section, code, and what is special
    (1, "talk", {"shown_fact": "first:Follow-up talk", "met_en": "The talk stands in a note."}),
    (1, "plan", {"applies_when": IF_TALKED, "evidence_on": ["not-met"], "weight": 3}),
    (1, "agreed", {"applies_when": IF_PLAN_MET, "allowed_answers": ["met", "not-met"]}),
    (2, "followed", {"shown_fact": "count:Plan agreed", "guidance_en": "Read **all** notes."}),
]


def a_version():
    """Four criteria in two sections; the second section is for cases with an agreed plan."""
    checklist = Checklist(code="conditional", name_da="Betinget", name_en="Conditional")
    enter(checklist)
    published = {"state": ChecklistVersionState.PUBLISHED, "published_at": clock.now()}
    version = ChecklistVersion(checklist_id=checklist.id, number=1, **published)
    enter(version)
    sections = {
        n: ChecklistSection(
            version_id=version.id,
            position=n,
            title_da=f"Afsnit {n}",
            title_en=f"Part {n}",
            applies_when=IF_PLANNED if n == 2 else [],
        )
        for n in (1, 2)
    }
    enter(*sections.values())
    for place, (section, code, special) in enumerate(CRITERIA, start=1):
        asked = {"question_da": f"{code}?", "question_en": f"{code}?"}
        enter(
            Criterion(
                section_id=sections[section].id,
                position=place,
                code=code,
                default_severity=Severity.MATERIAL,
                **asked,
                **special,
            )
        )
    return version


def a_review(handler, reviewer, **more):
    """A review of one case, whose checklist asks under conditions; events on 2, 3 and 4 March."""
    review = stage.a_review(handler, reviewer, **more)
    version = a_version()
    review.version_id = review.round.version_id = version.id
    enter(review, review.round)
    return review


def answer(reviewer, review, code, value, comment="", **more):
    """Answer one criterion by its code."""
    line = line_of(reviewer, review, code)
    entry = Entry(value=value, comment=comment, revision=line.revision, **more)
    return service_answers.save_answer(
        actor(reviewer), review.key, criterion_key=line.criterion.key, entry=entry
    )


def line_of(reviewer, review, code):
    """The line of one criterion."""
    lines = stage.sheet(reviewer, review).lines
    return next(line for line in lines if line.criterion.code == code)


def asked(reviewer, review):
    """The codes of what is asked."""
    return [line.criterion.code for line in stage.sheet(reviewer, review).asked]
