"""Timeliness on the overview, for those whose figures these are: what is due, and the course."""

from collections.abc import Sequence

from flask_babel import gettext as _

from review_app.domain.access import Permission, Role, may_ever
from review_app.features.timeliness import queries_due, queries_overview
from review_app.features.timeliness.queries_overview import Course
from review_app.kernel.gate import current_actor
from review_app.kernel.i18n import in_language, show_month, show_share
from review_app.kernel.words import word
from review_app.models.deadline_sums import Point


def teams_due() -> Sequence[queries_due.TeamCounts]:
    """Return what is due in the teams that whoever asks leads; none for others."""
    actor = current_actor()
    if not actor.holds(Role.MANAGER):
        return []
    return queries_due.teams_due(actor, days=queries_due.USUAL_HORIZON)


def course() -> list[str]:
    """Return a line for the house, or for each team of a manager; none for those without it."""
    actor = current_actor()
    if not may_ever(actor, Permission.TIMELINESS_READ):
        return []
    return [_line(found) for found in queries_overview.courses(actor)]


def _line(found: Course) -> str:
    whose = found.team.name if found.team else _("All teams")
    said: str = _(
        "%(whose)s: %(share)s in time in %(month)s, %(rule)s",
        whose=whose,
        share=_share(found.last),
        month=show_month(found.last.month_on),
        rule=f"“{in_language(found, 'name')}”",
    )
    if found.change is None:
        return said
    before, change = _share(found.before), word(found.change).lower()
    said += "; " + _("%(before)s the month before: %(change)s", before=before, change=change)
    return said


def _share(point: Point) -> str:
    if point.is_withheld:
        return str(_("withheld"))
    if point.share is None:
        return str(_("nothing counts"))
    return f"{show_share(float(point.share))} ({point.numerator}/{point.denominator})"
