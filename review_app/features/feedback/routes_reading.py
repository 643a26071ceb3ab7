"""Pages round the writing of feedback: second eyes, release, guide, history and the letter."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from review_app.domain.access import Permission
from review_app.domain.errors import Invalid
from review_app.features.feedback import (
    forms,
    presenters,
    presenters_letter,
    queries,
    queries_guide,
    service_reading,
)
from review_app.features.feedback.routes import blueprint, talk
from review_app.kernel.downloads import as_file
from review_app.kernel.gate import current_actor, requires
from review_app.kernel.reading_log import note_reading, note_readings
from review_app.kernel.typesetting import typeset

__all__ = ["blueprint"]


@blueprint.post("/learning-cases/feedback/<key>/second")
@requires(Permission.FEEDBACK_READ_SECOND)
def read_second(key: str) -> ResponseReturnValue:
    """Send a colleague's feedback on, or back to them with a word."""
    form, passes = forms.SecondForm(), request.form.get("step") == "pass"

    def step() -> None:
        note = form.reader_note.data or ""
        service_reading.read_second(current_actor(), key, passes=passes, note=note)

    return talk(key, form, "second_form", step)


@blueprint.route("/learning-cases/release", methods=["GET", "POST"])
@requires(Permission.FEEDBACK_PASS_ON)
def release() -> ResponseReturnValue:
    """Show what was sent and not passed on yet; on POST, pass what is ticked on, all at once."""
    actor, form = current_actor(), forms.note_form()
    waiting = queries.list_to_release(actor, engagement_key=request.args.get("engagement", ""))
    if form.validate_on_submit() and _release(form):
        return redirect(url_for("feedback.list_learning_cases"))
    keys = [one.learning_case.case.key for one in waiting]
    if waiting:
        note_readings(actor, waiting[0], case_keys=keys, purpose="feedback")
    return render_template(
        "feedback/release.html",
        form=form,
        waiting=waiting,
        engagements=queries.engagement_titles(actor),
    )


def _release(form: forms.NoteForm) -> bool:
    keys = request.form.getlist("feedback")
    try:
        number = service_reading.release(current_actor(), keys, **form.values())
    except Invalid:
        form.form_errors.append(_("Tick the feedback you want to pass on."))
        return False
    flash(_("Passed on: %(number)s. Each caseworker sees their own.", number=number), "success")
    return True


@blueprint.route("/learning-cases/guide/<key>", methods=["GET", "POST"])
@requires(Permission.FEEDBACK_SET_UP)
def guide(key: str) -> ResponseReturnValue:
    """Ask what the feedback of an engagement is asked for; on POST, keep it."""
    actor = current_actor()
    engagement = queries_guide.engagement_to_guide(actor, key)
    form = forms.guide_form(queries_guide.guide_of(actor, engagement.id))
    if form.validate_on_submit():
        try:
            service_reading.set_guide(actor, key, **forms.guide_values(form))
        except Invalid:
            form.form_errors.append(_("Ask for one section at least."))
        else:
            flash(_("Saved."), "success")
            return redirect(url_for("engagements.show_engagement", key=key))
    return render_template("feedback/guide.html", form=form, engagement=engagement)


@blueprint.get("/learning-cases/feedback/<key>/history")
@requires(Permission.FEEDBACK_WRITE)
def history(key: str) -> ResponseReturnValue:
    """Show the writer what was saved when, and what each saving changed."""
    feedback, versions = queries_guide.versions(current_actor(), key)
    return render_template(
        "feedback/history.html", feedback=feedback, saved=presenters.history(versions)
    )


@blueprint.get("/learning-cases/feedback/<key>/letter")
@requires(Permission.FEEDBACK_READ)
def letter(key: str) -> ResponseReturnValue:
    """Show the feedback as a letter to be printed."""
    actor = current_actor()
    feedback = queries.get_letter(actor, key)
    note_reading(actor, feedback, case_key=feedback.learning_case.case.key, purpose="feedback")
    return render_template("feedback/letter.html", **presenters.reading(actor, feedback))


@blueprint.get("/learning-cases/feedback/<key>/letter.pdf")
@requires(Permission.FEEDBACK_READ)
def letter_pdf(key: str) -> ResponseReturnValue:
    """Give the letter as a PDF."""
    actor = current_actor()
    feedback = queries.get_letter(actor, key)
    note_reading(actor, feedback, case_key=feedback.learning_case.case.key, purpose="feedback")
    return as_file(typeset(presenters_letter.letter(actor, feedback)), f"feedback-{key}.pdf")
