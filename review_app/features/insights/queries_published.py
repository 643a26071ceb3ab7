"""Published tables as their readers are shown them: frozen cells, and names by assent.

The page, the files and the preview of a step are all made here, of the same rows.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from review_app.domain.access import Actor, Permission, demand, may_ever
from review_app.domain.errors import NotFound
from review_app.domain.openness import Audience, Detail, FigureFamily, Sight
from review_app.domain.publication import Cell, by_team, names_shown
from review_app.kernel.db import db
from review_app.kernel.paging import Page, after_row, page_of
from review_app.models import Person, Publication, PublishedCell, Team
from review_app.models.openness_now import families_open_to, sight
from review_app.models.visibility import publications_to_preview, visible_publications


@dataclass(frozen=True, slots=True)
class NamedTable:
    """The caseworkers of one team: whoever can be shown, and their cells by line and person."""

    team: Team
    people: Sequence[Person]
    cells: Mapping[tuple[str, int], Cell]
    unnamed: int  # how many of the team's caseworkers are shown without a name, or not at all


@dataclass(frozen=True, slots=True)
class PublishedTable:
    """One publication as a reader is shown it.

    ``cells`` are by line and team; the house is ``"house"``, cases of no team are ``None``.
    """

    publication: Publication
    teams: Sequence[Team]
    has_teamless: bool
    cells: Mapping[tuple[str, object], Cell]
    named: Sequence[NamedTable]

    @property
    def columns(self) -> list[object]:
        """What the columns are of, the house first."""
        teamless: list[object] = [None] if self.has_teamless else []
        return ["house", *(team.id for team in self.teams), *teamless]

    @property
    def is_any_withheld(self) -> bool:
        """Whether a cell is withheld that has cases."""
        return any(cell.is_withheld for cell in self.cells.values())


def open_families(actor: Actor) -> list[FigureFamily]:
    """Return the families that the actor is shown something of; a publisher sees every table."""
    demand(actor, Permission.PUBLICATION_READ)
    if may_ever(actor, Permission.PUBLICATION_MAKE):
        return list(FigureFamily)
    return families_open_to(actor)


def list_publications(actor: Actor, *, after: str | None = None) -> Page[Publication]:
    """Return the tables the actor may read, the newest period first."""
    demand(actor, Permission.PUBLICATION_READ)
    query = visible_publications(actor).options(joinedload(Publication.round))
    period = Publication.period_on
    query = after_row(query, after, value=period, id_=Publication.id, descending=True)
    return page_of(db.session.scalars(query).all(), lambda one: (one.period_on, one.id))


def get_table(actor: Actor, key: str) -> PublishedTable:
    """Return one table as the actor is shown it.

    :raises NotFound: when there is none, or none that is opened to them.
    """
    demand(actor, Permission.PUBLICATION_READ)
    found = db.session.scalar(
        visible_publications(actor)
        .where(Publication.key == key)
        .options(joinedload(Publication.round), joinedload(Publication.published_by))
    )
    if found is None:
        raise NotFound(thing="publication", key=key)
    seen = sight(actor, found.family)
    if may_ever(actor, Permission.PUBLICATION_MAKE):
        seen = Sight(is_open=True, team_ids=None, named=seen.named)
    return _table(found, seen)


def preview(
    actor: Actor, family: FigureFamily, *, audience: Audience, detail: Detail
) -> PublishedTable | None:
    """Return the newest table as *audience* would be shown it at *detail*; ``None`` without any.

    No name is in it: nobody is shown one before there is an assent. A team's own view is shown of
    the first team.
    """
    demand(actor, Permission.OPENNESS_DECIDE)
    found = db.session.scalar(
        publications_to_preview(actor)
        .where(Publication.family == family)
        .options(joinedload(Publication.round))
        .order_by(Publication.period_on.desc(), Publication.id.desc())
        .limit(1)
    )
    if found is None:
        return None
    if detail is Detail.HOUSE:
        return _table(found, Sight(is_open=True))
    whole = _table(found, Sight(is_open=True, team_ids=None))
    if audience is not Audience.TEAM:
        return whole
    return _table(found, Sight(is_open=True, team_ids=frozenset(t.id for t in whole.teams[:1])))


def shown_lines(_actor: Actor) -> dict[int, set[str]]:
    """Return of every published round the criteria of which the whole house is shown."""
    query = (
        select(Publication.round_id, PublishedCell.subject, PublishedCell.denominator)
        .join(PublishedCell, PublishedCell.publication_id == Publication.id)
        .where(Publication.round_id.is_not(None), PublishedCell.scope == Detail.HOUSE)
    )
    found: dict[int, set[str]] = {}
    for round_id, subject, denominator in db.session.execute(query):
        if round_id is None:
            continue
        shown = found.setdefault(round_id, set())
        if denominator is not None:
            shown.add(subject)
    return found


def _table(found: Publication, seen: Sight) -> PublishedTable:
    rows = db.session.scalars(
        select(PublishedCell)
        .where(PublishedCell.publication_id == found.id)
        .options(joinedload(PublishedCell.team), joinedload(PublishedCell.person))
        .order_by(PublishedCell.id)
    ).all()
    teams = {row.team_id: row.team for row in rows if row.team and seen.shows_team(row.team_id)}
    cells: dict[tuple[str, object], Cell] = {
        (row.subject, "house" if row.scope is Detail.HOUSE else row.team_id): row.plain
        for row in rows
        if row.scope is Detail.HOUSE or (row.scope is Detail.TEAM and seen.shows_team(row.team_id))
    }
    ordered = sorted(teams.values(), key=lambda team: team.name)
    return PublishedTable(
        found,
        ordered,
        any(team is None for _, team in cells),
        cells,
        [table for team in ordered if (table := _named(team, rows, cells, seen))],
    )


def _named(
    team: Team,
    rows: Sequence[PublishedCell],
    cells: Mapping[tuple[str, object], Cell],
    seen: Sight,
) -> NamedTable | None:
    named = {person for of_team, person in seen.named if of_team == team.id}
    if not named:
        return None
    people = {row.person_id: row.person for row in rows if row.team_id == team.id and row.person}
    shown: dict[tuple[str, int], Cell] = {}
    for (subject, of_team), persons in by_team(row.plain for row in rows).items():
        if of_team != team.id or (subject, team.id) not in cells:
            continue
        for person in names_shown(cells[subject, team.id], persons, named):
            shown[subject, person] = next(c for c in persons if c.person == person)
    with_name = {person for _, person in shown}
    listed = sorted((people[id_] for id_ in with_name), key=lambda person: person.name)
    return NamedTable(team, listed, shown, len(people) - len(listed))
