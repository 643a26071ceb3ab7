"""What people write on the charts, and the views of figures they keep for themselves."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from review_app.domain.kinds import ChartMarkKind
from review_app.kernel import clock
from review_app.kernel.db import Addressed, LongText, Table


class ChartMark(Addressed, Table):
    """A mark on one series: it is withdrawn, never deleted, and says who decided and why."""

    __tablename__ = "chart_mark"
    __table_args__ = (Index(None, "series", "marks_on"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    series: Mapped[str] = mapped_column(String(120))
    kind: Mapped[ChartMarkKind]
    marks_on: Mapped[date]
    text: Mapped[str] = mapped_column(LongText)
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    withdrawn_at: Mapped[datetime | None]
    withdrawn_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))


class SavedView(Addressed, Table):
    """A page of figures as one person wants to find it again: an address of ours and a name."""

    __tablename__ = "saved_view"
    __table_args__ = (UniqueConstraint("owner_id", "name"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    owner_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    name: Mapped[str] = mapped_column(String(80))
    address: Mapped[str] = mapped_column(String(500))
    saved_at: Mapped[datetime] = mapped_column(default=clock.now)
