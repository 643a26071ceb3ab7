"""Pictures that people send: what a file really is, and the same picture without what rides along.

A camera writes place, time and its owner's name into a file, and programs hide older versions of
the picture in it. Only what draws the picture is copied; everything else is left behind. Formats:
PNG (W3C, third edition, 2025) and JPEG (ITU-T T.81).
"""

import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

from review_app.domain.errors import Invalid

MOST_BYTES = 2 * 1024 * 1024
MOST_PIXELS = 6000  # on either side
PNG, JPEG = "image/png", "image/jpeg"
EXTENSIONS = {PNG: "png", JPEG: "jpg"}
_PNG_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_PNG_DRAWS = {b"IHDR", b"PLTE", b"tRNS", b"IDAT", b"IEND"}
_JPEG_SIZES = {*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC}  # start of frame
_JPEG_DRAWS = _JPEG_SIZES | {0xC4, 0xCC, 0xDA, 0xDB, 0xDD, 0xEE}  # 0xEE says how colours are kept
_JPEG_SCAN, _JPEG_END, _JPEG_COLOURS = 0xDA, 0xD9, 0xEE


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture and nothing else; width and height in pixels."""

    media_type: str
    width: int
    height: int
    data: bytes


def read_picture(data: bytes, *, most_bytes: int = MOST_BYTES) -> Picture:
    """Return the picture in a file, told by its content whatever its name says.

    :raises Invalid: with the reason ``too-large``, ``no-picture`` (neither PNG nor JPEG, or
        broken) or ``too-many-pixels``.
    """
    if len(data) > most_bytes:
        raise Invalid(field="picture", reason="too-large")
    try:
        picture = _png(data) if data.startswith(_PNG_SIGNATURE) else _jpeg(data)
    except (struct.error, IndexError, ValueError) as fault:
        raise Invalid(field="picture", reason="no-picture") from fault
    if not 0 < picture.width <= MOST_PIXELS or not 0 < picture.height <= MOST_PIXELS:
        raise Invalid(field="picture", reason="too-many-pixels")
    return picture


def _png(data: bytes) -> Picture:
    chunks = list(_png_chunks(data))
    if chunks[0][0] != b"IHDR" or chunks[-1][0] != b"IEND":
        raise ValueError("not in the order of a PNG")
    width, height = struct.unpack(">II", chunks[0][1][:8])
    kept = [_png_chunk(kind, body) for kind, body in chunks if kind in _PNG_DRAWS]
    return Picture(PNG, width, height, _PNG_SIGNATURE + b"".join(kept))


def _png_chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = len(_PNG_SIGNATURE)
    kind = b""
    while kind != b"IEND":
        (length,) = struct.unpack(">I", data[at : at + 4])
        kind, body = data[at + 4 : at + 8], data[at + 8 : at + 8 + length]
        (check,) = struct.unpack(">I", data[at + 8 + length : at + 12 + length])
        if zlib.crc32(kind + body) != check:
            raise ValueError("a damaged part")
        yield kind, body
        at += 12 + length


def _png_chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def _jpeg(data: bytes) -> Picture:
    if not data.startswith(b"\xff\xd8\xff"):
        raise ValueError("not a JPEG")
    kept, size = [b"\xff\xd8"], (0, 0)
    for marker, body in _jpeg_segments(data):
        if marker in _JPEG_SIZES:
            size = struct.unpack(">HH", body[5:9])
        is_adobe = body[4:9] == b"Adobe"
        if marker in _JPEG_DRAWS and (marker != _JPEG_COLOURS or is_adobe):
            kept.append(body)
    return Picture(JPEG, size[1], size[0], b"".join([*kept, b"\xff\xd9"]))


def _jpeg_segments(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Yield each marker with its bytes, a scan together with what it draws; stop at the end."""
    at = 2
    while True:
        if data[at] != 0xFF:
            raise ValueError("no marker where one must be")
        marker = data[at + 1]
        if marker == _JPEG_END:
            return
        (length,) = struct.unpack(">H", data[at + 2 : at + 4])
        end = at + 2 + length
        if length < 2 or end > len(data):
            raise ValueError("a part longer than the file")
        if marker == _JPEG_SCAN:
            end = _end_of_scan(data, end)
        yield marker, data[at:end]
        at = end


def _end_of_scan(data: bytes, at: int) -> int:
    # Within what is drawn, 0xFF is followed by 0 or by a restart mark.
    while True:
        at = data.index(b"\xff", at)
        if data[at + 1] != 0 and not 0xD0 <= data[at + 1] <= 0xD7:
            return at
        at += 2
