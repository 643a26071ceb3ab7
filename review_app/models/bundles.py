"""From the kept files of a draw to the rules that read them, and to the zip people download."""

import io
import zipfile
from collections.abc import Iterable, Mapping

from review_app.domain.draw import (
    DrawFiles,
    Replacement,
    ReplacementCode,
    SealedDraw,
    bundle,
    draw_again,
)
from review_app.models.rounds import Draw, RoundCase

# Zip can hold no earlier moment; the same draw shall give the same bytes on every download.
NO_MOMENT = (1980, 1, 1, 0, 0, 0)


def sealed_of(draw: Draw) -> SealedDraw:
    """Return what was fixed before the seed existed."""
    return SealedDraw(draw.frame_text.encode(), draw.plan_text.encode(), draw.commit_text.encode())


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


def replacements_of(drawn: DrawFiles, cases: Iterable[RoundCase]) -> list[Replacement]:
    """Return the replacements in the order they were made.

    That is the order in which the new cases came in; where the reserve was used up nothing came
    in, and such a case can only have fallen out last.
    """
    rows = list(cases)
    stratum_of = {pick.case_ref: pick.stratum for pick in drawn.picks}
    successor = {row.replaces_id: row for row in rows if row.replaces_id}
    gone = [row for row in rows if row.replacement_code]
    gone.sort(key=lambda row: (row.id not in successor, successor.get(row.id, row).id))
    return [
        Replacement(
            row.case.key,
            stratum_of[row.case.key],
            ReplacementCode(row.replacement_code or ""),
            successor[row.id].case.key if row.id in successor else "",
        )
        for row in gone
    ]


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
