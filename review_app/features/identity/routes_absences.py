"""Pages on which a person, or a coordinator for them, says when they are away."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from review_app.domain.access import Permission
from review_app.features.identity import forms_absences, queries_absences, service_absences
from review_app.features.identity.routes import blueprint
from review_app.kernel.gate import current_actor, requires

__all__ = ["blueprint"]


@blueprint.route("/people/<key>/absences", methods=["GET", "POST"])
@requires(Permission.ABSENCE_KEEP)
def absences(key: str) -> ResponseReturnValue:
    """Show when a person is away; on POST, add days."""
    person = queries_absences.person_to_speak_for(current_actor(), key)
    form = forms_absences.AbsenceForm()
    if form.validate_on_submit():
        days = {"from_on": form.from_on.data, "to_on": form.to_on.data}
        service_absences.declare_absence(current_actor(), key, **days)
        flash(_("Saved."), "success")
        return redirect(url_for("identity.absences", key=key))
    known = queries_absences.list_absences(current_actor(), person)
    return render_template("identity/absences.html", person=person, form=form, absences=known)


@blueprint.post("/people/<key>/absences/<absence_key>/withdraw")
@requires(Permission.ABSENCE_KEEP)
def withdraw_absence(key: str, absence_key: str) -> ResponseReturnValue:
    """Take days back."""
    service_absences.withdraw_absence(current_actor(), absence_key)
    flash(_("Removed."), "success")
    return redirect(url_for("identity.absences", key=key))
