"""Indicators: a number for each month, with what is aimed at; nothing entered is ever lost."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from review_app.domain.indicators import (
    IndicatorDirection,
    IndicatorSource,
    IndicatorUnit,
    ValueWay,
)
from review_app.domain.timeliness import Definition
from review_app.kernel import clock
from review_app.kernel.db import Addressed, LongText, Table
from review_app.models.people import Person, Team


class Indicator(Addressed, Table):
    """What is followed month by month, of a team or of the whole house (no team)."""

    __tablename__ = "indicator"
    id: Mapped[int] = mapped_column(primary_key=True)
    name_da: Mapped[str] = mapped_column(String(120))
    name_en: Mapped[str] = mapped_column(String(120))
    description: Mapped[str | None] = mapped_column(LongText)
    unit: Mapped[IndicatorUnit]
    direction: Mapped[IndicatorDirection]
    source: Mapped[IndicatorSource] = mapped_column(default=IndicatorSource.ENTERED)
    rule_code: Mapped[str | None] = mapped_column(String(81))  # of timeliness: set and rule
    definition: Mapped[Definition | None]
    activities: Mapped[list[str]] = mapped_column(default=list)  # of talks: the kinds of events
    owner_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    team_id: Mapped[int | None] = mapped_column(ForeignKey("team.id"))
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    retired_at: Mapped[datetime | None]
    owner: Mapped[Person] = relationship(foreign_keys=owner_id)
    team: Mapped[Team | None] = relationship()
    targets: Mapped[list["IndicatorTarget"]] = relationship(order_by="IndicatorTarget.from_on")


class IndicatorTarget(Table):
    """What is aimed at from a month on; no value means no target from then on."""

    __tablename__ = "indicator_target"
    __table_args__ = (UniqueConstraint("indicator_id", "from_on"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    indicator_id: Mapped[int] = mapped_column(ForeignKey("indicator.id"))
    from_on: Mapped[date]
    value: Mapped[float | None]
    set_at: Mapped[datetime] = mapped_column(default=clock.now)
    set_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))


class IndicatorValue(Table):
    """A month's value as somebody entered it; the one that replaced it says why.

    A row without a value takes the month's value back.
    """

    __tablename__ = "indicator_value"
    __table_args__ = (
        Index(
            "uq_indicator_value_standing",
            "indicator_id",
            "month_on",
            unique=True,
            sqlite_where=text("replaced_at IS NULL"),
            postgresql_where=text("replaced_at IS NULL"),
        ),
        Index(None, "indicator_id", "month_on"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    indicator_id: Mapped[int] = mapped_column(ForeignKey("indicator.id"))
    month_on: Mapped[date]
    value: Mapped[float | None]
    way: Mapped[ValueWay] = mapped_column(default=ValueWay.TYPED)
    reason: Mapped[str | None] = mapped_column(LongText)  # why it replaces another
    entered_at: Mapped[datetime] = mapped_column(default=clock.now)
    entered_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    replaced_at: Mapped[datetime | None]
    entered_by: Mapped[Person | None] = relationship(foreign_keys=entered_by_id)
