"""What happens under the contracts with the firms: deliverables, second eyes, the hardest cases."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select

from review_app.domain.kinds import EvidenceKind, FeedbackSection, RoundPurpose
from review_app.entrypoints.demo.learning import WRITER
from review_app.entrypoints.demo.people import Town
from review_app.entrypoints.demo.rounds import LEAD, REVIEWERS, on_day
from review_app.features.engagements import service as engagements
from review_app.features.engagements import service_deliverables as deliverables
from review_app.features.feedback import service as feedback
from review_app.features.feedback import service_reading as reading
from review_app.features.rounds import queries_ranking, service_ranking
from review_app.features.rounds import service as rounds
from review_app.kernel.db import db
from review_app.models import Case, LearningCase

Told = Mapping[str, Any]


def tell(town: Town, told: Told, today: date) -> None:
    """Leave the contracts in the middle of their work."""
    on_day(today - timedelta(days=told["extension"]["days_ago"]), 9)
    _extend(town, told["extension"])
    for entry in told["deliverables"]:
        _deliver(town, entry, today)
    on_day(today - timedelta(days=9), 10)
    _ask_for_second_eyes(town, told["guide"])
    for n, entry in enumerate(told["feedback"]):
        _write(town, entry, today - timedelta(days=8 - n))
    on_day(today - timedelta(days=2), 13)
    _pick(town, told["picking"])


def _extend(town: Town, told: Told) -> None:
    engagement = town.engagements[told["member"]]
    engagements.extend_engagement(
        town.actor("Tove Timian"),
        engagement.key,
        ends_on=engagement.ends_on + timedelta(days=told["days"]),
        reason=told["reason"],
    )


def _deliver(town: Town, told: Told, today: date) -> None:
    key = town.engagements[told["member"]].key
    lead, due_on = town.actor(LEAD), today + timedelta(days=told["due_days"])
    added = deliverables.add_deliverable(lead, key, title=told["title"], due_on=due_on)
    if "delivered_days" in told:
        day = today + timedelta(days=told["delivered_days"])
        deliverables.record_delivery(lead, added.key, delivered_on=day, note=told["note"])


def _ask_for_second_eyes(town: Town, told: Told) -> None:
    engagement = town.engagements[told["member"]]
    engagements.save_engagement(
        town.actor("Tove Timian"),
        engagement.key,
        firm_key=engagement.firm.key,
        title=engagement.title,
        purpose=engagement.purpose,
        quota=engagement.quota,
        starts_on=engagement.starts_on,
        ends_on=engagement.ends_on,
        member_keys=[member.person.key for member in engagement.members],
        agreement_reference=engagement.agreement_reference or "",
        needs_second_eyes=True,
    )
    reading.set_guide(
        town.actor(LEAD),
        engagement.key,
        asked=[s for s in FeedbackSection if s.value not in told["left_out"]],
        words={s: told[s.column] for s in FeedbackSection if s.column in told},
    )


def _write(town: Town, told: Told, day: date) -> None:
    on_day(day, 10)
    engagement, writer = town.engagements[WRITER], town.people[WRITER]
    chosen = feedback.choose_learning_case(
        town.actor(LEAD),
        case_key=_a_case().key,
        reason=told["reason"],
        author=f"{engagement.key}:{writer.key}",
        due_on=day + timedelta(days=14),
    )
    assert chosen.feedback is not None
    on_day(day + timedelta(days=1), 14)
    key, pia = chosen.feedback.key, town.actor(WRITER)
    event = chosen.case.events[-1].id
    reading.point_to(pia, key, kind=EvidenceKind.EVENT, event_id=event)
    feedback.write_feedback(
        pia,
        key,
        texts={
            "done_well": told["done_well"],
            "way_forward": told["way_forward"],
            "law_references": told["law"],
        },
        revision=chosen.feedback.revision,
        send=True,
    )
    if told["step"] == "sent":
        reading.read_second(town.actor(REVIEWERS[1]), key, passes=True, note="")


def _a_case() -> Case:
    """Return an open case with a caseworker that is no learning case yet."""
    query = select(Case).where(
        Case.closed_on.is_(None),
        Case.caseworker_id.is_not(None),
        Case.events.any(),
        Case.id.not_in(select(LearningCase.case_id)),
    )
    return db.session.scalars(query.order_by(Case.opened_on.desc(), Case.id).limit(1)).one()


def _pick(town: Town, told: Told) -> None:
    lead = town.actor(LEAD)
    engagement_id = town.engagements["Otto Oregano"].id
    found = rounds.plan_round(
        lead, title=told["title"], purpose=RoundPurpose.LEARN, engagement_id=engagement_id
    )
    hardest = queries_ranking.list_ranked(lead, found).rows[: told["cases"]]
    service_ranking.pick_ranked(
        lead, found.key, case_keys=[line.case.key for line in hardest], reason=told["reason"]
    )
