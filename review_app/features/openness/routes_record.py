"""The page on which everybody sees what is recorded about them, and who has looked."""

from flask import render_template, request
from flask.typing import ResponseReturnValue

from review_app.domain.access import Permission, may_ever
from review_app.domain.figure_files import as_json
from review_app.features.openness import presenters, queries
from review_app.features.openness import queries_record as record
from review_app.features.openness.routes import blueprint
from review_app.kernel.downloads import as_file
from review_app.kernel.gate import current_actor, requires

__all__ = ["blueprint"]


@blueprint.get("/about-me")
@requires(Permission.OWN_RECORD_READ)
def show_record() -> ResponseReturnValue:
    """Show what is recorded about the reader, who can see it, and who has looked."""
    actor = current_actor()
    reads = may_ever(actor, Permission.OPENNESS_READ)
    return render_template(
        "openness/record.html",
        recorded=record.list_recorded(actor),
        figures=presenters.own_lines(actor),
        ladder=queries.ladder(actor) if reads else {},
        looks=record.list_looks(actor, after=request.args.get("after")),
        say=presenters,
    )


@blueprint.get("/about-me/looks.csv")
@requires(Permission.OWN_RECORD_READ)
def download_looks() -> ResponseReturnValue:
    """Give who has looked as a file."""
    looks = record.export_looks(current_actor())
    return as_file(presenters.looks_csv(looks), "who-has-looked.csv")


@blueprint.get("/about-me/record.json")
@requires(Permission.OWN_RECORD_READ)
def download_record() -> ResponseReturnValue:
    """Give the whole record for other programs."""
    actor = current_actor()
    looks = record.export_looks(actor)
    plain = presenters.as_json_value(
        record.list_recorded(actor), presenters.own_lines(actor), looks
    )
    return as_file(as_json(plain), "what-is-recorded.json")
