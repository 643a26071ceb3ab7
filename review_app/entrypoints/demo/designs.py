"""The story's small rounds by other designs: within teams, by risk, down a list, made larger."""

from datetime import date, timedelta
from typing import Any

from review_app.domain.designs import SamplingDesign
from review_app.domain.frames import FrameFilter
from review_app.domain.kinds import RoundPurpose
from review_app.domain.workflow import ReviewState
from review_app.entrypoints.demo import scoring
from review_app.entrypoints.demo.casework import SOURCE
from review_app.entrypoints.demo.people import Town, read_story
from review_app.entrypoints.demo.rounds import (
    LEAD,
    REVIEWERS,
    on_day,
    reviews_of,
    version_in_use,
)
from review_app.entrypoints.demo.scoring import Pens
from review_app.features.rounds import (
    service,
    service_ceremony,
    service_extension,
    service_frames,
    service_missing,
)
from review_app.kernel import clock
from review_app.models import Round


def tell(town: Town, today: date, pens: Pens) -> None:
    """Walk each small round from its plan to its last answer; keep one frame under a name."""
    told = read_story("designs")
    for entry in sorted(told["rounds"], key=lambda entry: -entry["days_ago"]):
        begin = today - timedelta(days=entry["days_ago"])
        on_day(begin, 9)
        found = _draw(town, {**told, **entry}, today)
        if "missing" in entry:
            service_missing.report_missing_file(
                town.actor(LEAD), found.key, case_key=found.cases[0].key, note=entry["missing"]
            )
        _review(town, found, told, pens, begin + timedelta(days=1))
        if "more" in entry:
            on_day(begin + timedelta(days=4), 10)
            service_extension.extend_draw(
                town.actor(LEAD),
                found.key,
                more={"": entry["more"]},
                reason=entry["reason"],
                results_seen=True,
            )
            _review(town, found, told, pens, begin + timedelta(days=5))
        _respond(town, found, pens, begin + timedelta(days=8))
    service_frames.save_frame(
        town.actor(LEAD), name=told["saved_frame"], chosen=_frame(told["rounds"][0], today)
    )


def _frame(told: dict[str, Any], today: date) -> FrameFilter:
    begin, end = (today - timedelta(days=days) for days in told["opened"])
    return FrameFilter(
        source=SOURCE, case_type="Sygedagpenge", opened_from_on=begin, opened_to_on=end
    )


def _draw(town: Town, told: dict[str, Any], today: date) -> Round:
    actor = town.actor(LEAD)
    key = service.plan_round(actor, title=told["title"], purpose=RoundPurpose.MEASURE).key
    service.set_frame(actor, key, chosen=_frame(told, today))
    service.set_design(actor, key, design=SamplingDesign.read(told["design"]))
    service.set_reviewing(
        actor,
        key,
        version_key=version_in_use(told["checklist"]).key,
        reviewer_ids=[town.people[name].id for name in REVIEWERS],
        response_days=10,
        reviews_due_on=clock.today() + timedelta(days=14),
    )
    service_ceremony.seal_draw(actor, key)
    return service_ceremony.reveal_draw(actor, key)


def _review(town: Town, found: Round, told: dict[str, Any], pens: Pens, day: date) -> None:
    for n, review in enumerate(reviews_of(found, ReviewState.ASSIGNED)):
        on_day(day + timedelta(days=n // 4), 9 + n % 4)
        actor = town.actor(town.person(review.reviewer_id).name)
        scoring.score(actor, review, pens, progress=told["progress"])
        scoring.hand_in(actor, review, pens)


def _respond(town: Town, found: Round, pens: Pens, day: date) -> None:
    for n, review in enumerate(reviews_of(found, ReviewState.IN_RESPONSE)):
        on_day(day + timedelta(days=n // 5), 13)
        scoring.respond(town.actor(town.person(review.caseworker_id).name), review, pens)
