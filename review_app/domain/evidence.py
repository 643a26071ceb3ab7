"""What can be pointed to in a case: an event, a journal entry, a few words; never a document."""

from review_app.domain.errors import Invalid
from review_app.domain.kinds import EvidenceKind
from review_app.domain.personal_data import refuse_personal_numbers

LONGEST_REFERENCE, LONGEST_QUOTATION = 200, 600


def pointed_to(kind: EvidenceKind, *, reference: str, quotation: str) -> dict[str, str | None]:
    """Return the texts that evidence of this *kind* keeps: ``reference`` and ``quotation``.

    :raises Invalid: when what the kind asks for is missing, too long, or a personal number.
    """
    for field, text in (("reference", reference), ("quotation", quotation)):
        refuse_personal_numbers(text, field=field)
    if kind is EvidenceKind.EVENT:
        return {"reference": None, "quotation": None}
    if kind is EvidenceKind.JOURNAL:
        return {"reference": _given("reference", reference, LONGEST_REFERENCE), "quotation": None}
    words = _given("quotation", quotation, LONGEST_QUOTATION)
    return {"reference": reference.strip()[:LONGEST_REFERENCE] or None, "quotation": words}


def _given(field: str, text: str, longest: int) -> str:
    if not text.strip():
        raise Invalid(field=field, reason="missing")
    if len(text) > longest:
        raise Invalid(field=field, reason="long", longest=longest)
    return text.strip()
