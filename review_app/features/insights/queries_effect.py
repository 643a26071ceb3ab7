"""What notes and agreed practices changed: their criteria in the rounds before and after.

Nobody is shown the effect of what they may not read itself, and no figure that is withheld from
them elsewhere. The answers of all rounds that any of the effects needs are read together.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from review_app.domain.access import Actor, Permission, Role, demand
from review_app.domain.effect import Effect, Part, Placed, RoundHead, judge, place
from review_app.domain.kinds import OutcomeKind
from review_app.domain.openness import FigureFamily
from review_app.domain.round_sides import WITHHELD, Seen
from review_app.features.insights.queries import progress_of
from review_app.features.insights.queries_published import shown_lines
from review_app.features.insights.queries_sample import Sample, read_samples
from review_app.features.insights.queries_series import drawn_rounds, seen_in
from review_app.kernel import clock
from review_app.kernel.db import db
from review_app.models import (
    Case,
    ChecklistSection,
    Criterion,
    LearningNote,
    LearningSession,
    NoteCriterion,
    Round,
    RoundCase,
    SessionOutcome,
)
from review_app.models.openness_now import families_open_to
from review_app.models.visibility import visible_notes, visible_sessions

MOST_LISTED = 50  # of each kind, the newest
USED = (Part.BEFORE, Part.AFTER)
WITHOUT_ROWS = Actor(roles=frozenset({Role.MANAGER}))  # sees totals, and no small one
Lines = Mapping[int, Collection[str]]  # of published rounds: the criteria that are shown


class Learned(StrEnum):
    """What can have an effect."""

    NOTE = "note"
    PRACTICE = "practice"


@dataclass(frozen=True, slots=True)
class Subject:
    """A published note or an agreed practice; ``page_key`` is the note's or the session's."""

    kind: Learned
    key: str
    page_key: str
    title: str
    since: datetime
    criteria: Sequence[Criterion]

    @property
    def known_on(self) -> date:
        """The local day from which it could be known."""
        return self.since.astimezone(clock.ZONE).date()


@dataclass(frozen=True, slots=True)
class Shown:
    """A subject, its effect, and the words for both."""

    subject: Subject
    effect: Effect
    rounds: Mapping[int, Round]
    criteria: Mapping[tuple[int, str], Criterion]
    opened: Mapping[int, Sequence[date | None]]  # the days the cases of the rounds used were opened

    def opened_since(self, round_id: int) -> tuple[int, int]:
        """Return how many cases of a round began after the subject was known, and of how many."""
        days = self.opened.get(round_id, ())
        known_on = self.subject.known_on
        return sum(day is not None and day >= known_on for day in days), len(days)


def list_effects(actor: Actor) -> list[Shown]:
    """Return the effects of the newest notes and practices that name criteria, newest first."""
    demand(actor, Permission.FIGURES_READ)
    found = [
        *_notes(actor, _published(actor).limit(MOST_LISTED)),
        *_practices(actor, _agreed(actor).limit(MOST_LISTED)),
    ]
    return _shown(actor, sorted(found, key=lambda one: one.since, reverse=True))


def of_note(actor: Actor, key: str) -> Shown | None:
    """Return the effect of a note; ``None`` while it is not published or names no criterion."""
    demand(actor, Permission.FIGURES_READ)
    found = _notes(actor, _published(actor).where(LearningNote.key == key))
    return next(iter(_shown(actor, found)), None)


def of_session(actor: Actor, key: str) -> list[Shown]:
    """Return the effects of what a session agreed on or gave everybody to read, oldest first.

    Of a session that comes back, those of all the sessions of its series that the actor may read.
    """
    demand(actor, Permission.FIGURES_READ)
    series = select(LearningSession.series_id).where(LearningSession.key == key)
    is_one_of_them = or_(
        LearningSession.key == key, LearningSession.series_id == series.scalar_subquery()
    )
    came_of_it = (
        select(SessionOutcome.id)
        .join(LearningSession, LearningSession.id == SessionOutcome.session_id)
        .where(is_one_of_them, LearningSession.id.in_(_session_ids(actor)))
    )
    found = [
        *_practices(actor, _agreed(actor).where(is_one_of_them)),
        *_notes(actor, _published(actor).where(LearningNote.outcome_id.in_(came_of_it))),
    ]
    return _shown(actor, sorted(found, key=lambda one: one.since))


def list_opened(actor: Actor) -> list[Shown]:
    """Return the effects of the newest notes from published rounds, to whom that is opened."""
    demand(actor, Permission.PUBLICATION_READ)
    return _opened_to(actor, _published(actor).limit(MOST_LISTED))


def of_note_opened(actor: Actor, key: str) -> Shown | None:
    """Return the effect of a note from published rounds; ``None`` unless that is opened."""
    demand(actor, Permission.PUBLICATION_READ)
    found = _opened_to(actor, _published(actor).where(LearningNote.key == key))
    return next(iter(found), None)


def _opened_to(actor: Actor, notes: Select[LearningNote]) -> list[Shown]:
    if FigureFamily.EFFECT not in families_open_to(actor):
        return []
    return _shown(WITHOUT_ROWS, _notes(actor, notes), lines=shown_lines(actor))


def _published(actor: Actor) -> Select[LearningNote]:
    return (
        visible_notes(actor)
        .where(LearningNote.first_published_at.is_not(None), LearningNote.criteria.any())
        .options(
            selectinload(LearningNote.criteria)
            .joinedload(NoteCriterion.criterion)
            .joinedload(Criterion.section)
            .joinedload(ChecklistSection.version)
        )
        .order_by(LearningNote.first_published_at.desc(), LearningNote.id.desc())
    )


def _notes(_actor: Actor, query: Select[LearningNote]) -> list[Subject]:
    return [
        Subject(
            Learned.NOTE,
            note.key,
            note.key,
            note.title,
            note.first_published_at,
            sorted((line.criterion for line in note.criteria), key=lambda one: one.code),
        )
        for note in db.session.scalars(query)
        if note.first_published_at
    ]


def _session_ids(actor: Actor) -> Select[int]:
    return visible_sessions(actor).with_only_columns(LearningSession.id)


def _agreed(actor: Actor) -> Select[SessionOutcome]:
    return (
        select(SessionOutcome)
        .join(SessionOutcome.session)
        .where(
            SessionOutcome.kind == OutcomeKind.AGREED_PRACTICE,
            SessionOutcome.criterion_id.is_not(None),
            SessionOutcome.took_effect_at.is_not(None),
            SessionOutcome.withdrawn_at.is_(None),
            LearningSession.id.in_(_session_ids(actor)),
        )
        .options(
            contains_eager(SessionOutcome.session),
            joinedload(SessionOutcome.criterion)
            .joinedload(Criterion.section)
            .joinedload(ChecklistSection.version),
        )
        .order_by(SessionOutcome.took_effect_at.desc(), SessionOutcome.id.desc())
    )


def _practices(_actor: Actor, query: Select[SessionOutcome]) -> list[Subject]:
    return [
        Subject(
            Learned.PRACTICE,
            outcome.key,
            outcome.session.key,
            outcome.title or "",
            outcome.took_effect_at,
            [outcome.criterion],
        )
        for outcome in db.session.scalars(query)
        if outcome.took_effect_at and outcome.criterion
    ]


def _shown(actor: Actor, subjects: Sequence[Subject], *, lines: Lines | None = None) -> list[Shown]:
    if not subjects:
        return []
    rounds = {
        found.id: found for found in drawn_rounds(actor) if lines is None or found.id in lines
    }
    heads = _heads(actor, rounds.values())
    parts = {one.key: _placed(one, heads) for one in subjects}
    used = {p.head.id for several in parts.values() for p in several if p.part in USED}
    codes = {criterion.code for one in subjects for criterion in one.criteria}
    samples = read_samples(actor, [rounds[id_] for id_ in sorted(used)], codes=codes)
    opened = _opened(actor, used)
    seen = _seen(actor, samples, codes, lines)
    return [_one(one, parts[one.key], seen, rounds=rounds, opened=opened) for one in subjects]


def _seen(
    actor: Actor, samples: Mapping[int, Sample], codes: Collection[str], lines: Lines | None
) -> dict[tuple[int, str], Seen]:
    return {
        (id_, code): Seen(None, gap=WITHHELD)
        if lines is not None and code not in lines[id_]
        else seen_in(actor, sample, code=code)
        for id_, sample in samples.items()
        for code in codes
    }


def _heads(actor: Actor, rounds: Iterable[Round]) -> list[RoundHead]:
    rounds = list(rounds)
    progress = progress_of(actor, [found.id for found in rounds])
    return [
        RoundHead(
            found.id,
            found.version.checklist_id,
            found.draw.drawn_at,
            is_settled=not progress[found.id].is_provisional,
        )
        for found in rounds
        if found.version and found.draw and found.draw.drawn_at
    ]


def _placed(subject: Subject, heads: Sequence[RoundHead]) -> list[Placed]:
    checklists = dict.fromkeys(_identity(criterion)[0] for criterion in subject.criteria)
    return [
        placed
        for checklist in checklists
        for placed in place([h for h in heads if h.checklist == checklist], subject.since)
    ]


def _identity(criterion: Criterion) -> tuple[int, str]:
    return criterion.section.version.checklist_id, criterion.code


def _one(
    subject: Subject,
    placed: Sequence[Placed],
    found: Mapping[tuple[int, str], Seen],
    *,
    rounds: Mapping[int, Round],
    opened: Mapping[int, Sequence[date | None]],
) -> Shown:
    named = {_identity(criterion): criterion for criterion in subject.criteria}
    seen: dict[tuple[int, str], Seen] = {
        (one.head.id, code): found[one.head.id, code]
        for one in placed
        if one.part in USED
        for checklist, code in named
        if checklist == one.head.checklist
    }
    return Shown(subject, judge(placed, named, seen), rounds, named, opened)


def _opened(_actor: Actor, round_ids: Iterable[int]) -> dict[int, list[date | None]]:
    rows = db.session.execute(
        select(RoundCase.round_id, Case.opened_on)
        .join(Case, Case.id == RoundCase.case_id)
        .where(RoundCase.round_id.in_(round_ids), RoundCase.replaced_at.is_(None))
    )
    found: dict[int, list[date | None]] = {}
    for round_id, day in rows:
        found.setdefault(round_id, []).append(day)
    return found
