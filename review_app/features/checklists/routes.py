"""The checklists' pages."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from review_app.domain.access import Permission
from review_app.domain.checklists import faults_of
from review_app.domain.errors import Invalid
from review_app.features.checklists import forms, presenters, queries, service
from review_app.features.checklists.presenters_trial import trial_of
from review_app.features.checklists.writing import texts_of
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


@blueprint.route("/new", methods=["GET", "POST"])
@requires(Permission.CHECKLIST_EDIT)
def add_checklist() -> ResponseReturnValue:
    """Begin a checklist from scratch."""
    form = forms.ChecklistForm()
    if form.validate_on_submit():
        given = {"code": form.code.data, "name_da": form.name_da.data.strip()}
        try:
            draft = service.add_checklist(
                current_actor(), **given, name_en=form.name_en.data.strip()
            )
        except Invalid:
            form.code.errors = [_("Another checklist has this code.")]
        else:
            flash(_("The checklist is begun. Give it a section, then criteria."), "success")
            return redirect(url_for("checklists.edit_draft", key=draft.key))
    return render_template("checklists/new.html", form=form)


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


@blueprint.route("/versions/<key>/publish", methods=["GET", "POST"])
@requires(Permission.CHECKLIST_PUBLISH)
def publish(key: str) -> ResponseReturnValue:
    """Lock a draft and take it into use."""
    actor = current_actor()
    version = queries.get_version(actor, key)
    form = forms.PublishForm(effective_on=clock.today(), reason=version.reason)
    shown = {"faults": faults_of(texts_of(version)), "changes": queries.changes_of(actor, version)}
    if not shown["faults"] and form.validate_on_submit():
        service.publish(actor, key, reason=form.reason.data, effective_on=form.effective_on.data)
        flash(_("The version is published and locked. New rounds can use it."), "success")
        return redirect(url_for("checklists.show_version", key=key))
    return render_template("checklists/publish.html", version=version, form=form, **shown)


@blueprint.get("/versions/<key>/compare")
@requires(Permission.CHECKLIST_READ)
def compare_versions(key: str) -> ResponseReturnValue:
    """Show word by word what differs between this version and another of the same checklist."""
    actor = current_actor()
    version = queries.get_version(actor, key)
    before = queries.version_before(actor, version) or version
    other, found = queries.compare(actor, version, with_key=request.args.get("with", before.key))
    return render_template(
        "checklists/compare.html",
        version=version,
        other=other,
        found=found,
        sees_drafts=queries.sees_drafts(actor),
    )


@blueprint.get("/versions/<key>/preview")
@requires(Permission.CHECKLIST_READ)
def preview(key: str) -> ResponseReturnValue:
    """Let the version be tried out as a reviewer meets it; nothing is kept."""
    version = queries.get_version(current_actor(), key)
    trial = trial_of(version, request.args)
    return render_template("checklists/preview.html", version=version, trial=trial)
