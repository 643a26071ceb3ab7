"""What the pages of a session show."""

from typing import Any

from review_app.domain.access import Actor, Permission, can
from review_app.domain.kinds import LearningSessionKind
from review_app.domain.meetings import minutes_over, time_boxes
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
    plans = can(actor, Permission.SESSION_PLAN, session)
    prepares = plans and session.state in (
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
        "boxes": time_boxes(session.agenda, starts_at=session.starts_at),
        "minutes_over": minutes_over(session.agenda, minutes_planned=session.minutes_planned),
        "next_session": queries.next_of(actor, session),
        "followed_by": queries.followed_by(actor, session),
        "material_form": forms.MaterialForm() if plans and prepares_or_held(session) else None,
        "agenda_form": forms.agenda_form(actor, session) if prepares else None,
        "reason_form": forms.ReasonForm() if prepares else None,
        "dissent_form": forms_minutes.DissentForm(
            data=drafts.load_draft(actor, f"dissent/{session.key}")
        ),
    }


def prepares_or_held(session: LearningSession) -> bool:
    """Say whether there can still be added to what is read for the session."""
    return session.state not in (LearningSessionState.CLOSED, LearningSessionState.CANCELLED)
