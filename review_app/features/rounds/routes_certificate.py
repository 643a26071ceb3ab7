"""The draws on record, and the certificate of each for somebody who doubts it."""

import io

from flask import render_template, request, send_file
from flask.typing import ResponseReturnValue

from review_app.domain.access import Permission
from review_app.features.rounds import presenters_ceremony, queries, queries_ceremony
from review_app.features.rounds.routes_ceremony import blueprint
from review_app.kernel.gate import current_actor, requires
from review_app.models.bundles import zip_of

__all__ = ["blueprint"]


@blueprint.get("/draws")
@requires(Permission.ROUND_READ)
def list_draws() -> ResponseReturnValue:
    """List every draw that was ever started, newest first."""
    page = queries_ceremony.list_draws(
        current_actor(),
        state=request.args.get("state", ""),
        round_key=request.args.get("round", ""),
        after=request.args.get("after"),
    )
    return render_template("rounds/draws.html", page=page)


@blueprint.get("/<key>/certificate")
@blueprint.get("/<key>/certificate/<int:number>")
@requires(Permission.ROUND_READ)
def certificate(key: str, number: int | None = None) -> ResponseReturnValue:
    """Show how the cases were drawn, or how far a draw that was given up had come."""
    found = queries.get_round(current_actor(), key)
    draw = queries_ceremony.get_draw(current_actor(), found, number=number)
    page = presenters_ceremony.certificate_page(current_actor(), draw)
    words = presenters_ceremony.CHANGE_WORDS
    return render_template(
        "rounds/certificate.html", page=page, round=found, draw=draw, change_words=words
    )


@blueprint.get("/<key>/bundle.zip")
@requires(Permission.ROUND_READ)
def bundle(key: str) -> ResponseReturnValue:
    """Download the files with which anybody can draw again."""
    found = queries.get_round(current_actor(), key)
    packed = zip_of(queries.bundle_files(current_actor(), found))
    name = f"draw-{found.draw.number if found.draw else 0}.zip"
    return send_file(io.BytesIO(packed), "application/zip", as_attachment=True, download_name=name)
