"""What the codes of notifications are called."""

from collections.abc import Mapping
from enum import StrEnum

from flask_babel import lazy_gettext as _l

from review_app.domain.notifications import Frequency, News

NOTIFICATION_NAMES: dict[type[StrEnum], Mapping[StrEnum, object]] = {
    Frequency: {
        Frequency.AT_ONCE: _l("Within the hour"),
        Frequency.DAILY: _l("Once a day"),
        Frequency.WEEKLY: _l("Once a week"),
        Frequency.NEVER: _l("Never"),
    },
    News: {
        News.NEW: _l("New to you"),
        News.DUE_SOON: _l("Due soon"),
        News.OVERDUE: _l("Overdue"),
    },
}
