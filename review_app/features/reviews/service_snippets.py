"""Sentences a reviewer uses again and again: their own, and those everybody is offered."""

from review_app.domain.access import Actor, Permission, demand
from review_app.domain.audit_codes import AuditCode
from review_app.domain.errors import Invalid
from review_app.domain.personal_data import refuse_personal_numbers
from review_app.features.reviews import queries_snippets
from review_app.kernel.unit_of_work import unit_of_work
from review_app.models import CommentSnippet

LONGEST = 1000


def keep_snippet(
    actor: Actor,
    *,
    text_da: str = "",
    text_en: str = "",
    criterion_code: str = "",
    is_shared: bool = False,
) -> CommentSnippet:
    """Keep a sentence in one language or both, for oneself or for everybody.

    :raises Invalid: when nothing is written, or too much, or a personal number.
    :raises NotPermitted: when one shares who does not care for the checklists.
    """
    demand(actor, Permission.CHECKLIST_EDIT if is_shared else Permission.REVIEW_SCORE)
    texts = {"text_da": text_da.strip(), "text_en": text_en.strip()}
    for field, text in texts.items():
        refuse_personal_numbers(text, field=field)
        if len(text) > LONGEST:
            raise Invalid(field=field, reason="long", longest=LONGEST)
    if not any(texts.values()):
        raise Invalid(field="text", reason="missing")
    with unit_of_work(actor) as work:
        kept = CommentSnippet(
            owner_id=None if is_shared else actor.id,
            criterion_code=criterion_code.strip()[:40] or None,
            **{field: text or None for field, text in texts.items()},
        )
        work.add(kept)
        work.log(AuditCode.COMMENT_SNIPPET_KEPT, kept, shared=is_shared)
    return kept


def remove_snippet(actor: Actor, key: str) -> None:
    """Take a sentence away; comments that were made with it stay.

    :raises NotFound: when there is none the actor is offered.
    :raises NotPermitted: when it is everybody's and the actor may not share.
    """
    with unit_of_work(actor) as work:
        kept = queries_snippets.get_snippet(actor, key)
        if kept.owner_id is None:
            demand(actor, Permission.CHECKLIST_EDIT)
        work.log(AuditCode.COMMENT_SNIPPET_REMOVED, kept, shared=kept.owner_id is None)
        work.session.delete(kept)
