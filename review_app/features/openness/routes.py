"""Pages of openness: who is shown what, the steps, and the questions to those who are named."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from review_app.domain.access import Permission, may_ever
from review_app.domain.assent import AssentAnswer
from review_app.domain.openness import Detail
from review_app.features.openness import forms, presenters, queries, service
from review_app.kernel.gate import current_actor, requires

# Under the address of the figures, so that the menu shows where one is.
blueprint = Blueprint("openness", __name__, url_prefix="/figures/opened/to-whom")


@blueprint.get("")
@requires(Permission.OPENNESS_READ)
def show_ladder() -> ResponseReturnValue:
    """Show who is shown what, at which detail, and everything that was decided."""
    actor = current_actor()
    asks = may_ever(actor, Permission.ASSENT_GIVE)
    return render_template(
        "openness/ladder.html",
        ladder=queries.ladder(actor),
        history=queries.history(actor, after=request.args.get("after")),
        groups=queries.groups(actor),
        questions=queries.list_questions(actor) if asks else [],
        represents=current_user.person.is_staff_representative,
        say=presenters,
    )


@blueprint.route("/steps/<family>/<audience>", methods=["GET", "POST"])
@requires(Permission.OPENNESS_DECIDE)
def decide(family: str, audience: str) -> ResponseReturnValue:
    """Show what the next step would show, and decide on it."""
    standing = queries.get_standing(current_actor(), family=family, audience=audience)
    form = forms.step_form(standing)
    if form.validate_on_submit():
        service.decide_step(current_actor(), wanted=form.wanted(standing))
        flash(_("It is decided, and stands in the history."), "success")
        return redirect(url_for("openness.show_ladder"))
    shown: dict[str, Any] = {"standing": standing, "form": form, "say": presenters}
    chosen = request.args.get("detail", standing.following)
    shown["detail"] = Detail(chosen) if chosen in list(Detail) else standing.detail
    return render_template("openness/step.html", **shown), 422 if form.errors else 200


@blueprint.post("/steps/<key>/take-back")
@requires(Permission.OPENNESS_DECIDE)
def take_back(key: str) -> ResponseReturnValue:
    """Take a step back before its day."""
    service.take_back(current_actor(), key)
    flash(_("The step is taken back. That it was decided stays in the history."))
    return redirect(url_for("openness.show_ladder"))


@blueprint.get("/questions/<key>")
@requires(Permission.ASSENT_GIVE)
def show_question(key: str) -> ResponseReturnValue:
    """Ask somebody whether they may be named."""
    return _question(key, forms.answer_form())


@blueprint.post("/questions/<key>")
@requires(Permission.ASSENT_GIVE)
def answer(key: str) -> ResponseReturnValue:
    """Keep what somebody says to being named."""
    form = forms.answer_form()
    if not form.validate():
        return _question(key, form), 422
    service.answer(current_actor(), key, given=AssentAnswer(form.answer.data))
    flash(_("Your answer is kept. You can change it whenever you like."), "success")
    return redirect(url_for("openness.show_question", key=key))


@blueprint.post("/questions/<key>/withdraw")
@requires(Permission.ASSENT_GIVE)
def withdraw(key: str) -> ResponseReturnValue:
    """Take a yes back; it works at once."""
    service.answer(current_actor(), key, given=AssentAnswer.WITHDRAWN)
    flash(_("Your yes is withdrawn. Your name is not shown any more."), "success")
    return redirect(url_for("openness.show_question", key=key))


def _question(key: str, form: forms.AnswerForm) -> str:
    actor = current_actor()
    question = queries.get_question(actor, key)
    shown = {"question": question, "form": form, "say": presenters}
    return render_template(
        "openness/question.html", own=presenters.lines_to_name(actor, question.step.family), **shown
    )
