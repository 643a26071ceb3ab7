"""The overview, the drafts of long forms, and the health checks."""

from flask import Blueprint, jsonify, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue

from review_app.domain.access import Permission
from review_app.features.home import guide as guide_pages
from review_app.features.home import presenters, queries
from review_app.kernel import drafts, health
from review_app.kernel.forms import OF_THE_FRAME
from review_app.kernel.gate import current_actor, requires
from review_app.kernel.i18n import language, show_time

blueprint = Blueprint("home", __name__)


@blueprint.get("/")
@requires(Permission.ACCOUNT_USE)
def overview() -> ResponseReturnValue:
    """Show what waits for the person, most urgent first."""
    actor = current_actor()
    return render_template(
        "home/overview.html",
        tasks=presenters.tasks(actor),
        progress=queries.progress(actor),
        deadlines=queries.deadlines(actor),
        new=queries.new_to_read(actor),
        link=presenters.link,
    )


@blueprint.get("/search")
@requires(Permission.ACCOUNT_USE)
def search_everything() -> ResponseReturnValue:
    """Search notes, sessions and cases the person may see."""
    words = request.args.get("q", "").strip()[:200]
    found = queries.find(current_actor(), words)
    return render_template("home/search.html", words=words, found=found, link=presenters.link)


@blueprint.post("/drafts/<path:place>")
@requires(Permission.ACCOUNT_USE)
def save_draft(place: str) -> ResponseReturnValue:
    """Keep what is being written in a long form; the page's script calls this."""
    fields = {name: text for name, text in request.form.items() if name not in OF_THE_FRAME}
    saved_at = drafts.save_draft(current_actor(), place, fields=fields)
    return jsonify(saved_at=show_time(saved_at))


@blueprint.get("/health/live")
@requires(Permission.HEALTH_READ)
def live() -> ResponseReturnValue:
    """Say that the process answers."""
    return jsonify(status="ok")


@blueprint.get("/health/ready")
@requires(Permission.HEALTH_READ)
def ready() -> ResponseReturnValue:
    """Say whether the database answers and has the newest tables."""
    problem = health.problem()
    return jsonify(status=problem or "ok"), 503 if problem else 200


@blueprint.get("/guide")
@requires(Permission.ACCOUNT_USE)
def guide() -> ResponseReturnValue:
    """Open the guide at its first page."""
    return redirect(url_for("home.guide_page", name=guide_pages.PAGES[0]))


@blueprint.get("/guide/<name>")
@requires(Permission.ACCOUNT_USE)
def guide_page(name: str) -> ResponseReturnValue:
    """Show one page of the guide in the reader's language."""
    page = guide_pages.read(name, language())
    return render_template("help/guide.html", page=page, contents=guide_pages.contents(language()))


@blueprint.get("/guide/images/<name>")
@requires(Permission.ACCOUNT_USE)
def guide_picture(name: str) -> ResponseReturnValue:
    """Show a picture of the guide."""
    return send_file(guide_pages.picture(name))


@blueprint.get("/administration")
@requires(Permission.ADMINISTRATION_OPEN)
def administration() -> ResponseReturnValue:
    """Lead to what the person looks after."""
    return render_template("home/administration.html")
