"""The reports of the last months: some issued with a comment, the newest waiting for one."""

from datetime import date, timedelta

from review_app.domain.deadline_rules import add_months
from review_app.domain.indicators import month_before
from review_app.entrypoints.demo import people, rounds
from review_app.entrypoints.demo.people import Town
from review_app.features.reports import presenters, service, service_recipients
from review_app.kernel import clock

LEAD, HEAD, CHAIR = rounds.LEAD, "Ruth Rosmarin", "Svend Salvie"


def tell(town: Town, today: date) -> None:
    """Issue one report after the other, and leave the draft of the last month."""
    present = clock.now()
    told = people.read_story("reports")
    last = month_before(today)
    entries, day = told["reports"], told["day"]
    for ago, entry in zip(range(len(entries), 0, -1), entries, strict=True):
        month_on = add_months(last, -ago)
        _on_day(add_months(month_on, 1), day)
        if ago == len(entries):
            _set_up(town, day)
        _issue(town, month_on, entry["comment"])
    _on_day(add_months(last, 1), min(day, today.day))
    service.make_draft(town.actor(LEAD), last)
    clock.travel(present)


def _on_day(month_on: date, day: int) -> None:
    rounds.on_day(month_on + timedelta(days=day - 1), 9)


def _set_up(town: Town, day: int) -> None:
    lead = town.actor(LEAD)
    service_recipients.set_day(lead, day)
    service_recipients.add_person(lead, town.people[CHAIR].key)
    service_recipients.add_address(lead, "udvalg@engvang.example", language="da")


def _issue(town: Town, month_on: date, comment: str) -> None:
    head = town.actor(HEAD)
    made = service.make_draft(town.actor(LEAD), month_on)
    service.write_comment(head, made.key, text=comment, revision=made.revision)
    service.issue(head, made.key, printed=presenters.printed(made))
