"""Finding reports, their files and who gets them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import defer, joinedload, selectinload, undefer

from review_app.domain.access import Actor, Permission, Role, demand
from review_app.domain.errors import NotFound
from review_app.domain.indicators import month_before
from review_app.domain.monthly_report import ReportState
from review_app.kernel import clock, links
from review_app.kernel.db import db
from review_app.kernel.paging import Page, after_row, page_of
from review_app.models import (
    Appointment,
    MonthlyReport,
    Person,
    ReportDelivery,
    ReportFile,
    ReportRecipient,
    ReportSchedule,
)
from review_app.models.visibility import visible_reports

READ, STOP = "monthly report: read", "monthly report: stop"  # what signed links are good for
MONTHS_TO_CHOOSE = 12


def list_reports(actor: Actor, *, after: str | None = None) -> Page[MonthlyReport]:
    """Return the reports the actor may read, the newest month and number first."""
    demand(actor, Permission.REPORT_READ)
    light = (defer(MonthlyReport.content), defer(MonthlyReport.comment))
    query = visible_reports(actor).options(selectinload(MonthlyReport.files), *light)
    query = after_row(
        query, after, value=MonthlyReport.month_on, id_=MonthlyReport.id, descending=True
    )
    return page_of(db.session.scalars(query).all(), lambda one: (one.month_on, one.id))


def get_report(actor: Actor, key: str) -> MonthlyReport:
    """Return one report.

    :raises NotFound: when there is none, or none the actor may know of.
    """
    demand(actor, Permission.REPORT_READ)
    found = db.session.scalar(
        visible_reports(actor)
        .where(MonthlyReport.key == key)
        .options(selectinload(MonthlyReport.files), joinedload(MonthlyReport.commented_by))
    )
    if found is None:
        raise NotFound(thing="report", key=key)
    return found


def newest_of(actor: Actor, month_on: date) -> MonthlyReport | None:
    """Return the issue of a month that stands: the one with the highest number."""
    demand(actor, Permission.REPORT_READ)
    return db.session.scalar(
        visible_reports(actor)
        .where(MonthlyReport.month_on == month_on, MonthlyReport.state == ReportState.ISSUED)
        .order_by(MonthlyReport.number.desc())
        .limit(1)
    )


def newest(actor: Actor) -> MonthlyReport | None:
    """Return the newest report the actor may read, in its highest number."""
    demand(actor, Permission.REPORT_READ)
    order = (MonthlyReport.month_on.desc(), MonthlyReport.number.desc())
    return db.session.scalar(visible_reports(actor).order_by(*order).limit(1))


def is_newest(actor: Actor, report: MonthlyReport) -> bool:
    """Say whether no later issue of the month exists."""
    newest = newest_of(actor, report.month_on)
    return newest is None or newest.number <= report.number


def get_file(actor: Actor, key: str, *, language: str) -> ReportFile:
    """Return an issued report's PDF in a language, with its content.

    :raises NotFound: when there is none, or none the actor may know of.
    """
    report = get_report(actor, key)
    return _file(report.id, language)


def _file(report_id: int, language: str) -> ReportFile:
    found = db.session.scalar(
        select(ReportFile)
        .where(ReportFile.report_id == report_id, ReportFile.language == language)
        .options(undefer(ReportFile.content))
    )
    if found is None:
        raise NotFound(thing="report file", language=language)
    return found


def months_to_choose(actor: Actor) -> list[date]:
    """Return the months that are over and have no report yet, newest first."""
    demand(actor, Permission.REPORT_MAKE)
    known = set(db.session.scalars(select(MonthlyReport.month_on)))
    months = [month_before(clock.today())]
    while len(months) < MONTHS_TO_CHOOSE:
        months.append(month_before(months[-1]))
    return [month for month in months if month not in known]


def list_recipients(actor: Actor) -> Sequence[ReportRecipient]:
    """Return who gets the reports now."""
    demand(actor, Permission.REPORT_SEND)
    return db.session.scalars(
        select(ReportRecipient)
        .where(ReportRecipient.ended_at.is_(None))
        .options(joinedload(ReportRecipient.person))
        .order_by(ReportRecipient.id)
    ).all()


def people_to_choose(actor: Actor) -> Sequence[Person]:
    """Return the people of the house who do not get the reports yet, by name."""
    taken = {one.person_id for one in list_recipients(actor)}
    query = select(Person).where(Person.is_active, Person.firm_id.is_(None)).order_by(Person.name)
    return [person for person in db.session.scalars(query) if person.id not in taken]


def caseworkers(actor: Actor) -> Sequence[str]:
    """Return the names of everybody who handles cases: no report may name them."""
    demand(actor, Permission.REPORT_COMMENT)
    appointed = select(Appointment.person_id).where(Appointment.role == Role.CASEWORKER)
    return db.session.scalars(select(Person.name).where(Person.id.in_(appointed))).all()


def schedule(actor: Actor) -> int | None:
    """Return on which day of the month drafts are made; ``None`` when nobody chose one."""
    demand(actor, Permission.REPORT_SEND)
    return db.session.scalar(select(ReportSchedule.on_day).order_by(ReportSchedule.id).limit(1))


@dataclass(frozen=True, slots=True)
class Linked:
    """What a signed link of a mail leads to."""

    report: MonthlyReport
    recipient: ReportRecipient


def follow_link(actor: Actor, token: str) -> Linked:
    """Return the issued report that a mail's link names, while its receiver gets the reports.

    :raises NotFound: when the link was not made here, or the receiver gets them no more.
    """
    demand(actor, Permission.REPORT_FOLLOW_LINK)
    report_key, recipient_key = links.open_signed(READ, token)
    delivery = db.session.scalar(
        select(ReportDelivery)
        .join(MonthlyReport, MonthlyReport.id == ReportDelivery.report_id)
        .join(ReportRecipient, ReportRecipient.id == ReportDelivery.recipient_id)
        .where(MonthlyReport.key == report_key, ReportRecipient.key == recipient_key)
        .where(ReportRecipient.ended_at.is_(None), ReportRecipient.email.is_not(None))
        .options(joinedload(ReportDelivery.report).selectinload(MonthlyReport.files))
    )
    if delivery is None:
        raise NotFound(thing="link")
    return Linked(delivery.report, delivery.recipient)


def linked_file(actor: Actor, token: str, *, language: str) -> tuple[MonthlyReport, ReportFile]:
    """Return the report that a mail's link names, and its PDF; refusals as in the link itself."""
    found = follow_link(actor, token)
    return found.report, _file(found.report.id, language)


def asked_to_stop(actor: Actor, token: str) -> ReportRecipient:
    """Return the receiver that a signed link names.

    :raises NotFound: when the link was not made here.
    """
    demand(actor, Permission.REPORT_FOLLOW_LINK)
    key = links.open_signed(STOP, token)
    found = db.session.scalar(select(ReportRecipient).where(ReportRecipient.key == key))
    if found is None:
        raise NotFound(thing="link")
    return found


def list_untold(actor: Actor) -> Sequence[int]:
    """Return the deliveries of issued reports that no mail told of yet."""
    demand(actor, Permission.REPORT_SEND)
    return db.session.scalars(
        select(ReportDelivery.id)
        .join(ReportRecipient, ReportRecipient.id == ReportDelivery.recipient_id)
        .where(ReportDelivery.told_at.is_(None), ReportRecipient.ended_at.is_(None))
        .order_by(ReportDelivery.id)
    ).all()
