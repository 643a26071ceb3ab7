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
from review_app.features.insights.queries_counted import OF_MONTHS, OF_ROUNDS, Table
from review_app.kernel.unit_of_work import Work, unit_of_work
from review_app.models import Publication, PublishedCell


def publish_round(
    actor: Actor, key: str, *, family: FigureFamily = FigureFamily.QUALITY
) -> Publication:
    """Publish the criteria of a closed measure round, by team.

    :raises NotFound: when there is no such round.
    :raises Conflict: when it is published, not closed, or its cases had unequal chances; of
        agreement also when no case of it was reviewed twice.
    """
    with unit_of_work(actor) as work:
        demand(actor, Permission.PUBLICATION_MAKE)
        waiting = {one.key: one for one in queries.rounds_to_publish(actor, family=family)}
        found = waiting.get(key)
        if found is None:
            raise Conflict(thing="publication", key=key)
        table = OF_ROUNDS[family](actor, found)
        return _freeze(work, Publication(family=family, round_id=found.id), table)


def publish_month(
    actor: Actor, month: date, *, family: FigureFamily = FigureFamily.TIMELINESS
) -> Publication:
    """Publish what fell due in a month that is over, deadlines or actions, by team.

    :raises Conflict: when it is published, or is not over and counted.
    """
    with unit_of_work(actor) as work:
        demand(actor, Permission.PUBLICATION_MAKE)
        if month not in queries.months_to_publish(actor, family=family):
            raise Conflict(thing="publication", key=month.isoformat())
        table = OF_MONTHS[family](actor, month)
        return _freeze(work, Publication(family=family, month_on=month), table)


def _freeze(work: Work, made: Publication, table: Table) -> Publication:
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
