"""The part of the scoring page that points to what an answer rests on."""

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from review_app.domain.access import Permission
from review_app.domain.kinds import EvidenceKind
from review_app.features.reviews import forms, queries, service
from review_app.features.reviews.routes import blueprint, read_sheet, save_whole, trying
from review_app.features.reviews.sheet import Sheet
from review_app.kernel.gate import current_actor, requires

__all__ = ["blueprint"]


@blueprint.get("/<key>/evidence/<criterion_key>")
@requires(Permission.REVIEW_SCORE)
def choose_evidence(key: str, criterion_key: str) -> ResponseReturnValue:
    """Show what can be pointed to: in place for the script, else as a page of its own."""
    return _show_evidence(read_sheet(key, "review-score"), criterion_key, is_open=True)


@blueprint.post("/<key>/evidence/<criterion_key>/choose")
@requires(Permission.REVIEW_SCORE)
def go_to_evidence(key: str, criterion_key: str) -> ResponseReturnValue:
    """Without scripts: keep what was written so far, then choose the evidence."""
    save_whole(queries.get_sheet(current_actor(), key))
    return redirect(url_for("reviews.choose_evidence", key=key, criterion_key=criterion_key))


@blueprint.post("/<key>/evidence/<criterion_key>")
@requires(Permission.REVIEW_SCORE)
def add_evidence(key: str, criterion_key: str) -> ResponseReturnValue:
    """Point to what an answer rests on; the button lies in the scoring form."""
    is_added = trying(lambda: _point_to(key, criterion_key))
    return _evidence(key, criterion_key, is_open=not is_added)


def _point_to(key: str, criterion_key: str) -> None:
    names = ("kind", "event", "later", "reference", "quotation")
    sent = {name: request.form.get(f"{name}-{criterion_key}", "") for name in names}
    service.add_evidence(
        current_actor(),
        key,
        criterion_key=criterion_key,
        kind=forms.code_of(EvidenceKind, sent["kind"], field="kind") or EvidenceKind.JOURNAL,
        event_id=forms.number_of(sent["event"] or sent["later"], field="event"),
        reference=sent["reference"],
        quotation=sent["quotation"],
    )


@blueprint.post("/<key>/evidence/<criterion_key>/<evidence_key>/remove")
@requires(Permission.REVIEW_SCORE)
def remove_evidence(key: str, criterion_key: str, evidence_key: str) -> ResponseReturnValue:
    """Take a pointer away again."""
    service.remove_evidence(current_actor(), key, evidence_key=evidence_key)
    return _evidence(key, criterion_key)


def _evidence(key: str, criterion_key: str, *, is_open: bool = False) -> ResponseReturnValue:
    sheet = queries.get_sheet(current_actor(), key)
    if request.headers.get("HX-Request"):
        return _show_evidence(sheet, criterion_key, is_open=is_open)
    save_whole(sheet)
    return redirect(url_for("reviews.score", key=key, _anchor=f"criterion-{criterion_key}"))


def _show_evidence(sheet: Sheet, criterion_key: str, *, is_open: bool) -> str:
    line = sheet.line_of(criterion_key)
    name = "_evidence" if request.headers.get("HX-Request") else "evidence"
    return render_template(
        f"reviews/{name}.html", sheet=sheet, review=sheet.review, line=line, is_open=is_open
    )
