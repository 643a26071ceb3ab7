"""What the pages of a session show."""

from typing import Any

from review_app.domain.access import Actor, Permission, can
from review_app.domain.kinds import LearningSessionKind, OutcomeKind
from review_app.domain.outcomes import HANDED_ON
from review_app.domain.positions import missing_signatures, signing_parties
from review_app.domain.workflow import LearningSessionState
from review_app.features.learning_sessions import forms, forms_minutes, queries
from review_app.kernel import drafts
from review_app.models import LearningSession


def session_page(actor: Actor, session: LearningSession) -> dict[str, Any]:
    """Return what the page of a session needs, for whoever reads it."""
    parties = signing_parties(session.kind, session.participants)
    own = queries.place_of(actor, session)
    is_open = queries.positions_open(actor, session)
    missing = missing_signatures(session.kind, session.participants)
    prepares = can(actor, Permission.SESSION_PLAN, session) and session.state in (
        LearningSessionState.PLANNED,
        LearningSessionState.POSITIONS,
    )
    signing = session.state is LearningSessionState.SIGNING
    return {
        "session": session,
        "parties": parties,
        "is_tripartite": session.kind is LearningSessionKind.TRIPARTITE,
        "own": own,
        "positions": queries.positions(actor, session),
        "positions_open": is_open,
        "may_write": own in parties
        and session.state is LearningSessionState.POSITIONS
        and not is_open,
        "may_sign": signing and own in missing and can(actor, Permission.SESSION_SIGN, session),
        "missing": missing,
        "outcomes": queries.outcomes(actor, session),
        "handed_on": HANDED_ON,
        "agenda_form": forms.agenda_form(actor, session) if prepares else None,
        "reason_form": forms.ReasonForm() if prepares else None,
        "dissent_form": forms_minutes.DissentForm(
            data=drafts.load_draft(actor, f"dissent/{session.key}")
        ),
    }


def meeting(actor: Actor, session: LearningSession, *, item_key: str, kind: str) -> dict[str, Any]:
    """Return what the meeting view needs: where the talk is, and the form for what it ends in."""
    agenda = list(session.agenda)
    at = next((n for n, item in enumerate(agenda) if item.key == item_key), 0)
    chosen = OutcomeKind(kind) if kind in list(OutcomeKind) else OutcomeKind.ACTION
    records = session.state is LearningSessionState.HELD and can(
        actor, Permission.SESSION_RECORD, session
    )
    draft = drafts.load_draft(actor, f"outcome/{session.key}/{chosen}") if records else {}
    return {
        "session": session,
        "item": agenda[at] if agenda else None,
        "previous": agenda[at - 1] if at > 0 else None,
        "next": agenda[at + 1] if at + 1 < len(agenda) else None,
        "positions": queries.positions(actor, session),
        "positions_open": queries.positions_open(actor, session),
        "outcomes": queries.outcomes(actor, session),
        "handed_on": HANDED_ON,
        "kinds": list(OutcomeKind),
        "kind": chosen,
        "form": forms_minutes.outcome_form(actor, session, kind=chosen, draft=draft)
        if records
        else None,
    }
