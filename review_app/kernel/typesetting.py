"""Documents as PDF/UA-1: what a screen reader can read is checked while it is set."""

import json
from dataclasses import asdict
from typing import Any

import typst

from review_app.kernel.documents import Document, Part, Picture, Written, tree_of
from review_app.kernel.i18n import language
from review_app.kernel.places import BUILD, TOP

HOUSE_STYLE = TOP / "templates" / "documents" / "house.typ"
PICTURE = HOUSE_STYLE.with_name("picture.typ")
MEDIA_TYPE = "application/pdf"


def typeset(document: Document, *, lang: str = "") -> bytes:
    """Set *document* in the language *lang* (``da`` or ``en``), else in the reader's.

    What people wrote reaches the typesetter as data, never as its markup.

    :raises typst.TypstError: when the document would not be accessible (a fault of ours).
    """
    content = {
        "title": document.title,
        "subtitle": document.subtitle,
        "foot": document.foot,
        "lang": lang or language(),
        "parts": [_plain(part) for part in document.parts],
    }
    return bytes(
        typst.compile(
            str(HOUSE_STYLE),
            root=str(HOUSE_STYLE.parent),
            font_paths=[str(BUILD / "fonts")],
            ignore_system_fonts=True,
            format="pdf",
            pdf_standards=["ua-1"],
            sys_inputs={"document": json.dumps(content)},
        )
    )


def as_png(svg: str) -> bytes:
    """Set an SVG drawing as a PNG of twice its size, with the fonts of the house."""
    return bytes(
        typst.compile(
            str(PICTURE),
            root=str(PICTURE.parent),
            font_paths=[str(BUILD / "fonts")],
            ignore_system_fonts=True,
            format="png",
            ppi=192.0,  # a pixel of the page becomes two
            sys_inputs={"svg": svg},
        )
    )


def _plain(part: Part) -> dict[str, Any]:
    if isinstance(part, Written):
        return {"kind": part.kind, "body": tree_of(part.markdown)}
    if isinstance(part, Picture) and not part.alt:
        raise ValueError("a picture needs its words")
    return asdict(part)
