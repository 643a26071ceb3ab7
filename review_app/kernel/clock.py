"""The one place that asks what time it is."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Europe/Copenhagen")
_travelled: list[datetime | None] = [None]


def now() -> datetime:
    """Return this moment in UTC."""
    return _travelled[0] or datetime.now(UTC)


def today() -> date:
    """Return the local date."""
    return now().astimezone(ZONE).date()


def travel(moment: datetime | None) -> None:
    """Stand still at *moment* (``None``: go on with the real time).

    The demo story is walked through the real services over two invented years, and its history
    must carry the dates it tells of.
    """
    _travelled[0] = moment


def local(day: date, hour: int = 0, minute: int = 0) -> datetime:
    """Return the moment of a local wall-clock time as UTC."""
    wall = datetime(day.year, day.month, day.day, tzinfo=ZONE)
    return (wall + timedelta(hours=hour, minutes=minute)).astimezone(UTC)
