#!/usr/bin/env python3
"""Draw a random sample again, to see that it was drawn as promised (format ``audit-draw/1``).

For anyone who doubts a draw: ``python3 verify_draw.py [FOLDER OR ZIP]``, by default the folder it
lies in. Needs Python 3.11 alone, changes nothing, asks no one. Exit code 0: all is as promised;
1: something differs and is named; 2: nothing to check. Malformed input is a ValueError.

1. ``frame.tsv`` lists every case that could be drawn; ``plan.json`` says how many and how.
2. ``commit.txt`` was given out *before* the draw and holds fingerprints (SHA-256) of list, plan and
   one secret per contributor. Only you can tell if it is the one you got: its own is printed.
3. ``reveal.txt`` opens the secrets. Fingerprint of ``commit.txt`` + secrets + public value = seed.
4. Each case gets a ticket, HMAC-SHA-256(seed, case). ``draw.tsv`` lists the cases by ticket: the
   first ones are selected, the rest are the reserve.
5. ``replacements.tsv``: for each case that fell out, or on top (``extended``), the next came in.
"""

import hashlib
import hmac
import json
import sys
import unicodedata
import zipfile
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from fractions import Fraction
from itertools import zip_longest
from pathlib import Path
from typing import Any, NamedTuple

FORMAT = "audit-draw/1"
FILES = ("frame.tsv", "plan.json", "commit.txt", "reveal.txt", "draw.tsv", "replacements.tsv")
FRAME_HEAD = f"{FORMAT} frame\tcase_ref\tstratum\tweight\tsort_key"
DRAW_HEAD = f"{FORMAT} draw\tposition\tcase_ref\tstratum\tticket\tresult"
REPLACEMENTS_HEAD = f"{FORMAT} replacements\tnumber\tcase_ref\tstratum\tcode\treplaced_by"
# Which methods take one n for the whole frame (W), and which one for each stratum (S).
SIZES = {"srs": "W", "census": "W", "stratified": "S", "systematic": "WS", "pps": "WS"}
CODES = ("out_of_scope", "duplicate", "reviewer_conflict", "file_missing")  # of replacements
EXTENDED, EXTENDABLE = "extended", ("srs", "stratified", "pps")  # taken on top; by which methods
Plan = Mapping[str, Any]
Pairs = Sequence[tuple[str, str]]  # of a contributor's name and a value


class FrameRow(NamedTuple):
    """One case that can be drawn; ``weight`` is 1 and ``sort_key`` empty where unused."""

    case_ref: str
    stratum: str = ""
    weight: int = 1
    sort_key: str = ""


class Pick(NamedTuple):
    """One case in the order of the draw; the position counts from 1 through the whole file."""

    position: int
    case_ref: str
    stratum: str
    ticket_hex: str
    is_selected: bool


def text_file(*lines: str) -> bytes:
    """Return the lines as UTF-8, each ended by a line feed."""
    return "".join(f"{line}\n" for line in lines).encode()


def sha256(content: bytes) -> str:
    """Return the fingerprint of a file: 64 digits that no other content will ever have."""
    return hashlib.sha256(content).hexdigest()


def canonical_frame(rows: Iterable[FrameRow]) -> bytes:
    """Write the frame in its one and only form: NFC, sorted by the bytes of case_ref, no repeat."""
    lines: dict[str, str] = {}
    for row in rows:
        texts = (row.case_ref, row.stratum, row.sort_key)
        ref, stratum, key = (unicodedata.normalize("NFC", text) for text in texts)
        odd = any(t != t.strip() or any(unicodedata.category(c) == "Cc" for c in t) for t in texts)
        if odd or not ref or ref in lines or row.weight < 1:
            raise ValueError(f"frame: stray space or control, empty, repeated or weightless: {row}")
        lines[ref] = f"{ref}\t{stratum}\t{row.weight}\t{key}"
    return text_file(FRAME_HEAD, *(lines[ref] for ref in sorted(lines)))


def read_frame(content: bytes) -> list[FrameRow]:
    """Read a frame; whether it is in its one and only form is for the caller to compare."""
    rows = [line.split("\t") for line in content.decode().split("\n")[1:-1]]
    for number, cells in enumerate(rows, start=2):
        if len(cells) != 4 or not cells[2].isdecimal():
            raise ValueError(f"frame.tsv, line {number}: not four cells with a whole weight")
    return [FrameRow(ref, stratum, int(weight), key) for ref, stratum, weight, key in rows]


def plan_bytes(plan: Plan) -> bytes:
    """Write the plan in its one and only form: sorted keys, no spaces, ASCII, strings only."""
    values = [v.values() if isinstance(v, dict) else [v] for v in plan.values()]
    if not all(isinstance(part, str) for parts in values for part in parts):
        raise ValueError("plan.json: holds something else than text")
    return json.dumps(plan, sort_keys=True, separators=(",", ":"), ensure_ascii=True).encode()


def commitment(name: str, secret_hex: str) -> str:
    """Return the fingerprint by which a contributor is bound to a secret not yet shown."""
    return sha256(text_file(f"{FORMAT} contribution", name, secret_hex))


def commit_record(frame: str, plan: str, commitments: Pairs, public: str) -> bytes:
    """Write what is published before the draw; *public* describes a future public value or none."""
    sealed = [f"contribution={name}:{value}" for name, value in commitments]
    head = (f"{FORMAT} commit", f"frame={frame}", f"plan={plan}")
    return text_file(*head, *sealed, f"public={public}")


def seed(commit: bytes, reveal: bytes) -> str:
    """Return the seed, which nobody can know before the last secret and public value are shown."""
    return sha256(text_file(f"{FORMAT} seed", sha256(commit)) + reveal)


def keyed(seed_hex: str, message: str) -> int:
    """Return HMAC-SHA-256 under the seed's 32 bytes, as a number from 0 to 2**256 - 1."""
    return int.from_bytes(hmac.digest(bytes.fromhex(seed_hex), message.encode(), "sha256"), "big")


def ticket(seed_hex: str, case_ref: str) -> int:
    """Return the case's ticket; it depends on the seed and the case alone, never on its stratum."""
    return keyed(seed_hex, f"ticket\n{case_ref}")


def uniform(seed_hex: str, label: str, choices: int) -> int:
    """Return a number 0..choices-1, each equally likely (values past the last whole lap retry)."""
    limit, counter = (1 << 256) // choices * choices, 0
    while (value := keyed(seed_hex, f"uniform\n{label}\n{counter}")) >= limit:
        counter += 1
    return value % choices


def equal_order(seed_hex: str, rows: Iterable[FrameRow]) -> list[FrameRow]:
    """Order by ticket: every order is equally likely, and a larger sample holds the smaller."""
    return sorted(rows, key=lambda row: (ticket(seed_hex, row.case_ref), row.case_ref))


def take_all(rows: Iterable[FrameRow], size: int) -> set[FrameRow]:
    """Return the cases so heavy that a draw of *size* in proportion to weight must take them."""
    certain, rest = set[FrameRow](), set(rows)
    while len(certain) < size:
        share = Fraction(sum(row.weight for row in rest), size - len(certain))
        if not (heavy := {row for row in rest if row.weight >= share}):
            break
        certain, rest = certain | heavy, rest - heavy
    return certain


def weighted_order(seed_hex: str, rows: Iterable[FrameRow], size: int) -> list[FrameRow]:
    """Order the surely taken first, then by ticket / weight, exactly (Ohlsson 1998)."""
    certain = take_all(rows, size)
    keys = {row: (Fraction(ticket(seed_hex, row.case_ref), row.weight), row) for row in rows}
    return sorted(certain) + sorted(keys.keys() - certain, key=keys.__getitem__)


def systematic(seed_hex: str, rows: Iterable[FrameRow], size: int, label: str) -> list[FrameRow]:
    """Take every (N / size)-th of the list by sort_key from a random start; the rest by ticket."""
    listed = sorted(rows, key=lambda row: (row.sort_key, row.case_ref))
    start = uniform(seed_hex, label, len(listed))
    taken = [listed[(start + step * len(listed)) // size] for step in range(size)]
    return taken + equal_order(seed_hex, set(listed) - set(taken))


def sizes_of(plan: Plan, rows: Sequence[FrameRow]) -> dict[str, int]:
    """Return how many cases to take of each stratum, or of "all" where n is one number."""
    n, method = plan.get("n"), str(plan.get("method"))
    if ("S" if isinstance(n, dict) else "W") not in SIZES.get(method, ""):
        raise ValueError(f"plan.json: method {method!r} and n {n!r} do not go together")
    there = Counter(row.stratum if isinstance(n, dict) else "all" for row in rows)
    wanted = {k: int(v) for k, v in (n if isinstance(n, dict) else {"all": str(n)}).items()}
    for label, size in wanted.items():
        if not 0 <= size <= there[label] or (method == "census" and size < there[label]):
            raise ValueError(f"plan.json: n {size} does not fit {there[label]} cases ({label})")
    return {label: wanted.get(label, 0) for label in sorted(there)}


def draw(plan: Plan, rows: Sequence[FrameRow], seed_hex: str) -> list[Pick]:
    """Return every case of the frame in the order of the draw, stratum after stratum."""
    picks: list[Pick] = []
    for label, size in sizes_of(plan, rows).items():
        group = [r for r in rows if isinstance(plan["n"], str) or r.stratum == label]
        order = equal_order(seed_hex, group)
        if plan["method"] == "pps":
            order = weighted_order(seed_hex, group, size)
        elif plan["method"] == "systematic":
            order = systematic(seed_hex, group, size, f"start/{label}")
        for rank, row in enumerate(order):
            shown = f"{ticket(seed_hex, row.case_ref):064x}"
            picks.append(Pick(len(picks) + 1, row.case_ref, row.stratum, shown, rank < size))
    return picks


def draw_file(picks: Iterable[Pick]) -> bytes:
    """Write the order of the draw."""
    rows = ((*pick[:4], "selected" if pick.is_selected else "reserve") for pick in picks)
    return text_file(DRAW_HEAD, *("\t".join(map(str, row)) for row in rows))


def next_unused(plan: Plan, picks: Iterable[Pick], used: Collection[str], stratum: str) -> str:
    """Return the reserve case that comes next (of *stratum*, if n is per stratum), or ``""``."""
    whole = isinstance(plan["n"], str)
    reserve = (p for p in picks if not p.is_selected and (whole or p.stratum == stratum))
    return next((p.case_ref for p in reserve if p.case_ref not in used), "")


def differences(name: str, expected: bytes, found: bytes) -> list[str]:
    """Name each line that is not as recomputed; the first few in full, the rest as a number."""
    texts = [content.decode(errors="backslashreplace").split("\n") for content in (expected, found)]
    pairs = enumerate(zip_longest(*texts, fillvalue="no line"), start=1)
    wrong = [f"{name}, line {i}: expected {a!r}, found {b!r}" for i, (a, b) in pairs if a != b]
    return wrong[:5] + [f"{name}: {len(wrong) - 5} more lines differ"] * (len(wrong) > 5)


def read_reveal(content: bytes) -> tuple[Pairs, str]:
    """Read the opened secrets, in order, and the public value."""
    secrets, marker, public = content.decode(errors="replace").rpartition("public=")
    pairs = [(line.partition(":")[0], line.partition(":")[2]) for line in secrets.split("\n")[:-1]]
    if not marker or public.count("\n") != 1 or not all(len(secret) == 64 for _, secret in pairs):
        raise ValueError("reveal.txt: not lines of name:secret, then a line public=value")
    return pairs, public[:-1]


def verify_commit(files: Mapping[str, bytes]) -> list[str]:
    """Check that what was published before the draw fits the frame, the plan and the secrets."""
    secrets, value = read_reveal(files["reveal.txt"])
    public = files["commit.txt"].decode(errors="replace").rpartition("\npublic=")[2][:-1]
    sealed = [(name, commitment(name, secret)) for name, secret in secrets]
    frame, plan = files["frame.tsv"], files["plan.json"]
    record = commit_record(sha256(frame), sha256(plan), sealed, public)
    wrong = differences("commit.txt", record, files["commit.txt"])
    for start, culprit in (("frame", "frame.tsv"), ("plan", "plan.json"), ("contr", "reveal.txt")):
        wrong = [f"{culprit} does not fit {w}" if f"expected '{start}" in w else w for w in wrong]
    if (public == "none") != (value == "none"):
        wrong.append(f"reveal.txt: public value {value!r}, but commit.txt announced {public!r}")
    return wrong


def verify_replacements(plan: Plan, picks: list[Pick], found: bytes) -> list[str]:
    """Check that every case that came in, for another or on top, was the next unused one."""
    stratum_of = {pick.case_ref: pick.stratum for pick in picks}
    sample = {pick.case_ref for pick in picks if pick.is_selected}
    used, expected = set(sample), [REPLACEMENTS_HEAD]
    for number, line in enumerate(found.decode(errors="replace").split("\n")[1:-1], start=1):
        _, ref, stratum, code, *_ = [*line.split("\t"), "", "", "", ""]
        on_top = (ref, code) == ("", EXTENDED) and plan["method"] in EXTENDABLE
        new = next_unused(plan, picks, used, stratum if on_top else stratum_of.get(ref, ""))
        if not (new if on_top else ref in sample and code in CODES):
            return [f"replacements.tsv, line {number + 1}: cannot be at this point: {line!r}"]
        sample, used = (sample - {ref}) | ({new} - {""}), used | {new}
        expected.append(f"{number}\t{ref}\t{stratum_of[ref or new]}\t{code}\t{new}")
    return differences("replacements.tsv", text_file(*expected), found)


def verify(files: Mapping[str, bytes]) -> list[str]:
    """Recompute a bundle and name every difference in plain words; an empty list means none."""
    if wrong := [f"{name}: missing" for name in FILES if name not in files]:
        return wrong
    try:
        wrong += verify_commit(files)
        rows, plan = read_frame(files["frame.tsv"]), dict(json.loads(files["plan.json"]))
        wrong += differences("frame.tsv", canonical_frame(rows), files["frame.tsv"])
        wrong += differences("plan.json", plan_bytes(plan), files["plan.json"])
        if plan.get("frame_rows", str(len(rows))) != str(len(rows)):
            wrong.append(f"plan.json: frame_rows is not the {len(rows)} rows of frame.tsv")
        picks = draw(plan, rows, seed(files["commit.txt"], files["reveal.txt"]))
        wrong += differences("draw.tsv", draw_file(picks), files["draw.tsv"])
        return wrong + verify_replacements(plan, picks, files["replacements.tsv"])
    except (ValueError, TypeError) as problem:
        return [*wrong, f"{problem} (so the rest cannot be recomputed)"]


def read_bundle(place: Path) -> dict[str, bytes]:
    """Read the files of a bundle from a folder or a zip."""
    root = place if place.is_dir() else zipfile.Path(place)
    names = (*FILES, "verify_draw.py")
    return {name: (root / name).read_bytes() for name in names if (root / name).exists()}


def main(argv: Sequence[str]) -> int:
    """Check the folder or zip named on the command line, by default the folder of this file."""
    place = Path(argv[0]) if argv else Path(__file__).parent
    if len(argv) > 1 or not place.exists():
        print("Name one folder or zip with a draw: verify_draw.py [FOLDER OR ZIP]")
        return 2
    try:
        files = read_bundle(place)
        wrong = verify(files)
    except Exception as problem:  # a damaged zip fails in many ways; all mean the same here
        wrong = [f"{place.name} cannot be read: {problem}"]
    fine = "All is as promised. Compare this fingerprint of commit.txt with the one you were given:"
    print("\n".join(wrong or [fine, sha256(files["commit.txt"])]))
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
