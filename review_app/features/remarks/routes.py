"""Pages of the register of remarks, and of the backlogs over time."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from review_app.domain.access import Permission, can, may_ever
from review_app.domain.errors import Invalid
from review_app.domain.kinds import RemarkSender
from review_app.domain.scoring import Severity
from review_app.domain.workflow import RemarkState
from review_app.features.remarks import forms, presenters, queries, service
from review_app.kernel import clock
from review_app.kernel.downloads import as_file
from review_app.kernel.gate import current_actor, requires
from review_app.kernel.reading_log import note_reading
from review_app.kernel.words import words

# Under the address of the figures, so that the menu shows where one is.
blueprint = Blueprint("remarks", __name__, url_prefix="/figures/remarks")


@blueprint.get("")
@requires(Permission.REMARK_READ)
def list_remarks() -> ResponseReturnValue:
    """List remarks with filters, and show how many were open over time."""
    actor = current_actor()
    page = queries.list_remarks(actor, chosen=_chosen(), after=request.args.get("after"))
    keeps = may_ever(actor, Permission.REMARK_KEEP)
    backlogs = {"backlog": queries.backlog(actor)}
    backlogs["hard"] = queries.hard_cases(actor) if keeps else []
    kinds = {kind.__name__: words(kind) for kind in (RemarkState, RemarkSender, Severity)}
    shown = {"page": page, "kinds": kinds, "say": presenters, **backlogs}
    return render_template("remarks/list.html", **shown)


def _chosen() -> queries.Filter:
    asked = request.args
    return queries.Filter(
        _code(RemarkState, asked.get("state")),
        _code(RemarkSender, asked.get("sender")),
        _code(Severity, asked.get("severity")),
        overdue=asked.get("due") == "overdue",
    )


def _code(kind: Any, text: str | None) -> Any:
    return kind(text) if text in list(kind) else None


@blueprint.get("/backlog.csv")
@requires(Permission.REMARK_READ)
def download_backlog() -> ResponseReturnValue:
    """Give the open remarks by month as a file."""
    return as_file(presenters.as_csv(queries.backlog(current_actor())), "remarks.csv")


@blueprint.get("/hard-cases.csv")
@requires(Permission.REMARK_KEEP)
def download_hard_cases() -> ResponseReturnValue:
    """Give the open hard cases by month as a file."""
    return as_file(presenters.as_csv(queries.hard_cases(current_actor())), "hard-cases.csv")


@blueprint.route("/new", methods=["GET", "POST"])
@requires(Permission.REMARK_KEEP)
def add_remark() -> ResponseReturnValue:
    """Enter a remark in the register."""
    form = forms.remark_form(current_actor())
    if form.validate_on_submit():
        try:
            made = service.add_remark(current_actor(), told=form.told())
            flash(_("The remark is in the register."), "success")
            return redirect(url_for("remarks.show_remark", key=made.key))
        except Invalid as refusal:
            _say(form, refusal)
    return render_template("remarks/edit.html", form=form, remark=None), _status(form)


@blueprint.route("/<key>/edit", methods=["GET", "POST"])
@requires(Permission.REMARK_KEEP)
def edit_remark(key: str) -> ResponseReturnValue:
    """Correct a remark, or give it to another owner."""
    remark = queries.get_remark(current_actor(), key)
    form = forms.remark_form(current_actor(), remark)
    if form.validate_on_submit():
        try:
            service.change_remark(current_actor(), key, told=form.told())
            flash(_("Saved."), "success")
            return redirect(url_for("remarks.show_remark", key=key))
        except Invalid as refusal:
            _say(form, refusal)
    return render_template("remarks/edit.html", form=form, remark=remark), _status(form)


def _say(form: forms.RemarkForm, refusal: Invalid) -> None:
    field = form[str(refusal.facts["field"])]
    field.errors = [_("There is no such case, or you may not read it.")]


def _status(form: Any) -> int:
    return 422 if form.errors else 200


@blueprint.get("/<key>")
@requires(Permission.REMARK_READ)
def show_remark(key: str) -> ResponseReturnValue:
    """Show one remark with its measures."""
    actor = current_actor()
    remark = queries.get_remark(actor, key)
    if remark.case is not None:
        note_reading(actor, remark, case_key=remark.case.key, purpose="remark")
    return _page(key)


@blueprint.post("/<key>/measures")
@requires(Permission.REMARK_HANDLE)
def add_measure(key: str) -> ResponseReturnValue:
    """Say what is done about a remark."""
    form = forms.measure_form(current_actor())
    if not form.validate():
        return _page(key, measure_form=form), 422
    told = {"text": form.text.data, "owner_key": form.owner.data, "due_on": form.due_on.data}
    service.add_measure(current_actor(), key, **told)
    flash(_("The measure stands."), "success")
    return redirect(url_for("remarks.show_remark", key=key))


@blueprint.post("/<key>/measures/<measure_key>/done")
@requires(Permission.REMARK_MEASURE_DO)
def finish_measure(key: str, measure_key: str) -> ResponseReturnValue:
    """Mark a measure done."""
    service.finish_measure(current_actor(), key, measure_key=measure_key)
    flash(_("Done. Thank you."), "success")
    return redirect(url_for("remarks.show_remark", key=key))


@blueprint.post("/<key>/answer")
@requires(Permission.REMARK_HANDLE)
def answer(key: str) -> ResponseReturnValue:
    """Keep what was answered."""
    form = forms.AnswerForm()
    if form.validate():
        try:
            on = form.answered_on.data
            service.answer(current_actor(), key, text=form.answer.data, answered_on=on)
            flash(_("The answer is kept."), "success")
            return redirect(url_for("remarks.show_remark", key=key))
        except Invalid:
            form.answered_on.errors = [_("The day lies before the remark was received.")]
    return _page(key, answer_form=form), 422


@blueprint.post("/<key>/close")
@requires(Permission.REMARK_KEEP)
def close(key: str) -> ResponseReturnValue:
    """Close a remark."""
    form = forms.CloseForm()
    if form.validate():
        try:
            reason, on = form.close_reason.data, form.closed_on.data
            service.close(current_actor(), key, reason=reason, closed_on=on)
            flash(_("The remark is closed."), "success")
            return redirect(url_for("remarks.show_remark", key=key))
        except Invalid:
            form.closed_on.errors = [_("The day lies before the remark was received.")]
    return _page(key, close_form=form), 422


@blueprint.post("/<key>/reopen")
@requires(Permission.REMARK_KEEP)
def reopen(key: str) -> ResponseReturnValue:
    """Take a remark up again."""
    service.reopen(current_actor(), key)
    flash(_("The remark is open again."), "success")
    return redirect(url_for("remarks.show_remark", key=key))


def _page(key: str, **given: Any) -> str:
    actor = current_actor()
    remark = queries.get_remark(actor, key)
    handles = can(actor, Permission.REMARK_HANDLE, remark)
    shown = {
        "remark": remark,
        "say": presenters,
        "measure_form": forms.measure_form(actor) if handles else None,
        "answer_form": forms.AnswerForm(answered_on=clock.today()),
        "close_form": forms.CloseForm(closed_on=clock.today()),
    }
    return render_template("remarks/show.html", **{**shown, **given})
