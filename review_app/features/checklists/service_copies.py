"""Taking criteria over from an older version or another checklist into a draft."""

from collections.abc import Collection
from dataclasses import dataclass, replace

from review_app.domain.access import Actor
from review_app.domain.applies_when import ClauseKind
from review_app.domain.audit_codes import AuditCode
from review_app.domain.checklist_texts import CriterionText
from review_app.domain.checklists import renamed
from review_app.features.checklists import queries
from review_app.features.checklists.queries import open_draft
from review_app.features.checklists.writing import (
    codes_of,
    new_criterion,
    own_code,
    section_at,
)
from review_app.kernel.unit_of_work import unit_of_work
from review_app.models import ChecklistVersion, Criterion
from review_app.models.locked_checklists import text_of


@dataclass(frozen=True, slots=True)
class Copied:
    """What was taken over, and how many conditions stayed behind: nothing here fulfils them."""

    criteria: list[Criterion]
    conditions_left: int


def copy_criteria(
    actor: Actor,
    version_key: str,
    *,
    from_key: str,
    criterion_keys: Collection[str],
    section_position: int,
) -> Copied:
    """Add criteria of another version at the end of a section of a draft.

    Within a checklist a criterion keeps its code, for it means the same, unless the draft has it
    already; from another checklist it gets a code of its own here. Conditions on answers are taken
    over as far as the draft asks what they look at.
    """
    with unit_of_work(actor) as work:
        draft = open_draft(actor, version_key)
        section = section_at(draft, section_position)
        source = queries.get_version(actor, from_key)
        chosen = [text_of(c) for c in source.criteria if c.key in criterion_keys]
        there = {criterion.code for criterion in draft.criteria}
        is_own = source.checklist_id == draft.checklist_id
        copied, left, codes = [], 0, {}
        for text in chosen:
            codes[text.code] = code = _code(draft, text, is_own=is_own)
            said, dropped = _fitted(replace(text, code=code), codes, there if is_own else set())
            criterion = new_criterion(said, position=_next_position(section.criteria))
            section.criteria.append(criterion)
            copied.append(work.add(criterion))
            left += dropped
        work.log(AuditCode.CHECKLIST_VERSION_EDITED, draft, copied=len(copied))
    return Copied(copied, left)


def _code(draft: ChecklistVersion, text: CriterionText, *, is_own: bool) -> str:
    there = {criterion.code for criterion in draft.criteria}
    if is_own and text.code not in there:
        return text.code
    return text.code if text.code not in codes_of(draft) else own_code(draft)


def _fitted(
    text: CriterionText, codes: dict[str, str], there: Collection[str]
) -> tuple[CriterionText, int]:
    known = {**{code: code for code in there}, **codes}
    kept = [c for c in text.applies_when if c.kind != ClauseKind.ANSWER or c.subject in known]
    said = replace(text, applies_when=renamed(kept, known))
    return said, len(text.applies_when) - len(kept)


def _next_position(criteria: list[Criterion]) -> int:
    return max((criterion.position for criterion in criteria), default=0) + 1
