"""What people write on the charts: events, points left out, and new beginnings."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String
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
