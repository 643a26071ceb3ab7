"""The checklists' pages."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from review_app.domain.access import Permission
from review_app.features.checklists import forms, presenters, queries, service
from review_app.kernel import clock
from review_app.kernel.gate import current_actor, requires

blueprint = Blueprint("checklists", __name__, url_prefix="/checklists")


@blueprint.context_processor
def own_words() -> dict[str, object]:
    """Give every page of the area its names for changes."""
    return {"words": presenters}


@blueprint.get("")
@requires(Permission.CHECKLIST_READ)
def list_checklists() -> ResponseReturnValue:
    """List the checklists and which version of each is in use."""
    actor = current_actor()
    return render_template(
        "checklists/list.html",
        checklists=queries.list_checklists(actor),
        proposals_open=queries.count_open_proposals(actor),
        sees_drafts=queries.sees_drafts(actor),
    )


@blueprint.get("/versions/<key>")
@requires(Permission.CHECKLIST_READ)
def show_version(key: str) -> ResponseReturnValue:
    """Show a version as a reviewer sees it, and what changed."""
    actor = current_actor()
    version = queries.get_version(actor, key)
    return render_template(
        "checklists/version.html",
        version=version,
        changes=queries.changes_of(actor, version),
        proposals=queries.taken_up_by(actor, version),
        sees_drafts=queries.sees_drafts(actor),
        form=forms.ReasonForm(),
    )


@blueprint.post("/versions/<key>/draft")
@requires(Permission.CHECKLIST_EDIT)
def start_draft(key: str) -> ResponseReturnValue:
    """Start a new version from this one."""
    form = forms.ReasonForm()
    if not form.validate_on_submit():
        flash(_("Say in a few words what the new version is for."), "error")
        return redirect(url_for("checklists.show_version", key=key))
    draft = service.start_draft(current_actor(), key, reason=form.reason.data)
    flash(_("This is your draft. The present version stays in use until you publish."), "success")
    return redirect(url_for("checklists.show_version", key=draft.key))


@blueprint.route("/versions/<key>/criteria/new", methods=["GET", "POST"])
@requires(Permission.CHECKLIST_EDIT)
def add_criterion(key: str) -> ResponseReturnValue:
    """Add a criterion to a draft."""
    version = queries.get_version(current_actor(), key)
    form = forms.criterion_form(version)
    if form.validate_on_submit():
        service.add_criterion(
            current_actor(), key, section_position=form.section.data, values=form.values()
        )
        flash(_("The criterion was added."), "success")
        return redirect(url_for("checklists.show_version", key=key))
    return render_template("checklists/criterion.html", version=version, form=form, criterion=None)


@blueprint.route("/versions/<key>/criteria/<criterion_key>", methods=["GET", "POST"])
@requires(Permission.CHECKLIST_EDIT)
def edit_criterion(key: str, criterion_key: str) -> ResponseReturnValue:
    """Change a criterion of a draft."""
    version = queries.get_version(current_actor(), key)
    criterion = queries.get_criterion(current_actor(), key, key=criterion_key)
    form = forms.criterion_form(version, criterion)
    if form.validate_on_submit():
        service.save_criterion(
            current_actor(),
            key,
            criterion_key=criterion_key,
            values=form.values(),
            is_same_meaning=form.is_same_meaning.data,
        )
        flash(_("Saved."), "success")
        return redirect(url_for("checklists.show_version", key=key))
    page = "checklists/criterion.html"
    return render_template(page, version=version, form=form, criterion=criterion)


@blueprint.post("/versions/<key>/criteria/<criterion_key>/remove")
@requires(Permission.CHECKLIST_EDIT)
def remove_criterion(key: str, criterion_key: str) -> ResponseReturnValue:
    """Take a criterion out of a draft."""
    service.remove_criterion(current_actor(), key, criterion_key=criterion_key)
    flash(_("The criterion was removed from the draft."), "success")
    return redirect(url_for("checklists.show_version", key=key))


@blueprint.route("/versions/<key>/publish", methods=["GET", "POST"])
@requires(Permission.CHECKLIST_PUBLISH)
def publish(key: str) -> ResponseReturnValue:
    """Lock a draft and take it into use."""
    actor = current_actor()
    version = queries.get_version(actor, key)
    form = forms.PublishForm(effective_on=clock.today(), reason=version.reason)
    if form.validate_on_submit():
        service.publish(actor, key, reason=form.reason.data, effective_on=form.effective_on.data)
        flash(_("The version is published and locked. New rounds can use it."), "success")
        return redirect(url_for("checklists.show_version", key=key))
    changes = queries.changes_of(actor, version)
    return render_template("checklists/publish.html", version=version, form=form, changes=changes)
