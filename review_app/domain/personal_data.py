"""Find Danish personal numbers, and column headings that hold what the product must not keep.

A CPR number is six digits of a birth date and four more. The modulus-11 check is not used: since
October 2007 numbers are issued that do not satisfy it (CPR-kontoret, "Personnumre uden
kontrolciffer"). What keeps false hits low is that the date must exist in the century which the
seventh digit tells, and that the digits are not part of a longer number.
"""

import re
import unicodedata
from collections.abc import Iterable
from datetime import date

from review_app.domain.errors import Invalid

_HYPHENS = "-\u2010\u2011\u2012\u2013\u2014\u2212"
_CPR = re.compile(
    rf"(?<![0-9])([0-9]{{2}})([0-9]{{2}})([0-9]{{2}})(\s?[{_HYPHENS}]\s?|\s)?([0-9]{{4}})(?![0-9])"
)
# A fraction, a thousands group or a dotted code around ten bare digits makes them a longer number.
_NUMBER_BEFORE = re.compile(r"[0-9][.,:/]$")
_NUMBER_AFTER = re.compile(r"[.,:/][0-9]")
_TOKEN = re.compile(r"[0-9A-Za-z]+")
_HEX = re.compile(r"(?=.*[a-fA-F])[0-9a-fA-F]{12,}")

#: Headings of personal numbers: a file that has one is refused.
_REFUSED_PARTS = ("cpr", "personnummer", "personnr", "socialsecurity", "ssn")
_DROPPED_TEXT = """
navn name fuldenavn fullname fornavn fornavne mellemnavn efternavn firstname lastname surname
givenname familyname borgernavn borger borgersnavn citizen citizenname kundenavn partsnavn
part sygemeldt ansoger borgermobil mobil mobilnummer mobile telefon telefonnummer tlf tlfnr
phone phonenumber email mail mailadresse emailadresse adresse address borgeradresse vejnavn
gade husnummer husnr bopael bopaelsadresse street postnummer postnr postcode zip zipcode
alder age fodt fodselsdato fodselsdag fodselsar birthdate dateofbirth birthday
kon gender sex nationalitet nationality statsborgerskab civilstand maritalstatus
kontonummer kontonr
"""
_WORDS_TEXT = "fornavn efternavn borgernavn adresse alder kon gender fodselsdato"
#: Headings that are dropped by name, whole and normalised (see :func:`normal_heading`).
_DROPPED = frozenset(_DROPPED_TEXT.split())
_WHOLE_WORDS = frozenset(_WORDS_TEXT.split())


def normal_heading(heading: str) -> str:
    """Return a heading without case, accents, spaces and punctuation.

    >>> normal_heading("Åbnet"), normal_heading("aabnet"), normal_heading("CPR-nr.")
    ('abnet', 'abnet', 'cprnr')
    """
    folded = heading.casefold().replace("æ", "ae").replace("ø", "o").replace("å", "a")
    plain = unicodedata.normalize("NFKD", folded)
    letters = "".join(letter for letter in plain if letter.isascii() and letter.isalnum())
    return letters.replace("aa", "a")


def find_personal_numbers(text: str) -> list[tuple[int, int]]:
    """Return start and end of every personal number in *text*; empty when there is none.

    Found with and without hyphen or space between date and serial number.

    >>> find_personal_numbers("Borger 010170-1234 ringede")
    [(7, 18)]
    >>> find_personal_numbers("Journal 990170-1234, beløb 20111212345")
    []
    """
    return [match.span() for match in _CPR.finditer(text) if _is_personal_number(match)]


def has_personal_number(text: str) -> bool:
    """Say whether *text* holds a personal number; quick, since most cells hold few digits."""
    return len(text) >= 10 and any(_is_personal_number(match) for match in _CPR.finditer(text))


def refuse_personal_numbers(text: str, *, field: str) -> None:
    """Refuse *text* when it holds a personal number: none is ever stored.

    :raises Invalid: naming the *field*, never the number.
    """
    if has_personal_number(text):
        raise Invalid(field=field, reason="personal-number")


def masked(text: str) -> str:
    """Return *text* with every personal number replaced by bullets, for messages and samples.

    >>> masked("ring 0101701234 op")
    'ring ••••••-•••• op'
    """
    parts, last = [], 0
    for start, end in find_personal_numbers(text):
        parts += [text[last:start], "••••••-••••"]
        last = end
    return "".join([*parts, text[last:]])


def _is_personal_number(match: re.Match[str]) -> bool:
    day, month, year, divider, serial = match.groups()
    if not _is_birth_date(int(day), int(month), int(year), int(serial[0])):
        return False
    return divider is not None or not _is_part_of_more(match.string, match.start(), match.end())


def _is_birth_date(day: int, month: int, year: int, seventh: int) -> bool:
    """Say whether the date exists in the century the seventh digit tells (CPR-kontoret)."""
    if seventh <= 3:
        century = 1900
    elif seventh in (4, 9):
        century = 2000 if year <= 36 else 1900
    else:
        century = 2000 if year <= 57 else 1800
    try:
        date(century + year, month, day)
    except ValueError:
        return False
    return True


def _is_part_of_more(text: str, start: int, end: int) -> bool:
    if _NUMBER_BEFORE.search(text[max(0, start - 2) : start]) or _NUMBER_AFTER.match(text, end):
        return True
    for token in _TOKEN.finditer(text, max(0, start - 64), end + 64):
        if token.start() <= start and end <= token.end():
            return _HEX.fullmatch(token.group()) is not None
    return False


def is_refused_heading(heading: str) -> bool:
    """Say whether a column of this name holds personal numbers, so that the file is refused.

    >>> is_refused_heading("Personnummer formateret"), is_refused_heading("Sagsnummer")
    (True, False)
    """
    return any(part in normal_heading(heading) for part in _REFUSED_PARTS)


def is_dropped_heading(heading: str) -> bool:
    """Say whether a column of this name is left out: name, address, age, gender and the like.

    >>> is_dropped_heading("Borgers efternavn"), is_dropped_heading("AfdelingNavn")
    (True, False)
    """
    words = {normal_heading(word) for word in re.split(r"[\s_:.\-/]+", heading)}
    return normal_heading(heading) in _DROPPED or bool(words & _WHOLE_WORDS)


def cpr_columns(headings: Iterable[str]) -> list[str]:
    """Return the headings that are refused by name or that hold a personal number themselves."""
    return [name for name in headings if is_refused_heading(name) or has_personal_number(name)]
