"""Making the items of an agenda, inside the unit of work of whoever plans."""

from typing import Any

from review_app.domain.errors import Incomplete, Invalid
from review_app.domain.meetings import left_over
from review_app.features.learning_sessions import queries
from review_app.features.learning_sessions import queries_agenda as choices
from review_app.kernel.unit_of_work import Work
from review_app.models import AgendaItem, LearningSession

# What an item can be about, besides a case: the column that names it, and how it is looked up.
ABOUT = {
    "learning-case": ("learning_case_id", choices.learning_cases),
    "feedback": ("feedback_id", choices.feedback),
    "finding": ("finding_id", choices.findings),
    "dilemma": ("objection_id", choices.dilemmas),
    "urgent-finding": ("urgent_finding_id", choices.urgent_findings),
    "criterion": ("criterion_id", choices.differences),
}
DIFFERENCE_MINUTES = 10  # for each criterion of a calibration
# What goes with an item that is talked about later.
CARRIED = ("title", "minutes_planned", "case_id", *(column for column, _ in ABOUT.values()))


def add(
    work: Work, session: LearningSession, *, about: str, title: str, minutes: int = 15
) -> AgendaItem:
    """Put something on the agenda, as :func:`service_agenda.add_item` says."""
    kind, _, key = about.partition(":")
    item = AgendaItem(title=title.strip()[:200], minutes_planned=minutes)
    if kind == "case":
        case = choices.case(work.actor, key)
        if case is None:
            raise Invalid(field="about", reason="unknown")
        item.case_id, item.title = case.id, item.title or case.key
    elif kind in ABOUT:
        column, offered = ABOUT[kind]
        _take_point(item, column, _chosen(offered(work.actor, session), key))
    if not item.title:
        raise Incomplete(fields=["title"])
    return _append(work, session, item)


def _chosen(offered: Any, key: str) -> choices.Point:
    for point in offered:
        if point.key == key:
            return point  # type: ignore[no-any-return]
    raise Invalid(field="about", reason="unknown")


def _take_point(item: AgendaItem, column: str, point: choices.Point) -> None:
    setattr(item, column, point.id)
    item.case_id, item.title = point.case_id, item.title or point.title[:200]


def _append(work: Work, session: LearningSession, item: AgendaItem) -> AgendaItem:
    item.session_id = session.id
    item.position = 1 + max((other.position for other in session.agenda), default=0)
    session.agenda.append(item)
    work.session.flush()
    return item


def put_learning_case(work: Work, session: LearningSession, *, key: str) -> None:
    """Make a learning case the first item of a session being planned.

    :raises NotFound: when there is none, or none the actor may know of.
    """
    chosen = queries.learning_case(work.actor, key)
    item = AgendaItem(
        title=chosen.case.key,
        minutes_planned=15,
        learning_case_id=chosen.id,
        case_id=chosen.case_id,
    )
    _append(work, session, item)


def put_differences(work: Work, session: LearningSession) -> None:
    """Put on the agenda what the session's calibration read most differently, as time allows."""
    most = max(1, session.minutes_planned // DIFFERENCE_MINUTES)
    for point in choices.differences(work.actor, session)[:most]:
        item = AgendaItem(title="", minutes_planned=DIFFERENCE_MINUTES)
        _take_point(item, "criterion_id", point)
        _append(work, session, item)


def carry_over(work: Work, before: LearningSession, *, to: LearningSession) -> None:
    """Put what *before* left over on the agenda of another session."""
    for item in left_over(before.agenda):
        copy = AgendaItem(**{name: getattr(item, name) for name in CARRIED})
        copy.carried_from_id = item.id
        _append(work, to, copy)
