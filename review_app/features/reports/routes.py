"""Pages of monthly reports: the archive, one report, its comment, its issue and its files."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from review_app.domain.access import Permission, can, may_ever
from review_app.domain.errors import Conflict, Invalid, NotFound
from review_app.features.reports import (
    forms,
    presenters,
    presenters_files,
    queries,
    service,
)
from review_app.kernel.downloads import as_file
from review_app.kernel.gate import current_actor, requires
from review_app.kernel.i18n import LANGUAGES
from review_app.models import MonthlyReport

# Under the address of the figures, so that the menu shows where one is.
blueprint = Blueprint("reports", __name__, url_prefix="/figures/reports")
FILES = {"csv": presenters_files.as_csv, "json": presenters_files.as_json}


@blueprint.get("")
@requires(Permission.REPORT_READ)
def list_reports() -> ResponseReturnValue:
    """List the reports one may read, and offer to make the next."""
    actor = current_actor()
    page = queries.list_reports(actor, after=request.args.get("after"))
    form = forms.draft_form(actor) if may_ever(actor, Permission.REPORT_MAKE) else None
    return render_template("reports/list.html", page=page, form=form, say=presenters)


@blueprint.post("")
@requires(Permission.REPORT_MAKE)
def make_draft() -> ResponseReturnValue:
    """Make the draft of a month."""
    form = forms.draft_form(current_actor())
    if not form.validate():
        return redirect(url_for("reports.list_reports"))
    made = service.make_draft(current_actor(), form.month_on)
    flash(_("The draft is made. It waits for a comment."), "success")
    return redirect(url_for("reports.show_report", key=made.key))


@blueprint.get("/<key>")
@requires(Permission.REPORT_READ)
def show_report(key: str) -> ResponseReturnValue:
    """Show one report as it reads on paper."""
    return _page(queries.get_report(current_actor(), key))


def _page(report: MonthlyReport, **more: Any) -> str:
    actor, is_issued = current_actor(), report.is_issued
    may = {step: can(actor, step, report) for step in (Permission.REPORT_ISSUE,)}
    is_newest = queries.is_newest(actor, report)
    shown = {
        "report": report,
        "document": presenters.document(report, issued_on=presenters.issued_on(report)),
        "comment_form": _comment_form(actor, report),
        "revise_form": forms.ReviseForm()
        if is_issued and is_newest and may[Permission.REPORT_ISSUE]
        else None,
        "may_issue": may[Permission.REPORT_ISSUE],
        "is_newest": is_newest,
        "say": presenters,
    }
    return render_template("reports/show.html", **{**shown, **more})


def _comment_form(actor: Any, report: MonthlyReport) -> forms.CommentForm | None:
    if report.is_issued or not can(actor, Permission.REPORT_COMMENT, report):
        return None
    return forms.CommentForm(data={"comment": report.comment, "revision": report.revision})


@blueprint.post("/<key>/comment")
@requires(Permission.REPORT_COMMENT)
def write_comment(key: str) -> ResponseReturnValue:
    """Keep the comment; a conflict shows what stands beside what was written."""
    form, actor = forms.CommentForm(), current_actor()
    report = queries.get_report(actor, key)
    if not form.validate():
        return _page(report, comment_form=form), 422
    try:
        service.write_comment(actor, key, text=form.comment.data or "", revision=form.read())
    except (Conflict, Invalid) as refusal:
        stands = queries.get_report(actor, key)
        theirs = form.show(refusal, stands.revision)
        return _page(stands, comment_form=form, theirs=theirs), refusal.status
    flash(_("Saved."), "success")
    return redirect(url_for("reports.show_report", key=key))


@blueprint.post("/<key>/count")
@requires(Permission.REPORT_MAKE)
def count_anew(key: str) -> ResponseReturnValue:
    """Count a draft's figures anew."""
    service.count_anew(current_actor(), key)
    flash(_("The figures were counted anew."), "success")
    return redirect(url_for("reports.show_report", key=key))


@blueprint.post("/<key>/issue")
@requires(Permission.REPORT_ISSUE)
def issue(key: str) -> ResponseReturnValue:
    """Let a draft go."""
    report = queries.get_report(current_actor(), key)
    if not report.comment:
        flash(_("Write the comment first: figures without a word are easily misread."), "error")
        return redirect(url_for("reports.show_report", key=key))
    service.issue(current_actor(), key, printed=presenters.printed(report))
    flash(_("The report is out. It can no longer be changed."), "success")
    return redirect(url_for("reports.show_report", key=key))


@blueprint.post("/<key>/revise")
@requires(Permission.REPORT_ISSUE)
def revise(key: str) -> ResponseReturnValue:
    """Begin a revision of an issued report."""
    form = forms.ReviseForm()
    if not form.validate():
        return _page(queries.get_report(current_actor(), key), revise_form=form), 422
    made = service.revise(current_actor(), key, reason=form.reason.data)
    flash(_("The draft of the revision is made. The issued report stays as it is."), "success")
    return redirect(url_for("reports.show_report", key=made.key))


@blueprint.get("/<key>/report-<lang>.pdf")
@requires(Permission.REPORT_READ)
def download_pdf(key: str, lang: str) -> ResponseReturnValue:
    """Give the report as a PDF: an issued one as it was issued, a draft as it stands."""
    report = queries.get_report(current_actor(), key)
    if lang not in LANGUAGES:
        raise NotFound(thing="language")
    if report.is_issued:
        content = queries.get_file(current_actor(), key, language=lang).content
    else:
        content = presenters.pdf(report, lang=lang, on=None)
    return as_file(content, presenters_files.name(report, f"-{lang}.pdf"))


@blueprint.get("/<key>/report.<ending>")
@requires(Permission.REPORT_READ)
def download_figures(key: str, ending: str) -> ResponseReturnValue:
    """Give the report's figures as CSV or JSON."""
    report = queries.get_report(current_actor(), key)
    if ending not in FILES:
        raise NotFound(thing="file")
    return as_file(FILES[ending](report), presenters_files.name(report, f".{ending}"))
