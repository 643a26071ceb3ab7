"""How the due list looks on the page and in a file."""

from datetime import date

from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.datastructures import MultiDict

from review_app.features.timeliness.queries_due import (
    HORIZONS,
    USUAL_HORIZON,
    Choices,
    DueRow,
    Filters,
)
from review_app.kernel.i18n import in_language, language
from review_app.kernel.spreadsheet_writing import OutCell
from review_app.kernel.words import word


def filters_of(args: MultiDict[str, str]) -> Filters:
    """Return the filters an address names; what it does not know narrows nothing."""
    days = args.get("days", USUAL_HORIZON, type=int)
    return Filters(
        days=days if days in HORIZONS else USUAL_HORIZON,
        rule=args.get("rule", ""),
        team=args.get("team", ""),
        caseworker=args.get("caseworker", ""),
        only=args.get("only", ""),
    )


def labelled(offered: Choices) -> dict[str, list[tuple[str, str]]]:
    """Return what each filter can be set to, as (code, name) pairs."""
    names = {code: (name_da, name_en) for code, name_da, name_en in offered.rules}
    place = 1 if language() == "en" else 0
    return {
        "rule": [(code, found[place]) for code, found in names.items()],
        "team": offered.teams,
        "caseworker": offered.caseworkers,
        "only": [("overdue", _("Overdue only")), ("upcoming", _("Not overdue yet"))],
    }


def horizons() -> list[tuple[str, str]]:
    """Return how far ahead the list can look."""
    return [(str(n), ngettext("%(num)s day", "%(num)s days", n)) for n in HORIZONS]


def columns() -> list[str]:
    """Return the headings of the list, as shown and as written to a file."""
    return [
        _("Case"),
        _("Due on"),
        _("How it stands"),
        _("Rule"),
        _("Case type"),
        _("Team"),
        _("Caseworker"),
        _("Clock started on"),
        _("Days left"),
    ]


def cells(row: DueRow, today: date) -> list[OutCell]:
    """Return a line of the list as values for a file."""
    return [
        row.case_name,
        row.due_on,
        word(row.standing(today)),
        in_language(row, "name"),
        row.case_type,
        row.team,
        row.caseworker,
        row.start_on,
        row.days_left(today),
    ]


def left(row: DueRow, today: date) -> str:
    """Return how long there is left, in words."""
    days = row.days_left(today)
    if days < 0:
        return str(ngettext("%(num)s day over", "%(num)s days over", -days))
    if days == 0:
        return str(_("Today"))
    return str(ngettext("%(num)s day left", "%(num)s days left", days))
