"""The guide's pages: Markdown files of ``docs/guide``, shown inside the product.

The same files are read in the repository, so their links name files (``rounds.md``,
``../images/round-da-1440.png``); :func:`for_the_product` makes addresses of them.
"""

import re
from dataclasses import dataclass
from pathlib import Path

from review_app.domain.errors import NotFound
from review_app.kernel.places import TOP

FOLDER = TOP / "docs" / "guide"
IMAGES = FOLDER / "images"
PAGES = (
    "start",
    "cases",
    "deadlines",
    "rounds",
    "sampling",
    "supervision",
    "checklists",
    "reviews",
    "learning",
    "sessions",
    "knowledge",
    "standards",
    "figures",
    "change",
    "report",
    "openness",
    "administration",
    "operating",
)
PICTURE = re.compile(r"!\[([^\]]*)\]\(\.\./(images/[\w.-]+)\)")
PAGE_LINK = re.compile(rf"\]\(({'|'.join(PAGES)})\.md\)")


@dataclass(frozen=True, slots=True)
class GuidePage:
    """One page: its name in addresses, its title, and its Markdown without the title."""

    name: str
    title: str
    text: str


def read(name: str, language: str) -> GuidePage:
    """Return a page in *language* (``da`` or ``en``).

    :raises NotFound: when there is no such page.
    """
    if name not in PAGES:
        raise NotFound(thing="guide page")
    file = FOLDER / language / f"{name}.md"
    first, _, text = file.read_text(encoding="utf-8").partition("\n")
    return GuidePage(name, first.removeprefix("# ").strip(), for_the_product(text))


def for_the_product(text: str) -> str:
    """Return Markdown with addresses relative to ``/guide/``; a picture leads to its full size."""
    return PAGE_LINK.sub(r"](\1)", PICTURE.sub(r"[![\1](\2)](\2)", text))


def contents(language: str) -> list[GuidePage]:
    """Return all pages in reading order."""
    return [read(name, language) for name in PAGES]


def picture(name: str) -> Path:
    """Return the file of a picture of the guide.

    :raises NotFound: when the guide has no such picture, whatever else the disk may hold.
    """
    found = {file.name: file for file in IMAGES.glob("*.png")}
    if name not in found:
        raise NotFound(thing="guide picture")
    return found[name]
