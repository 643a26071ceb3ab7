"""Texts that people write about calibrations, checked before they are kept."""

from review_app.domain.errors import Invalid
from review_app.domain.personal_data import refuse_personal_numbers

LONGEST_TEXT = 4000


def checked_text(text: str, *, field: str) -> str:
    """Return a text without blanks around it; refuses it empty, too long or with a number."""
    refuse_personal_numbers(text, field=field)
    if not text.strip():
        raise Invalid(field=field, reason="missing")
    if len(text) > LONGEST_TEXT:
        raise Invalid(field=field, reason="long", longest=LONGEST_TEXT)
    return text.strip()
