"""From the kept files of a draw to the rules that read them, and to the zip people download."""

import io
import zipfile
from collections.abc import Iterable, Mapping

from review_app.domain.draw import (
    DrawFiles,
    ExtensionCode,
    Replacement,
    ReplacementCode,
    SealedDraw,
    bundle,
    draw_again,
    replacements_file,
)
from review_app.domain.verify_draw import Pick, sha256
from review_app.models.rounds import Draw, RoundCase

# Zip can hold no earlier moment; the same draw shall give the same bytes on every download.
SELECTED = "selected"  # as the verifier writes it
NO_MOMENT = (1980, 1, 1, 0, 0, 0)


def sealed_of(draw: Draw) -> SealedDraw:
    """Return what was fixed before the seed existed."""
    commit = draw.commit_text or ""
    return SealedDraw(draw.frame_text.encode(), draw.plan_text.encode(), commit.encode())


def drawn_of(draw: Draw) -> DrawFiles:
    """Recompute the draw from its kept files."""
    sealed = sealed_of(draw)
    return draw_again(
        {
            "frame.tsv": sealed.frame,
            "plan.json": sealed.plan,
            "commit.txt": sealed.commit,
            "reveal.txt": (draw.reveal_text or "").encode(),
        }
    )


def picks_of(draw: Draw) -> list[Pick]:
    """Return the order of a draw as it is kept, without working it out again."""
    lines = (draw.draw_text or "").split("\n")[1:-1]
    return [
        Pick(int(position), ref, stratum, ticket, result == SELECTED)
        for position, ref, stratum, ticket, result in (line.split("\t") for line in lines)
    ]


def replacements_of(drawn: DrawFiles, cases: Iterable[RoundCase]) -> list[Replacement]:
    """Return the replacements and extensions in the order they were made.

    That is the order in which the new cases came in; where the reserve was used up nothing came
    in, and such a case stands behind all that had come in by then.

    :param cases: all of the round's.
    """
    rows = {row.id: row for row in cases}
    stratum_of = {pick.case_ref: pick.stratum for pick in drawn.picks}

    def change(gone: RoundCase | None, new: RoundCase | None) -> Replacement:
        ref, came_in = gone.case.key if gone else "", new.case.key if new else ""
        code = ReplacementCode(gone.replacement_code or "") if gone else ExtensionCode.EXTENDED
        return Replacement(ref, stratum_of[ref or came_in], code, came_in)

    came_in = sorted(id_ for id_, row in rows.items() if row.replaces_id or row.extension_id)
    made = [(id_, change(rows.get(rows[id_].replaces_id or 0), rows[id_])) for id_ in came_in]
    replaced = {rows[id_].replaces_id for id_ in came_in}
    for id_, row in sorted(rows.items()):
        if row.replaced_at and id_ not in replaced:
            before = [one for one in came_in if rows[one].chosen_at <= row.replaced_at]
            made.append((max(before, default=0), change(row, None)))
    return [one for _, one in sorted(made, key=lambda each: each[0])]


def changes_hash(drawn: DrawFiles, cases: Iterable[RoundCase]) -> str:
    """Return the SHA-256 of ``replacements.tsv`` as it stands: what the audit log binds it by."""
    return sha256(replacements_file(replacements_of(drawn, cases)))


def bundle_of(draw: Draw, cases: Iterable[RoundCase]) -> dict[str, bytes]:
    """Return the files of the bundle by name."""
    drawn = drawn_of(draw)
    return bundle(drawn, replacements_of(drawn, cases))


def zip_of(files: Mapping[str, bytes]) -> bytes:
    """Pack files so that the same files always give the same bytes."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, content in files.items():
            entry = zipfile.ZipInfo(name, NO_MOMENT)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, content)
    return packed.getvalue()
