"""The pages of second readings: what is read, reading, and replying to the reader."""

from collections.abc import Callable

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from review_app.domain.access import Permission
from review_app.domain.errors import Invalid
from review_app.domain.second_reading import ReviewerReply
from review_app.features.reviews import (
    forms,
    forms_second_reading,
    presenters_second_reading,
    queries_second_reading,
    service_second_reading,
)
from review_app.features.reviews.routes_urgent import blueprint
from review_app.kernel.errors import is_to_be_corrected
from review_app.kernel.gate import current_actor, requires
from review_app.kernel.reading_log import note_reading

__all__ = ["blueprint"]


@blueprint.context_processor
def second_reading_words() -> dict[str, object]:
    """Give every page of the area what a second reader says."""
    return {"second_reading": presenters_second_reading}


@blueprint.route("/second-readings/rounds/<key>", methods=["GET", "POST"])
@requires(Permission.ROUND_RUN)
def set_second_reading(key: str) -> ResponseReturnValue:
    """Ask which reviews of a round a colleague reads."""
    actor = current_actor()
    found = queries_second_reading.get_round(actor, key)
    may_change = found.state in service_second_reading.BEFORE_THE_REVIEWS
    form = forms_second_reading.rules_form(queries_second_reading.plan_of(actor, found.id))
    if form.validate_on_submit():
        service_second_reading.set_rules(actor, key, rules=form.chosen())
        flash(_("Saved."), "success")
        return redirect(url_for("rounds.show_round", key=key))
    return render_template(
        "reviews/second_reading_rules.html", round=found, form=form, may_change=may_change
    )


@blueprint.get("/second-readings")
@requires(Permission.SECOND_READING_READ)
def list_second_readings() -> ResponseReturnValue:
    """List the reviews a colleague reads: those still read, or those that went on."""
    is_open = request.args.get("view") != "passed"
    page = queries_second_reading.list_readings(
        current_actor(), is_open=is_open, after=request.args.get("after")
    )
    return render_template("reviews/second_readings.html", page=page, is_open=is_open)


@blueprint.get("/second-readings/<key>")
@requires(Permission.SECOND_READING_READ)
def show_second_reading(key: str) -> ResponseReturnValue:
    """Show a review to its second reader, with what was said to it so far."""
    actor = current_actor()
    reading = queries_second_reading.get_reading(actor, key)
    note_reading(actor, reading.review, case_key=reading.review.case.key, purpose="second-reading")
    found = queries_second_reading.read(actor, reading)
    part = presenters_second_reading.part_of(actor, reading)
    return render_template(
        "reviews/second_reading.html", read=found, reading=reading, review=reading.review, part=part
    )


@blueprint.post("/second-readings/<key>/return")
@requires(Permission.SECOND_READING_DO)
def return_review(key: str) -> ResponseReturnValue:
    """Give the review back with comments."""
    sent = {
        name.removeprefix("comment-"): text
        for name, text in request.form.items()
        if name.startswith("comment-")
    }
    done = _trying(
        lambda: service_second_reading.return_it(current_actor(), key, comments=sent),
        _("Returned. The reviewer sees your comments beside the criteria."),
    )
    ending = "" if done else "comments"
    return redirect(url_for("reviews.show_second_reading", key=key, _anchor=ending or None))


@blueprint.post("/second-readings/<key>/pass")
@requires(Permission.SECOND_READING_DO)
def pass_review(key: str) -> ResponseReturnValue:
    """Let the review go on."""
    service_second_reading.pass_on(
        current_actor(), key, differing=request.form.getlist("differing")
    )
    flash(_("The review goes on. The caseworker has been asked for a response."), "success")
    return redirect(url_for("reviews.show_second_reading", key=key))


@blueprint.post("/<key>/replies/<criterion_key>")
@requires(Permission.REVIEW_SCORE)
def reply_to_reader(key: str, criterion_key: str) -> ResponseReturnValue:
    """Save what the reviewer says to the reader's comment."""
    kind = forms.code_of(ReviewerReply, request.form.get("reply"), field="reply")
    text = request.form.get("text", "")
    _trying(
        lambda: service_second_reading.reply(
            current_actor(),
            key,
            criterion_key=criterion_key,
            kind=kind or ReviewerReply.CHANGED,
            text=text,
        ),
        _("Saved."),
    )
    return redirect(url_for("reviews.score", key=key, _anchor=f"criterion-{criterion_key}"))


def _trying(step: Callable[[], object], done: str) -> bool:
    """Do *step*; what is missing or wrong is said on the page instead of on one of its own."""
    try:
        step()
    except Invalid as refusal:
        if is_to_be_corrected(refusal):
            raise
        flash(presenters_second_reading.why_not(refusal), "error")
        return False
    flash(done, "success")
    return True
