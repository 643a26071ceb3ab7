"""Links between texts of the knowledge base, written ``[[name]]``, and pictures in them.

A name is a note's title or key, a workflow standard's title, or a criterion's code. Pictures are
written ``![what it shows](picture:key)``.
"""

import re
from collections.abc import Callable

MOST_LINKS = 50
_LINK = re.compile(r"\[\[([^\[\]\n]{1,200})\]\]")
_PICTURE = re.compile(r"(!\[[^\]\n]*\]\()picture:([a-z0-9]+)\)")
_BARE_PICTURE = re.compile(r"!\[\s*\]\(")


def labels(text: str) -> list[str]:
    """Return the names that *text* links to, each once, in order.

    >>> labels("Se [[Partshøring]] og [[K39]], og igen [[ Partshøring ]].")
    ['Partshøring', 'K39']
    """
    found = (" ".join(match.group(1).split()) for match in _LINK.finditer(text))
    return list(dict.fromkeys(label for label in found if label))[:MOST_LINKS]


def linked(text: str, instead: Callable[[str], str]) -> str:
    """Return *text* with ``instead(name)``, Markdown, in the place of each link."""
    return _LINK.sub(lambda match: instead(" ".join(match.group(1).split())), text)


def pictured(text: str, address: Callable[[str], str]) -> str:
    """Return *text* with ``address(key)`` in the place of each picture's key."""
    return _PICTURE.sub(lambda match: f"{match.group(1)}{address(match.group(2))})", text)


def without_pictures(text: str, instead: Callable[[str], str]) -> str:
    """Return *text* with ``instead(words)`` in the place of each picture."""
    return _PICTURE.sub(lambda match: instead(match.group(1)[2:-2]), text)


def picture_keys(text: str) -> list[str]:
    """Return the keys of the pictures that *text* shows, each once, in order."""
    return list(dict.fromkeys(match.group(2) for match in _PICTURE.finditer(text)))


def has_bare_picture(text: str) -> bool:
    """Say whether a picture in *text* lacks the words for those who cannot see it."""
    return bool(_BARE_PICTURE.search(text))
