"""The rounds of the story: drawn, reviewed, responded to, settled."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select

from review_app.domain.access import OPERATOR
from review_app.domain.assignment import Capacity
from review_app.domain.draw import ReplacementCode
from review_app.domain.frames import FrameFilter
from review_app.domain.kinds import RoundPurpose
from review_app.domain.workflow import ReviewState
from review_app.entrypoints.demo import (
    assignment,
    ceremonies,
    double,
    quality,
    responses,
    scoring,
)
from review_app.entrypoints.demo.casework import SOURCE
from review_app.entrypoints.demo.people import Town
from review_app.entrypoints.demo.scoring import Pens
from review_app.features.reviews import service_response
from review_app.features.rounds import service, service_ceremony, service_draws
from review_app.kernel import clock
from review_app.kernel.db import db
from review_app.models import Case, Checklist, ChecklistVersion, Review, Round

REVIEWERS = ("Maja Morgenfrue", "Niels Nellike")
LEAD = REVIEWERS[0]
HARD_CASE_READER = "Otto Oregano"


def version_in_use(code: str) -> ChecklistVersion:
    """Return the published version of a checklist."""
    found = db.session.scalars(
        select(ChecklistVersion)
        .join(Checklist)
        .where(Checklist.code == code, ChecklistVersion.published_at.is_not(None))
        .order_by(ChecklistVersion.number.desc())
    ).first()
    assert found is not None
    return found


def draw(town: Town, told: dict[str, Any], today: date) -> Round:
    """Plan, seal and draw one measure round on its day, and start its reviews."""
    actor = town.actor(LEAD)
    begin, end = (today - timedelta(days=days) for days in told["opened"])
    planned = service.plan_round(actor, title=told["title"], purpose=RoundPurpose.MEASURE)
    key = planned.key
    chosen = FrameFilter(
        source=SOURCE, case_type="Sygedagpenge", opened_from_on=begin, opened_to_on=end
    )
    service.set_frame(actor, key, chosen=chosen)
    service.set_size(actor, key, size=told["size"])
    service.set_reviewing(
        actor,
        key,
        version_key=version_in_use("sickness-benefit").key,
        reviewer_ids=[town.people[n].id for n in (*REVIEWERS, *told.get("also_reviewing", ()))],
        response_days=10,
        reviews_due_on=clock.today() + timedelta(days=21),
        double_share_percent=told.get("double_share_percent"),
        capacities={town.people[LEAD].id: Capacity(weight=told.get("lead_weight", 1))},
    )
    if share := told.get("second_reading_percent"):
        quality.ask_for_readings(town, key, share_percent=share)
    if told.get("together"):
        return ceremonies.draw_together(town, key, lead=LEAD)
    service_ceremony.seal_draw(actor, key)
    return service_ceremony.reveal_draw(actor, key)


def reviews_of(found: Round, *states: ReviewState) -> Sequence[Review]:
    """Return the round's reviews in these states, in the order they were assigned."""
    query = select(Review).where(Review.round_id == found.id, Review.state.in_(states))
    return db.session.scalars(query.order_by(Review.id)).all()


def run_to_the_end(town: Town, told: dict[str, Any], today: date, pens: Pens) -> Round:
    """Walk a round from the draw to its last settled review."""
    begin = today - timedelta(days=told["days_ago"])
    on_day(begin, 9)
    found = draw(town, told, today)
    replace_one(town, found)
    for n, review in enumerate(reviews_of(found, ReviewState.ASSIGNED)):
        on_day(begin + timedelta(days=2 + n // 3), 9 + n % 3 * 2)
        actor = town.actor(town.person(review.reviewer_id).name)
        scoring.score(actor, review, pens, progress=told["progress"])
        scoring.hand_in(actor, review, pens)
    double.settle_where_two_differ(town, found, pens)
    quality.read_what_waits(town, found)
    objections = told["objections"]
    if told.get("dilemma"):
        responses.leave_a_dilemma(town, found)
    for n, review in enumerate(reviews_of(found, ReviewState.IN_RESPONSE)):
        if n % 6 == 5 or review.responded_at:  # one in six does not get round to it
            continue
        assert review.response_opened_at is not None
        on_day(review.response_opened_at.date() + timedelta(days=3 + n % 5), 13)
        if objections and n % 2 == 0:
            objections -= responses.object_to_one(town, review)
        scoring.respond(town.actor(town.person(review.caseworker_id).name), review, pens)
    responses.decide_all(town, found)
    on_day(begin + timedelta(days=45), 7)
    service_response.settle_overdue(OPERATOR)
    return found


def replace_one(town: Town, found: Round) -> None:
    """Let the third case give way: it turned out to be a citizen who had moved."""
    third = found.cases[2]
    service_draws.replace_case(
        town.actor(LEAD),
        found.key,
        case_key=third.key,
        code=ReplacementCode.OUT_OF_SCOPE,
        note="Borgeren er flyttet til en anden kommune; sagen er overdraget.",
    )


def begin_the_present(town: Town, told: dict[str, Any], today: date, pens: Pens) -> Round:
    """Leave the newest round in the middle of its work, so that there is something to do."""
    begin = today - timedelta(days=told["days_ago"])
    on_day(begin, 9)
    found = draw(town, told, today)
    for n, review in enumerate(reviews_of(found, ReviewState.ASSIGNED)[:15]):
        on_day(begin + timedelta(days=1 + n // 3), 9 + n % 3 * 2)
        actor = town.actor(town.person(review.reviewer_id).name)
        scoring.score(actor, review, pens, progress=told["progress"], share=1 if n < 12 else 0.4)
        if n < 12:
            scoring.hand_in(actor, review, pens)
        if n < 4:
            on_day(begin + timedelta(days=4 + n), 14)
            if n % 2:
                responses.object_to_one(town, review)
            scoring.respond(town.actor(town.person(review.caseworker_id).name), review, pens)
    responses.decide_all(town, found, but=1)
    responses.help_along(town, reviews_of(found, ReviewState.IN_RESPONSE), today)
    assignment.go_away(town, found, lead=LEAD)
    return found


def look_at_hard_cases(town: Town, told: dict[str, Any], today: date, pens: Pens) -> Round:
    """Pick the hardest cases by hand, each with its reason, for the audit firm to read."""
    begin = today - timedelta(days=told["days_ago"])
    on_day(begin, 10)
    lead = town.actor(LEAD)
    found = service.plan_round(
        lead,
        title=told["title"],
        purpose=RoundPurpose.LEARN,
        engagement_id=town.engagements[HARD_CASE_READER].id,
    )
    longest = select(Case).where(Case.closed_on.is_(None)).order_by(Case.opened_on)
    hardest = db.session.scalars(longest.limit(len(told["reasons"]))).all()
    for case, reason in zip(hardest, told["reasons"], strict=True):
        service.pick_case(lead, found.key, reference=case.key, reason=reason)
    service.set_reviewing(
        lead,
        found.key,
        version_key=version_in_use("general").key,
        reviewer_ids=[town.people[HARD_CASE_READER].id],
        response_days=10,
    )
    service.select_cases(lead, found.key)
    for n, review in enumerate(reviews_of(found, ReviewState.ASSIGNED)):
        on_day(begin + timedelta(days=7 + n), 10)
        scoring.score(town.actor(HARD_CASE_READER), review, pens, progress=0)
        scoring.hand_in(town.actor(HARD_CASE_READER), review, pens)
        on_day(begin + timedelta(days=10 + n), 13)
        scoring.respond(town.actor(town.person(review.caseworker_id).name), review, pens)
    return found


def on_day(day: date, hour: int) -> None:
    """Set the story's clock."""
    clock.travel(clock.local(day, hour))
