"""The pages on which a caseworker answers a review of their own casework."""

from flask import flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from review_app.domain.access import Permission
from review_app.domain.errors import Invalid
from review_app.domain.kinds import ResponseKind
from review_app.domain.scoring import AnswerValue
from review_app.features.reviews import forms, forms_response, presenters, queries, service_response
from review_app.features.reviews.routes import read_sheet
from review_app.features.reviews.routes_snippets import blueprint
from review_app.features.reviews.service_response import Reply
from review_app.features.reviews.sheet import Sheet
from review_app.kernel.errors import is_to_be_corrected
from review_app.kernel.gate import current_actor, requires
from review_app.kernel.i18n import show_time

__all__ = ["blueprint"]


@blueprint.route("/<key>/response", methods=["GET", "POST"])
@requires(Permission.REVIEW_RESPOND)
def respond(key: str) -> ResponseReturnValue:
    """Show the review to the caseworker; on POST, hand the response in."""
    return _answering(key, save="reviews.save_response")


@blueprint.route("/<key>/response/on-behalf", methods=["GET", "POST"])
@requires(Permission.REVIEW_RECORD_RESPONSE)
def record_response(key: str) -> ResponseReturnValue:
    """Write down what the caseworker said by phone or mail; on POST, hand it in."""
    return _answering(key, save="reviews.save_recorded")


def _answering(key: str, *, save: str) -> ResponseReturnValue:
    sheet = read_sheet(key, "review-respond")
    on_behalf = sheet.review.caseworker_id != current_actor().id
    if not presenters.can_still_answer(sheet.review):
        return redirect(url_for("reviews.show", key=key))
    refusal = _answer(sheet) if request.method == "POST" else None
    if request.method == "GET" or refusal:
        sheet = queries.get_sheet(current_actor(), key)  # with what was saved just now
        page = _form(sheet, save=save, on_behalf=on_behalf, refusal=refusal)
        return page, 422 if refusal else 200
    if "later" in request.form and not on_behalf:
        return redirect(url_for("reviews.list_reviews", view="answer"))
    return redirect(url_for("reviews.show", key=key))


def _form(sheet: Sheet, *, save: str, on_behalf: bool, refusal: Invalid | None) -> str:
    return render_template(
        "reviews/respond.html",
        sheet=sheet,
        review=sheet.review,
        days_left=presenters.days_left(sheet.review),
        on_behalf=on_behalf,
        save=save,
        proposals=forms_response.proposals,
        refused=refusal and presenters.refused_answer(refusal),
    )


def _answer(sheet: Sheet) -> Invalid | None:
    """Save what was sent and hand it in, unless it is to go on later; return what is missing."""
    _save_all(sheet)
    if "later" in request.form:
        return None
    try:
        note = request.form.get("note", "")
        review = service_response.hand_in(current_actor(), sheet.review.key, note=note)
    except Invalid as refusal:
        if is_to_be_corrected(refusal):
            raise
        return refusal
    flash(presenters.heard_words(review), "success")
    return None


def _save_all(sheet: Sheet) -> None:
    for line in sheet.lines:
        reply = _reply(suffix=f"-{line.criterion.key}")
        if reply is not None:
            service_response.respond(
                current_actor(), sheet.review.key, criterion_key=line.criterion.key, reply=reply
            )


def _reply(*, suffix: str = "") -> Reply | None:
    """Read what is said to one answer; words without a choice are context."""
    kind = forms.code_of(ResponseKind, request.form.get(f"kind{suffix}"), field="kind")
    text = request.form.get(f"text{suffix}", "")
    proposed = forms.code_of(AnswerValue, request.form.get(f"proposed{suffix}"), field="proposed")
    if kind is None and not text.strip():
        return None
    return Reply(kind or ResponseKind.CONTEXT, text, proposed)


@blueprint.post("/<key>/response/<criterion_key>")
@requires(Permission.REVIEW_RESPOND)
def save_response(key: str, criterion_key: str) -> ResponseReturnValue:
    """Save what is said to one answer; the page's script calls this after every change."""
    return _save(key, criterion_key)


@blueprint.post("/<key>/response/on-behalf/<criterion_key>")
@requires(Permission.REVIEW_RECORD_RESPONSE)
def save_recorded(key: str, criterion_key: str) -> ResponseReturnValue:
    """Save what the caseworker is said to have said to one answer."""
    return _save(key, criterion_key)


def _save(key: str, criterion_key: str) -> ResponseReturnValue:
    reply = _reply() or Reply(ResponseKind.CONTEXT)
    response = service_response.respond(
        current_actor(), key, criterion_key=criterion_key, reply=reply
    )
    return jsonify(saved_at=show_time(response.given_at))
