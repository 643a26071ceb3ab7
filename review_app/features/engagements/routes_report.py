"""Pages of what an engagement delivers, and of its report."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from review_app.domain.access import Permission
from review_app.domain.errors import Invalid
from review_app.features.engagements import (
    forms,
    presenters,
    presenters_report,
    queries,
    queries_report,
)
from review_app.features.engagements import service_deliverables as service
from review_app.features.engagements.routes import blueprint
from review_app.kernel.downloads import as_file
from review_app.kernel.gate import current_actor, requires
from review_app.kernel.typesetting import typeset

__all__ = ["blueprint"]


@blueprint.post("/<key>/deliverables")
@requires(Permission.ENGAGEMENT_FOLLOW)
def add_deliverable(key: str) -> ResponseReturnValue:
    """Write down something that is to be delivered."""
    form = forms.DeliverableForm()
    if not form.validate():
        shown = presenters.page(current_actor(), key, form)
        return render_template("engagements/engagement.html", **shown), 422
    service.add_deliverable(current_actor(), key, title=form.title.data, due_on=form.due_on.data)
    flash(_("Saved."), "success")
    return redirect(url_for("engagements.show_engagement", key=key, _anchor="deliverables"))


@blueprint.get("/deliverables/<key>")
@requires(Permission.ENGAGEMENT_READ)
def show_deliverable(key: str) -> ResponseReturnValue:
    """Go to where a deliverable stands among the others of its engagement."""
    found = queries.get_deliverable(current_actor(), key)
    engagement_key = found.engagement.key
    return redirect(
        url_for("engagements.show_engagement", key=engagement_key, _anchor="deliverables")
    )


@blueprint.route("/deliverables/<key>/delivered", methods=["GET", "POST"])
@requires(Permission.ENGAGEMENT_FOLLOW)
def record_delivery(key: str) -> ResponseReturnValue:
    """Ask when it was delivered and where it is; on POST, record it."""
    found, form = queries.get_deliverable(current_actor(), key), forms.DeliveryForm()
    if form.validate_on_submit():
        try:
            service.record_delivery(current_actor(), key, **form.values())
        except Invalid:
            form.delivered_on.errors = [_("Choose today or a day before.")]
        else:
            flash(_("Saved."), "success")
            return redirect(url_for("engagements.show_engagement", key=found.engagement.key))
    return render_template("engagements/delivery.html", form=form, deliverable=found)


@blueprint.post("/deliverables/<key>/remove")
@requires(Permission.ENGAGEMENT_FOLLOW)
def remove_deliverable(key: str) -> ResponseReturnValue:
    """Take something back that is not to be delivered after all."""
    engagement_key = queries.get_deliverable(current_actor(), key).engagement.key
    service.remove_deliverable(current_actor(), key)
    flash(_("Removed."), "success")
    return redirect(url_for("engagements.show_engagement", key=engagement_key))


@blueprint.get("/<key>/report")
@requires(Permission.ENGAGEMENT_READ)
def report(key: str) -> ResponseReturnValue:
    """Show what the engagement came to."""
    found = queries_report.report_of(current_actor(), key)
    return render_template("engagements/report.html", **presenters.report(current_actor(), found))


@blueprint.get("/<key>/report.pdf")
@requires(Permission.ENGAGEMENT_READ)
def report_pdf(key: str) -> ResponseReturnValue:
    """Give the report as a PDF."""
    found = queries_report.report_of(current_actor(), key)
    return as_file(typeset(presenters_report.report(found)), f"engagement-{key}.pdf")
