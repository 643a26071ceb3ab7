"""What the pages of an engagement show."""

from typing import Any

from flask_babel import gettext as _

from review_app.domain.access import Actor, Permission, can, may_ever
from review_app.domain.kinds import EngagementPurpose
from review_app.features.engagements import forms, queries
from review_app.features.engagements.queries_report import Deviation, OpenMatters, Report
from review_app.kernel import clock
from review_app.kernel.i18n import in_language


def page(actor: Actor, key: str, form: forms.DeliverableForm | None = None) -> dict[str, Any]:
    """Return what the page of one engagement needs; *form* when one was refused."""
    standing = queries.standing_of(actor, key)
    engagement = standing.engagement
    follows = may_ever(actor, Permission.ENGAGEMENT_FOLLOW)
    return {
        "standing": standing,
        "counted": counted,
        "cases": queries.count_cases(actor, engagement),
        "reads_cases": can(actor, Permission.ENGAGEMENT_READ_CASES, engagement),
        "today": clock.today(),
        "form": (form or forms.DeliverableForm(formdata=None)) if follows else None,
    }


def open_lines(open_: OpenMatters) -> list[tuple[str, int]]:
    """Return in words what is not finished: (what, how many), of what there is any."""
    lines = [
        (_("Feedback that is not written to the end"), open_.feedback_to_write),
        (_("Feedback to be passed on to the caseworker"), open_.feedback_to_pass_on),
        (_("Feedback the caseworker has not answered"), open_.feedback_to_answer),
        (_("Reviews not handed in"), open_.reviews),
        (_("Sessions still to be held"), open_.sessions_to_hold),
        (_("Minutes that are not closed"), open_.sessions_to_close),
        (_("Actions not done"), open_.actions),
        (_("Deliverables not received"), open_.deliverables),
    ]
    return [line for line in lines if line[1]]


def deviation_lines(report: Report) -> list[tuple[str, int, int]] | None:
    """Return (criterion, findings, cases) in the reader's language; ``None`` when withheld."""
    if report.deviations is None:
        return None
    return [(_criterion(one), one.findings, one.cases) for one in report.deviations]


def _criterion(line: Deviation) -> str:
    if line.criterion is None:
        return str(_("Added by the reviewer, without a criterion"))
    return " ".join((line.criterion.code, in_language(line.criterion, "question")))


def counted(purpose: EngagementPurpose) -> str:
    """Return what the quota of an engagement counts."""
    words = {
        EngagementPurpose.HARD_CASES: _("Three-party talks held"),
        EngagementPurpose.LEARNING_CASES: _("Learning cases with feedback sent"),
        EngagementPurpose.TEACHING: _("Teaching sessions held"),
        EngagementPurpose.LEGAL_REVIEW: _("Reviews handed in"),
    }
    return str(words[purpose])


def withheld() -> str:
    """Return why deviations are not shown to somebody."""
    return str(_("Too few cases or caseworkers to be shown to those who do not read the reviews."))


def purposive() -> str:
    """Return why there are counts and no percentages."""
    return str(_("Counts only: the cases were picked on purpose and say nothing about all cases."))


def report(_actor: Actor, found: Report) -> dict[str, Any]:
    """Return what the report's page needs."""
    return {
        "report": found,
        "standing": found.standing,
        "engagement": found.standing.engagement,
        "open_lines": open_lines(found.open),
        "deviations": deviation_lines(found),
        "withheld": withheld(),
        "purposive": purposive(),
        "counted": counted,
        "today": clock.today(),
    }
