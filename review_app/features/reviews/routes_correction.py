"""The page on which a settled review is corrected."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from review_app.domain.access import Permission
from review_app.domain.errors import Invalid
from review_app.domain.scoring import AnswerValue, Severity, Verdict
from review_app.features.reviews import forms, forms_response, presenters, service_correction
from review_app.features.reviews.forms_response import CorrectionForm
from review_app.features.reviews.routes import read_sheet
from review_app.features.reviews.routes_responses import blueprint
from review_app.features.reviews.service_correction import Correction
from review_app.kernel.gate import current_actor, requires

__all__ = ["blueprint"]


@blueprint.route("/<key>/correct", methods=["GET", "POST"])
@requires(Permission.REVIEW_CORRECT)
def correct(key: str) -> ResponseReturnValue:
    """Let another answer or verdict stand in a settled review."""
    sheet = read_sheet(key, "review-read")
    form = forms_response.correction_form(presenters.criteria_to_correct(sheet))
    if form.validate_on_submit() and _corrected(key, form):
        flash(
            _("Corrected. The caseworker is told, and the figures are marked as revised."),
            "success",
        )
        return redirect(url_for("reviews.show", key=key))
    return render_template("reviews/correct.html", form=form, sheet=sheet, review=sheet.review)


def _corrected(key: str, form: CorrectionForm) -> bool:
    is_verdict = form.criterion.data == "verdict"
    correction = Correction(
        reason=form.reason.data or "",
        criterion_key=None if is_verdict else form.criterion.data,
        value=forms.code_of(AnswerValue, form.value.data, field="value"),
        severity=forms.code_of(Severity, form.severity.data, field="severity"),
        verdict=forms.code_of(Verdict, form.verdict.data, field="verdict"),
    )
    try:
        service_correction.correct(current_actor(), key, correction=correction)
    except Invalid as refusal:
        form.refuse(refusal)
        return False
    return True
