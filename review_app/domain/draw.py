"""Drawing cases so that anyone can draw them again, step by step as the product does it.

First :func:`seal` fixes the list of cases, the plan and everyone's commitments; what it returns is
published. Only then :func:`reveal` opens the secrets and makes the order. The arithmetic stands in
:mod:`review_app.domain.verify_draw`, the very file that is put into each bundle, so what the
product does and what a sceptic recomputes cannot drift apart. Secrets come in from outside; nothing
here makes them.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from importlib.resources import files as package_files
from typing import Any

from review_app.domain import verify_draw
from review_app.domain.errors import Invalid
from review_app.domain.verify_draw import FrameRow, Pick, Plan

NO_PUBLIC_VALUE = "none"

# Fingerprints of every verify_draw.py ever put into a bundle: add one, never take one away.
KNOWN_VERIFIERS = frozenset(
    {
        "75e8a291855ea11a4d7843266305e1b84e5acb062fc34d87c6c0733e3923293f",
        "5a1010987e0990b7816b077971b57642d07c570e5ddca60df6c496498de20a1c",  # can extend
    }
)


class Method(StrEnum):
    """How cases are drawn (the codes of the bundle's ``plan.json``)."""

    SIMPLE = "srs"
    STRATIFIED = "stratified"
    SYSTEMATIC = "systematic"
    PROPORTIONAL = "pps"
    CENSUS = "census"


class ReplacementCode(StrEnum):
    """Why a drawn case gives way to the next one."""

    OUT_OF_SCOPE = "out_of_scope"
    DUPLICATE = "duplicate"
    REVIEWER_CONFLICT = "reviewer_conflict"


class ExtensionCode(StrEnum):
    """Why a case came in although none gave way."""

    EXTENDED = verify_draw.EXTENDED


class NotReplacedCode(StrEnum):
    """Why a drawn case stays in the sample although it cannot be reviewed as planned."""

    FILE_MISSING = "file_missing"


@dataclass(frozen=True, slots=True)
class SealedDraw:
    """What is fixed and published before the seed exists."""

    frame: bytes
    plan: bytes
    commit: bytes

    @property
    def frame_sha(self) -> str:
        """SHA-256 of ``frame.tsv``."""
        return verify_draw.sha256(self.frame)

    @property
    def plan_sha(self) -> str:
        """SHA-256 of ``plan.json``."""
        return verify_draw.sha256(self.plan)

    @property
    def commit_sha(self) -> str:
        """SHA-256 of ``commit.txt``: the one number to publish before the draw."""
        return verify_draw.sha256(self.commit)


@dataclass(frozen=True, slots=True)
class Replacement:
    """A drawn case that gave way; ``replaced_by`` is empty when the reserve was used up.

    Where a draw was extended no case gave way: ``case_ref`` is empty.
    """

    case_ref: str
    stratum: str
    code: ReplacementCode | ExtensionCode
    replaced_by: str

    @property
    def is_extension(self) -> bool:
        """Whether the case came in on top of the others."""
        return not self.case_ref


@dataclass(frozen=True, slots=True)
class DrawFiles:
    """A draw that was made: the sealed files, the opened secrets, the seed and the order."""

    sealed: SealedDraw
    reveal: bytes
    seed_hex: str
    picks: tuple[Pick, ...]

    @property
    def selected(self) -> tuple[Pick, ...]:
        """The cases in the sample, in the order of the draw."""
        return tuple(pick for pick in self.picks if pick.is_selected)

    @property
    def reserve(self) -> tuple[Pick, ...]:
        """The other cases, in the order in which they would replace."""
        return tuple(pick for pick in self.picks if not pick.is_selected)


def make_plan(
    *,
    title: str,
    method: Method,
    size: int | Mapping[str, int],
    frame_rows: int,
    **more: str,
) -> dict[str, Any]:
    """Return a plan as the bundle holds it: every value a text.

    :param size: cases to draw; for a stratified draw one number per stratum code.
    :param more: further promises in words, such as the rule for replacements.
    """
    n = {key: str(value) for key, value in size.items()} if isinstance(size, Mapping) else str(size)
    return {"title": title, "method": method.value, "n": n, "frame_rows": str(frame_rows), **more}


def fix(rows: Iterable[FrameRow], plan: Plan) -> tuple[bytes, bytes]:
    """Return frame and plan as files, before anybody commits to anything.

    :param rows: every case that can be drawn, in any order.
    :param plan: from :func:`make_plan`; its sizes must fit the frame.
    :raises Invalid: when the frame is malformed or a size does not fit.
    """
    try:
        frame = verify_draw.canonical_frame(rows)
        verify_draw.sizes_of(plan, verify_draw.read_frame(frame))
        return frame, verify_draw.plan_bytes(plan)
    except ValueError as problem:
        raise Invalid(field="draw", reason=str(problem)) from problem


def seal(
    rows: Iterable[FrameRow],
    plan: Plan,
    *,
    commitments: Sequence[tuple[str, str]],
    public: str = NO_PUBLIC_VALUE,
) -> SealedDraw:
    """Fix everything that must stand before the seed can be known; see :func:`fix`.

    :param commitments: (name, commitment) of each contributor, in the order of the seed.
    :param public: which future public value will be mixed in, or ``none``.
    :raises Invalid: as :func:`fix`, or when a name holds a colon.
    """
    frame, plan_file = fix(rows, plan)
    texts = [public, *(name for name, _ in commitments)]
    if any(not text.isprintable() or not text for text in texts) or not commitments:
        raise Invalid(field="commitments", reason="a name or the public source is not one line")
    if any(":" in name or name == "public" for name, _ in commitments):
        raise Invalid(field="commitments", reason="a contributor's name holds a colon")
    hashes = verify_draw.sha256(frame), verify_draw.sha256(plan_file)
    return SealedDraw(frame, plan_file, verify_draw.commit_record(*hashes, commitments, public))


def reveal(
    sealed: SealedDraw,
    *,
    secrets: Sequence[tuple[str, str]],
    public_value: str = NO_PUBLIC_VALUE,
) -> DrawFiles:
    """Open the secrets and make the order.

    :param secrets: (name, secret as 64 hex digits) in the order of the commitments.
    :raises Invalid: when a secret is not the one committed to, or a public value is missing.
    """
    opened = [f"{name}:{secret}" for name, secret in secrets]
    shown = verify_draw.text_file(*opened, f"public={public_value}")
    so_far = {"frame.tsv": sealed.frame, "plan.json": sealed.plan, "commit.txt": sealed.commit}
    try:
        wrong = verify_draw.verify_commit({**so_far, "reveal.txt": shown})
    except ValueError as problem:
        wrong = [str(problem)]
    if wrong:
        raise Invalid(field="secrets", reason=wrong[0])
    return draw_again({**so_far, "reveal.txt": shown})


def read_plan(plan: bytes) -> dict[str, Any]:
    """Read a plan from its file."""
    read: dict[str, Any] = json.loads(plan)
    return read


def draw_again(files: Mapping[str, bytes]) -> DrawFiles:
    """Recompute a draw from its stored frame, plan, commit and reveal."""
    sealed = SealedDraw(files["frame.tsv"], files["plan.json"], files["commit.txt"])
    seed_hex = verify_draw.seed(sealed.commit, files["reveal.txt"])
    rows = verify_draw.read_frame(sealed.frame)
    picks = verify_draw.draw(read_plan(sealed.plan), rows, seed_hex)
    return DrawFiles(sealed, files["reveal.txt"], seed_hex, tuple(picks))


def replace(
    drawn: DrawFiles, case_ref: str, *, code: ReplacementCode, earlier: Sequence[Replacement] = ()
) -> Replacement:
    """Let a case of the sample give way to the next unused ticket of its order and stratum.

    :param earlier: the replacements and extensions made so far, in the order they were made.
    :raises Invalid: when the case is not, or no longer, in the sample.
    """
    stratum_of = {pick.case_ref: pick.stratum for pick in drawn.picks}
    used = _used(drawn, earlier)
    standing = used - {made.case_ref for made in earlier}
    if case_ref not in standing or not case_ref:
        raise Invalid(field="case", reason="not in the sample")
    stratum = stratum_of[case_ref]
    following = verify_draw.next_unused(read_plan(drawn.sealed.plan), drawn.picks, used, stratum)
    return Replacement(case_ref, stratum, code, following)


def extend(
    drawn: DrawFiles, *, stratum: str = "", count: int = 1, earlier: Sequence[Replacement] = ()
) -> list[Replacement]:
    """Take the next *count* unused tickets on top of the sample.

    :param stratum: of which stratum; of no meaning where the plan holds one number for all.
    :param earlier: the replacements and extensions made so far, in the order they were made.
    :raises Invalid: when the method has no one order to go on in, or the reserve is too small.
    """
    plan, made = read_plan(drawn.sealed.plan), list[Replacement]()
    if plan["method"] not in verify_draw.EXTENDABLE:
        raise Invalid(field="method", reason="not-extendable", method=plan["method"])
    stratum_of = {pick.case_ref: pick.stratum for pick in drawn.picks}
    used = _used(drawn, earlier)
    while len(made) < count:
        following = verify_draw.next_unused(plan, drawn.picks, used, stratum)
        if not following:
            raise Invalid(field="count", reason="reserve-too-small", left=len(made))
        used.add(following)
        extended = ExtensionCode.EXTENDED
        made.append(Replacement("", stratum_of[following], extended, following))
    return made


def _used(drawn: DrawFiles, earlier: Iterable[Replacement]) -> set[str]:
    return {*(pick.case_ref for pick in drawn.selected), *(one.replaced_by for one in earlier)}


def replacements_file(made: Iterable[Replacement]) -> bytes:
    """Write the replacements and extensions in the order they were made."""
    rows = (
        f"{number}\t{one.case_ref}\t{one.stratum}\t{one.code.value}\t{one.replaced_by}"
        for number, one in enumerate(made, start=1)
    )
    return verify_draw.text_file(verify_draw.REPLACEMENTS_HEAD, *rows)


def verifier_source() -> bytes:
    """Return the stand-alone verifier, byte for byte as it stands in this package."""
    return package_files("review_app.domain").joinpath("verify_draw.py").read_bytes()


def bundle(drawn: DrawFiles, replacements: Iterable[Replacement] = ()) -> dict[str, bytes]:
    """Return the files of a bundle by name, in the order in which they came to be."""
    return {
        "frame.tsv": drawn.sealed.frame,
        "plan.json": drawn.sealed.plan,
        "commit.txt": drawn.sealed.commit,
        "reveal.txt": drawn.reveal,
        "draw.tsv": verify_draw.draw_file(drawn.picks),
        "replacements.tsv": replacements_file(replacements),
        "verify_draw.py": verifier_source(),
    }


def verify_bundle(files: Mapping[str, bytes]) -> list[str]:
    """Recompute a bundle and name every difference, its verifier's own text included.

    The stand-alone verifier cannot vouch for itself; the product can, for every text of it that it
    has ever put into a bundle.
    """
    wrong = verify_draw.verify(files)
    script = files.get("verify_draw.py")
    if script is not None and verify_draw.sha256(script) not in KNOWN_VERIFIERS:
        wrong.append("verify_draw.py: not the text that this product puts into its bundles")
    return wrong
