"""Publishing: a round's or a month's figures are counted once and frozen for those without rows."""

from datetime import date
from typing import Any

from sqlalchemy import insert

from review_app.domain.access import Actor, Permission, demand
from review_app.domain.audit_codes import AuditCode
from review_app.domain.errors import Conflict
from review_app.domain.openness import FigureFamily
from review_app.domain.publication import Cell, cells_of
from review_app.features.insights import queries_publishing as queries
from review_app.kernel.unit_of_work import Work, unit_of_work
from review_app.models import Publication, PublishedCell


def publish_round(actor: Actor, key: str) -> Publication:
    """Publish the criteria of a closed measure round, by team.

    :raises NotFound: when there is no such round.
    :raises Conflict: when it is published, not closed, or its cases had unequal chances.
    """
    with unit_of_work(actor) as work:
        demand(actor, Permission.PUBLICATION_MAKE)
        waiting = {found.key: found for found in queries.rounds_to_publish(actor)}
        found = waiting.get(key)
        if found is None:
            raise Conflict(thing="publication", key=key)
        table = queries.count_round(actor, found)
        made = Publication(family=FigureFamily.QUALITY, round_id=found.id)
        return _freeze(work, made, table)


def publish_month(actor: Actor, month: date) -> Publication:
    """Publish what fell due in a month that is over, rule by rule, by team.

    :raises Conflict: when it is published, or is not over and counted.
    """
    with unit_of_work(actor) as work:
        demand(actor, Permission.PUBLICATION_MAKE)
        if month not in queries.months_to_publish(actor):
            raise Conflict(thing="publication", key=month.isoformat())
        table = queries.count_month(actor, month)
        made = Publication(family=FigureFamily.TIMELINESS, month_on=month)
        return _freeze(work, made, table)


def _freeze(work: Work, made: Publication, table: queries.Table) -> Publication:
    cells = cells_of(table.rows)
    made.period_on = table.period_on
    made.subjects = [dict(subject) for subject in table.subjects]
    made.published_by_id = work.actor.id
    work.add(made)
    if cells:
        work.session.execute(insert(PublishedCell), [_row(made, cell) for cell in cells])
    work.log(
        AuditCode.FIGURES_PUBLISHED,
        made,
        family=made.family.value,
        period_on=made.period_on.isoformat(),
        cells=len(cells),
        withheld=sum(cell.is_withheld for cell in cells),
    )
    return made


def _row(made: Publication, cell: Cell) -> dict[str, Any]:
    return {
        "publication_id": made.id,
        "subject": cell.subject,
        "scope": cell.scope,
        "team_id": cell.team,
        "person_id": cell.person,
        "numerator": cell.numerator,
        "denominator": cell.denominator,
        "caseworkers": cell.caseworkers,
    }
