"""Sentences reviewers keep, good practice they marked, and the checklist on paper."""

from flask import flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from review_app.domain.access import Permission
from review_app.features.reviews import queries_scoring, queries_snippets, service_snippets
from review_app.features.reviews.routes import trying
from review_app.features.reviews.routes_evidence import blueprint
from review_app.kernel.errors import wants_json
from review_app.kernel.gate import current_actor, requires
from review_app.kernel.i18n import in_language, language
from review_app.kernel.reading_log import note_readings
from review_app.models import CommentSnippet

__all__ = ["blueprint"]


@blueprint.route("/snippets", methods=["GET", "POST"])
@requires(Permission.REVIEW_SCORE)
def snippets() -> ResponseReturnValue:
    """List the sentences the person is offered; on POST, keep one more."""
    if request.method == "GET":
        kept = queries_snippets.list_snippets(current_actor())
        name = "_snippets" if request.headers.get("X-Requested-With") else "snippets"
        return render_template(f"reviews/{name}.html", snippets=kept)
    if wants_json():
        snippet = _keep()
        return jsonify(key=snippet.key, text=in_language(snippet, "text"))
    if trying(_keep):
        flash(_("The sentence is kept."), "success")
    return redirect(url_for("reviews.snippets"))


def _keep() -> CommentSnippet:
    # A comment is kept in the language its writer reads the page in.
    texts = {f"text_{code}": request.form.get(f"text_{code}", "") for code in ("da", "en")}
    if own := request.form.get("text"):
        texts[f"text_{language()}"] = own
    return service_snippets.keep_snippet(
        current_actor(),
        criterion_code=request.form.get("criterion_code", ""),
        is_shared=bool(request.form.get("shared")),
        **texts,
    )


@blueprint.post("/snippets/<key>/remove")
@requires(Permission.REVIEW_SCORE)
def remove_snippet(key: str) -> ResponseReturnValue:
    """Take a sentence away."""
    service_snippets.remove_snippet(current_actor(), key)
    return redirect(url_for("reviews.snippets"))


@blueprint.get("/good-practice")
@requires(Permission.REVIEW_READ)
def good_practice() -> ResponseReturnValue:
    """List what reviewers marked as worth sharing."""
    actor = current_actor()
    page = queries_snippets.list_good_practice(actor, after=request.args.get("after"))
    if page.rows:
        cases = [review.case.key for review in page.rows]
        note_readings(actor, page.rows[0], case_keys=cases, purpose="review-read")
        page = queries_snippets.list_good_practice(actor, after=request.args.get("after"))
    answers = queries_snippets.exemplary_answers(actor, page.rows)
    return render_template("reviews/good_practice.html", page=page, answers=answers)


@blueprint.get("/blank/<version_key>")
@requires(Permission.CHECKLIST_READ)
def blank_form(version_key: str) -> ResponseReturnValue:
    """Show a checklist as a form for pen and paper."""
    version = queries_scoring.version_to_print(current_actor(), version_key)
    return render_template("reviews/blank.html", version=version)
