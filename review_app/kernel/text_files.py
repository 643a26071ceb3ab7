"""How a file of text from outside is written: its encoding, and what parts its columns."""

import codecs
import csv
from pathlib import Path
from typing import TextIO

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
DELIMITERS = (";", ",", "\t")


def decode(content: bytes) -> tuple[str, str]:
    """Return the text and the encoding found: byte order mark, strict UTF-8, else cp1252.

    :raises UnicodeDecodeError: when a UTF-16 file breaks off in the middle of a character.
    """
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return content.decode(encoding), encoding
    try:
        return content.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace"), "cp1252"


def find_encoding(path: Path) -> str:
    """Return how a file is encoded, as :func:`decode` finds it, without reading it all at once."""
    with path.open("rb") as stream:
        start = stream.read(4)
        for mark, encoding in _MARKS:
            if start.startswith(mark):
                return encoding
        stream.seek(0)
        decoder = codecs.getincrementaldecoder("utf-8")()
        try:
            while chunk := stream.read(1 << 20):
                decoder.decode(chunk)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return "cp1252"
    return "utf-8"


def find_delimiter(text: str) -> str:
    """Return which of ``;``, ``,`` and tab parts the first lines into the steadiest columns.

    >>> find_delimiter("a;b;c\\n1,5;2,5;3,5\\n")
    ';'
    """
    lines = text[: 1 << 16].splitlines(keepends=True)[:40]

    def steadiness(delimiter: str) -> tuple[float, int]:
        rows = [row for row in csv.reader(lines, delimiter=delimiter) if row]
        width = len(rows[0]) if rows else 1
        alike = sum(len(row) == width for row in rows)
        return (0.0 if width < 2 else alike / len(rows), width)

    return max(DELIMITERS, key=steadiness)


def open_text(path: Path, encoding: str) -> TextIO:
    """Open a file of text as :func:`find_encoding` found it."""
    # Five bytes are undefined in cp1252; a replacement mark is better than a refused file.
    errors = "replace" if encoding == "cp1252" else "strict"
    return path.open(encoding=encoding, errors=errors, newline="")
