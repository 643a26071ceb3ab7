"""Reading the structure of a PDF that the typesetter wrote: enough to test it, no more."""

import re
import zlib

OBJECT = re.compile(rb"(\d+) 0 obj\b(.*?)\bendobj", re.DOTALL)
STREAM = re.compile(rb"(<<.*?>>)\s*stream\r?\n(.*?)\r?\nendstream", re.DOTALL)


def objects(content):
    """Every object by number, also those that lie compressed in object streams."""
    found = {int(number): body for number, body in OBJECT.findall(content)}
    for body in list(found.values()):
        stream = STREAM.search(body)
        if stream and b"/ObjStm" in stream[1]:
            found.update(_unpacked(stream))
    return found


def _unpacked(stream):
    plain = zlib.decompress(stream[2])
    first, count = (int(re.search(rb"/%s (\d+)" % name, stream[1])[1]) for name in (b"First", b"N"))
    numbers = [int(n) for n in plain[:first].split()][: 2 * count]
    starts = [first + at for at in numbers[1::2]]
    ends = [*starts[1:], len(plain)]
    return {n: plain[a:b] for n, a, b in zip(numbers[::2], starts, ends, strict=True)}


def tags(content):
    """The tags of the structure tree in reading order, such as ``[b"Document", b"H1", ...]``."""
    known = objects(content)
    (root,) = (body for body in known.values() if b"/StructTreeRoot" in body and b"/K" in body)
    return [tag for tag, _body in _walk(known, root)]


def figures(content):
    """The bodies of the elements that are pictures."""
    return [body for body in objects(content).values() if re.search(rb"/S\s*/Figure\b", body)]


def _walk(known, body):
    tag = re.search(rb"/S\s*/(\w+)", body)
    if tag:
        yield tag[1], body
    kids = re.search(rb"/K\s*(\[[^\]]*\]|\d+ 0 R)", body)
    for number in re.findall(rb"(\d+) 0 R", kids[1]) if kids else []:
        child = known.get(int(number), b"")
        if b"/StructElem" in child or re.search(rb"/S\s*/\w+", child):
            yield from _walk(known, child)
