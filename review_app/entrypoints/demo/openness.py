"""How the figures of the story were opened: management, teams, all, and names by assent."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from review_app.domain.assent import AssentAnswer
from review_app.domain.openness import Audience, Detail, FigureFamily
from review_app.entrypoints.demo.people import Town, read_story
from review_app.entrypoints.demo.rounds import LEAD, on_day
from review_app.features.insights import queries_publishing, service_publishing
from review_app.features.openness import service
from review_app.kernel import clock
from review_app.kernel.db import db
from review_app.kernel.reading_log import note_reading
from review_app.models import Case
from review_app.models.visibility import visible_cases


def tell(town: Town, today: date) -> None:
    """Publish tables in their time, open them step by step, and ask for assent."""
    told = read_story("openness")
    _publish(town, told["publications"], today)
    asked = {}
    for entry in told["steps"]:
        for family in entry["families"]:
            asked[family] = _open(town, entry, FigureFamily(family), told["legal_basis"], today)
    for entry in told["answers"]:
        _answer(town, entry, asked[entry["step"]], today)


def _publish(town: Town, told: Mapping[str, Any], today: date) -> None:
    lead = town.actor(LEAD)
    for entry in told["rounds"]:
        on_day(today - timedelta(days=entry["days_ago"]), 13)
        waiting = {one.title: one.key for one in queries_publishing.rounds_to_publish(lead)}
        service_publishing.publish_round(lead, waiting[entry["title"]])
    on_day(today - timedelta(days=1), 13)
    for family in (FigureFamily.TIMELINESS, FigureFamily.ACTIONS):
        months = queries_publishing.months_to_publish(lead, family=family)
        for month in months[-told["months"] :]:
            service_publishing.publish_month(lead, month, family=family)
    _look(town, told["looks"])


def _look(town: Town, count: int) -> None:
    """Let the lead have opened some cases of everybody, so that somebody has looked."""
    lead = town.actor(LEAD)
    for person in town.caseworkers:
        theirs = visible_cases(lead).where(Case.caseworker_id == person.id)
        cases = db.session.scalars(theirs.order_by(Case.id).limit(count)).all()
        for case in cases:
            note_reading(lead, case, case_key=case.key, purpose="case-page")


def _open(
    town: Town, entry: Mapping[str, Any], family: FigureFamily, basis: str, today: date
) -> str:
    """Take one detail after another; return the key of the last step."""
    on_day(today - timedelta(days=entry["days_ago"]), 10)
    actor, key = town.actor(entry["by"]), ""
    for detail in entry["details"]:
        wanted = service.Wanted(
            family,
            Audience(entry["audience"]),
            Detail(detail),
            clock.today(),
            entry["reason"],
            basis,
        )
        key = service.decide_step(actor, wanted=wanted).key
    return key


def _answer(town: Town, entry: Mapping[str, Any], key: str, today: date) -> None:
    on_day(today - timedelta(days=entry["days_ago"]), 11)
    for given, names in ((AssentAnswer.YES, entry["yes"]), (AssentAnswer.NO, entry["no"])):
        for name in names:
            service.answer(town.actor(name), key, given=given)
