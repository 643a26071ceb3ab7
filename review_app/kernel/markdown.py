"""Markdown to safe HTML through one allow-list."""

from functools import lru_cache, partial

import markdown as renderer
import nh3
from markupsafe import Markup

TAGS = {
    "p", "br", "strong", "em", "ul", "ol", "li", "blockquote", "code", "pre", "a",
    "h2", "h3", "h4", "hr", "table", "thead", "tbody", "tr", "th", "td",
}  # fmt: skip


@lru_cache(maxsize=1024)  # the same guidance is shown again and again
def to_html(text: str | None, *, images: bool = False, pictures: str = "") -> Markup:
    """Render *text*; whatever is not on the list is dropped, links get ``rel``.

    Headings start at h2, because the page has its own h1. With *images*, pictures beside the page
    are shown: for texts that come with the product, never for what people write. There only the
    pictures of our own are shown whose address is *pictures* and a key.
    """
    if not text:
        return Markup("")
    html = renderer.markdown(text, extensions=["tables", "sane_lists"], output_format="html")
    html = html.replace("<h1>", "<h2>").replace("</h1>", "</h2>")
    clean = nh3.clean(
        html,
        tags=TAGS | {"img"} if images or pictures else TAGS,
        attributes={"a": {"href"}, "img": {"alt", "src"}},
        attribute_filter=partial(_own_pictures, below=pictures),
        url_schemes={"http", "https", "mailto"},
        link_rel="noopener noreferrer",
    )
    return Markup(clean)  # noqa: S704 - cleaned by the line above


def to_plain(text: str) -> str:
    """Return what *text* says without its marks, in one line, for lists and mails."""
    return to_html(text).striptags()


def _own_pictures(tag: str, attribute: str, value: str, *, below: str) -> str | None:
    """Keep a picture's address only when it is relative to the page, or one of ours *below*."""
    if (tag, attribute) == ("img", "src") and below:
        key = value.removeprefix(below)
        return value if key != value and key.isalnum() else None
    is_elsewhere = (tag, attribute) == ("img", "src") and (":" in value or value.startswith("/"))
    return None if is_elsewhere else value
