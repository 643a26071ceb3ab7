"""Lists of reviews, and the pages on which a case is scored."""

from collections.abc import Callable

from flask import Blueprint, flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from review_app.domain.access import Permission
from review_app.domain.errors import Incomplete, Invalid
from review_app.domain.kinds import EvidenceKind, ResponseKind
from review_app.domain.scoring import Severity, Verdict
from review_app.domain.workflow import ReviewState
from review_app.features.reviews import (
    forms,
    presenters,
    presenters_scoring,
    queries,
    queries_assignment,
    queries_comparing,
    queries_scoring,
    service,
    service_answers,
)
from review_app.features.reviews.queries import View
from review_app.features.reviews.sheet import Sheet
from review_app.kernel.errors import is_to_be_corrected, wants_json
from review_app.kernel.forms import day_of
from review_app.kernel.gate import current_actor, requires
from review_app.kernel.i18n import show_time
from review_app.kernel.paging import Page
from review_app.kernel.reading_log import note_reading
from review_app.kernel.words import words
from review_app.models import Review
from review_app.models.reviews import BEING_SCORED

blueprint = Blueprint("reviews", __name__, url_prefix="/reviews")


@blueprint.context_processor
def own_words() -> dict[str, object]:
    """Give every page of the area its words and choices."""
    return {
        "reviews": presenters,
        "scoring": presenters_scoring,
        "severities": words(Severity),
        "verdicts": words(Verdict),
        "evidence_kinds": words(EvidenceKind),
        "response_kinds": words(ResponseKind),
    }


@blueprint.get("")
@requires(Permission.REVIEW_READ)
def list_reviews() -> ResponseReturnValue:
    """List the reviews that wait for the person, or all of them."""
    actor = current_actor()
    waiting = {view: queries.count_waiting(actor, view=view) for view in (View.MINE, View.ANSWER)}
    views = presenters.views_of(actor, waiting)
    view = forms.code_of(View, request.args.get("view"), field="view") or views[0][0]
    states = presenters.states_of(view, request.args.get("state", ""))
    page = queries.list_reviews(
        actor,
        view=view,
        states=states,
        round_key=request.args.get("round", ""),
        reviewer_key=request.args.get("reviewer", ""),
        is_overdue=request.args.get("due") == "overdue",
        after=request.args.get("after"),
    )
    return _show_list(view, views, page)


def _show_list(view: View, views: object, page: Page[Review]) -> str:
    actor = current_actor()
    return render_template(
        "reviews/list.html",
        page=page,
        view=view,
        views=views,
        answered=queries.answered_counts(actor, page.rows),
        totals=queries.criteria_counts(actor, page.rows),
        next_of=lambda review: presenters.next_step(actor, review),
        states=[(presenters.EVERY, _("All states")), *words(ReviewState)],
        rounds=queries.rounds_to_filter_by(actor) if len(page.rows) else [],
        reviewers=queries.reviewers_to_filter_by(actor) if view is View.ALL else [],
    )


def read_sheet(key: str, purpose: str) -> Sheet:
    """Lay a review out for whoever asks, and note in the reading log that they read the case."""
    actor = current_actor()
    sheet = queries.get_sheet(actor, key)
    note_reading(actor, sheet.review, case_key=sheet.review.case.key, purpose=purpose)
    return sheet


@blueprint.get("/<key>")
@requires(Permission.REVIEW_READ)
def show(key: str) -> ResponseReturnValue:
    """Show a review as it stands."""
    sheet = read_sheet(key, "review-read")
    return render_template(
        "reviews/show.html",
        sheet=sheet,
        review=sheet.review,
        next_step=presenters.next_step(current_actor(), sheet.review),
        coming=presenters_scoring.coming_after(current_actor(), sheet.review),
        comparison_key=queries_comparing.comparison_about(current_actor(), sheet.review),
        **presenters.news_for(current_actor(), sheet.review),
    )


@blueprint.route("/<key>/score", methods=["GET", "POST"])
@requires(Permission.REVIEW_SCORE)
def score(key: str) -> ResponseReturnValue:
    """Score the case; without scripts the whole form is posted."""
    sheet = read_sheet(key, "review-score")
    if sheet.review.state not in BEING_SCORED:
        return redirect(url_for("reviews.show", key=key))
    if queries_assignment.conflict_of(current_actor(), sheet.review):
        return redirect(url_for("reviews.conflict", key=key))
    if request.method == "POST":
        save_whole(sheet)
        flash(_("Saved."), "success")
        return redirect(_go_on(sheet.review))
    section = forms.number_of(request.args.get("section"), field="section")
    return render_template("reviews/score.html", sheet=sheet, review=sheet.review, section=section)


def _go_on(review: Review) -> str:
    section, then = request.args.get("section"), request.form.get("then", "")
    if then == "review":
        found = queries_scoring.next_to_score(current_actor(), than=review)
        return url_for("reviews.score", key=found.key) if found else url_for("reviews.list_reviews")
    if then == "conclusion":
        return url_for("reviews.conclude", key=review.key)
    return url_for("reviews.score", key=review.key, section=then if then.isdecimal() else section)


def save_whole(sheet: Sheet) -> None:
    """Save what a form that was sent whole says anew; the page may show one section only."""
    entries = {
        line.criterion.key: entry
        for line in sheet.lines
        if f"version-{line.criterion.key}" in request.form  # the page showed this section
        for entry in [forms.entry_of(request.form, suffix=f"-{line.criterion.key}")]
        if forms.is_changed(line, entry)
    }
    if entries:
        service_answers.save_answers(current_actor(), sheet.review.key, entries=entries)


@blueprint.post("/<key>/answers/<criterion_key>")
@requires(Permission.REVIEW_SCORE)
def save_answer(key: str, criterion_key: str) -> ResponseReturnValue:
    """Save one answer; the page's script calls this after every change."""
    edit_key = request.headers.get("X-Idempotency-Key", "")[:36] or None
    entry = forms.entry_of(request.form, edit_key=edit_key)
    service_answers.save_answer(current_actor(), key, criterion_key=criterion_key, entry=entry)
    marks = queries_scoring.marks_of(current_actor(), key)
    own = next(mark for mark in marks if mark.key == criterion_key)
    saved = {"saved_at": show_time(own.saved_at), "version": own.revision}
    return jsonify(**saved, **presenters_scoring.state_of(marks))


@blueprint.get("/<key>/state")
@requires(Permission.REVIEW_SCORE)
def state(key: str) -> ResponseReturnValue:
    """Tell a page that was open meanwhile what stands now."""
    queries.get_review(current_actor(), key)
    return jsonify(presenters_scoring.state_of(queries_scoring.marks_of(current_actor(), key)))


@blueprint.post("/<key>/assessed-on")
@requires(Permission.REVIEW_SCORE)
def judge_as_of(key: str) -> ResponseReturnValue:
    """Say the day the casework is judged as of."""
    day = day_of(request.form.get("assessed_on"), field="assessed_on")
    service.judge_as_of(current_actor(), key, day=day)
    return redirect(url_for("reviews.score", key=key, section=request.form.get("section") or None))


@blueprint.route("/<key>/conclusion", methods=["GET", "POST"])
@requires(Permission.REVIEW_SCORE)
def conclude(key: str) -> ResponseReturnValue:
    """Show what is missing and what was found; on POST, hand the review in."""
    sheet = read_sheet(key, "review-score")
    if sheet.review.state not in BEING_SCORED:
        return redirect(url_for("reviews.show", key=key))
    if queries_assignment.conflict_of(current_actor(), sheet.review):
        return redirect(url_for("reviews.conflict", key=key))
    if request.method == "POST" and trying(lambda: _hand_in(key)):
        is_next = request.form.get("then") == "review"
        return redirect(_go_on(sheet.review) if is_next else url_for("reviews.show", key=key))
    sheet = queries.get_sheet(current_actor(), key)
    coming = queries_scoring.next_to_score(current_actor(), than=sheet.review)
    page = render_template("reviews/conclude.html", sheet=sheet, review=sheet.review, coming=coming)
    return page, 422 if request.method == "POST" else 200


def _hand_in(key: str) -> Review:
    if "version" in request.form:
        _save_verdict(key)
    review = service.submit(current_actor(), key)
    flash(presenters.handed_in_words(review), "success")
    return review


def _save_verdict(key: str) -> Review:
    return service.give_verdict(
        current_actor(),
        key,
        verdict=forms.code_of(Verdict, request.form.get("verdict"), field="verdict"),
        reason=request.form.get("reason", ""),
        revision=forms.number_of(request.form.get("version"), field="version"),
        is_exemplary=bool(request.form.get("exemplary")),
    )


@blueprint.post("/<key>/verdict")
@requires(Permission.REVIEW_SCORE)
def give_verdict(key: str) -> ResponseReturnValue:
    """Save the verdict and its reason as they are given."""
    review = _save_verdict(key)
    if wants_json():
        return jsonify(version=review.revision)
    return redirect(url_for("reviews.conclude", key=key))


@blueprint.post("/<key>/findings")
@requires(Permission.REVIEW_SCORE)
def add_finding(key: str) -> ResponseReturnValue:
    """Add a finding that belongs to no criterion."""
    severity = forms.code_of(Severity, request.form.get("severity"), field="severity")
    text = request.form.get("text", "")
    trying(
        lambda: service.add_finding(
            current_actor(), key, severity=severity or Severity.MATERIAL, text=text
        )
    )
    return redirect(url_for("reviews.conclude", key=key))


@blueprint.post("/<key>/findings/<int:finding_id>/remove")
@requires(Permission.REVIEW_SCORE)
def remove_finding(key: str, finding_id: int) -> ResponseReturnValue:
    """Take a free finding away."""
    service.remove_finding(current_actor(), key, finding_id=finding_id)
    return redirect(url_for("reviews.conclude", key=key))


def trying(step: Callable[[], object]) -> bool:
    """Do *step*; what is missing or wrong is said on the page instead of on one of its own."""
    try:
        step()
    except Incomplete:
        flash(_("Something is still missing; it is listed below."), "error")
    except Invalid as refusal:
        if is_to_be_corrected(refusal):
            raise
        flash(presenters.why_not(refusal), "error")
    else:
        return True
    return False
