"""The page on which cases ticked in a ranking become learning cases, the consequence first."""

from collections.abc import Sequence

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from review_app.domain.access import Permission
from review_app.domain.errors import Invalid
from review_app.features.feedback import forms_several, queries_several, service_several
from review_app.features.feedback.queries_several import Candidate
from review_app.features.feedback.routes_reading import blueprint
from review_app.kernel.gate import current_actor, requires
from review_app.kernel.reading_log import note_readings
from review_app.kernel.words_difficulty import in_words

__all__ = ["blueprint"]


@blueprint.post("/learning-cases/choose-several")
@requires(Permission.LEARNING_CASE_CHOOSE)
def choose_several() -> ResponseReturnValue:
    """Show what would come of the ticked cases; once that is confirmed, choose them."""
    actor = current_actor()
    which: forms_several.Which = {
        "case_keys": request.form.getlist("case"),
        "round_key": request.form.get("round", ""),
    }
    found = queries_several.list_candidates(actor, **which)
    if not found:
        flash(_("Tick the cases you want to pick."), "error")
        return redirect(_back(which["round_key"]))
    form = forms_several.several_form(actor, [one.case for one in found])
    if "sure" in request.form and form.validate() and _chosen(form, which):
        return redirect(url_for("feedback.list_learning_cases"))
    return _consequence(form, found, which["round_key"]), 422 if form.errors else 200


def _back(round_key: str) -> str:
    if round_key:
        return url_for("rounds.rank_cases", key=round_key)
    return url_for("feedback.list_learning_cases")


def _consequence(
    form: forms_several.SeveralForm, found: Sequence[Candidate], round_key: str
) -> str:
    actor = current_actor()
    rooms = queries_several.list_rooms(actor)
    keys = [one.case.key for one in found]
    note_readings(actor, found[0].case, case_keys=keys, purpose="learning-case")
    return render_template(
        "feedback/choose_several.html",
        **{"form": form, "found": found, "rooms": rooms, "round_key": round_key},
        in_words=in_words,
    )


def _chosen(form: forms_several.SeveralForm, which: forms_several.Which) -> bool:
    try:
        made = service_several.choose_several(
            current_actor(), which["case_keys"], round_key=which["round_key"], **form.values()
        )
    except Invalid:
        form.form_errors.append(_("All of these are learning cases already."))
        return False
    flash(_("Learning cases chosen: %(number)s.", number=len(made)), "success")
    return True
