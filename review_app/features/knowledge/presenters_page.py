"""What the page of one note shows."""

from typing import Any

from review_app.domain.access import Actor, Permission, can
from review_app.features.knowledge import (
    forms,
    presenters,
    presenters_text,
    presenters_versions,
    queries,
    queries_links,
    queries_owners,
    queries_readers,
    queries_writing,
)
from review_app.kernel import drafts
from review_app.models import LearningNote


def note_page(actor: Actor, key: str, **facts: Any) -> dict[str, Any]:
    """Return all that the page of a note needs; *facts*, such as forms sent, go before it."""
    note = queries.get_note(actor, key)
    usual = {
        "note": note,
        "shown": presenters_text.shown_note(actor, note),
        "stale_because": presenters.stale_in_words(note),
        "state": presenters.state_now(note),
        "source": queries.source_kind(actor, note),
        "session": queries.source_session(actor, note),
        "receipt": queries.read_by_actor(actor, note_ids=[note.id]).get(note.id),
        "links_here": queries_links.links_here(actor, note),
        "send_back_form": forms.ReasonForm(formdata=None),
        "comments": queries_readers.list_comments(actor, note),
        "comment_form": forms.CommentForm(formdata=None),
        "thanks": queries_readers.thanks(actor, note),
        "is_owner": note.owner_id == actor.id,
        "able_owners": queries_owners.able_owners(actor, note)
        if can(actor, Permission.NOTE_KEEP, note)
        else [],
        **_for_publishers(actor, note),
    }
    return usual | facts


def edit_page(actor: Actor, note: LearningNote, **facts: Any) -> dict[str, Any]:
    """Return all that the page of changing a note needs; *facts* go before what is usual."""
    draft = drafts.load_draft(actor, note.draft_place)
    usual: dict[str, Any] = {
        "note": note,
        "draft": draft,
        "theirs": None,
        "pictures": queries_writing.list_pictures(actor, note),
    }
    if "form" not in facts:
        facts["form"] = forms.note_form(actor, note=note, draft=draft, is_sent=False)
    if "picture_form" not in facts:
        facts["picture_form"] = forms.PictureForm(formdata=None)
    return usual | facts


def _for_publishers(actor: Actor, note: LearningNote) -> dict[str, Any]:
    if not queries_writing.sees_what_waits(actor, note):
        return {}
    change = queries_writing.waiting_change(actor, note)
    words = change.written if change else note.written
    is_screened = change or presenters.is_screened(note)
    return {
        "change": change,
        "difference_here": change and presenters_versions.difference(note.written, words),
        "screening": queries_writing.screening(actor, note, written=words) if is_screened else None,
    }
