"""What RFC 5545 and RFC 5546 demand of a meeting request, read from the bytes themselves.

Written from the standards and without a calendar library, so that it cannot share a mistake with
the one that writes the files.
"""

import re

LINE = re.compile(
    r"^(?P<name>[A-Z0-9-]+)(?P<params>(;[A-Z0-9-]+=(\"[^\"\x00-\x1f]*\"|[^\";:,\x00-\x1f]*))*)"
    r":(?P<value>[^\x00-\x08\x0a-\x1f\x7f]*)$"
)
ONCE = {
    "VCALENDAR": {"PRODID", "VERSION", "METHOD"},
    "VEVENT": {"UID", "DTSTAMP", "DTSTART", "DTEND", "SEQUENCE", "ORGANIZER", "SUMMARY", "STATUS"},
    "VTIMEZONE": {"TZID"},
    "STANDARD": {"DTSTART", "TZOFFSETFROM", "TZOFFSETTO"},
    "DAYLIGHT": {"DTSTART", "TZOFFSETFROM", "TZOFFSETTO"},
}
MOMENT = re.compile(r"\d{4}(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])T([01]\d|2[0-3])[0-5]\d[0-5]\d")
TEXTS = {"SUMMARY", "DESCRIPTION", "LOCATION", "UID"}
INSIDE = {"VEVENT": "VCALENDAR", "VTIMEZONE": "VCALENDAR", "STANDARD": "VTIMEZONE"}
INSIDE |= {"DAYLIGHT": "VTIMEZONE"}


def faults_of(content: bytes) -> list[str]:
    """Return what is wrong with the file; nothing when it may be sent."""
    faults = [] if content.endswith(b"\r\n") else ["the last line does not end"]
    if b"\n" in content.replace(b"\r\n", b""):
        faults.append("a line ends without CR LF")
    raw = content.split(b"\r\n")[:-1]
    faults += [f"more than 75 octets: {line!r}" for line in raw if len(line) > 75]
    lines = content.replace(b"\r\n ", b"").replace(b"\r\n\t", b"").decode("utf-8").split("\r\n")
    parsed = [LINE.match(line) for line in lines[:-1]]
    faults += [f"no content line: {line}" for line, m in zip(lines, parsed, strict=False) if not m]
    return faults or _faults_of_parts([m.groupdict() for m in parsed if m])


def _faults_of_parts(lines):
    faults, open_parts, counts, seen = [], [], [], []
    for line in lines:
        name, value = line["name"], line["value"]
        if name == "BEGIN":
            parent = open_parts[-1] if open_parts else None
            if INSIDE.get(value) != parent:
                faults.append(f"{value} inside {parent}")
            open_parts.append(value)
            counts.append({})
            seen.append(value)
        elif name == "END":
            if not open_parts or open_parts.pop() != value:
                return [*faults, f"END:{value} closes nothing"]
            count = counts.pop()
            faults += [
                f"{value} has {n} {count.get(n, 0)} times" for n in ONCE[value] if count.get(n) != 1
            ]
        else:
            counts[-1][name] = counts[-1].get(name, 0) + 1
            faults += _faults_of_value(line)
    if open_parts:
        faults.append(f"never closed: {open_parts}")
    return faults + _faults_of_whole(lines, seen)


def _faults_of_value(line):
    name, value = line["name"], line["value"]
    if name in TEXTS and re.search(r"(?<!\\)[;,]|\\(?![\\;,nN])", value.replace("\\\\", "")):
        return [f"not escaped: {name}:{value}"]
    if name in ("DTSTART", "DTEND") and not MOMENT.fullmatch(value):
        return [f"no local moment: {name}:{value}"]
    if name == "DTSTAMP" and not (value.endswith("Z") and MOMENT.fullmatch(value[:-1])):
        return [f"no moment in UTC: {name}:{value}"]
    if name in ("ORGANIZER", "ATTENDEE") and not value.startswith("mailto:"):
        return [f"no address: {name}"]
    if name == "SEQUENCE" and not value.isdigit():
        return ["SEQUENCE is no number"]
    return []


def _faults_of_whole(lines, seen):
    values = {line["name"]: line["value"] for line in lines}
    zones = {line["value"] for line in lines if line["name"] == "TZID"}
    used = {zone for line in lines for zone in re.findall(r";TZID=([^;:]+)", line["params"])}
    faults = [] if used <= zones else [f"a zone without its rules: {used - zones}"]
    if seen.count("VEVENT") != 1:
        faults.append("not one event")
    if values["VERSION"] != "2.0" or values["METHOD"] not in ("REQUEST", "CANCEL"):
        faults.append("neither a request nor a cancellation")
    if (values["METHOD"] == "CANCEL") != (values["STATUS"] == "CANCELLED"):
        faults.append("method and status differ")
    attendees = [line for line in lines if line["name"] == "ATTENDEE"]
    return faults if attendees else [*faults, "nobody is invited"]
