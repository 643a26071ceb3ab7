"""Pages of learning cases and feedback."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from review_app.domain.access import Permission
from review_app.domain.errors import Conflict, Incomplete, Invalid
from review_app.features.feedback import (
    forms,
    presenters,
    queries,
    queries_guide,
    service,
    service_reading,
)
from review_app.kernel import drafts
from review_app.kernel.gate import current_actor, requires
from review_app.kernel.reading_log import note_reading

blueprint = Blueprint("feedback", __name__)


@blueprint.get("/learning-cases")
@requires(Permission.FEEDBACK_READ)
def list_learning_cases() -> ResponseReturnValue:
    """List learning cases and how far the feedback on each is."""
    actor = current_actor()
    page = queries.list_learning_cases(
        actor,
        state=request.args.get("state", ""),
        engagement_key=request.args.get("engagement", ""),
        after=request.args.get("after"),
    )
    engagements = queries.engagement_titles(actor)
    return render_template(
        "feedback/list.html", page=page, engagements=engagements, states=presenters.states(actor)
    )


@blueprint.route("/learning-cases/choose", methods=["GET", "POST"])
@requires(Permission.LEARNING_CASE_CHOOSE)
def choose() -> ResponseReturnValue:
    """Make a case a learning case; ?case= or ?review= says which."""
    actor = current_actor()
    which = {f"{n}_key": request.args.get(n, "") for n in ("case", "review")}
    case, review = queries.case_to_choose(actor, **which)
    chosen = queries.is_chosen(actor, case, review=review)
    if chosen is not None:
        flash(_("This is a learning case already."), "info")
        return redirect(url_for("feedback.show_learning_case", key=chosen.key))
    draft_place = f"learning-case/{which['review_key'] or which['case_key']}"
    form = forms.choose_form(actor, case, drafts.load_draft(actor, draft_place))
    if form.validate_on_submit():
        return _choose(form, which)
    note_reading(actor, review or case, case_key=case.key, purpose="learning-case")
    return render_template(
        "feedback/choose.html", form=form, case=case, review=review, draft_place=draft_place
    )


def _choose(form: forms.ChooseForm, which: dict[str, str]) -> ResponseReturnValue:
    chosen = service.choose_learning_case(
        current_actor(),
        reason=form.reason.data,
        is_exemplary=form.is_exemplary.data,
        author=form.author.data,
        due_on=form.due_on.data,
        case_key=which["case_key"],
        review_key=which["review_key"],
    )
    flash(_("The case is a learning case now."), "success")
    return redirect(url_for("feedback.show_learning_case", key=chosen.key))


@blueprint.get("/learning-cases/<key>")
@requires(Permission.LEARNING_CASE_READ)
def show_learning_case(key: str) -> ResponseReturnValue:
    """Show why a case was chosen and how far the feedback on it is."""
    actor = current_actor()
    chosen = queries.get_learning_case(actor, key)
    note_reading(actor, chosen, case_key=chosen.case.key, purpose="learning-case")
    return render_template("feedback/learning_case.html", **presenters.chosen(actor, chosen))


@blueprint.post("/learning-cases/<key>/author")
@requires(Permission.LEARNING_CASE_CHOOSE)
def assign(key: str) -> ResponseReturnValue:
    """Ask somebody to write."""
    actor = current_actor()
    chosen = queries.get_learning_case(actor, key)
    form = forms.author_form(actor, chosen.case)
    if not form.validate():
        shown = {**presenters.chosen(actor, chosen), "author_form": form}
        return render_template("feedback/learning_case.html", **shown), 422
    service.assign_author(actor, key, author=form.author.data, due_on=form.due_on.data)
    flash(_("The author has been asked."), "success")
    return redirect(url_for("feedback.show_learning_case", key=key))


@blueprint.get("/learning-cases/feedback/<key>")
@requires(Permission.FEEDBACK_READ)
def read(key: str) -> ResponseReturnValue:
    """Show feedback and, to coordinator and caseworker, the talk about it."""
    actor = current_actor()
    feedback = queries.get_feedback(actor, key)
    note_reading(actor, feedback, case_key=feedback.learning_case.case.key, purpose="feedback")
    return render_template("feedback/feedback.html", **presenters.reading(actor, feedback))


@blueprint.route("/learning-cases/feedback/<key>/write", methods=["GET", "POST"])
@requires(Permission.FEEDBACK_WRITE)
def write(key: str) -> ResponseReturnValue:
    """Write feedback; on POST save it, and do what else the button that was pressed says."""
    actor = current_actor()
    feedback = queries.get_to_write(actor, key)
    if feedback.state != "draft":
        return redirect(url_for("feedback.read", key=key))
    guide = queries_guide.guide_of(actor, feedback.engagement_id)
    form = forms.feedback_form(feedback, guide, drafts.load_draft(actor, f"feedback/{key}"))
    if form.validate_on_submit():
        return _write(form, key)
    note_reading(actor, feedback, case_key=feedback.learning_case.case.key, purpose="feedback")
    return render_template("feedback/write.html", **presenters.writing(actor, form, feedback))


def _write(form: forms.FeedbackForm, key: str) -> ResponseReturnValue:
    actor, read, step = current_actor(), form.read_revision(), request.form.get("step", "")
    send = step == "send"
    try:
        service.write_feedback(actor, key, texts=form.texts(), revision=read, send=send)
        _point(key, step)
    except (Conflict, Incomplete, Invalid) as refusal:
        form.show(refusal)
        status = refusal.status
    else:
        flash(_("Sent. Thank you.") if send else _("Saved."), "success")
        return redirect(url_for("feedback.read" if send else "feedback.write", key=key))
    feedback = queries.get_to_write(actor, key)
    return render_template(
        "feedback/write.html", **presenters.writing(actor, form, feedback)
    ), status


def _point(key: str, step: str) -> None:
    """Point to something in the case, or take a pointer away, when that button was pressed."""
    what, _sep, evidence_key = step.partition(":")
    if what == "point":
        service_reading.point_to(current_actor(), key, **forms.pointing(request.form))
    elif what == "unpoint":
        service_reading.take_back_evidence(current_actor(), key, evidence_key=evidence_key)


@blueprint.post("/learning-cases/feedback/preview")
@requires(Permission.FEEDBACK_WRITE)
def preview() -> ResponseReturnValue:
    """Show how the text of one field will look."""
    text = request.form.get(request.form.get("field", ""), "")
    return render_template("feedback/_preview.html", text=text)


@blueprint.post("/learning-cases/feedback/<key>/pass-on")
@requires(Permission.FEEDBACK_PASS_ON)
def pass_on(key: str) -> ResponseReturnValue:
    """Give the feedback to the caseworker."""
    form = forms.note_form()

    def step() -> None:
        service.pass_on(current_actor(), key, **form.values())

    return talk(key, form, "note_form", step)


@blueprint.post("/learning-cases/feedback/<key>/dialogue")
@requires(Permission.FEEDBACK_DISCUSS)
def say(key: str) -> ResponseReturnValue:
    """Add a turn to the talk."""
    form = forms.DialogueForm()
    return talk(
        key, form, "dialogue_form", lambda: service.say(current_actor(), key, text=form.text.data)
    )


@blueprint.post("/learning-cases/feedback/<key>/acknowledge")
@requires(Permission.FEEDBACK_ACKNOWLEDGE)
def acknowledge(key: str) -> ResponseReturnValue:
    """Take the feedback in, with a reflection of one's own."""
    form = forms.ReflectionForm()

    def step() -> None:
        changed, said = form.changed_in_case.data or "", form.reflection.data
        service.acknowledge(current_actor(), key, reflection=said, changed_in_case=changed)

    return talk(key, form, "reflection_form", step)


@blueprint.post("/learning-cases/feedback/<key>/close")
@requires(Permission.FEEDBACK_PASS_ON)
def close(key: str) -> ResponseReturnValue:
    """End the dialogue."""
    service.close(current_actor(), key)
    flash(_("The dialogue is closed. Everything in it can still be read."), "success")
    return redirect(url_for("feedback.read", key=key))


def talk(key: str, form: Any, name: str, step: Callable[[], Any]) -> ResponseReturnValue:
    """Take *step* when *form* is right; else show the page with what was written in it."""
    feedback = queries.get_feedback(current_actor(), key)
    if form.validate():
        try:
            step()
            flash(_("Done. Thank you."), "success")
            return redirect(url_for("feedback.read", key=key))
        except Incomplete:
            form.reader_note.errors = [_("Write something here.")]
        except Invalid:
            form.form_errors.append(
                _("Nobody but you handles this case here, so it cannot be passed on by you.")
            )
    shown = {**presenters.reading(current_actor(), feedback), name: form}
    return render_template("feedback/feedback.html", **shown), 422
