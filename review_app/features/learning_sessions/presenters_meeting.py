"""What the screen of the room shows, to whoever takes the minutes and to those who follow."""

import hashlib
from typing import Any

from review_app.domain.access import Actor, Permission, can
from review_app.domain.kinds import OutcomeKind
from review_app.domain.meetings import is_gone
from review_app.domain.outcomes import HANDED_ON
from review_app.domain.workflow import LearningSessionState
from review_app.features.learning_sessions import forms_minutes, queries
from review_app.kernel import clock, drafts
from review_app.kernel.i18n import language
from review_app.models import AgendaItem, LearningSession


def kind_of(asked: str) -> OutcomeKind:
    """Return the kind of outcome a form is asked for; an action where nothing is said."""
    return OutcomeKind(asked) if asked in list(OutcomeKind) else OutcomeKind.ACTION


def writes(actor: Actor, session: LearningSession) -> bool:
    """Say whether the actor is the one who takes the minutes, or could begin to."""
    is_free = session.minute_taker_id in (None, actor.id)
    return is_free and _may_take(actor, session)


def may_take_over(actor: Actor, session: LearningSession) -> bool:
    """Say whether the actor could step in for somebody who has gone."""
    taking = session.minute_taking
    gone = taking is not None and is_gone(taking.seen_at, now=clock.now())
    return gone and not writes(actor, session) and _may_take(actor, session)


def _may_take(actor: Actor, session: LearningSession) -> bool:
    is_held = session.state is LearningSessionState.HELD
    return is_held and can(actor, Permission.SESSION_TAKE_MINUTES, session)


def current_item(session: LearningSession) -> AgendaItem | None:
    """Return what is on the screen: what the minute-taker turned to, else the first item."""
    shown = session.minute_taking.item_id if session.minute_taking else None
    chosen = (item for item in session.agenda if item.id == shown)
    return next(chosen, session.agenda[0] if session.agenda else None)


def live(actor: Actor, session: LearningSession, *, is_desk: bool) -> dict[str, Any]:
    """Return the part of the screen that moves with the meeting.

    :param is_desk: whether the page holds the forms of whoever takes the minutes.
    """
    taking = session.minute_taking
    return {
        "session": session,
        "item": current_item(session),
        "taking": taking,
        "is_taken": taking is not None and session.state is LearningSessionState.HELD,
        "is_desk": is_desk,
        "writes": writes(actor, session),
        "minutes_gone": _minutes_gone(session),
        "may_take_over": may_take_over(actor, session),
        "outcomes": queries.outcomes(actor, session),
        "handed_on": HANDED_ON,
    }


def _minutes_gone(session: LearningSession) -> float | None:
    since = session.minute_taking.item_since_at if session.minute_taking else None
    if since is None or session.state is not LearningSessionState.HELD:
        return None
    return (clock.now() - since).total_seconds() / 60


def live_mark(actor: Actor, session: LearningSession) -> str:
    """Return a mark that changes whenever :func:`live` would show something else."""
    taking = session.minute_taking
    parts = (
        session.revision,
        session.state,
        taking and (taking.person_id, taking.item_id, taking.item_since_at),
        writes(actor, session),
        may_take_over(actor, session),
        language(),
    )
    return hashlib.sha256(repr(parts).encode()).hexdigest()[:20]


def meeting(actor: Actor, session: LearningSession, *, kind: str) -> dict[str, Any]:
    """Return the whole screen; with the forms for whoever takes the minutes."""
    item, chosen = current_item(session), kind_of(kind)
    is_writing = writes(actor, session)
    draft = drafts.load_draft(actor, f"outcome/{session.key}/{chosen}") if is_writing else {}
    return {
        **live(actor, session, is_desk=is_writing),
        "mark": live_mark(actor, session),
        "next_item": _after(session, item),
        "positions": queries.positions(actor, session),
        "positions_open": queries.positions_open(actor, session),
        "kinds": list(OutcomeKind),
        "kind": chosen,
        "own_text": drafts.load_draft(actor, f"notes/{item.key}").get("notes") if item else None,
        "others": [
            p for p in session.participants if p.person_id != actor.id and not p.person.firm_id
        ],
        "form": forms_minutes.outcome_form(actor, session, kind=chosen, draft=draft)
        if is_writing
        else None,
    }


def _after(session: LearningSession, item: AgendaItem | None) -> AgendaItem | None:
    rest = [each for each in session.agenda if each.talked_at is None and each is not item]
    later = (each for each in rest if item and each.position > item.position)
    return next(later, rest[0] if rest else None)


def both_texts(actor: Actor, key: str, *, item_key: str) -> dict[str, Any]:
    """Return what stands of an item's notes beside what the actor wrote."""
    session = queries.get_session(actor, key)
    item = queries.get_item(actor, session, key=item_key)
    own = drafts.load_draft(actor, f"notes/{item_key}").get("notes", "")
    return {"session": session, "item": item, "own_text": own, "writes": writes(actor, session)}
