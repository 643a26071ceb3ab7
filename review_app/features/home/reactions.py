"""Keeps learning sessions findable: what they are called, what they were about, what came out."""

from review_app.domain.access import Actor
from review_app.domain.events import SessionChanged, SessionPlanned, SessionSignaturesAsked
from review_app.kernel import search
from review_app.kernel.db import db
from review_app.kernel.unit_of_work import unit_of_work
from review_app.models import LearningSession
from review_app.models.visibility import visible_sessions


def enter_session(
    actor: Actor, happened: SessionPlanned | SessionChanged | SessionSignaturesAsked
) -> None:
    """Let the session be found by title, agenda and outcomes; positions stay out of the search."""
    found = db.session.scalar(
        visible_sessions(actor).where(LearningSession.id == happened.session_id)
    )
    if found is None:
        return
    words = [item.title for item in found.agenda]
    words += [f"{outcome.title or ''} {outcome.text}" for outcome in found.outcomes]
    with unit_of_work(actor):
        search.put(search.Searchable.SESSION, found.id, title=found.title, words="\n".join(words))
