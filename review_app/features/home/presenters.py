"""What the frame of every page shows."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from flask import current_app, g, request, url_for
from flask_login import current_user

from review_app.domain.access import Actor, may_ever
from review_app.domain.waiting import Urgency, WaitingKind, urgency
from review_app.features.home import queries_waiting
from review_app.kernel import clock
from review_app.kernel.gate import current_actor, required_permission
from review_app.kernel.holidays import holidays_around
from review_app.kernel.words import word

SEARCH = "home.search_everything"
TASK_COUNT = "task_count"  # of this request
# Where each kind of thing is done; areas are known by the names of their pages alone.
PLACES = {
    WaitingKind.ACKNOWLEDGE_FEEDBACK: "feedback.read",
    WaitingKind.ANSWER_QUESTION: "knowledge.show_note",
    WaitingKind.ANSWER_READER: "reviews.score",
    WaitingKind.ATTEND_SESSION: "learning_sessions.show_session",
    WaitingKind.COMMENT_REPORT: "reports.show_report",
    WaitingKind.COMPARE_ANSWERS: "reviews.show_comparison",
    WaitingKind.CONFIRM_NOTE: "knowledge.show_note",
    WaitingKind.CONTRIBUTE_TO_DRAW: "rounds.part",
    WaitingKind.DECIDE_OBJECTION: "reviews.show_objection",
    WaitingKind.DECIDE_PROPOSAL: "checklists.show_proposal",
    WaitingKind.DELIVER: "engagements.show_deliverable",
    WaitingKind.DO_ACTION: "actions.show_action",
    WaitingKind.DO_MEASURE: "remarks.show_remark",
    WaitingKind.ENTER_VALUE: "insights.enter_values",
    WaitingKind.GIVE_ASSENT: "openness.show_question",
    WaitingKind.HANDLE_REMARK: "remarks.show_remark",
    WaitingKind.FOLLOW_DELIVERABLE: "engagements.record_delivery",
    WaitingKind.FINISH_MINUTES: "learning_sessions.show_session",
    WaitingKind.HAND_OVER: "reviews.show_assignment",
    WaitingKind.ISSUE_REPORT: "reports.show_report",
    WaitingKind.LATE_ACTION: "actions.show_action",
    WaitingKind.LOOK_AGAIN: "actions.show_action",
    WaitingKind.OPEN_SECRET: "rounds.part",
    WaitingKind.PASS_ON_FEEDBACK: "feedback.read",
    WaitingKind.READ_ANSWER: "knowledge.show_note",
    WaitingKind.READ_NOTE: "knowledge.show_note",
    WaitingKind.READ_FEEDBACK_SECOND: "feedback.read",
    WaitingKind.READ_SECOND: "reviews.show_second_reading",
    WaitingKind.READ_DECISION: "reviews.show",
    WaitingKind.RESPOND: "reviews.respond",
    WaitingKind.REVIEW_NOTE: "knowledge.show_note",
    WaitingKind.SCORE: "reviews.score",
    WaitingKind.SIGN_MINUTES: "learning_sessions.show_session",
    WaitingKind.TAKE_OVER_NOTE: "knowledge.show_note",
    WaitingKind.URGENT_FINDING: "reviews.show_urgent",
    WaitingKind.VERIFY_ACTION: "actions.show_action",
    WaitingKind.WRITE_FEEDBACK: "feedback.write",
    WaitingKind.WRITE_POSITION: "learning_sessions.show_session",
}


def shell() -> dict[str, Any]:
    """Return what base.html and plain.html ask for."""
    person = current_user.person if current_user.is_authenticated else None
    return {
        "person": person
        and {"name": person.name, "role": ", ".join(map(word, sorted(current_actor().roles)))},
        **_search_and_tasks(),
        "product_name": current_app.config["PRODUCT_NAME"],
        "version": current_app.config["VERSION"],
        **_addresses(request.script_root),
    }


@lru_cache  # the same on every page
def _addresses(_root: str) -> dict[str, str]:
    return {
        "home_url": url_for("home.overview"),
        "guide_url": url_for("home.guide"),
        "language_url": url_for("identity.choose_language"),
        "sign_in_url": url_for("identity.sign_in"),
        "sign_out_url": url_for("identity.sign_out"),
        "account_url": url_for("identity.account"),
    }


def _search_and_tasks() -> dict[str, Any]:
    if not current_user.is_authenticated:
        return {}
    return {
        "search_url": url_for("home.search_everything"),
        "search_text": request.args.get("q", "") if request.endpoint == SEARCH else "",
        "tasks_url": url_for("home.overview", _anchor="tasks"),
        "task_count": _count_tasks(),
    }


def _count_tasks() -> int:
    """Return how many things wait; the overview has listed them already."""
    known: int | None = g.get(TASK_COUNT)
    return queries_waiting.standing_count(current_actor()) if known is None else known


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the overview's list of what waits."""

    kind: WaitingKind
    title: str
    url: str
    due_on: date | None
    urgency: Urgency


def tasks(actor: Actor) -> list[Line]:
    """Return what waits for whoever asks for the overview, and keep how much that is."""
    waiting = queries_waiting.list_waiting(actor)
    if len(waiting) < queries_waiting.MOST_SHOWN:
        g.setdefault(TASK_COUNT, len(waiting))
    return lines(waiting)


def lines(waiting: Iterable[queries_waiting.Waiting]) -> list[Line]:
    """Return what waits as the overview shows it."""
    today = clock.today()
    holidays = holidays_around(today)

    def line(w: queries_waiting.Waiting) -> Line:
        near = urgency(w.due_on, today=today, holidays=holidays)
        return Line(w.kind, w.title, link(PLACES[w.kind], w.key), w.due_on, near)

    return [line(w) for w in waiting]


def kinds_that_wait(actor: Actor) -> set[WaitingKind]:
    """Return the kinds of things that can wait for *actor*: those whose pages they may open."""
    return {
        kind
        for kind in queries_waiting.kinds_that_wait(actor)
        if (permission := required_permission(current_app, PLACES[kind]))
        and may_ever(actor, permission)
    }


def link(endpoint: str, key: str) -> str:
    """Return the address of a thing's page; empty where the area has no such page."""
    return url_for(endpoint, key=key) if endpoint in current_app.view_functions else ""


def menu(items: Iterable[tuple[Any, str]], below: Iterable[str] = ()) -> list[dict[str, Any]]:
    """Mark which of a menu's (label, url) leads to where the reader is.

    The addresses *below* belong to the last item where no other claims them.
    """
    lines = [{"label": label, "url": url, "is_current": _leads_here(url)} for label, url in items]
    if lines and not any(line["is_current"] for line in lines):
        lines[-1]["is_current"] = any(map(_leads_here, below))
    return lines


def _leads_here(url: str) -> bool:
    here = request.path
    return here == url or (url != "/" and here.startswith(f"{url}/"))
