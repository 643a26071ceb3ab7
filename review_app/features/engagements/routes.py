"""Pages of engagements."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from review_app.domain.access import Permission
from review_app.domain.errors import Invalid
from review_app.features.engagements import forms, queries, service
from review_app.kernel.gate import current_actor, requires

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
    actor = current_actor()
    return render_template(
        "engagements/engagement.html",
        standing=queries.standing_of(actor, key),
        cases=queries.count_cases(actor, key),
    )


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
    except Invalid:
        form.members.errors = [_("Choose consultants of the firm you chose.")]
        return None
    flash(_("Saved."), "success")
    return saved.key
