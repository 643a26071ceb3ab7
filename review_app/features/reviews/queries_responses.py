"""Counting how caseworkers answered, and what came of what they objected to."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, case, distinct, false, func, or_, select

from review_app.domain.access import Actor, Permission, demand, may_ever
from review_app.domain.estimation import is_withheld
from review_app.domain.response_figures import Decided, Place, Said, Tally, tally, together
from review_app.features.reviews import queries
from review_app.kernel import clock
from review_app.kernel.db import db
from review_app.kernel.holidays import danish_holidays
from review_app.models import (
    CaseworkerResponse,
    Checklist,
    ChecklistSection,
    ChecklistVersion,
    Criterion,
    Objection,
    Review,
    ReviewAnswer,
    Round,
)
from review_app.models.reviews import has_been_heard


@dataclass(frozen=True, slots=True)
class Asked:
    """Which reviews are counted: of one round, or whose response was asked for in a period."""

    round_key: str = ""
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Reviews:
    """The reviews that are counted, by how they were answered."""

    all: int = 0
    answered: int = 0
    on_behalf: int = 0
    objected: int = 0
    caseworkers: int = 0

    @property
    def silent(self) -> int:
        """How many periods ran out unanswered."""
        return self.all - self.answered


@dataclass(frozen=True, slots=True)
class ResponseFigures:
    """What the page and the file of the responses show; without lines they are withheld."""

    reviews: Reviews
    whole: Tally
    sections: Sequence[tuple[ChecklistSection, Tally]]
    criteria: Sequence[tuple[Criterion, Tally]]
    is_withheld: bool = False
    are_lines_withheld: bool = False


def get_response_figures(actor: Actor, *, asked: Asked) -> ResponseFigures:
    """Count the answers to the reviews whose caseworkers have been heard.

    From those who may not read the rows small figures are withheld: rounds of under five cases or
    three caseworkers are not counted, nor is a period of their own choosing possible.
    """
    demand(actor, Permission.FIGURES_READ)
    counted = _counted(actor, asked)
    reviews = _reviews(counted)
    sees_small = may_ever(actor, Permission.FIGURES_READ_SMALL)
    if not sees_small and is_withheld(reviews.all, reviews.caseworkers):
        return ResponseFigures(Reviews(), Tally(), [], [], is_withheld=True)
    said, decided = _said(counted), _decided(counted)
    criteria, sections = tally(said, decided, holidays=_holidays(decided))
    whole = together(list(criteria.values()))
    if not sees_small and _is_any_small(counted):
        return ResponseFigures(reviews, whole, [], [], are_lines_withheld=True)
    return ResponseFigures(reviews, whole, _named_sections(sections), _named_criteria(criteria))


def _counted(actor: Actor, asked: Asked) -> list[ColumnElement[bool]]:
    """Return the conditions on a :class:`Review` whose caseworker was heard."""
    today = clock.today()
    counted = [Review.response_opened_at.is_not(None), has_been_heard(today)]
    if asked.round_key:
        counted.append(
            Review.round_id.in_(select(func.min(Round.id)).where(Round.key == asked.round_key))
        )
    if not may_ever(actor, Permission.FIGURES_READ_SMALL):
        return [*counted, Review.round_id.in_(_large_rounds(counted))]
    if asked.since:
        counted.append(Review.response_opened_at >= clock.local(asked.since))
    if asked.until:
        counted.append(Review.response_opened_at < clock.local(asked.until + timedelta(days=1)))
    return counted


def _large_rounds(counted: Sequence[ColumnElement[bool]]) -> list[int]:
    """Return the rounds whose figures need not be withheld: so nothing follows by subtraction."""
    rows = db.session.execute(
        select(Review.round_id, func.count(), func.count(distinct(Review.caseworker_id)))
        .where(*counted)
        .group_by(Review.round_id)
    )
    return [id_ for id_, cases, handlers in rows if not is_withheld(cases, handlers)]


def _reviews(counted: Sequence[ColumnElement[bool]]) -> Reviews:
    objected = select(Objection.review_id)

    def times(which: ColumnElement[bool]) -> ColumnElement[int]:
        return func.coalesce(func.sum(case((which, 1), else_=0)), 0)

    row = db.session.execute(
        select(
            func.count(),
            times(Review.responded_at.is_not(None)),
            times(Review.responded_note.is_not(None)),
            times(Review.id.in_(objected)),
            func.count(distinct(Review.caseworker_id)),
        ).where(*counted)
    ).one()
    return Reviews(*map(int, row))


def _of_each_answer(columns: Any, counted: Sequence[ColumnElement[bool]]) -> Any:
    """Select something of every answer the caseworkers were asked about."""
    same = (ReviewAnswer.review_id == Review.id, ReviewAnswer.criterion_id == Criterion.id)
    said = (
        CaseworkerResponse.review_id == Review.id,
        CaseworkerResponse.criterion_id == Criterion.id,
    )
    return (
        select(*columns)
        .select_from(Review)
        .join(ChecklistVersion, ChecklistVersion.id == Review.version_id)
        .join(ChecklistSection, ChecklistSection.version_id == ChecklistVersion.id)
        .join(Criterion, Criterion.section_id == ChecklistSection.id)
        .outerjoin(ReviewAnswer, and_(*same))
        .outerjoin(CaseworkerResponse, and_(*said))
        .where(*counted, or_(ReviewAnswer.id.is_(None), ReviewAnswer.is_hidden == false()))
    )


PLACE = (ChecklistVersion.checklist_id, Criterion.code, ChecklistSection.position)


def _said(counted: Sequence[ColumnElement[bool]]) -> list[Said]:
    columns = (*PLACE, CaseworkerResponse.kind, func.count())
    rows = db.session.execute(
        _of_each_answer(columns, counted).group_by(*PLACE, CaseworkerResponse.kind)
    )
    return [
        Said((checklist, code), (checklist, str(section)), kind, times)
        for checklist, code, section, kind, times in rows
    ]


def _is_any_small(counted: Sequence[ColumnElement[bool]]) -> bool:
    """Say whether one line is small: then all are withheld, or it would follow from the others."""
    sizes = (func.count(), func.count(distinct(Review.caseworker_id)))
    rows = db.session.execute(
        _of_each_answer(sizes, counted).group_by(ChecklistVersion.checklist_id, Criterion.code)
    )
    return any(is_withheld(cases, handlers) for cases, handlers in rows)


def _decided(counted: Sequence[ColumnElement[bool]]) -> list[Decided]:
    rows = db.session.execute(
        select(
            *PLACE,
            Objection.state,
            Review.responded_at,
            Review.response_due_on,
            Objection.decided_at,
        )
        .select_from(Objection)
        .join(Review, Review.id == Objection.review_id)
        .join(ChecklistVersion, ChecklistVersion.id == Review.version_id)
        .join(Criterion, Criterion.id == Objection.criterion_id)
        .join(ChecklistSection, ChecklistSection.id == Criterion.section_id)
        .where(*counted)
    )
    return [
        Decided(
            (checklist, code),
            (checklist, str(section)),
            state,
            heard.astimezone(clock.ZONE).date() if heard else due,
            decided.astimezone(clock.ZONE).date() if decided else None,
        )
        for checklist, code, section, state, heard, due, decided in rows
    ]


def _holidays(decided: Sequence[Decided]) -> frozenset[date]:
    if not decided:
        return frozenset()
    return danish_holidays(
        min(each.heard_on.year for each in decided if each.heard_on), clock.today().year
    )


def _named_criteria(tallies: Mapping[Place, Tally]) -> list[tuple[Criterion, Tally]]:
    """Return the tallies with the newest wording of each criterion, most objections first."""
    rows = db.session.execute(
        select(ChecklistVersion.checklist_id, Criterion)
        .join(ChecklistSection, ChecklistSection.id == Criterion.section_id)
        .join(ChecklistVersion, ChecklistVersion.id == ChecklistSection.version_id)
        .where(ChecklistVersion.checklist_id.in_({place[0] for place in tallies}))
        .order_by(ChecklistVersion.number)
    )
    newest = {(checklist, criterion.code): criterion for checklist, criterion in rows}
    found = [(newest[place], told) for place, told in tallies.items()]
    return sorted(found, key=lambda each: (-sum(each[1].outcomes.values()), each[0].code))


def _named_sections(tallies: Mapping[Place, Tally]) -> list[tuple[ChecklistSection, Tally]]:
    rows = db.session.execute(
        select(ChecklistVersion.checklist_id, ChecklistSection)
        .join(ChecklistVersion, ChecklistVersion.id == ChecklistSection.version_id)
        .join(Checklist, Checklist.id == ChecklistVersion.checklist_id)
        .where(ChecklistVersion.checklist_id.in_({place[0] for place in tallies}))
        .order_by(ChecklistVersion.number)
    )
    newest = {(checklist, str(section.position)): section for checklist, section in rows}
    return [(newest[place], tallies[place]) for place in sorted(tallies, key=_in_order)]


def _in_order(place: Place) -> tuple[int, int]:
    return place[0], int(place[1])


def rounds_to_choose(actor: Actor) -> list[tuple[str, str]]:
    """Return key and title of the rounds one can look at alone."""
    demand(actor, Permission.FIGURES_READ)
    return queries.rounds_to_filter_by(actor)
