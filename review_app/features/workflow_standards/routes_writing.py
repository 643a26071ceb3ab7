"""The pages of writing a workflow standard; on the standards' blueprint."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from review_app.domain.access import Permission
from review_app.features.workflow_standards import forms, presenters, queries, service
from review_app.features.workflow_standards.routes import blueprint, compared
from review_app.kernel import clock
from review_app.kernel.gate import current_actor, requires

__all__ = ["blueprint"]


@blueprint.route("/new", methods=["GET", "POST"])
@requires(Permission.WORKFLOW_STANDARD_EDIT)
def start_standard() -> ResponseReturnValue:
    """Begin a new standard."""
    actor = current_actor()
    form = forms.head_form(actor)
    if form.validate_on_submit():
        version = service.start_standard(actor, values=form.values(), owner_key=form.owner.data)
        flash(_("The standard is begun. Now add its steps."), "success")
        return redirect(url_for("workflow_standards.show_version", key=version.key))
    return render_template("workflow_standards/head.html", version=None, form=form)


@blueprint.route("/<key>/edit", methods=["GET", "POST"])
@requires(Permission.WORKFLOW_STANDARD_EDIT)
def edit_head(key: str) -> ResponseReturnValue:
    """Change what a draft is called and is for, and who answers for it."""
    actor = current_actor()
    version = queries.get_version(actor, key)
    form = forms.head_form(actor, version=version)
    if form.validate_on_submit():
        service.save_head(actor, key, values=form.values(), owner_key=form.owner.data)
        flash(_("Saved."), "success")
        return redirect(url_for("workflow_standards.show_version", key=key))
    return render_template("workflow_standards/head.html", version=version, form=form)


@blueprint.post("/<key>/draft")
@requires(Permission.WORKFLOW_STANDARD_EDIT)
def start_draft(key: str) -> ResponseReturnValue:
    """Start the next version from this one."""
    form = forms.ReasonForm()
    if not form.validate_on_submit():
        flash(_("Say in a few words what the new version is for."), "error")
        return redirect(url_for("workflow_standards.show_version", key=key))
    draft = service.start_draft(current_actor(), key, reason=form.reason.data)
    flash(_("This is your draft. The present version stays in use until you publish."), "success")
    return redirect(url_for("workflow_standards.show_version", key=draft.key))


@blueprint.route("/<key>/steps/new", methods=["GET", "POST"])
@requires(Permission.WORKFLOW_STANDARD_EDIT)
def add_step(key: str) -> ResponseReturnValue:
    """Add a step at the end of a draft."""
    actor = current_actor()
    version = queries.get_version(actor, key)
    form = forms.step_form(actor, version=version)
    if form.validate_on_submit():
        step = service.add_step(actor, key, values=form.values(), links=form.links())
        flash(_("The step was added."), "success")
        return _back(key, step.code)
    page = "workflow_standards/step.html"
    return render_template(page, version=version, step=None, form=form, say=presenters)


@blueprint.route("/<key>/steps/<step_key>", methods=["GET", "POST"])
@requires(Permission.WORKFLOW_STANDARD_EDIT)
def edit_step(key: str, step_key: str) -> ResponseReturnValue:
    """Change a step of a draft."""
    actor = current_actor()
    step = queries.get_step(actor, key, step_key=step_key)
    form = forms.step_form(actor, version=step.version, step=step)
    if form.validate_on_submit():
        links = form.links()
        service.save_step(actor, key, step_key=step_key, values=form.values(), links=links)
        flash(_("Saved."), "success")
        return _back(key, step.code)
    page = "workflow_standards/step.html"
    return render_template(page, version=step.version, step=step, form=form, say=presenters)


@blueprint.post("/<key>/steps/<step_key>/move")
@requires(Permission.WORKFLOW_STANDARD_EDIT)
def move_step(key: str, step_key: str) -> ResponseReturnValue:
    """Move a step of a draft up or down."""
    by = -1 if request.form.get("to") == "up" else 1
    step = service.move_step(current_actor(), key, step_key=step_key, by=by)
    return _back(key, step.code)


@blueprint.post("/<key>/steps/<step_key>/remove")
@requires(Permission.WORKFLOW_STANDARD_EDIT)
def remove_step(key: str, step_key: str) -> ResponseReturnValue:
    """Take a step out of a draft."""
    service.remove_step(current_actor(), key, step_key=step_key)
    flash(_("The step was removed from the draft."), "success")
    return redirect(url_for("workflow_standards.show_version", key=key))


@blueprint.route("/<key>/publish", methods=["GET", "POST"])
@requires(Permission.WORKFLOW_STANDARD_PUBLISH)
def publish(key: str) -> ResponseReturnValue:
    """Lock a draft and let it be the standard."""
    actor = current_actor()
    version = queries.get_version(actor, key)
    form = forms.PublishForm(effective_on=clock.today(), reason=version.reason)
    if form.validate_on_submit():
        day = form.effective_on.data
        service.publish(actor, key, reason=form.reason.data, effective_on=day)
        flash(
            _("The version is published and locked. Everybody in the house can read it."), "success"
        )
        return redirect(url_for("workflow_standards.show_version", key=key))
    page = "workflow_standards/publish.html"
    return render_template(page, version=version, form=form, **compared(key))


def _back(key: str, code: str) -> ResponseReturnValue:
    return redirect(url_for("workflow_standards.show_version", key=key, _anchor=code))
