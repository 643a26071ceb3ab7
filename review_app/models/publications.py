"""Tables of figures as they were published: made once, never changed."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from review_app.domain.openness import Audience, Detail, FigureFamily
from review_app.domain.publication import Cell
from review_app.kernel import clock
from review_app.kernel.db import Addressed, Table
from review_app.models.openness_now import open_to
from review_app.models.people import Person, Team
from review_app.models.rounds import Round


class Publication(Addressed, Table):
    """One table: a round's criteria or a month's deadlines, by team and caseworker.

    ``subjects`` holds the lines in order: ``code``, ``name_da`` and ``name_en`` as they stood.
    """

    __tablename__ = "publication"
    __table_args__ = (
        UniqueConstraint("family", "round_id"),
        UniqueConstraint("family", "month_on"),
        CheckConstraint("(round_id IS NULL) <> (month_on IS NULL)", name="of_one_period"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    family: Mapped[FigureFamily]
    round_id: Mapped[int | None] = mapped_column(ForeignKey("review_round.id"))
    month_on: Mapped[date | None]
    period_on: Mapped[date]  # the day of the draw, or the first of the month
    subjects: Mapped[list[dict[str, Any]]]
    published_at: Mapped[datetime] = mapped_column(default=clock.now)
    published_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    round: Mapped[Round | None] = relationship()
    published_by: Mapped[Person | None] = relationship(foreign_keys=published_by_id)

    @property
    def open_to(self) -> frozenset[Audience]:
        """The audiences that are shown it today."""
        return open_to(self.family)


class PublishedCell(Table):
    """One number of a publication; see :class:`review_app.domain.publication.Cell`."""

    __tablename__ = "published_cell"
    __table_args__ = (
        CheckConstraint("(numerator IS NULL) = (denominator IS NULL)", name="whole_or_withheld"),
        CheckConstraint("scope <> 'named' OR denominator IS NOT NULL", name="named_in_full"),
        Index(None, "publication_id", "scope"),
        Index(None, "person_id"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    publication_id: Mapped[int] = mapped_column(ForeignKey("publication.id"))
    subject: Mapped[str]
    scope: Mapped[Detail]
    team_id: Mapped[int | None] = mapped_column(ForeignKey("team.id"))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    numerator: Mapped[int | None]
    denominator: Mapped[int | None]
    caseworkers: Mapped[int | None]
    publication: Mapped[Publication] = relationship()
    team: Mapped[Team | None] = relationship()
    person: Mapped[Person | None] = relationship()

    @property
    def plain(self) -> Cell:
        """The cell as the rules see it."""
        return Cell(
            self.subject,
            self.scope,
            self.team_id,
            self.person_id,
            self.numerator,
            self.denominator,
            self.caseworkers,
        )
