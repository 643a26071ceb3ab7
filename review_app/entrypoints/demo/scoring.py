"""How an invented reviewer answers a checklist, and an invented caseworker responds."""

import random
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select

from review_app.domain import scoring
from review_app.domain.access import OPERATOR, Actor
from review_app.domain.kinds import EvidenceKind, ResponseKind
from review_app.domain.scoring import AnswerValue, Verdict
from review_app.domain.workflow import ReviewState
from review_app.entrypoints.demo import double
from review_app.entrypoints.demo.people import read_story
from review_app.features.reviews import (
    queries,
    service,
    service_answers,
    service_response,
    service_snippets,
)
from review_app.features.reviews.service_answers import Entry
from review_app.features.reviews.service_response import Reply
from review_app.kernel.db import db
from review_app.kernel.unit_of_work import unit_of_work
from review_app.models import Review

TWO_DIFFER = 0.07  # how often two who look at the same case answer a criterion otherwise
WELL_DONE, SHOWN = 0.006, 0.25  # how often an answer is marked, or points to its evidence
SOUND, WEAK, TAUGHT = (0.84, 0.90), (0.56, 0.74), (0.34, 0.88)


@dataclass
class Pens:
    """The words of the story and the dice that choose among them."""

    chance: random.Random
    told: dict[str, Any]
    # Dice of their own, so that what is marked and shown changes no answer of the story.
    praise: random.Random = field(default_factory=lambda: random.Random(7))  # noqa: S311

    @classmethod
    def of(cls, seed: int) -> "Pens":
        """Take the story's words and the dice of one seed."""
        return cls(random.Random(seed), read_story("reviews"))  # noqa: S311 - a story

    def one_of(self, *path: str) -> str:
        """Return one of the sentences at *path*."""
        found: Any = self.told
        for name in path:
            found = found[name]
        return str(self.chance.choice(found)) if isinstance(found, list) else str(found)

    def one_to_praise(self) -> str:
        """Return a sentence about something done well."""
        return str(self.praise.choice(self.told["praise"]))

    def value(self, code: str, progress: float, seen: AnswerValue | None = None) -> AnswerValue:
        """Choose an answer; *progress* from 0 (before) to 1 (after the learning).

        Two who look at the same case mostly see the same; *seen* is what the other saw.
        """
        if seen is not None:
            other = AnswerValue.PARTLY_MET if seen is AnswerValue.MET else AnswerValue.MET
            return other if self.chance.random() < TWO_DIFFER else seen
        criteria = self.told["criteria"]
        low, high = SOUND
        if code == criteria["taught"]:
            low, high = TAUGHT
        elif code in criteria["weak"]:
            low, high = WEAK
        if self.chance.random() < 0.05:
            return self.chance.choice([AnswerValue.NOT_APPLICABLE, AnswerValue.CANNOT_BE_ASSESSED])
        if self.chance.random() < low + (high - low) * progress:
            return AnswerValue.MET
        return AnswerValue.PARTLY_MET if self.chance.random() < 0.6 else AnswerValue.NOT_MET


def score(actor: Actor, review: Review, pens: Pens, *, progress: float, share: float = 1) -> None:
    """Answer the first *share* of the criteria, as one sitting."""
    with unit_of_work(OPERATOR):
        lines = queries.get_sheet(actor, review.key).lines
        seen = double.seen_by_the_other(review)
        entries, shown = {}, []
        for line in lines[: round(len(lines) * share)]:
            if not line.is_asked:
                continue
            entry = _entry(
                pens, pens.value(line.criterion.code, progress, seen.get(line.criterion.code))
            )
            entries[line.criterion.key] = entry
            demanded = entry.value in line.criterion.evidence_on
            if demanded or (entry.value is AnswerValue.NOT_MET and pens.praise.random() < SHOWN):
                shown.append(line.criterion.key)
        service_answers.save_answers(actor, review.key, entries=entries)
        for criterion_key in shown:
            _point_to(actor, review, criterion_key, pens)


def score_again(actor: Actor, review: Review, pens: Pens) -> None:
    """Answer mostly as the reviewer did the first time they had the case, and hand in."""
    first = select(Review).where(
        Review.case_id == review.case_id,
        Review.reviewer_id == review.reviewer_id,
        Review.state == ReviewState.SETTLED,
    )
    earlier = db.session.scalars(first.order_by(Review.id.desc())).first()
    seen = {a.criterion.code: a.value for a in earlier.answers} if earlier else {}
    entries = {
        line.criterion.key: _entry(
            pens, pens.value(line.criterion.code, 1, seen.get(line.criterion.code))
        )
        for line in queries.get_sheet(actor, review.key).lines
        if line.is_asked
    }
    service_answers.save_answers(actor, review.key, entries=entries)
    for line in queries.get_sheet(actor, review.key).lines:
        if line.value in line.criterion.evidence_on:
            _point_to(actor, review, line.criterion.key, pens)
    hand_in(actor, review, pens)


def _entry(pens: Pens, value: AnswerValue) -> Entry:
    comment = pens.one_of("comments", value.value) if value in scoring.EXPLAINED else ""
    well_done = value is AnswerValue.MET and pens.praise.random() < WELL_DONE
    if well_done:
        comment = pens.one_to_praise()
    return Entry(value=value, comment=comment, is_exemplary=well_done)


def _point_to(actor: Actor, review: Review, criterion_key: str, pens: Pens) -> None:
    service.add_evidence(
        actor,
        review.key,
        criterion_key=criterion_key,
        kind=EvidenceKind.JOURNAL,
        reference=pens.praise.choice(pens.told["evidence"]),
    )


def keep_sentences(actor: Actor, pens: Pens) -> None:
    """Offer everybody the sentences the house agreed on."""
    for sentence in pens.told["snippets"]:
        service_snippets.keep_snippet(actor, is_shared=True, **sentence)


def hand_in(actor: Actor, review: Review, pens: Pens) -> None:
    """Give the verdict that the findings speak for, and submit."""
    with unit_of_work(OPERATOR):
        found = queries.get_review(actor, review.key)
        serious = sum(f.severity == scoring.Severity.SERIOUS for f in found.findings)
        verdict = Verdict.IN_ACCORDANCE
        if serious or len(found.findings) > 9:
            verdict = Verdict.WOULD_BE_CHANGED if serious < 2 else Verdict.WOULD_BE_SENT_BACK
        service.give_verdict(
            actor,
            review.key,
            verdict=verdict,
            reason=pens.one_of("verdicts", verdict.value),
            revision=found.revision,
        )
        service.submit(actor, review.key)


def respond(actor: Actor, review: Review, pens: Pens) -> None:
    """Let the caseworker add context to a finding or two, agree to the rest, and hand in."""
    with unit_of_work(OPERATOR):
        found = queries.get_review(actor, review.key)
        objected = {objection.criterion_id for objection in found.objections}
        for finding in found.findings:
            if finding.criterion is None or finding.criterion_id in objected:
                continue
            if pens.chance.random() < 0.2:
                service_response.respond(
                    actor,
                    review.key,
                    criterion_key=finding.criterion.key,
                    reply=Reply(ResponseKind.CONTEXT, pens.one_of("responses", "context")),
                )
        service_response.hand_in(actor, review.key)
