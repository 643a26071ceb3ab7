"""The pages on which a caseworker answers a review of their own casework."""

from flask import flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from review_app.domain.access import Permission
from review_app.domain.errors import Invalid
from review_app.domain.kinds import ResponseKind
from review_app.domain.workflow import ReviewState
from review_app.features.reviews import forms, presenters, service_response
from review_app.features.reviews.routes import read_sheet
from review_app.features.reviews.routes_snippets import blueprint
from review_app.features.reviews.sheet import Sheet
from review_app.kernel.gate import current_actor, requires
from review_app.kernel.i18n import show_time

__all__ = ["blueprint"]


@blueprint.route("/<key>/response", methods=["GET", "POST"])
@requires(Permission.REVIEW_RESPOND)
def respond(key: str) -> ResponseReturnValue:
    """Show the review to the caseworker; on POST, hand the response in."""
    sheet = read_sheet(key, "review-respond")
    review = sheet.review
    if review.state is not ReviewState.IN_RESPONSE or presenters.is_over(review):
        return redirect(url_for("reviews.show", key=key))
    if request.method == "POST" and "later" in request.form:
        _save_all(sheet)
        return redirect(url_for("reviews.list_reviews", view="answer"))
    if request.method == "POST" and _hand_in(sheet):
        flash(_("Thank you. Your response is handed in, and the review is settled."), "success")
        return redirect(url_for("reviews.show", key=key))
    left = presenters.days_left(review)
    return render_template("reviews/respond.html", sheet=sheet, review=review, days_left=left)


def _hand_in(sheet: Sheet) -> bool:
    key = sheet.review.key
    try:
        _save_all(sheet)
        service_response.hand_in(current_actor(), key)
    except Invalid:
        flash(_("You chose to add context but wrote none. Write a few words, or agree."), "error")
        return False
    return True


def _save_all(sheet: Sheet) -> None:
    for line in sheet.lines:
        _save_one(sheet.review.key, line.criterion.key, suffix=f"-{line.criterion.key}")


def _save_one(key: str, criterion_key: str, *, suffix: str) -> None:
    kind = forms.code_of(ResponseKind, request.form.get(f"kind{suffix}"), field="kind")
    text = request.form.get(f"text{suffix}", "")
    if kind is None and text.strip():
        kind = ResponseKind.CONTEXT
    if kind is not None:
        service_response.respond(
            current_actor(), key, criterion_key=criterion_key, kind=kind, text=text
        )


@blueprint.post("/<key>/response/<criterion_key>")
@requires(Permission.REVIEW_RESPOND)
def save_response(key: str, criterion_key: str) -> ResponseReturnValue:
    """Save what is said to one answer; the page's script calls this after every change."""
    kind = forms.code_of(ResponseKind, request.form.get("kind"), field="kind")
    response = service_response.respond(
        current_actor(),
        key,
        criterion_key=criterion_key,
        kind=kind or ResponseKind.CONTEXT,
        text=request.form.get("text", ""),
    )
    return jsonify(saved_at=show_time(response.given_at))
