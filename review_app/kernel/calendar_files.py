"""Meetings as files for calendars: iCalendar (RFC 5545), sent as iTIP requests (RFC 5546)."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from icalendar import Calendar, Component, Event, vCalAddress, vText

PRODUCT_ID = "-//Sammenhold//review_app//DA"
REQUEST, CANCEL = "REQUEST", "CANCEL"
# The hours of Denmark since 1996, by the rule of the European Union (directive 2000/84/EC).
ZONE_NAME = "Europe/Copenhagen"
ZONE = Component.from_ical("""BEGIN:VTIMEZONE
TZID:Europe/Copenhagen
BEGIN:DAYLIGHT
DTSTART:19960331T020000
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
TZNAME:CEST
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
END:DAYLIGHT
BEGIN:STANDARD
DTSTART:19961027T030000
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
TZNAME:CET
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
END:STANDARD
END:VTIMEZONE
""")


@dataclass(frozen=True, slots=True)
class Party:
    """Somebody who calls the meeting or comes to it."""

    name: str
    email: str


@dataclass(frozen=True, slots=True)
class Meeting:
    """A meeting as one person's calendar should know it.

    ``uid`` stays the same over every change and ``sequence`` grows with each; the texts go out of
    the house and hold nothing about anybody's case.
    """

    uid: str
    sequence: int
    is_cancelled: bool
    starts_at: datetime
    ends_at: datetime
    summary: str
    description: str
    location: str
    url: str
    organizer: Party
    attendee: Party

    @property
    def method(self) -> str:
        """What the receiving calendar is asked to do."""
        return CANCEL if self.is_cancelled else REQUEST


def write(meeting: Meeting, *, stamped_at: datetime) -> bytes:
    """Return *meeting* as a calendar file, by the hours of Denmark."""
    zone = ZoneInfo(ZONE_NAME)
    event = Event()
    event.add("uid", meeting.uid)
    event.add("dtstamp", stamped_at)
    event.add("sequence", meeting.sequence)
    event.add("dtstart", meeting.starts_at.astimezone(zone))
    event.add("dtend", meeting.ends_at.astimezone(zone))
    event.add("summary", meeting.summary)
    event.add("description", meeting.description)
    event.add("url", meeting.url)
    if meeting.location:
        event.add("location", meeting.location)
    event.add("status", "CANCELLED" if meeting.is_cancelled else "CONFIRMED")
    event.add("transp", "OPAQUE")
    event.add("organizer", _address(meeting.organizer))
    event.add("attendee", _attendee(meeting.attendee))
    calendar = Calendar()
    calendar.add("prodid", PRODUCT_ID)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", meeting.method)
    calendar.add_component(ZONE)
    calendar.add_component(event)
    return bytes(calendar.to_ical())


def _address(party: Party) -> vCalAddress:
    address = vCalAddress(f"mailto:{party.email}")
    address.params["CN"] = vText(party.name)
    return address


def _attendee(party: Party) -> vCalAddress:
    address = _address(party)
    address.params["ROLE"] = vText("REQ-PARTICIPANT")
    address.params["PARTSTAT"] = vText("NEEDS-ACTION")
    address.params["RSVP"] = vText("FALSE")
    return address
