"""The views of figures a person keeps."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from review_app.domain.access import Permission
from review_app.domain.errors import Invalid
from review_app.features.insights import queries_views, service_views
from review_app.features.insights.forms_views import ViewForm
from review_app.features.insights.routes_findings import blueprint
from review_app.kernel.gate import current_actor, requires

__all__ = ["blueprint"]


@blueprint.get("/views")
@requires(Permission.SAVED_VIEW_KEEP)
def list_views() -> ResponseReturnValue:
    """List the views one keeps."""
    return render_template("insights/views.html", kept=queries_views.list_views(current_actor()))


@blueprint.post("/views")
@requires(Permission.SAVED_VIEW_KEEP)
def keep_view() -> ResponseReturnValue:
    """Keep the page one comes from; what is wrong is said beside the field on the list."""
    form = ViewForm()
    if form.validate() and _is_kept(form):
        flash(_("The view is kept. You find it under Kept views."), "success")
        return redirect(form.address.data)
    kept = queries_views.list_views(current_actor())
    return render_template("insights/views.html", kept=kept, form=form), 422


def _is_kept(form: ViewForm) -> bool:
    try:
        service_views.keep_view(
            current_actor(), name=form.name.data or "", address=form.address.data or ""
        )
    except Invalid as refusal:
        form.name.errors = [
            _("You keep as many views as there is room for. Remove one first.")
            if refusal.facts["reason"] == "most"
            else _("This page cannot be kept as a view.")
        ]
        return False
    return True


@blueprint.post("/views/<key>/remove")
@requires(Permission.SAVED_VIEW_KEEP)
def remove_view(key: str) -> ResponseReturnValue:
    """Take a view away."""
    service_views.remove_view(current_actor(), key)
    flash(_("The view is removed."), "success")
    return redirect(url_for("insights.list_views"))
