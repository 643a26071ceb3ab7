"""The guide's pages: Markdown files of ``docs/guide``, shown inside the product."""

from dataclasses import dataclass

from review_app.domain.errors import NotFound
from review_app.kernel.places import TOP

FOLDER = TOP / "docs" / "guide"
PAGES = (
    "start",
    "cases",
    "rounds",
    "reviews",
    "learning",
    "sessions",
    "knowledge",
    "figures",
    "administration",
)


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
    first, _, text = (FOLDER / language / f"{name}.md").read_text().partition("\n")
    return GuidePage(name, first.removeprefix("# ").strip(), text)


def contents(language: str) -> list[GuidePage]:
    """Return all pages in reading order."""
    return [read(name, language) for name in PAGES]
