"""Pages of what is opened: published tables without filters, their files, and publishing one."""

from collections.abc import Mapping
from datetime import date

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from review_app.domain.access import Permission, may_ever
from review_app.domain.errors import Invalid
from review_app.domain.figure_files import as_json
from review_app.domain.month_cells import read_month
from review_app.domain.openness import FigureFamily
from review_app.features.insights import presenters_published as presenters
from review_app.features.insights import queries_effect, queries_publishing, service_publishing
from review_app.features.insights import queries_published as queries
from review_app.features.insights.queries_counted import OF_MONTHS, OF_ROUNDS
from review_app.features.insights.routes_indicator_values import blueprint
from review_app.kernel.downloads import as_file
from review_app.kernel.gate import current_actor, requires
from review_app.models import Publication

__all__ = ["blueprint"]


@blueprint.get("/opened")
@requires(Permission.PUBLICATION_READ)
def list_published() -> ResponseReturnValue:
    """List the tables that are opened to the reader."""
    actor = current_actor()
    return render_template(
        "insights/published/list.html",
        families=queries.open_families(actor),
        page=queries.list_publications(actor, after=request.args.get("after")),
        publishes=may_ever(actor, Permission.PUBLICATION_MAKE),
        say=presenters,
    )


@blueprint.get("/opened/effect")
@requires(Permission.PUBLICATION_READ)
def show_opened_effects() -> ResponseReturnValue:
    """Show what notes changed, to those to whom that was opened."""
    found = queries_effect.list_opened(current_actor())
    return render_template("insights/published/effects.html", found=found)


@blueprint.route("/opened/publish", methods=["GET", "POST"])
@requires(Permission.PUBLICATION_MAKE)
def publish() -> ResponseReturnValue:
    """Say what can be published, and publish it."""
    actor = current_actor()
    if request.method == "POST":
        made = _publish(request.form)
        flash(_("The table is published. Its numbers do not change any more."), "success")
        return redirect(url_for("insights.show_published", key=made.key))
    return render_template(
        "insights/published/publish.html",
        rounds={one: queries_publishing.rounds_to_publish(actor, family=one) for one in OF_ROUNDS},
        left_out=queries_publishing.rounds_left_out(actor),
        months={one: queries_publishing.months_to_publish(actor, family=one) for one in OF_MONTHS},
        say=presenters,
    )


def _publish(asked: Mapping[str, str]) -> Publication:
    actor = current_actor()
    family = presenters.FAMILIES.get(asked.get("family", ""), FigureFamily.QUALITY)
    if family in OF_MONTHS:
        month = _month(asked.get("month", ""))
        return service_publishing.publish_month(actor, month, family=family)
    if family not in OF_ROUNDS:
        raise Invalid(field="family", reason="unknown")
    return service_publishing.publish_round(actor, asked.get("round", ""), family=family)


def _month(text: str) -> date:
    try:
        return read_month(text)
    except ValueError:
        raise Invalid(field="month", reason="unknown") from None


@blueprint.get("/opened/<key>")
@requires(Permission.PUBLICATION_READ)
def show_published(key: str) -> ResponseReturnValue:
    """Show one table."""
    table = queries.get_table(current_actor(), key)
    return render_template("insights/published/show.html", table=table, say=presenters)


@blueprint.get("/opened/<key>/table.csv")
@requires(Permission.PUBLICATION_READ)
def download_published(key: str) -> ResponseReturnValue:
    """Give a table as a file."""
    table = queries.get_table(current_actor(), key)
    return as_file(presenters.as_csv(table), f"published-{key}.csv")


@blueprint.get("/opened/<key>/table.json")
@requires(Permission.PUBLICATION_READ)
def download_published_json(key: str) -> ResponseReturnValue:
    """Give a table for other programs."""
    table = queries.get_table(current_actor(), key)
    return as_file(as_json(presenters.as_json_value(table)), f"published-{key}.json")
