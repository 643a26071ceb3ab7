"""The news of what waits for a person, and what they want mail about."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from review_app.domain.notifications import MAIL_HOUR, News
from review_app.domain.waiting import WaitingKind
from review_app.kernel.db import Addressed, Table
from review_app.kernel.keys import LENGTH

STILL_OPEN = text("gone_at IS NULL")


class Notification(Addressed, Table):
    """The news of one thing that waits for one person, until it is gone.

    It names the thing by kind and key alone: what it is about is read anew each time it is shown,
    so that it never tells more than the person may see now.
    """

    __tablename__ = "notification"
    __table_args__ = (
        Index(
            "uq_notification_open",
            *("person_id", "kind", "thing_key"),
            unique=True,
            sqlite_where=STILL_OPEN,
            postgresql_where=STILL_OPEN,
        ),
    )
    is_evidence = False  # follows from what the log already tells
    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    kind: Mapped[WaitingKind]
    thing_key: Mapped[str] = mapped_column(String(LENGTH))
    news: Mapped[News]
    news_at: Mapped[datetime]  # since when it is news
    read_at: Mapped[datetime | None]
    told_by_mail_at: Mapped[datetime | None]
    gone_at: Mapped[datetime | None] = mapped_column(index=True)

    @property
    def thing(self) -> tuple[WaitingKind, str]:
        """What waits: the kind and the key."""
        return self.kind, self.thing_key

    @property
    def is_unread(self) -> bool:
        """Whether the person has not seen the news, or only what was known before."""
        return self.read_at is None or self.read_at < self.news_at

    @property
    def is_untold(self) -> bool:
        """Whether no mail has told of the news."""
        return self.told_by_mail_at is None or self.told_by_mail_at < self.news_at


class NotificationSettings(Table):
    """What a person chose; ``frequencies`` holds, by kind, what differs from the usual."""

    __tablename__ = "notification_settings"
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    mail_hour: Mapped[int] = mapped_column(default=MAIL_HOUR)
    frequencies: Mapped[dict[str, Any]] = mapped_column(default=dict)
