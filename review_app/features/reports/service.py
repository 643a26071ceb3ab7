"""A report from draft to issued: counted, commented on, let go, and revised by a new one."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import func, select

from review_app.domain.access import Actor, Permission, demand
from review_app.domain.audit_codes import AuditCode
from review_app.domain.errors import Conflict, Incomplete, Invalid
from review_app.domain.monthly_report import DAYS_TO_COMMENT, ReportState, is_over, named_in
from review_app.domain.personal_data import refuse_personal_numbers
from review_app.features.reports import counting, queries
from review_app.kernel import clock
from review_app.kernel.revisions import change
from review_app.kernel.unit_of_work import Work, unit_of_work
from review_app.models import MonthlyReport, ReportDelivery, ReportFile, ReportRecipient

MAIL_TASK = "reports.mail_reports"


@dataclass(frozen=True, slots=True)
class Printed:
    """The PDFs of a report by language, and of which state of the draft they were made."""

    files: Mapping[str, bytes]
    revision: int
    counted_at: datetime


def make_draft(actor: Actor, month_on: date) -> MonthlyReport:
    """Count a month and keep it as a draft to comment on.

    :param month_on: its first day.
    :raises Invalid: when the month is not over.
    :raises Conflict: when it has a report already.
    """
    with unit_of_work(actor) as work:
        demand(actor, Permission.REPORT_MAKE)
        if month_on.day != 1 or not is_over(month_on, today=clock.today()):
            raise Invalid(field="month", reason="not-over")
        if _newest_number(work, month_on):
            raise Conflict(thing="report", month=f"{month_on:%Y-%m}")
        made = _add(work, MonthlyReport(month_on=month_on))
    return made


def revise(actor: Actor, key: str, *, reason: str) -> MonthlyReport:
    """Count the month of an issued report anew as a draft that will replace it; the old stays.

    :raises Incomplete: without a reason.
    :raises Conflict: when it is not the newest issue, or a draft waits already.
    """
    refuse_personal_numbers(reason, field="reason")
    if not reason.strip():
        raise Incomplete(fields=["reason"])
    with unit_of_work(actor) as work:
        report = _held(work, key)
        demand(actor, Permission.REPORT_ISSUE, report)
        if not report.is_issued or _newest_number(work, report.month_on) != report.number:
            raise Conflict(thing="report", key=key)
        made = MonthlyReport(
            month_on=report.month_on,
            number=report.number + 1,
            revision_reason=reason.strip(),
            comment=report.comment,
        )
        _add(work, made)
    return made


def _add(work: Work, made: MonthlyReport) -> MonthlyReport:
    made.content, made.counted_at = counting.count(made.month_on), clock.now()
    made.created_by_id = work.actor.id
    made.comment_due_on = clock.today() + timedelta(days=DAYS_TO_COMMENT)
    work.add(made)
    month = f"{made.month_on:%Y-%m}"
    work.log(AuditCode.REPORT_MADE, made, month=month, number=made.number)
    return made


def _newest_number(work: Work, month_on: date) -> int:
    query = select(func.max(MonthlyReport.number)).where(MonthlyReport.month_on == month_on)
    return work.session.scalar(query) or 0


def count_anew(actor: Actor, key: str) -> MonthlyReport:
    """Count the figures of a draft anew.

    :raises Conflict: when it is issued.
    """
    with unit_of_work(actor) as work:
        report = _draft(work, key)
        demand(actor, Permission.REPORT_MAKE, report)
        report.content, report.counted_at = counting.count(report.month_on), clock.now()
        work.log(AuditCode.REPORT_COUNTED, report)
    return report


def write_comment(actor: Actor, key: str, *, text: str, revision: int) -> MonthlyReport:
    """Keep what the management says about the month, in Markdown.

    :param revision: of the comment as the writer read it.
    :raises Conflict: when somebody else wrote meanwhile, or the report is issued.
    :raises Invalid: when it names a caseworker; ``facts["names"]`` are those it names.
    """
    refuse_personal_numbers(text, field="comment")
    with unit_of_work(actor) as work:
        report = _draft(work, key)
        demand(actor, Permission.REPORT_COMMENT, report)
        if names := named_in(text, queries.caseworkers(actor)):
            raise Invalid(field="comment", reason="name", names=", ".join(names))
        written = {"comment": text.strip(), "commented_by_id": actor.id}
        change(work, report, revision=revision, commented_at=clock.now(), **written)
        work.log(AuditCode.REPORT_COMMENTED, report)
    return report


def issue(actor: Actor, key: str, *, printed: Printed) -> MonthlyReport:
    """Let a draft go: its figures and files are kept for good, and its receivers are told.

    :param printed: the PDFs as they were just made of the draft.
    :raises Incomplete: without a comment.
    :raises Conflict: when it is issued, or was changed since the PDFs were made.
    """
    with unit_of_work(actor) as work:
        report = _draft(work, key)
        demand(actor, Permission.REPORT_ISSUE, report)
        if not report.comment:
            raise Incomplete(fields=["comment"])
        if (printed.revision, printed.counted_at) != (report.revision, report.counted_at):
            raise Conflict(thing="report", key=key)
        report.state, report.issued_at = ReportState.ISSUED, clock.now()
        report.issued_by_id = actor.id
        hashes = {lang: _keep(work, report, lang, pdf) for lang, pdf in printed.files.items()}
        count = _deliver(work, report)
        work.log(AuditCode.REPORT_ISSUED, report, recipients=count, sha256=hashes)
        work.later(MAIL_TASK)
    return report


def _keep(work: Work, report: MonthlyReport, language: str, content: bytes) -> str:
    sha256 = hashlib.sha256(content).hexdigest()
    work.add(
        ReportFile(
            report_id=report.id,
            language=language,
            sha256=sha256,
            size=len(content),
            content=content,
        )
    )
    return sha256


def _deliver(work: Work, report: MonthlyReport) -> int:
    ids = work.session.scalars(
        select(ReportRecipient.id).where(ReportRecipient.ended_at.is_(None))
    ).all()
    work.session.add_all(ReportDelivery(report_id=report.id, recipient_id=id_) for id_ in ids)
    return len(ids)


def _draft(work: Work, key: str) -> MonthlyReport:
    report = _held(work, key)
    if report.is_issued:
        raise Conflict(thing="report", key=key)
    return report


def _held(work: Work, key: str) -> MonthlyReport:
    report = queries.get_report(work.actor, key)
    work.hold(report)
    return report
