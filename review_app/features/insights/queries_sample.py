"""A round's sample read from the database as the plain rows that figures are made from."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, String, and_, cast, func, select
from sqlalchemy.orm import aliased

from review_app.domain.access import Actor, Permission, demand
from review_app.domain.designs import Grouping
from review_app.domain.draw import Method
from review_app.domain.kinds import SettlingWay
from review_app.domain.sample_rows import (
    Asked,
    SampleCase,
    Standing,
    answer_that_counts,
    answers_without_file,
)
from review_app.domain.scoring import AnswerValue, Verdict
from review_app.domain.survey import Design
from review_app.kernel import clock
from review_app.kernel.db import db
from review_app.models import (
    AnswerChange,
    Case,
    ChecklistSection,
    Criterion,
    DrawStratum,
    FrameCase,
    Review,
    ReviewAnswer,
    Round,
    RoundCase,
    SettledAnswer,
)
from review_app.models.comparisons import standing_verdict
from review_app.models.reviews import counted_value, is_final


@dataclass(frozen=True, slots=True)
class RawAnswer:
    """One settled answer with its provenance; reviewers by id."""

    case: str
    criterion: str
    first: AnswerValue | None
    second: AnswerValue | None
    settled: AnswerValue | None
    way: Any
    reviewer_id: int
    second_reviewer_id: int | None


@dataclass(frozen=True, slots=True)
class Revised:
    """That settled reviews of a round were corrected: last on that day, so many answers."""

    on: date
    answers: int


@dataclass(frozen=True, slots=True)
class Sample:
    """Everything the figures of a round are computed from, and the words for it."""

    round: Round
    design: Design
    strata: Sequence[DrawStratum]  # in the order of their labels
    cases: Sequence[SampleCase]
    answers: Sequence[RawAnswer]
    sections: Sequence[tuple[ChecklistSection, Sequence[Criterion]]]
    knows_chances: bool = True  # of every case to be drawn
    revised: Revised | None = None

    @property
    def checklist(self) -> list[Asked]:
        """The criteria as the rules see them."""
        return [
            Asked(c.code, str(section.position), c.weight, c.asks_for_file)
            for section, criteria in self.sections
            for c in criteria
        ]

    @property
    def has_named_strata(self) -> bool:
        """Whether a stratum is one colleague, whose figures are nobody else's to see."""
        by = self.round.design.get("stratify_by")
        return by == Grouping.CASEWORKER or any(s.person_id is not None for s in self.strata)

    @property
    def shown_strata(self) -> Sequence[DrawStratum]:
        """The strata that may be shown one by one."""
        return [] if self.has_named_strata else self.strata


def read_sample(actor: Actor, found: Round) -> Sample:
    """Return the sample of a round that was drawn.

    :raises NotPermitted: unless the actor may read figures.
    """
    demand(actor, Permission.FIGURES_READ)
    assert found.draw is not None
    strata = sorted(found.draw.strata, key=lambda stratum: (stratum.label, stratum.code))
    sizes = {s.code: s.frame_size for s in strata} or {"": found.draw.frame_size}
    sections = _sections(found.version_id)
    answers = _answers(actor, found.id)
    design = Design(Method(found.method or Method.SIMPLE), sizes)
    sample = Sample(found, design, strata, [], answers, sections)
    by_case = _counting(answers)
    without_file = answers_without_file(sample.checklist)
    rows = db.session.execute(_cases(actor, found)).all()
    cases = [_case(row, by_case.get(row.case, {}), without_file) for row in rows]
    known = all(row.inclusion_share is not None for row in rows)
    revised = revised_since(actor, found)
    return replace(sample, cases=cases, knows_chances=known, revised=revised)


def revised_since(_actor: Actor, found: Round) -> Revised | None:
    """Return when and how much of a round was corrected after it was settled, if anything was."""
    corrected = (Review.round_id == found.id, AnswerChange.way == SettlingWay.CORRECTION)
    query = select(func.max(AnswerChange.changed_at), func.count())
    query = query.join(Review, Review.id == AnswerChange.review_id).where(*corrected)
    last, answers = db.session.execute(query).one()
    return Revised(last.astimezone(clock.ZONE).date(), answers) if answers else None


def settled_reviews(_actor: Actor, of_round: ColumnElement[bool]) -> Select[int, int]:
    """Select the settled first review of each case that stands."""
    return (
        select(func.min(Review.id).label("id"), Review.round_case_id.label("round_case_id"))
        .join(RoundCase, RoundCase.id == Review.round_case_id)
        .where(
            of_round,
            is_final(clock.today()),
            Review.second_of_id.is_(None),
            RoundCase.replaced_at.is_(None),
        )
        .group_by(Review.round_case_id)
    )


def _cases(actor: Actor, found: Round) -> Any:
    assert found.draw is not None
    settled = settled_reviews(actor, RoundCase.round_id == found.id).subquery()
    frozen = and_(FrameCase.draw_id == found.draw.id, FrameCase.case_id == RoundCase.case_id)
    handler = func.coalesce(
        cast(RoundCase.caseworker_id, String), "?" + RoundCase.caseworker_label, "?"
    )
    return (
        select(
            Case.key.label("case"),
            RoundCase.stratum,
            RoundCase.replaced_at,
            RoundCase.replacement_code,
            RoundCase.file_missing_at,
            handler.label("handler"),
            FrameCase.inclusion_share,
            Review.id.label("review_id"),
            standing_verdict().label("verdict"),
        )
        .select_from(RoundCase)
        .join(Case, Case.id == RoundCase.case_id)
        .outerjoin(FrameCase, frozen)
        .outerjoin(settled, settled.c.round_case_id == RoundCase.id)
        .outerjoin(Review, Review.id == settled.c.id)
        .where(RoundCase.round_id == found.id)
        .order_by(RoundCase.position)
    )


def _case(
    row: Row[Any], answers: dict[str, AnswerValue], without_file: dict[str, AnswerValue]
) -> SampleCase:
    standing = Standing.WAITING if row.review_id is None else Standing.SETTLED
    verdict = row.verdict
    if row.file_missing_at is not None:
        standing, answers, verdict = Standing.FILE_MISSING, without_file, Verdict.CANNOT_BE_ASSESSED
    if row.replaced_at is not None:
        standing, answers, verdict = Standing.REPLACED, {}, None
    return SampleCase(
        row.case,
        row.stratum,
        standing,
        1 if row.inclusion_share is None else row.inclusion_share,
        answers,
        verdict,
        row.replacement_code or "",
        row.handler,
    )


def _answers(actor: Actor, round_id: int) -> list[RawAnswer]:
    settled = settled_reviews(actor, RoundCase.round_id == round_id).subquery()
    second, of_second = aliased(Review), aliased(ReviewAnswer)
    rows = db.session.execute(
        select(
            Case.key,
            Criterion.code,
            counted_value(),
            counted_value(of_second),
            SettledAnswer.value,
            SettledAnswer.way,
            Review.reviewer_id,
            second.reviewer_id,
        )
        .select_from(ReviewAnswer)
        .join(settled, settled.c.id == ReviewAnswer.review_id)
        .join(Review, Review.id == ReviewAnswer.review_id)
        .join(Case, Case.id == Review.case_id)
        .join(Criterion, Criterion.id == ReviewAnswer.criterion_id)
        .outerjoin(SettledAnswer, _same(SettledAnswer, Review))
        .outerjoin(second, second.second_of_id == Review.id)
        .outerjoin(of_second, _same(of_second, second))
        .order_by(ReviewAnswer.review_id, ReviewAnswer.criterion_id)
    )
    return [RawAnswer(*row) for row in rows]


def _same(table: Any, review: Any) -> ColumnElement[bool]:
    """Hold for the row of *table* about the same criterion in *review*."""
    return and_(table.review_id == review.id, table.criterion_id == ReviewAnswer.criterion_id)


def _counting(answers: Sequence[RawAnswer]) -> dict[str, dict[str, AnswerValue]]:
    found: dict[str, dict[str, AnswerValue]] = defaultdict(dict)
    for one in answers:
        value = answer_that_counts(one.first, settled=one.settled, way=one.way)
        if value is not None:
            found[one.case][one.criterion] = value
    return found


def _sections(version_id: int | None) -> list[tuple[ChecklistSection, Sequence[Criterion]]]:
    rows = db.session.execute(
        select(ChecklistSection, Criterion)
        .join(Criterion, Criterion.section_id == ChecklistSection.id)
        .where(ChecklistSection.version_id == version_id)
        .order_by(ChecklistSection.position, Criterion.position)
    )
    grouped: dict[ChecklistSection, list[Criterion]] = {}
    for section, criterion in rows:
        grouped.setdefault(section, []).append(criterion)
    return list(grouped.items())
