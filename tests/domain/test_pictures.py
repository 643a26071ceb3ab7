"""A picture keeps what draws it and loses what rides along."""

import struct
import zlib

import pytest

from review_app.domain.errors import Invalid
from review_app.domain.pictures import JPEG, PNG, read_picture


def chunk(kind, body):
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def a_png(*extra, width=2, height=1):
    pixels = zlib.compress(b"\0" + b"\xff\0\0" * width)
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    parts = [chunk(b"IHDR", head), *extra, chunk(b"IDAT", pixels), chunk(b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


def segment(marker, body):
    return b"\xff" + bytes([marker]) + struct.pack(">H", len(body) + 2) + body


def a_jpeg(*extra, width=3, height=2):
    frame = segment(0xC0, b"\x08" + struct.pack(">HH", height, width) + b"\x01\x01\x11\0")
    scan = segment(0xDA, b"\x01\x01\0\0\x3f\0") + b"\x12\xff\x00\x34\xff\xd0\x56"
    return b"\xff\xd8" + b"".join(extra) + frame + scan + b"\xff\xd9"


def test_a_png_loses_its_texts_times_and_what_follows_it():
    secret = chunk(b"tEXt", b"Author\0Hanne"), chunk(b"eXIf", b"place")
    found = read_picture(a_png(*secret) + b"010190-1234")
    assert (found.media_type, found.width, found.height) == (PNG, 2, 1)
    assert found.data == a_png()


def test_a_jpeg_loses_place_owner_remarks_and_what_follows_it():
    secret = segment(0xE1, b"Exif\0\0place"), segment(0xFE, b"Hanne"), segment(0xEE, b"Other")
    found = read_picture(a_jpeg(*secret) + b"more")
    assert (found.media_type, found.width, found.height) == (JPEG, 3, 2)
    assert found.data == a_jpeg()
    colours = segment(0xEE, b"Adobe\0d\0\0\0\0\x01")
    assert read_picture(a_jpeg(colours)).data == a_jpeg(colours)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "no-picture"),
        (b"<svg onload=alert(1)>", "no-picture"),
        (b"GIF89a", "no-picture"),
        (a_png()[:-4], "no-picture"),
        (a_png().replace(b"\x08\x02", b"\x08\x06", 1), "no-picture"),
        (a_jpeg()[:-2], "no-picture"),
        (a_jpeg()[:9], "no-picture"),
        (b"\xff\xd8\xff\xd9", "too-many-pixels"),
        (a_png(width=6001), "too-many-pixels"),
        (b"\x89PNG\r\n\x1a\n" + bytes(2 * 1024 * 1024), "too-large"),
    ],
)
def test_what_is_no_picture_or_too_large_is_refused(data, reason):
    with pytest.raises(Invalid) as refusal:
        read_picture(data)
    assert refusal.value.facts["reason"] == reason
