"""Pages of engagements: the list, one engagement, its contract and its cases."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from review_app.domain.access import Permission
from review_app.domain.errors import Invalid
from review_app.features.engagements import forms, presenters, queries, queries_report, service
from review_app.kernel.gate import current_actor, requires
from review_app.kernel.reading_log import note_readings

blueprint = Blueprint("engagements", __name__, url_prefix="/engagements")


@blueprint.get("")
@requires(Permission.ENGAGEMENT_READ)
def list_engagements() -> ResponseReturnValue:
    """List what firms are engaged to do and how far they are."""
    standings = queries.list_engagements(current_actor())
    return render_template("engagements/list.html", standings=standings)


@blueprint.get("/<key>")
@requires(Permission.ENGAGEMENT_READ)
def show_engagement(key: str) -> ResponseReturnValue:
    """Show one engagement."""
    return render_template("engagements/engagement.html", **presenters.page(current_actor(), key))


@blueprint.get("/<key>/cases")
@requires(Permission.ENGAGEMENT_READ_CASES)
def list_cases(key: str) -> ResponseReturnValue:
    """List the cases that were handed over: under their keys to the members."""
    actor = current_actor()
    engagement = queries.get_engagement(actor, key)
    page = queries.list_cases(actor, engagement, after=request.args.get("after"))
    shown = [row.case.key for row in page.rows]
    note_readings(actor, engagement, case_keys=shown, purpose="engagement")
    return render_template("engagements/cases.html", engagement=engagement, page=page)


@blueprint.route("/new", methods=["GET", "POST"])
@requires(Permission.ENGAGEMENT_MANAGE)
def add_engagement() -> ResponseReturnValue:
    """Add an engagement."""
    form = forms.engagement_form(current_actor())
    if form.validate_on_submit() and (key := _save(form, None)):
        return redirect(url_for("engagements.show_engagement", key=key))
    return render_template("engagements/edit.html", form=form, engagement=None)


@blueprint.route("/<key>/edit", methods=["GET", "POST"])
@requires(Permission.ENGAGEMENT_MANAGE)
def edit_engagement(key: str) -> ResponseReturnValue:
    """Change an engagement."""
    engagement = queries.get_engagement(current_actor(), key)
    form = forms.engagement_form(current_actor(), engagement)
    if form.validate_on_submit() and _save(form, key):
        return redirect(url_for("engagements.show_engagement", key=key))
    return render_template("engagements/edit.html", form=form, engagement=engagement)


def _save(form: forms.EngagementForm, key: str | None) -> str | None:
    try:
        saved = service.save_engagement(current_actor(), key, **form.values())
    except Invalid as refusal:
        if refusal.facts["field"] == "ends_on":
            form.starts_on.errors = [_("The last day cannot be before the first.")]
        else:
            form.members.errors = [_("Choose consultants of the firm you chose.")]
        return None
    flash(_("Saved."), "success")
    return saved.key


@blueprint.route("/<key>/extend", methods=["GET", "POST"])
@requires(Permission.ENGAGEMENT_MANAGE)
def extend(key: str) -> ResponseReturnValue:
    """Ask for a later last day and why; on POST, extend."""
    engagement, form = queries.get_engagement(current_actor(), key), forms.ExtendForm()
    if form.validate_on_submit():
        try:
            service.extend_engagement(current_actor(), key, **form.values())
        except Invalid:
            form.ends_on.errors = [
                _("Choose a day after the present last day, and not a past one.")
            ]
        else:
            flash(_("The engagement was extended."), "success")
            return redirect(url_for("engagements.show_engagement", key=key))
    return render_template("engagements/extend.html", form=form, engagement=engagement)


@blueprint.route("/<key>/close", methods=["GET", "POST"])
@requires(Permission.ENGAGEMENT_MANAGE)
def close(key: str) -> ResponseReturnValue:
    """Show what ending the engagement now leaves open, and ask why; on POST, end it."""
    actor, form = current_actor(), forms.CloseForm()
    if form.validate_on_submit():
        service.close_engagement(actor, key, reason=form.reason.data)
        flash(_("The engagement has ended. Its consultants have no access any more."), "success")
        return redirect(url_for("engagements.show_engagement", key=key))
    found = queries_report.report_of(actor, key)
    shown = presenters.report(actor, found)
    return render_template("engagements/close.html", form=form, **shown)
