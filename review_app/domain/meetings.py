"""How a meeting runs: its time boxes, what is left over, when it comes back, who takes minutes."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

SILENCE = timedelta(minutes=2)  # after which whoever took the minutes is taken to be gone
STILL_THERE = timedelta(seconds=30)  # so often it is noted that they are not


@dataclass(frozen=True, slots=True)
class TimeBox:
    """One item of an agenda and the moments between which it is planned."""

    item: Any
    starts_at: datetime
    ends_at: datetime


def time_boxes(items: Iterable[Any], *, starts_at: datetime) -> list[TimeBox]:
    """Put the items, each with ``minutes_planned``, one after the other from *starts_at* on."""
    boxes = []
    for item in items:
        ends_at = starts_at + timedelta(minutes=item.minutes_planned)
        boxes.append(TimeBox(item, starts_at, ends_at))
        starts_at = ends_at
    return boxes


def minutes_over(items: Iterable[Any], *, minutes_planned: int) -> int:
    """Return by how many minutes the items take longer than the meeting; 0 when they fit."""
    planned: int = sum(item.minutes_planned for item in items)
    return max(0, planned - minutes_planned)


def moved(items: Sequence[Any], item: Any, *, by: int) -> list[Any]:
    """Return the items with *item* moved by so many places, at most to either end."""
    order = [each for each in items if each is not item]
    place = min(max(list(items).index(item) + by, 0), len(order))
    return [*order[:place], item, *order[place:]]


def left_over(items: Iterable[Any]) -> list[Any]:
    """Return what was on the agenda and was not talked about."""
    return [item for item in items if item.talked_at is None]


def comes_back_at(starts_at: datetime, *, every_weeks: int, zone: ZoneInfo) -> datetime:
    """Return when a series meets next: the same weekday and the same hour by the clock.

    :param zone: in which the hour counts; the clock may be put forward or back meanwhile.

    >>> from datetime import UTC
    >>> before = datetime(2026, 3, 23, 8, tzinfo=UTC)  # nine by the clock in winter
    >>> comes_back_at(before, every_weeks=1, zone=ZoneInfo("Europe/Copenhagen")).hour
    7
    """
    wall = starts_at.astimezone(zone) + timedelta(weeks=every_weeks)
    return wall.astimezone(starts_at.tzinfo)


def is_gone(seen_at: datetime, *, now: datetime) -> bool:
    """Say whether whoever took the minutes has not been heard of for long."""
    return now - seen_at > SILENCE
