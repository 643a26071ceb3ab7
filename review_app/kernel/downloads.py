"""Files to keep, as answers of a page."""

from pathlib import PurePath

from flask import Response

MEDIA_TYPES = {
    ".csv": "text/csv",
    ".ics": "text/calendar",
    ".json": "application/json",
    ".md": "text/markdown",
    ".pdf": "application/pdf",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".yaml": "application/yaml",
    ".zip": "application/zip",
}


def as_file(content: bytes | str, name: str) -> Response:
    """Answer with *content* as a file named *name*, whose ending says what it is.

    The name is ours, made of codes, keys and dates: it needs no escaping.
    """
    answer = Response(content, content_type=_media_type(name))
    answer.headers["Content-Disposition"] = f"attachment; filename={name}"
    return answer


def _media_type(name: str) -> str:
    kind = MEDIA_TYPES[PurePath(name).suffix]
    return f"{kind}; charset=utf-8" if kind.startswith("text/") else kind
