"""Which files can be teaching material, told by what they hold and never by their name."""

import io
import zipfile
from enum import StrEnum

from review_app.domain.errors import Invalid

LARGEST_BYTES = 10 * 1024 * 1024


class MaterialKind(StrEnum):
    """What kind of file there is to read for a session, as a media type."""

    PDF = "application/pdf"
    PNG = "image/png"
    JPEG = "image/jpeg"
    PPTX = "application/vnd.openxmlformats-officedocument.presentationml.presentation"

    def name_for(self, name: str) -> str:
        """Return the file name it is offered under: the one it came with, ending as it should."""
        stem = name.replace("\\", "/").rpartition("/")[2].rpartition(".")[0][:80]
        return f"{stem or 'material'}.{self.name.lower()}"


PICTURES = (MaterialKind.PNG, MaterialKind.JPEG)
BEGINNINGS = {
    b"%PDF-": MaterialKind.PDF,
    b"\x89PNG\r\n\x1a\n": MaterialKind.PNG,
    b"\xff\xd8\xff": MaterialKind.JPEG,
}
# Of slides (ECMA-376, part 2) the names of the parts suffice; nothing is unpacked.
_SLIDES = {"[Content_Types].xml", "ppt/presentation.xml"}
_PROGRAM = "vbaProject.bin"


def kind_of(content: bytes) -> MaterialKind:
    """Return what kind of file *content* is.

    :raises Invalid: when it is of no kind that is taken, or brings a program along.

    >>> kind_of(b"%PDF-1.7")
    <MaterialKind.PDF: 'application/pdf'>
    """
    for beginning, kind in BEGINNINGS.items():
        if content.startswith(beginning):
            return kind
    if _are_slides(content):
        return MaterialKind.PPTX
    raise Invalid(field="file", reason="kind")


def _are_slides(content: bytes) -> bool:
    if not content.startswith(b"PK\x03\x04"):
        return False
    try:
        names = set(zipfile.ZipFile(io.BytesIO(content)).namelist())
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        return False
    return names >= _SLIDES and not any(name.endswith(_PROGRAM) for name in names)
