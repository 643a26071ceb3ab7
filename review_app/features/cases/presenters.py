"""How cases look in a list, in a file and on a timeline."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from flask_babel import gettext as _

from review_app.domain.case_deadlines import DeadlineState, Standing, standing
from review_app.domain.deadline_rules import RuleKind
from review_app.features.cases.queries import Choices, Filters, Row
from review_app.features.cases.queries_case import CasePage
from review_app.kernel.i18n import in_language, language, show_day
from review_app.kernel.spreadsheet_writing import OutCell
from review_app.kernel.words import word
from review_app.models import CaseDeadline

TimelineItem = dict[str, str]
LATE = {Standing.LATE, Standing.OVERDUE, Standing.NOT_MET}


def statuses() -> list[tuple[str, str]]:
    """Return the states a case can be filtered by."""
    return [("open", _("Open")), ("closed", _("Closed")), ("overdue", _("Overdue"))]


def state_of(row: Row, today: date) -> tuple[str, str]:
    """Return the case's state in words and the tone of its tag."""
    if row.is_overdue(today):
        return _("Overdue"), "warning"
    return (_("Open"), "info") if row.closed_on is None else (_("Closed"), "neutral")


def is_narrowed(filters: Filters) -> bool:
    """Say whether any filter is set."""
    return filters != Filters(sort=filters.sort)


def columns() -> list[str]:
    """Return the headings of the list, as shown and as written to a file."""
    return [
        _("Case"),
        _("Source"),
        _("Case type"),
        _("Team"),
        _("Caseworker"),
        _("Opened on"),
        _("Closed on"),
        _("Own deadline"),
        _("State"),
    ]


def cells(row: Row, today: date) -> list[OutCell]:
    """Return a row of the list as values for a file."""
    return [
        row.name,
        row.source,
        row.case_type,
        row.team,
        row.caseworker,
        row.opened_on,
        row.closed_on,
        row.deadline_on,
        state_of(row, today)[0],
    ]


def facts(page: CasePage) -> list[tuple[str, object]]:
    """Return what is known about a case, as names and values."""
    case, row = page.case, page.row
    number = [(_("Case number"), row.number)] if row.number else []
    return [
        *number,
        (_("Case key"), case.key),
        (_("Source"), case.source.name),
        (_("Case type"), case.case_type),
        (_("Caseworker"), row.caseworker),
        (_("Team"), case.team_label),
        (_("Department"), case.department),
        (_("Channel"), case.channel),
        (_("Status in the source"), case.status),
        (_("Decision"), case.decision),
        (_("Opened on"), show_day(case.opened_on)),
        (_("Closed on"), show_day(case.closed_on)),
        (_("Own deadline"), show_day(case.deadline_on)),
        (_("Planned end"), show_day(case.planned_end_on)),
    ]


def timeline(page: CasePage, *, today: date) -> list[TimelineItem]:
    """Return a case's events with its opening, closing and own deadline among them, in order.

    The deadline stands after the events of its day, since the whole day counts.
    """
    dated = [(event.happened_on, 1, _event(event, page)) for event in page.events]
    for day, order, item in (*_marks(page, today), *_deadline_marks(page, today)):
        if day is not None:
            dated.append((day, order, {**item, "when": show_day(day)}))
    return [item for _day, _order, item in sorted(dated, key=lambda entry: entry[:2])]


def _marks(page: CasePage, today: date) -> list[tuple[date | None, int, TimelineItem]]:
    case = page.case
    ended = case.closed_on or today
    late = case.deadline_on is not None and ended > case.deadline_on
    kept = (
        _("Deadline missed") if late else _("Deadline kept") if case.closed_on else _("Not due yet")
    )
    return [
        (case.opened_on, 0, {"title": _("The case was opened"), "detail": "", "kind": "key"}),
        (case.closed_on, 2, {"title": _("The case was closed"), "detail": "", "kind": "key"}),
        (
            case.deadline_on,
            3,
            {"title": _("Own deadline"), "detail": kept, "kind": "late" if late else "mark"},
        ),
    ]


def _deadline_marks(page: CasePage, today: date) -> list[tuple[date | None, int, TimelineItem]]:
    """Return each rule's due date; the case's own deadline stands there already."""
    own, left_out = RuleKind.OWN_DEADLINE, DeadlineState.EXEMPT
    return [
        (
            found.due_on,
            3,
            {
                "title": _("Due: %(rule)s", rule=in_language(found.rule, "name")),
                "detail": word(standing_of(found, today)),
                "kind": "late" if standing_of(found, today) in LATE else "mark",
            },
        )
        for found in page.deadlines
        if found.rule.kind is not own and found.state is not left_out
    ]


def standing_of(found: CaseDeadline, today: date) -> Standing:
    """Return how a deadline stands today."""
    return standing(found.state, due_on=found.due_on, warn_on=found.warn_on, today=today)


def _event(event: Any, page: CasePage) -> TimelineItem:
    by = event.performed_by_label if page.row.number else None
    parts = (event.answer, event.status, by, event.team_label)
    return {
        "when": f"{show_day(event.happened_on)} {written_time(event.stamp)}".strip(),
        "title": event.activity,
        "detail": " · ".join(part for part in parts if part),
        "kind": "",
    }


def written_time(stamp: str) -> str:
    """Return the time of day in a stamp as the source wrote it, never moved to another zone."""
    if len(stamp) <= len("2011-12-06"):
        return ""
    return datetime.fromisoformat(stamp).strftime("%H:%M" if language() == "en" else "%H.%M")


def labelled(choices: Choices) -> dict[str, Sequence[tuple[str, str]]]:
    """Return what each filter can be set to, as (code, name) pairs."""
    return {
        "source": choices.sources,
        "type": [(name, name) for name in choices.types],
        "team": choices.teams,
        "caseworker": choices.caseworkers,
        "status": statuses(),
    }
