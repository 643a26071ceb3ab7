"""What the list of cases is asked for, read from the address."""

from datetime import date

from werkzeug.datastructures import MultiDict

from review_app.features.cases.queries import Filters


def filters_of(args: MultiDict[str, str]) -> Filters:
    """Return the filters an address names; a date that is none narrows nothing."""
    return Filters(
        source=args.get("source", ""),
        case_type=args.get("type", ""),
        team=args.get("team", ""),
        caseworker=args.get("caseworker", ""),
        status=args.get("status", ""),
        opened_from=_day(args.get("from", "")),
        opened_to=_day(args.get("to", "")),
        sort=args.get("sort", "-opened"),
    )


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
