"""Who gets the reports, on which day drafts are made, and which deliveries mail told of."""

from dataclasses import dataclass

from sqlalchemy import select

from review_app.domain.access import Actor, Permission, demand
from review_app.domain.audit_codes import AuditCode
from review_app.domain.errors import Conflict, Invalid
from review_app.domain.indicators import month_before
from review_app.domain.monthly_report import LAST_DRAFT_DAY, draft_is_due
from review_app.features.reports import queries, service
from review_app.kernel import clock
from review_app.kernel.i18n import LANGUAGES
from review_app.kernel.unit_of_work import Work, unit_of_work
from review_app.models import MonthlyReport, ReportDelivery, ReportRecipient, ReportSchedule


@dataclass(frozen=True, slots=True)
class Letter:
    """What one mail tells one receiver."""

    delivery_id: int
    report: MonthlyReport
    recipient: ReportRecipient


def add_person(actor: Actor, person_key: str) -> ReportRecipient:
    """Have a person of the house get the reports from the next issue on.

    :raises Invalid: when there is no such person, or they get them already.
    """
    with unit_of_work(actor) as work:
        demand(actor, Permission.REPORT_SEND)
        known = {person.key: person for person in queries.people_to_choose(actor)}
        if person_key not in known:
            raise Invalid(field="person", reason="unknown")
        person = known[person_key]
        made = ReportRecipient(person_id=person.id, language=person.language or "da")
        _add(work, made)
    return made


def add_address(actor: Actor, email: str, *, language: str) -> ReportRecipient:
    """Have an address get the reports from the next issue on, in a language.

    :raises Invalid: when it is no address or no language.
    :raises Conflict: when it gets them already.
    """
    email = email.strip()
    name, _, host = email.partition("@")
    if not name or "." not in host or any(sign.isspace() for sign in email):
        raise Invalid(field="email", reason="no-address")
    if language not in LANGUAGES:
        raise Invalid(field="language", reason="unknown")
    with unit_of_work(actor) as work:
        demand(actor, Permission.REPORT_SEND)
        known = [one.email.lower() for one in queries.list_recipients(actor) if one.email]
        if email.lower() in known:
            raise Conflict(thing="recipient")
        made = ReportRecipient(email=email, language=language)
        _add(work, made)
    return made


def _add(work: Work, made: ReportRecipient) -> None:
    made.added_by_id = work.actor.id
    work.add(made)
    work.log(AuditCode.REPORT_RECIPIENT_ADDED, made, is_person=made.person_id is not None)


def end(actor: Actor, key: str) -> None:
    """Send a receiver no more; links in mails to them lead nowhere from now on.

    :raises Invalid: when there is no such receiver.
    """
    with unit_of_work(actor) as work:
        demand(actor, Permission.REPORT_SEND)
        found = next((one for one in queries.list_recipients(actor) if one.key == key), None)
        if found is None:
            raise Invalid(field="recipient", reason="unknown")
        _end(work, found)


def stop(actor: Actor, token: str) -> None:
    """Send the receiver whom a signed link names no more; safe to do twice."""
    with unit_of_work(actor) as work:
        found = queries.asked_to_stop(actor, token)
        if found.ended_at is None:
            _end(work, found)


def _end(work: Work, recipient: ReportRecipient) -> None:
    recipient.ended_at = clock.now()
    work.log(AuditCode.REPORT_RECIPIENT_ENDED, recipient)


def set_day(actor: Actor, on_day: int | None) -> None:
    """Choose on which day of the month drafts are made; ``None``: by hand alone.

    :raises Invalid: for a day that some month lacks.
    """
    with unit_of_work(actor) as work:
        demand(actor, Permission.REPORT_SEND)
        if on_day is not None and not 1 <= on_day <= LAST_DRAFT_DAY:
            raise Invalid(field="on_day", reason="out-of-range")
        found = work.session.scalar(select(ReportSchedule).limit(1))
        row = found or work.add(ReportSchedule(on_day=on_day))
        row.on_day, row.set_at, row.set_by_id = on_day, clock.now(), actor.id
        work.log(AuditCode.REPORT_SCHEDULED, row, on_day=on_day)


def make_due_draft(actor: Actor) -> MonthlyReport | None:
    """Make the draft of the last month when its day has come and there is no report of it yet."""
    on_day, month_on = queries.schedule(actor), month_before(clock.today())
    if on_day is None or not draft_is_due(today=clock.today(), on_day=on_day):
        return None
    if month_on not in queries.months_to_choose(actor):
        return None
    return service.make_draft(actor, month_on)


def claim_letter(actor: Actor, delivery_id: int) -> Letter | None:
    """Take a delivery to be mailed, so that no other mail tells it; or nothing."""
    with unit_of_work(actor) as work:
        demand(actor, Permission.REPORT_SEND)
        delivery = work.session.get_one(ReportDelivery, delivery_id)
        work.hold(delivery)
        if delivery.told_at is not None or not delivery.recipient.is_reached:
            return None
        delivery.told_at = clock.now()
        work.log(AuditCode.REPORT_TOLD, delivery)
        return Letter(delivery.id, delivery.report, delivery.recipient)


def give_back(actor: Actor, letter: Letter) -> None:
    """Let a later mail tell what this one could not."""
    with unit_of_work(actor) as work:
        demand(actor, Permission.REPORT_SEND)
        delivery = work.session.get_one(ReportDelivery, letter.delivery_id)
        delivery.told_at = None
        work.log(AuditCode.REPORT_NOT_TOLD, delivery)
