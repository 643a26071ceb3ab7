"""A round's sample read from the database as the plain rows that figures are made from."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
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
    Draw,
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
    return read_samples(actor, [found])[found.id]


def read_samples(
    actor: Actor, rounds: Sequence[Round], *, codes: Collection[str] = ()
) -> dict[int, Sample]:
    """Return the samples of drawn rounds by the rounds' ids; as many statements as for one.

    :param codes: read only the answers to these criteria; by default to all.
    :raises NotPermitted: unless the actor may read figures.
    """
    demand(actor, Permission.FIGURES_READ)
    ids = [found.id for found in rounds]
    sections = _sections({found.version_id for found in rounds})
    answers = _answers(actor, ids, codes)
    rows = _by_round(db.session.execute(_cases(actor, ids)).all())
    revised = revised_since(actor, ids)
    return {
        found.id: _sample(
            found, sections[found.version_id], answers[found.id], rows[found.id], revised
        )
        for found in rounds
    }


def _sample(
    found: Round,
    sections: Sequence[tuple[ChecklistSection, Sequence[Criterion]]],
    answers: Sequence[RawAnswer],
    rows: Sequence[Row[Any]],
    revised: Mapping[int, Revised],
) -> Sample:
    assert found.draw is not None
    strata = sorted(found.draw.strata, key=lambda stratum: (stratum.label, stratum.code))
    sizes = {s.code: s.frame_size for s in strata} or {"": found.draw.frame_size}
    design = Design(Method(found.method or Method.SIMPLE), sizes)
    sample = Sample(found, design, strata, [], answers, sections)
    by_case = _counting(answers)
    without_file = answers_without_file(sample.checklist)
    cases = [_case(row, by_case.get(row.case, {}), without_file) for row in rows]
    known = all(row.inclusion_share is not None for row in rows)
    return replace(sample, cases=cases, knows_chances=known, revised=revised.get(found.id))


def _by_round(rows: Sequence[Row[Any]]) -> dict[int, list[Row[Any]]]:
    found: dict[int, list[Row[Any]]] = defaultdict(list)
    for row in rows:
        found[row.round_id].append(row)
    return found


def revised_since(_actor: Actor, round_ids: Sequence[int]) -> dict[int, Revised]:
    """Return, of the rounds corrected after they were settled, when and how much."""
    rows = db.session.execute(
        select(Review.round_id, func.max(AnswerChange.changed_at), func.count())
        .join(Review, Review.id == AnswerChange.review_id)
        .where(Review.round_id.in_(round_ids), AnswerChange.way == SettlingWay.CORRECTION)
        .group_by(Review.round_id)
    )
    return {id_: Revised(last.astimezone(clock.ZONE).date(), n) for id_, last, n in rows}


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


def _cases(actor: Actor, round_ids: Sequence[int]) -> Any:
    settled = settled_reviews(actor, RoundCase.round_id.in_(round_ids)).subquery()
    drawn = and_(Draw.round_id == RoundCase.round_id, Draw.abandoned_at.is_(None))
    frozen = and_(FrameCase.draw_id == Draw.id, FrameCase.case_id == RoundCase.case_id)
    handler = func.coalesce(
        cast(RoundCase.caseworker_id, String), "?" + RoundCase.caseworker_label, "?"
    )
    return (
        select(
            RoundCase.round_id,
            Case.key.label("case"),
            RoundCase.stratum,
            RoundCase.team_id,
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
        .outerjoin(Draw, drawn)
        .outerjoin(FrameCase, frozen)
        .outerjoin(settled, settled.c.round_case_id == RoundCase.id)
        .outerjoin(Review, Review.id == settled.c.id)
        .where(RoundCase.round_id.in_(round_ids))
        .order_by(RoundCase.round_id, RoundCase.position)
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
    share = 1 if row.inclusion_share is None else row.inclusion_share
    reason = row.replacement_code or ""
    case = SampleCase(row.case, row.stratum, standing, share, answers, verdict, reason)
    return replace(case, caseworker=row.handler, team=row.team_id)


def _answers(
    actor: Actor, round_ids: Sequence[int], codes: Collection[str]
) -> dict[int, list[RawAnswer]]:
    settled = settled_reviews(actor, RoundCase.round_id.in_(round_ids)).subquery()
    second, of_second = aliased(Review), aliased(ReviewAnswer)
    query = (
        select(
            Review.round_id,
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
    if codes:
        query = query.where(Criterion.code.in_(codes))
    found: dict[int, list[RawAnswer]] = defaultdict(list)
    for row in db.session.execute(query):
        found[row.round_id].append(RawAnswer(*row[1:]))
    return found


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


def _sections(
    version_ids: Collection[int | None],
) -> dict[int | None, list[tuple[ChecklistSection, Sequence[Criterion]]]]:
    rows = db.session.execute(
        select(ChecklistSection, Criterion)
        .join(Criterion, Criterion.section_id == ChecklistSection.id)
        .where(ChecklistSection.version_id.in_(version_ids))
        .order_by(ChecklistSection.position, Criterion.position)
    )
    grouped: dict[ChecklistSection, list[Criterion]] = {}
    for section, criterion in rows:
        grouped.setdefault(section, []).append(criterion)
    found: dict[int | None, list[tuple[ChecklistSection, Sequence[Criterion]]]] = defaultdict(list)
    for section, criteria in grouped.items():
        found[section.version_id].append((section, criteria))
    return found
