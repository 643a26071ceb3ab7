"""Screen a text for what could lead back to a citizen, before it is published.

A hit is a reason to look, not a proof: the writer removes it or says why it stays. Names and case
numbers known to the case are passed in, since no list of Danish names could be both complete and
quiet. Dates count only in a sentence that tells of a citizen.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from review_app.domain.personal_data import find_personal_numbers


class HitKind(StrEnum):
    """What a hit may be."""

    CPR = "cpr"
    CASE_NUMBER = "case-number"
    NAME = "name"
    PHONE = "phone"
    EMAIL = "email"
    ADDRESS = "address"
    STORY_DATE = "story-date"


@dataclass(frozen=True, slots=True, order=True)
class Hit:
    """Where in the text something was found; ``end`` is exclusive."""

    start: int
    end: int
    kind: HitKind
    text: str


_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_PHONE = re.compile(
    r"(?<![\w.,/-])(?:(?:\+|00)45[ -]?)?(?:[2-9]\d(?:[ -]\d{2}){3}|[2-9]\d{3} \d{4}|[2-9]\d{7})"
    r"(?![\w/-]|[.,]\d)"
)
_STREET = (
    r"(?:vej|vejen|gade|gaden|allé|alle|stræde|stien|sti|plads|pladsen|torv|torvet|boulevard|"
    r"parken|vænget|vænge|bakken|bakke|toften|toft|haven|krogen|engen|lunden|marken|skrænten|kaj)"
)
_ADDRESS = re.compile(
    rf"\b[A-ZÆØÅ][\wæøåé.]*(?:[ ][A-ZÆØÅ][\wæøåé.]*){{0,3}}?(?:{_STREET}|[ ]{_STREET.title()})"
    r"[ ]\d{1,3}[A-Za-z]?\b(?:,?[ ](?:st|\d{1,2})\.?(?:[ ](?:th|tv|mf)\.?)?)?"
    r"(?:,?[ ]\d{4}[ ][A-ZÆØÅ][\wæøå]+)?"
    r"|\b\d{4}[ ](?:København|Aarhus|Odense|Aalborg)\b(?:[ ][A-ZÆØÅ]{1,2}\b)?"
)
_MONTH = (
    r"(?:januar|februar|marts|april|maj|juni|juli|august|september|oktober|november|december|"
    r"january|february|march|may|june|july|october|jan|feb|mar|apr|jun|jul|aug|sept?|okt|oct|nov|dec)"
)
_DATE = re.compile(
    rf"\b(?:\d{{1,2}}[./-]\d{{1,2}}[./-](?:\d{{4}}|\d{{2}})|\d{{4}}-\d{{2}}-\d{{2}}|"
    rf"(?:den[ ])?\d{{1,2}}\.?[ ]{_MONTH}\.?(?:[ ]\d{{4}})?|{_MONTH}[ ]\d{{1,2}},?[ ]\d{{4}})\b",
    re.IGNORECASE,
)
_CITIZEN = re.compile(
    r"\b(?:borger\w*|sygemeldt\w*|ansøger\w*|klient\w*|ledige|kvinden|manden|hun|han|hende\w*|"
    r"hans|ham|hendes|datter\w*|sønnen?|mor|far|barnet|ægtefælle\w*|citizen\w*|claimant\w*|"
    r"applicant\w*|client\w*|she|he|her|his|him|daughter|son|mother|father)\b",
    re.IGNORECASE,
)
# A full stop after a number is an ordinal ("den 3. marts"), not the end of a sentence.
_SENTENCE_END = re.compile(r"(?<=[.!?])(?<!\d\.)\s+(?=[A-ZÆØÅ])|\n+")


def screen(
    text: str, *, names: Iterable[str] = (), case_numbers: Iterable[str] = ()
) -> tuple[Hit, ...]:
    """Return every hit in *text*, in order, without overlaps.

    :param names: names of people known to the case; each part of at least three letters counts.
    :param case_numbers: numbers and keys known to the case, found as whole words.

    >>> [hit.kind.value for hit in screen("Ring til Bodil på 20 30 40 50.", names=["Bodil Holm"])]
    ['name', 'phone']
    """
    found: list[Hit] = []
    for hit in _candidates(text, tuple(names), tuple(case_numbers)):
        # Kinds come in order of weight, so the weightier one keeps a place that two would share.
        if all(hit.end <= other.start or other.end <= hit.start for other in found):
            found.append(hit)
    return tuple(sorted(found))


def _candidates(text: str, names: tuple[str, ...], case_numbers: tuple[str, ...]) -> Iterator[Hit]:
    for start, end in find_personal_numbers(text):
        yield Hit(start, end, HitKind.CPR, text[start:end])
    yield from _hits(_words(case_numbers, shortest=2), HitKind.CASE_NUMBER, text)
    yield from _hits(_EMAIL, HitKind.EMAIL, text)
    yield from _hits(_ADDRESS, HitKind.ADDRESS, text)
    yield from _hits(_words(names, shortest=3), HitKind.NAME, text)
    parts = (part for name in names for part in re.split(r"[\s\-]+", name))
    yield from _hits(_words(parts, shortest=3), HitKind.NAME, text)
    yield from _hits(_PHONE, HitKind.PHONE, text)
    yield from _story_dates(text)


def _hits(pattern: re.Pattern[str] | None, kind: HitKind, text: str) -> Iterator[Hit]:
    for match in pattern.finditer(text) if pattern else ():
        yield Hit(match.start(), match.end(), kind, match.group())


def _words(words: Iterable[str], *, shortest: int) -> re.Pattern[str] | None:
    wanted = sorted({w.strip() for w in words if len(w.strip()) >= shortest}, key=len, reverse=True)
    if not wanted:
        return None
    # A Danish genitive -s belongs to the name.
    choices = "|".join(re.escape(word) for word in wanted)
    return re.compile(rf"(?<![\w])(?:{choices})(?:['’]?s)?(?![\w])", re.IGNORECASE)


def _story_dates(text: str) -> Iterator[Hit]:
    ends = [match.end() for match in _SENTENCE_END.finditer(text)]
    for start, end in zip([0, *ends], [*ends, len(text)], strict=True):
        if _CITIZEN.search(text, start, end):
            for match in _DATE.finditer(text, start, end):
                yield Hit(match.start(), match.end(), HitKind.STORY_DATE, match.group())
