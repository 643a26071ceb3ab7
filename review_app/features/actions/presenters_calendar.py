"""Due days as an iCalendar file (RFC 5545): what kind and when, never what about or about whom."""

from collections.abc import Iterable
from datetime import timedelta

from flask import current_app
from flask_babel import force_locale
from flask_babel import gettext as _
from icalendar import Calendar, Event

from review_app.features.actions.queries_calendar import FEED, DueDay
from review_app.kernel import clock, links
from review_app.models import CalendarFeed


def address(feed: CalendarFeed) -> str:
    """Return the secret address of somebody's due days."""
    return links.address("actions.calendar", token=links.sign(FEED, feed.key))


def as_calendar(due: Iterable[DueDay], *, language: str) -> bytes:
    """Return the due days as whole days that keep nobody busy."""
    product = current_app.config["PRODUCT_NAME"]
    calendar = Calendar()
    calendar.add("prodid", f"-//{product}//actions//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    with force_locale(language):
        calendar.add("x-wr-calname", _("%(product)s: due days", product=product))
        for one in due:
            calendar.add_component(_event(one, product))
    return bytes(calendar.to_ical())


def _event(one: DueDay, product: str) -> Event:
    what = _("look at a plan again") if one.is_look else _("an action is due")
    event = Event()
    event.add("uid", f"{one.key}@{product.casefold()}")
    event.add("dtstamp", clock.now())
    event.add("created", one.since)
    event.add("summary", f"{product}: {what}")
    event.add("dtstart", one.on)
    event.add("dtend", one.on + timedelta(days=1))
    event.add("transp", "TRANSPARENT")
    event.add("class", "PRIVATE")
    event.add("url", links.address("actions.show_action", key=one.action_key))
    return event
