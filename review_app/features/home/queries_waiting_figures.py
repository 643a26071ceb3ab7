"""What waits for a person in indicators, remarks and monthly reports."""

from collections.abc import Iterator

from sqlalchemy import Date, String, cast, func, literal, select
from sqlalchemy.orm import aliased

from review_app.domain.access import Actor, Permission, may_ever
from review_app.domain.indicators import IndicatorSource, entry_due_on, month_before
from review_app.domain.monthly_report import ReportState
from review_app.domain.openness import Detail
from review_app.domain.waiting import WaitingKind
from review_app.domain.workflow import RemarkState
from review_app.features.home.waiting_lines import Line, line
from review_app.kernel import clock
from review_app.models import (
    Assent,
    AssentMember,
    Indicator,
    IndicatorValue,
    MonthlyReport,
    OpennessStep,
    Remark,
    RemarkMeasure,
)
from review_app.models.visibility import (
    visible_indicators,
    visible_questions,
    visible_remarks,
    visible_reports,
)


def indicators(actor: Actor) -> Iterator[Line]:
    """Indicators of the actor's own that have no value for the last month that is over."""
    month = month_before(clock.today())
    entered = select(IndicatorValue.id).where(
        IndicatorValue.indicator_id == Indicator.id,
        IndicatorValue.month_on == month,
        IndicatorValue.replaced_at.is_(None),
        IndicatorValue.value.is_not(None),
    )
    waiting = visible_indicators(actor).where(
        Indicator.owner_id == actor.id,
        Indicator.source == IndicatorSource.ENTERED,
        Indicator.retired_at.is_(None),
        ~entered.exists(),
    )
    due_on = literal(entry_due_on(clock.today()), Date)
    yield line(waiting, WaitingKind.ENTER_VALUE, Indicator.key, Indicator.name_da, due_on)


def remarks(actor: Actor) -> Iterator[Line]:
    """Remarks to answer, and what was promised about others."""
    seen = visible_remarks(actor)
    title = func.substr(Remark.text, 1, 120)
    yield line(
        seen.where(Remark.owner_id == actor.id, Remark.state == RemarkState.OPEN),
        WaitingKind.HANDLE_REMARK,
        Remark.key,
        title,
        Remark.due_on,
    )
    promised = seen.join(RemarkMeasure, RemarkMeasure.remark_id == Remark.id).where(
        RemarkMeasure.owner_id == actor.id,
        RemarkMeasure.done_on.is_(None),
        Remark.state != RemarkState.CLOSED,
    )
    title = func.substr(RemarkMeasure.text, 1, 120)
    yield line(promised, WaitingKind.DO_MEASURE, Remark.key, title, RemarkMeasure.due_on)


def reports(actor: Actor) -> Iterator[Line]:
    """Drafts of monthly reports without a comment, and those that only wait to be issued."""
    drafts = visible_reports(actor).where(MonthlyReport.state == ReportState.DRAFT)
    month = func.substr(cast(MonthlyReport.month_on, String), 1, 7)
    by, key = MonthlyReport.comment_due_on, MonthlyReport.key
    empty = drafts.where(MonthlyReport.comment == "")
    yield line(empty, WaitingKind.COMMENT_REPORT, key, month, by)
    if may_ever(actor, Permission.REPORT_ISSUE):
        ready = drafts.where(MonthlyReport.comment != "")
        yield line(ready, WaitingKind.ISSUE_REPORT, key, month, by)


def questions(actor: Actor) -> Iterator[Line]:
    """Questions of being named that the actor has not answered, unless they fell away."""
    answered = select(Assent.id).where(
        Assent.step_id == AssentMember.step_id, Assent.person_id == actor.id
    )
    later = aliased(OpennessStep)
    replaced = select(later.id).where(
        later.family == OpennessStep.family,
        later.audience == OpennessStep.audience,
        later.taken_back_at.is_(None),
        later.id > OpennessStep.id,
    )
    waiting = (
        visible_questions(actor)
        .join(OpennessStep, OpennessStep.id == AssentMember.step_id)
        .where(
            AssentMember.left_at.is_(None),
            OpennessStep.detail == Detail.NAMED,
            OpennessStep.taken_back_at.is_(None),
            ~answered.exists(),
            ~replaced.exists(),
        )
        .distinct()
    )
    title = func.substr(OpennessStep.reason, 1, 120)
    yield line(waiting, WaitingKind.GIVE_ASSENT, OpennessStep.key, title, None)
